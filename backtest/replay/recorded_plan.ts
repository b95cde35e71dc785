import type { BasisTerms, RunManifest, SeenEntry } from "../../engine/mod.ts";
import type { BacktestChoice } from "../backtest_settings.ts";
import { basisTerms } from "../live/basis_terms.ts";
import type { RecordedMarket } from "../market/recorded_market.ts";
import { type PaperPace, realPace, SIMULATED_PACE } from "../paper/paper_pace.ts";
import { type AskedBacktest, backtestChoice, type BacktestTerms } from "../plan_backtest.ts";
import type { RunRange } from "../run_range.ts";

/** A run that was played on a recorded market. */
export interface MarketPlan extends RunRange {
  readonly choice: BacktestChoice;
  readonly market: RecordedMarket;
  readonly seen?: undefined;
}

/** A run that was played on a market that went on, with all that it saw there; it may have had no end (Infinity). */
export interface SeenPlan extends RunRange {
  readonly choice: BacktestChoice;
  readonly seen: readonly SeenEntry[];
  readonly pace: PaperPace;
  /** It names the run's orders. */
  readonly key: string;
  /** Whether the exchange's answers are among what it saw; else it was simulated. */
  readonly hasExchange: boolean;
  /** How far its prices might be from its candles; not given: they were of one market. */
  readonly basis?: BasisTerms | undefined;
}

/** What a past run did, and on what. */
export type RecordedPlan = MarketPlan | SeenPlan;

/** The plan of a run that kept what it saw. Only on a served market, whose data ends, did it have an end before it began. */
export function planSeen<Contestant extends Pick<BacktestChoice, "agent" | "model" | "decisionsFrom">>(
  asked: AskedBacktest,
  terms: BacktestTerms<Contestant>,
  { manifest: { key, range: { from, until }, settings }, seen }: {
    readonly manifest: Pick<RunManifest, "range" | "key" | "settings">;
    readonly seen: Iterable<SeenEntry>;
  },
): SeenPlan {
  const isServed = until > from;
  const pace = isServed ? SIMULATED_PACE : realPace(asked.interval, () => null, nakedLimitOf(settings));
  const choice = backtestChoice(asked, terms);
  const entries = [...seen];
  const { network } = settings;
  const basis = typeof network === "string" ? basisTerms(network) : undefined;
  const hasExchange = entries.some(({ kind }) => kind === "exchange");
  return { choice, from, until: isServed ? until : Infinity, seen: entries, pace, key, hasExchange, basis };
}

/** How long a position might be without a stop, ms; only live runs say so. */
function nakedLimitOf({ nakedLimitMs }: RunManifest["settings"]): number | undefined {
  return typeof nakedLimitMs === "number" ? nakedLimitMs : undefined;
}
