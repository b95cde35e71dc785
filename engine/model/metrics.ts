import { z } from "zod";
import type { Unanswered } from "./model_use.ts";
import { type TokenUse, tokenUseSchema } from "./token_use.ts";

/** What a run took of a language model. */
export interface ModelFigures {
  /** Cycles in which it was asked. */
  readonly decisions: number;
  /** Questions put to it: rounds with tools and repairs count each. */
  readonly calls: number;
  readonly tokens: TokenUse;
  /** USD; null where a part of it is not known. */
  readonly costUsd: number | null;
  /** The sum over all calls, ms as recorded. */
  readonly latencyMs: number;
  /** Cycles in which an answer was wrong and it was asked again. */
  readonly repaired: number;
  /** Cycles that were held because no decision came of it, by the reason. */
  readonly held: { readonly [Why in Unanswered["why"]]: number };
  /** The run's return less the model's cost ÷ start equity; null where the cost is not known. */
  readonly netReturn: number | null;
}

/** The figures of a run; fractions for returns and shares, null where a figure does not apply. */
export interface Metrics {
  readonly startEquityUsd: number;
  readonly endEquityUsd: number;
  /** End ÷ start − 1, deposits after the start left out. */
  readonly totalReturn: number;
  /** Compounded to 365 days; null under 30 days. */
  readonly annualizedReturn: number | null;
  readonly sharpe: number | null;
  /** The smallest Sharpe ratio that a window of this length could tell from zero (5 %, one-sided). */
  readonly smallestSharpe: number | null;
  readonly sortino: number | null;
  readonly calmar: number | null;
  /** Deepest fall from a high of the full-resolution equity, zero or below it. */
  readonly maxDrawdown: number;
  /** Closes of the high before it and of its lowest point, ms; null without a drawdown. */
  readonly drawdownFrom: number | null;
  readonly drawdownTo: number | null;
  /** Close at which the equity was first back at that high, ms; null where it was not. */
  readonly drawdownUntil: number | null;
  /** From the high until then, or until the last cycle; null without a drawdown. */
  readonly drawdownMs: number | null;
  /** Deepest fall of the daily equity that the Sharpe ratio is computed from; null with fewer than two days of it. */
  readonly maxDrawdownDaily: number | null;
  /** Closed trades. */
  readonly trades: number;
  readonly wins: number;
  readonly losses: number;
  readonly winRate: number | null;
  readonly profitFactor: number | null;
  readonly expectancyUsd: number | null;
  /** Mean of net PnL ÷ what the stops of a trade's entries put at risk. */
  readonly expectancyR: number | null;
  readonly averageHoldingMs: number | null;
  /** Share of cycles that ended with a position. */
  readonly exposure: number;
  /** Mean of |notional| ÷ equity over all cycles. */
  readonly meanLeverage: number;
  /** Σ |notional of fills| ÷ mean equity ÷ years; null under 30 days. */
  readonly turnover: number | null;
  readonly volumeUsd: number;
  readonly fills: number;
  readonly feesUsd: number;
  /** What funding brought in (+) or cost (−). */
  readonly fundingUsd: number;
  readonly liquidations: number;
  readonly longestNakedMs: number;
  readonly refusals: number;
  readonly faults: number;
  readonly openPositions: number;
  /** Unrealised PnL at the last cycle, USD; not counted in trades. */
  readonly openPnlUsd: number;
  /** From the first to the last cycle. */
  readonly days: number;
  readonly cycles: number;
  /** Closes at which nothing was decided, since no process was there or in time; not there where there are none. */
  readonly missedCloses?: number | undefined;
  /** The first cycle at which the agent was asked, ms; null: never. */
  readonly tradedFrom: number | null;
  /** Null where no model was asked. */
  readonly model: ModelFigures | null;
}

const figure = z.number().finite();
const maybe = figure.nullable();
/** A figure that a run.json of before 0.1.0 may not have. */
const late = maybe.default(null);

const modelFigures: z.ZodType<ModelFigures> = z.object({
  decisions: figure,
  calls: figure,
  tokens: tokenUseSchema,
  costUsd: maybe,
  latencyMs: figure,
  repaired: figure,
  held: z.object({
    late: figure,
    capped: figure,
    failed: figure,
    invalid: figure,
    aborted: figure,
    abandoned: figure.default(0),
  }),
  netReturn: maybe,
});

/** Reads metrics from a manifest. */
export const metricsSchema: z.ZodType<Metrics> = z.object({
  startEquityUsd: figure,
  endEquityUsd: figure,
  totalReturn: figure,
  annualizedReturn: maybe,
  sharpe: maybe,
  smallestSharpe: maybe,
  sortino: maybe,
  calmar: maybe,
  maxDrawdown: figure,
  drawdownFrom: maybe,
  drawdownTo: maybe,
  drawdownUntil: late,
  drawdownMs: late,
  maxDrawdownDaily: late,
  trades: figure,
  wins: figure,
  losses: figure,
  winRate: maybe,
  profitFactor: maybe,
  expectancyUsd: maybe,
  expectancyR: late,
  averageHoldingMs: maybe,
  exposure: figure,
  meanLeverage: figure,
  turnover: maybe,
  volumeUsd: figure,
  fills: figure,
  feesUsd: figure,
  fundingUsd: figure,
  liquidations: figure,
  longestNakedMs: figure,
  refusals: figure,
  faults: figure,
  openPositions: figure,
  openPnlUsd: figure,
  days: figure,
  cycles: figure,
  missedCloses: figure.optional(),
  tradedFrom: maybe,
  model: modelFigures.nullable().default(null),
});
