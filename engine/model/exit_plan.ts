import type { IntendedOrder } from "./diary_entry.ts";
import type { Invalidation } from "./invalidation.ts";
import type { Leg } from "./order.ts";

/** How a position is to be left. */
export interface ExitPlan {
  readonly stop: number | null;
  readonly target: number | null;
  /** In words; empty when none was given. */
  readonly words: string;
  /** What ends it, where code is to look at that; not there where nothing was said. */
  readonly invalidation?: Invalidation | undefined;
}

/** The plan of a trade that nobody planned. */
export const NO_PLAN: ExitPlan = { stop: null, target: null, words: "" };

/** The plan that comes with an order that was intended. */
export function planOf(order: IntendedOrder): ExitPlan {
  const plan = {
    stop: triggerOf(order, "stop"),
    target: triggerOf(order, "target"),
    words: order.exitPlan ?? "",
  };
  return planWith(plan, order.invalidation);
}

/** A plan with whatever another one sets put over it. */
export function over(plan: ExitPlan, { stop, target, words, invalidation }: ExitPlan): ExitPlan {
  return planWith(
    { stop: stop ?? plan.stop, target: target ?? plan.target, words: words || plan.words },
    invalidation ?? plan.invalidation,
  );
}

/** A plan with what ends it; a field that would be undefined is not there. */
export function planWith(plan: ExitPlan, invalidation: Invalidation | undefined): ExitPlan {
  return invalidation === undefined ? plan : { ...plan, invalidation };
}

function triggerOf(order: IntendedOrder, leg: Leg): number | null {
  return order.legs.find((candidate) => candidate.leg === leg)?.triggerPrice ?? null;
}
