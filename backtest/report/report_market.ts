import type { AgentTraits, RunIndex } from "../../engine/mod.ts";
import type { BacktestChoice } from "../backtest_settings.ts";
import type { RecordedMarket } from "../market/recorded_market.ts";
import { playBuyAndHold } from "../play_benchmark.ts";
import { type ThinCandles, thinCandles } from "./thin_candles.ts";

/** What a run was played on, put together again; without a market where it kept what it saw instead. */
export interface ReportedPlan {
  readonly choice: BacktestChoice;
  readonly market?: RecordedMarket | undefined;
  readonly from: number;
  readonly until: number;
}

/** A run put together again. */
export interface ReportedParts {
  readonly player: { readonly agent: AgentTraits };
  readonly plan: ReportedPlan;
}

/** A run's market for drawing. */
export interface ReportMarket {
  readonly candles: ReadonlyMap<string, ThinCandles>;
  /** The equity of buy and hold on it; null: it is the run itself, or was not played to its end. */
  readonly benchmark: RunIndex["curve"] | null;
}

/** Candles drawn of an asset: one for each pixel or two of a page's width. */
const MOST_CANDLES = 550;

/** The candles that a run settled on, thinned, and buy and hold beside it; null where there is no market to draw. */
export async function reportMarket(
  { player, plan }: ReportedParts,
  signal: AbortSignal,
): Promise<ReportMarket | null> {
  const { choice, market, from, until } = plan;
  if (market === undefined) return null;
  const candles = new Map<string, ThinCandles>();
  for (const [asset, { settled }] of market.assets) {
    const start = settled.closedAt(from);
    const end = settled.closedAt(until);
    if (end <= start) continue;
    // Settled candles may be of several lengths; the last one's is what drawing reckons with.
    const lengthMs = settled.closeTime(end - 1) - settled.columns.time[end - 1];
    candles.set(asset, thinCandles(settled.columns, { start, end, lengthMs }, MOST_CANDLES));
  }
  if (player.agent.name === "buy-and-hold") return { candles, benchmark: null };
  const { end, index } = await playBuyAndHold({ choice, market, from, until }, { signal });
  return { candles, benchmark: end === "reached-end" ? index.curve : null };
}
