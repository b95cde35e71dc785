import type { RunIndex, RunManifest, Trade } from "../../../engine/mod.ts";
import type { ShownEvidence, ShownInterval } from "../compared.ts";
import type { DetailRow } from "../detail.ts";
import type { DrawnCandles } from "./candle_chart.ts";

/** What an agent said when it decided. */
export interface ShownWords {
  readonly close: number;
  readonly line: number;
  readonly action: string;
  readonly rationale: string | null;
  readonly reasoning: string | null;
  readonly exitPlan: string | null;
  readonly stop: number | null;
  readonly target: number | null;
}

/** A closed trade with the decisions that made it. */
export interface ShownTrade {
  readonly trade: Trade;
  readonly line: number;
  readonly opened: readonly ShownWords[];
  readonly closed: ShownWords | null;
}

/** What a run's diary tells beside its figures. */
export interface ShownRun {
  readonly index: RunIndex;
  readonly trades: readonly ShownTrade[];
  readonly months: readonly {
    readonly month: string;
    readonly return: number;
    readonly maxDrawdown: number;
  }[];
  readonly breakdown: {
    readonly byAsset: readonly DetailRow[];
    readonly bySide: readonly DetailRow[];
    readonly byMonth: readonly DetailRow[];
  };
}

/** A run's own evidence, with intervals where it has days enough. */
export interface ShownReportEvidence {
  readonly evidence: ShownEvidence;
  readonly intervals: {
    readonly blockLength: number;
    readonly draws: number;
    readonly seed: number;
    readonly totalReturn: ShownInterval;
    readonly sharpe: ShownInterval | null;
    readonly maxDrawdown: ShownInterval;
  } | null;
}

/** The market of a run for drawing. */
export interface ShownMarket {
  readonly candles: ReadonlyMap<string, DrawnCandles>;
  readonly benchmark: RunIndex["curve"] | null;
}

/** All that a report shows. */
export interface ShownReport extends ShownReportEvidence {
  readonly manifest: RunManifest;
  readonly run: ShownRun;
  /** A text says why there are no candles. */
  readonly market: ShownMarket | string;
}
