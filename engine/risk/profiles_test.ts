import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { RiskProfile } from "../model/risk_profile.ts";
import { AGENT_PROFILES, RISK_PROFILES, riskProfileSchema } from "./profiles.ts";

const MODERATE = RISK_PROFILES.get("moderate")!;

Deno.test("the profiles a user can choose: the figures of the issue", () => {
  const rows: [name: string, ...figures: number[]][] = [
    // margin, leverage, gross, default stop, widest stop, target, cool-down, day loss, drawdown
    ["conservative", 0.4, 5, 1.5, 0.02, 0.03, 0.04, 3, 0.03, 0.1],
    ["moderate", 0.6, 10, 3, 0.01, 0.02, 0.02, 2, 0.06, 0.2],
    ["high", 0.8, 20, 6, 0.005, 0.01, 0.01, 1, 0.1, 0.3],
  ];
  deepStrictEqual([...RISK_PROFILES].map(([key, profile]) => [key, ...figuresOf(profile)]), rows);
});

Deno.test("buy-and-hold's own: 1×, 99 % of equity, stop 80 % below, no target, no cool-down, no halt", () => {
  deepStrictEqual([...AGENT_PROFILES].map(([key, profile]) => [key, ...figuresOf(profile)]), [
    ["buy-and-hold", 0.99, 1, 1, 0.8, 0.8, null, 0, null, null],
  ]);
});

function figuresOf(profile: RiskProfile): (number | null)[] {
  return [
    profile.maxMarginShare,
    profile.maxLeverage,
    profile.maxGrossLeverage,
    profile.defaultStopDistance,
    profile.maxStopDistance,
    profile.defaultTargetDistance,
    profile.coolDownCandles,
    profile.dayLossHalt,
    profile.drawdownHalt,
  ];
}

Deno.test("every built-in profile is one a file could hold, under its own name", () => {
  for (const [name, profile] of [...RISK_PROFILES, ...AGENT_PROFILES]) {
    deepStrictEqual(riskProfileSchema.parse(JSON.parse(JSON.stringify(profile))), profile);
    strictEqual(profile.name, name);
  }
});

Deno.test("a profile from a file: what cannot be right is refused", () => {
  const bad: { readonly [field: string]: readonly unknown[] } = {
    name: ["", "x".repeat(41), 1],
    maxMarginShare: [0, -0.1, 1.01, "0.4", NaN],
    maxLeverage: [0, 0.5, 1.5, 101],
    maxGrossLeverage: [0, -1, 101],
    defaultStopDistance: [0, 1, -0.01, null, 0.021],
    maxStopDistance: [0, 1, null, 0.0099],
    defaultTargetDistance: [0, -0.1, 11],
    coolDownCandles: [-1, 1.5, 10_001],
    dayLossHalt: [0, 1, -0.03],
    drawdownHalt: [0, 1, 2],
    moodHalt: [0.1],
  };
  for (const [field, values] of Object.entries(bad)) {
    for (const value of values) {
      const profile = { ...MODERATE, [field]: value };
      strictEqual(riskProfileSchema.safeParse(profile).success, false, `${field}: ${value}`);
    }
    if (field in MODERATE) {
      const { [field as keyof RiskProfile]: _, ...without } = MODERATE;
      strictEqual(riskProfileSchema.safeParse(without).success, false, `without ${field}`);
    }
  }
});

Deno.test("a profile from a file: the borders that are allowed", () => {
  const good: Partial<RiskProfile>[] = [
    { maxMarginShare: 1 },
    { maxLeverage: 1 },
    { maxLeverage: 100 },
    { defaultStopDistance: 0.02 },
    { defaultTargetDistance: null, dayLossHalt: null, drawdownHalt: null },
    { coolDownCandles: 0 },
  ];
  for (const given of good) {
    strictEqual(riskProfileSchema.safeParse({ ...MODERATE, ...given }).success, true, JSON.stringify(given));
  }
});
