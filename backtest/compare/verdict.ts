import type { PairedTest } from "./compare_days.ts";
import { excludesZero } from "../statistics/mod.ts";

/** What can be said of a pair, at most. */
export type Standing = "first" | "second" | "open" | "sensitive" | "many";

/**
 * Which of both earned more a day, as far as the intervals go: `open` where the one at the chosen block length holds zero;
 * `sensitive` where that of a shorter or longer one does; `many` where the p among all pairs is above 5 %.
 */
export function standingOf({ meanReturn }: PairedTest, adjustedP: number): Standing {
  const { interval, sensitivity, value } = meanReturn;
  if (!excludesZero(interval)) return "open";
  if (!sensitivity.every((one) => excludesZero(one.interval))) return "sensitive";
  if (adjustedP > 0.05) return "many";
  return value > 0 ? "first" : "second";
}
