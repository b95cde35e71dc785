import { cost, duration, percent, ratio, size, usd } from "./format.ts";
import type { Figures, MaybeTraced, RunView } from "./wire.ts";

/** A figure of a run's report: its name, and how it is shown. */
export interface MetricRow {
  readonly label: string;
  readonly name: string;
  readonly as: (value: number) => string;
  readonly isSigned?: boolean;
}

const plus = (value: number): string => `${usd(value, true)} USD`;
const days = (value: number): string => ratio(value);

/** The figures of a report, in the order they are read. */
export const METRIC_ROWS: readonly MetricRow[] = [
  { label: "return", name: "totalReturn", as: percent, isSigned: true },
  { label: "annualised", name: "annualizedReturn", as: percent, isSigned: true },
  { label: "Sharpe", name: "sharpe", as: ratio },
  { label: "luck stays below (19 of 20)", name: "smallestSharpe", as: ratio },
  { label: "Sortino", name: "sortino", as: ratio },
  { label: "Calmar", name: "calmar", as: ratio },
  { label: "max drawdown", name: "maxDrawdown", as: percent },
  { label: "drawdown lasted", name: "drawdownMs", as: duration },
  { label: "trades", name: "trades", as: size },
  { label: "win rate", name: "winRate", as: (value) => percent(value, false) },
  { label: "profit factor", name: "profitFactor", as: ratio },
  { label: "expectancy", name: "expectancyUsd", as: plus },
  { label: "average holding", name: "averageHoldingMs", as: duration },
  { label: "exposure", name: "exposure", as: (value) => percent(value, false) },
  { label: "mean leverage", name: "meanLeverage", as: (value) => `${ratio(value)}×` },
  { label: "fees", name: "feesUsd", as: (value) => plus(-value) },
  { label: "funding", name: "fundingUsd", as: plus },
  { label: "volume", name: "volumeUsd", as: (value) => `${usd(value)} USD` },
  { label: "refused decisions", name: "refusals", as: size },
  { label: "faults", name: "faults", as: size },
  { label: "liquidations", name: "liquidations", as: size },
  { label: "longest naked time", name: "longestNakedMs", as: duration },
  { label: "open at the end", name: "openPositions", as: size },
  { label: "unrealised at the end", name: "openPnlUsd", as: plus },
  { label: "days", name: "days", as: days },
  { label: "cycles", name: "cycles", as: size },
];

/** What a model took, from the figures of a run; null where none was asked. */
export function modelRows(figures: Figures | null): readonly (readonly [label: string, text: string])[] {
  const model = figures?.model;
  if (typeof model !== "object" || model === null) return [];
  const of = model as Record<string, unknown>;
  const shown = (name: string, as: (value: number) => string): string =>
    typeof of[name] === "number" ? as(of[name] as number) : "n/a";
  return [
    ["decisions of the model", shown("decisions", size)],
    ["questions", shown("calls", size)],
    ["model cost", `${shown("costUsd", cost)} USD`],
    ["return less model cost", shown("netReturn", percent)],
    ["time it took", shown("latencyMs", duration)],
    ["repaired answers", shown("repaired", size)],
  ];
}

/** A figure of a run and the line it is told from: the last, since it is a fold over all of them. */
export function metricOf({ metrics, diary, moment }: RunView, name: string): MaybeTraced {
  const value = metrics?.[name];
  return typeof value === "number" ? { value, seq: (diary?.lines ?? moment.seq + 1) - 1 } : null;
}
