/** The figures for which a summary has no room, as a table like the summary's. */

import type { Metrics, RunManifest } from "../../engine/mod.ts";
import { formatDuration, formatNumber, formatReturn, formatSigned, formatUsd } from "./format.ts";
import { painter, signTone } from "./paint.ts";
import { type Cell, cell, NO_TRADES, none, type Row, row, saidOnce } from "./summary_rows.ts";
import { drawTable } from "./summary_table.ts";

const LABEL_WIDTH = 20;
const MAX_WIDTH = 100;
const BUY_AND_HOLD = "buy-and-hold";

/** A figure that is one number. */
type FigureName = Exclude<keyof Metrics, "model" | "missedCloses">;

const OF_TRADES: ReadonlySet<FigureName> = new Set(
  ["expectancyUsd", "expectancyR", "averageHoldingMs"] as const,
);

/** One row. */
interface DetailFigure {
  readonly label: string;
  readonly metric: FigureName;
  /** Its name in the warnings that say why there is none; empty: it is never missing for a reason. */
  readonly name: string;
  show(value: number): string;
  /** What the reader should know beside it; empty: nothing. */
  note?(columns: readonly Metrics[]): string;
}

const FIGURES: readonly DetailFigure[] = [
  { label: "Sortino", metric: "sortino", name: "Sortino", show: formatNumber },
  { label: "Calmar", metric: "calmar", name: "Calmar", show: formatNumber },
  { label: "max drawdown", metric: "maxDrawdown", name: "", show: formatReturn },
  { label: "  of daily equity", metric: "maxDrawdownDaily", name: "max drawdown daily", show: formatReturn },
  { label: "  lasted", metric: "drawdownMs", name: "", show: formatDuration, note: notOver },
  { label: "expectancy", metric: "expectancyUsd", name: "expectancy", show: usd },
  { label: "  in risk at entry", metric: "expectancyR", name: "expectancy R", show: riskMultiple },
  { label: "average holding", metric: "averageHoldingMs", name: "average holding", show: formatDuration },
  { label: "mean leverage", metric: "meanLeverage", name: "", show: formatNumber },
  { label: "turnover a year", metric: "turnover", name: "turnover", show: formatNumber },
  { label: "volume", metric: "volumeUsd", name: "", show: formatUsd },
  { label: "fills", metric: "fills", name: "", show: whole },
  { label: "liquidations", metric: "liquidations", name: "", show: whole },
];

/** The table of a run and, where there is one, of buy and hold beside it; empty where the run has no figures. */
export function renderDetailFigures(
  { agent, metrics, benchmark, warnings }: RunManifest,
  view: { readonly columns: number | null; readonly colour: boolean },
): string {
  if (metrics === null) return "";
  const isCompared = benchmark !== null && agent !== BUY_AND_HOLD;
  const columns = isCompared ? [metrics, benchmark] : [metrics];
  const headers = isCompared ? [agent, "buy and hold"] : [agent];
  const frame = { width: Math.min(view.columns ?? MAX_WIDTH, MAX_WIDTH), labelWidth: LABEL_WIDTH };
  const rows = saidOnce(FIGURES.map((figure) => rowOf(figure, columns, warnings)));
  return drawTable(headers, rows, { ...frame, paint: painter(view.colour) }).join("\n");
}

function rowOf(figure: DetailFigure, columns: readonly Metrics[], warnings: readonly string[]): Row {
  const { label, metric, name, show, note } = figure;
  const cells = columns.map((metrics, at): Cell => {
    const value = metrics[metric];
    if (value === null) {
      return { ...none(""), reason: at === 0 ? reasonIn(warnings, name) : reasonBeside(metrics, metric) };
    }
    const text = show(value);
    return cell(text, /^[+-]/.test(text) ? signTone(value) : "plain");
  });
  return row(label, cells, note?.(columns));
}

/** Buy and hold's own warnings are not kept; that it closes no trade is the reason there is to expect. */
function reasonBeside({ trades }: Metrics, metric: FigureName): string | null {
  return trades === 0 && OF_TRADES.has(metric) ? NO_TRADES : null;
}

/** Why a figure is missing, as the warnings say it: `Sharpe, Sortino n/a: 12 days, …`. */
function reasonIn(warnings: readonly string[], name: string): string | null {
  for (const warning of warnings) {
    const [, names, reason] = /^(.*?) n\/a: (.*)$/s.exec(warning) ?? [];
    if (names?.split(", ").includes(name)) return reason;
  }
  return null;
}

/** Whose drawdown is not over at the end. */
function notOver([run, benchmark]: readonly Metrics[]): string {
  const isBelow = (metrics?: Metrics): boolean =>
    metrics !== undefined && metrics.drawdownUntil === null && metrics.drawdownMs !== null;
  if (isBelow(run)) return isBelow(benchmark) ? "neither is over at the end" : "not over at the end";
  return isBelow(benchmark) ? "buy and hold: not over at the end" : "";
}

function usd(value: number): string {
  return `${formatSigned(value)} USD`;
}

function riskMultiple(value: number): string {
  return `${formatSigned(value)} R`;
}

function whole(value: number): string {
  return formatNumber(value, 0);
}
