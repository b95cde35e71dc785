import { closeAtOrAfter, type Interval } from "../engine/mod.ts";
import type { RecordedMarket } from "./market/recorded_market.ts";

/** From when to when a run goes, ms; its last cycle is strictly before `until`. */
export interface RunRange {
  readonly from: number;
  readonly until: number;
}

/** What the market has of an asset, ms. */
export interface AssetSpan extends RunRange {
  readonly asset: string;
}

/** What a person asked for; without an end a run goes as far as the data. */
export interface AskedRange {
  readonly from: number;
  readonly until: number | null;
  readonly interval: Interval;
}

/** What the market has of each asset for decisions at the closes of an interval. */
export function spansOf(market: RecordedMarket, interval: Interval): AssetSpan[] {
  return [...market.assets].map(([asset, history]) => ({ asset, ...history.span(interval) }));
}

/**
 * The range of a run over a market; without an end it goes as far as the data of the asset that ends first.
 * Null where the market does not cover what was asked.
 */
export function rangeOf(market: RecordedMarket, asked: AskedRange): RunRange | null {
  const spans = spansOf(market, asked.interval);
  const start = Math.max(...spans.map((span) => span.from));
  const end = Math.min(...spans.map((span) => span.until));
  const until = asked.until ?? end;
  const first = closeAtOrAfter(asked.from, asked.interval);
  return first >= start && until <= end && first < until ? { from: asked.from, until } : null;
}
