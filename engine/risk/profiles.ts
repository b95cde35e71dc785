import { z } from "zod";
import type { RiskProfile } from "../model/risk_profile.ts";

const share = z.number().gt(0).lt(1);
const times = z.number().gt(0).max(100);

/** Reads a profile from a file; every limit must be given. */
export const riskProfileSchema: z.ZodType<RiskProfile> = z.strictObject({
  name: z.string().regex(/^[\w][\w .-]{0,39}$/, "wanted 1 to 40 letters, digits, blanks, dots, hyphens"),
  maxMarginShare: z.number().gt(0).max(1),
  maxLeverage: z.number().int().min(1).max(100),
  maxGrossLeverage: times,
  defaultStopDistance: share,
  maxStopDistance: share,
  defaultTargetDistance: z.number().gt(0).max(10).nullable(),
  coolDownCandles: z.number().int().min(0).max(10_000),
  dayLossHalt: share.nullable(),
  drawdownHalt: share.nullable(),
  smallest: z.literal(true).exactOptional(),
}).refine((profile) => profile.defaultStopDistance <= profile.maxStopDistance, {
  message: "defaultStopDistance must not be wider than maxStopDistance",
  path: ["defaultStopDistance"],
});

/** The profiles that a user can choose by name. */
export const RISK_PROFILES: ReadonlyMap<string, RiskProfile> = byName([
  {
    name: "conservative",
    maxMarginShare: 0.4,
    maxLeverage: 5,
    maxGrossLeverage: 1.5,
    defaultStopDistance: 0.02,
    maxStopDistance: 0.03,
    defaultTargetDistance: 0.04,
    coolDownCandles: 3,
    dayLossHalt: 0.03,
    drawdownHalt: 0.1,
  },
  {
    name: "moderate",
    maxMarginShare: 0.6,
    maxLeverage: 10,
    maxGrossLeverage: 3,
    defaultStopDistance: 0.01,
    maxStopDistance: 0.02,
    defaultTargetDistance: 0.02,
    coolDownCandles: 2,
    dayLossHalt: 0.06,
    drawdownHalt: 0.2,
  },
  {
    name: "high",
    maxMarginShare: 0.8,
    maxLeverage: 20,
    maxGrossLeverage: 6,
    defaultStopDistance: 0.005,
    maxStopDistance: 0.01,
    defaultTargetDistance: 0.01,
    coolDownCandles: 1,
    dayLossHalt: 0.1,
    drawdownHalt: 0.3,
  },
]);

/** Profiles that belong to an agent; a user cannot choose them. */
export const AGENT_PROFILES: ReadonlyMap<string, RiskProfile> = byName([
  {
    name: "buy-and-hold",
    maxMarginShare: 0.99,
    maxLeverage: 1,
    maxGrossLeverage: 1,
    defaultStopDistance: 0.8,
    maxStopDistance: 0.8,
    defaultTargetDistance: null,
    coolDownCandles: 0,
    dayLossHalt: null,
    drawdownHalt: null,
  },
]);

function byName(profiles: readonly RiskProfile[]): ReadonlyMap<string, RiskProfile> {
  return new Map(profiles.map((profile) => [profile.name, profile]));
}
