import type { Decision } from "./model/decision.ts";
import { type Invalidation, isPast } from "./model/invalidation.ts";
import type { AssetView, Observation } from "./model/observation.ts";
import type { TradeBook } from "./model/trade_book.ts";
import type { Reasoned } from "./steps/reason.ts";

/**
 * Closes every position whose plan is off by its own invalidation, whatever was decided for that asset: code looks at it
 * in every cycle, also where the agent had no answer. What was decided for other assets stands.
 */
export function withExits(reasoned: Reasoned, observation: Observation, book: TradeBook): Reasoned {
  if (book.count === 0) return reasoned;
  const exits = observation.assets.filter((view) => isOff(view, book)).map((view) => exitOf(view, book));
  if (exits.length === 0) return reasoned;
  const others = reasoned.decisions.filter(({ asset }) => exits.every((exit) => exit.asset !== asset));
  return { ...reasoned, decisions: [...exits, ...others] };
}

function isOff(view: AssetView, book: TradeBook): boolean {
  const { invalidation } = book.plan(view.asset);
  return invalidation !== undefined && view.position !== null &&
    isPast(invalidation, valueOf(invalidation, view));
}

/** No figures stand in it: a later prompt shows it, and there prices may have to look otherwise. */
function exitOf({ asset }: AssetView, book: TradeBook): Decision {
  const { indicator, interval, comparison } = book.plan(asset).invalidation!;
  const rationale = `the exit plan is off: ${indicator} on ${interval} is ${comparison} the level set for it`;
  return { asset, action: "close", rationale };
}

/** The last value of what is looked at; NaN where the agent does not look at it any more. */
function valueOf({ indicator, interval }: Invalidation, view: AssetView): number {
  const found = view.intervals.find((one) => one.interval === interval);
  if (found === undefined) return NaN;
  if (indicator === "close") return found.closes.last;
  return found.outputs.includes(indicator) ? found.series(indicator).last : NaN;
}
