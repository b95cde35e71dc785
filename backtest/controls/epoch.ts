import { chanceOf, DAY_MS } from "../../engine/mod.ts";
import { type Control, type ControlledMarket, type ControlTerms, tradedAssets } from "./control.ts";
import { assembled, whole } from "./pieces.ts";

const WEEK_DAYS = 7;
const LEAST_WEEKS = 52;
const MOST_WEEKS = 260;

/**
 * Everything so many days earlier, a multiple of seven: hours and weekdays stay. Null: one to five years, drawn.
 */
export function epoch(days: number | null): Control {
  const name = days === null ? "epoch" : `epoch:${days}`;
  return { name, donors: [], apply: (terms) => earlier(terms, days ?? drawn(terms.seed)) };
}

function earlier(terms: ControlTerms, days: number): ControlledMarket {
  const shiftMs = -days * DAY_MS;
  const { from, until } = terms.range;
  return {
    assets: tradedAssets(terms).map((asset) => assembled([{ ...whole(asset), shiftMs }])),
    range: { from: from + shiftMs, until: until + shiftMs },
    detail: { days },
  };
}

function drawn(seed: number): number {
  const weeks = LEAST_WEEKS + Math.floor(chanceOf(seed, "epoch", 0)() * (MOST_WEEKS - LEAST_WEEKS + 1));
  return weeks * WEEK_DAYS;
}
