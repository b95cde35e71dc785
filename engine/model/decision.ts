import { z } from "zod";
import { type Invalidation, invalidationSchema } from "./invalidation.ts";

/** A value that JSON can carry. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | {
  readonly [key: string]: JsonValue;
};

/** `buy` and `sell` name the wanted direction; `close` ends the position; `hold` leaves it, or moves its exits. */
export type Action = "buy" | "sell" | "hold" | "close";

/** What an agent wants for one asset. */
export interface Decision {
  readonly asset: string;
  readonly action: Action;
  /** Margin to put in, USD; notional is this × leverage. Only for `buy` and `sell`. */
  readonly allocationUsd?: number | undefined;
  /** Whole number; 1 when not given. */
  readonly leverage?: number | undefined;
  /** Stop price; null or not given: the profile's, or for `hold` the one there is. */
  readonly stop?: number | null | undefined;
  /** Target price; null or not given: the profile's, or for `hold` the one there is. */
  readonly target?: number | null | undefined;
  /** When to get out, in words. */
  readonly exitPlan?: string | undefined;
  /** When the plan is off; looked at every cycle. Not given: as it was. */
  readonly invalidation?: Invalidation | undefined;
  /** Why. */
  readonly rationale: string;
}

const price = z.number().finite().nullish();

/** Checks a decision that came from outside the engine. */
export const decisionSchema: z.ZodType<Decision> = z.object({
  asset: z.string(),
  action: z.enum(["buy", "sell", "hold", "close"]),
  allocationUsd: z.number().finite().optional(),
  leverage: z.number().finite().optional(),
  stop: price,
  target: price,
  exitPlan: z.string().max(4000).optional(),
  invalidation: invalidationSchema.optional(),
  rationale: z.string().max(8000),
});

/** Whether a decision changes nothing: a hold that moves neither stop nor target. */
export function isIdle(decision: Decision): boolean {
  return decision.action === "hold" && (decision.stop ?? null) === null && (decision.target ?? null) === null;
}

const FIELDS = {
  asset: true,
  action: true,
  allocationUsd: true,
  leverage: true,
  stop: true,
  target: true,
  exitPlan: true,
  invalidation: true,
  rationale: true,
} satisfies Record<keyof Decision, true>;

/** A decision alone, without what stands beside it in a diary; what it does not have is not there. */
export function decisionAlone(decision: Decision): Decision {
  const names = Object.keys(FIELDS) as (keyof Decision)[];
  const there = names.filter((name) => decision[name] !== undefined);
  return Object.fromEntries(there.map((name) => [name, decision[name]])) as unknown as Decision;
}

/** A hold with its reason. */
export function hold(asset: string, rationale: string): Decision {
  return { asset, action: "hold", rationale };
}
