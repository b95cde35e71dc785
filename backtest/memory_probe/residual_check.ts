import { type Correlation, correlationOf, residualsOf } from "../statistics/mod.ts";
import type { HeldSide } from "./held_sides.ts";

/** One asset at the end of one day. */
export interface ActedDay {
  readonly held: HeldSide;
  /** What the model said of the next day, from memory: 1 up, −1 down, 0 nothing. */
  readonly told: HeldSide;
  /** The logarithm of the next day's close ÷ this one. */
  readonly nextReturn: number;
}

/** How much of a run's foresight is left once what the model remembers is taken out of what it did. */
export interface ResidualCheck {
  readonly moments: number;
  /** What was held, with what came the day after. */
  readonly before: Correlation | null;
  /** The same of what is left of it beside the model's own recall. */
  readonly after: Correlation | null;
}

/** Takes the model's recall out of what a run held, by a straight line. Source: methods.md A1, NumLeak (arXiv 2605.30393). */
export function residualCheck(days: readonly ActedDay[]): ResidualCheck {
  const returns = days.map(({ nextReturn }) => nextReturn);
  const held = days.map((day): number => day.held);
  const left = residualsOf(days.map(({ told }) => told), held);
  // Where recall explains all that was held, what is left is what rounding left.
  const isNothing = left.every((value) => Math.abs(value) < 1e-9);
  return {
    moments: days.length,
    before: correlationOf(held, returns),
    after: isNothing ? null : correlationOf(left, returns),
  };
}
