/** The figures of a summary as rows: the run's, and beside it buy and hold's. */

import type { Metrics } from "../../engine/mod.ts";
import {
  formatCount,
  formatDay,
  formatDuration,
  formatNumber,
  formatReturn,
  formatShare,
  formatSigned,
} from "./format.ts";
import { signTone, type Tone } from "./paint.ts";

/** One figure. */
export interface Cell {
  readonly text: string;
  readonly tone: Tone;
  /** Written after the figure without moving its decimal point. */
  readonly tail: string;
  /** Why there is no figure; null where there is one. */
  readonly reason: string | null;
}

/** A labelled row of figures, one for each column. */
export interface Row {
  readonly label: string;
  readonly cells: readonly Cell[];
  /** What the reader should know beside the figures. */
  readonly note: string;
}

const MIN_SHARPE_DAYS = 3;
const MIN_ANNUAL_DAYS = 30;
const NO_TRADES = "no closed trades";

/** The rows for a run and, where there is one, its benchmark. */
export function summaryRows(columns: readonly Metrics[]): Row[] {
  return [...returnRows(columns), ...tradeRows(columns), ...costRows(columns), ...safetyRows(columns)];
}

function returnRows(columns: readonly Metrics[]): Row[] {
  const [run] = columns;
  const span = `${formatNumber(run.startEquityUsd)} to ${formatNumber(run.endEquityUsd)} USD`;
  return [
    row("return", columns.map((m) => returned(m.totalReturn)), span),
    row("annualised", columns.map(annualised)),
    row("Sharpe (smallest seen)", columns.map(sharpe)),
    row("max drawdown", columns.map((m) => returned(m.maxDrawdown))),
    ...rowsIf(columns.some((m) => m.maxDrawdown < 0), [
      row("  from the high of", columns.map((m) => day(m.drawdownFrom))),
      row("  to the low of", columns.map((m) => day(m.drawdownTo))),
    ]),
  ];
}

function tradeRows(columns: readonly Metrics[]): Row[] {
  return [
    row("trades", columns.map((m) => cell(formatNumber(m.trades, 0)))),
    row("win rate", columns.map((m) => m.winRate === null ? none(NO_TRADES) : cell(formatShare(m.winRate)))),
    row("profit factor", columns.map(profitFactor)),
    row("exposure", columns.map((m) => cell(formatShare(m.exposure))), "cycles that ended with a position"),
  ];
}

function costRows(columns: readonly Metrics[]): Row[] {
  return [
    row("fees", columns.map((m) => signedUsd(-m.feesUsd))),
    row("funding", columns.map((m) => signedUsd(m.fundingUsd))),
  ];
}

function safetyRows(columns: readonly Metrics[]): Row[] {
  const isOpen = columns.some((m) => m.openPositions > 0);
  return [
    ...rowsIf(columns.some((m) => m.liquidations > 0), [
      row("liquidations", columns.map((m) => alarm(m.liquidations, formatNumber(m.liquidations, 0)))),
    ]),
    row("longest naked time", columns.map((m) => alarm(m.longestNakedMs, formatDuration(m.longestNakedMs)))),
    row(
      "open at the end",
      columns.map((m) => m.openPositions === 0 ? cell("0") : signedUsd(m.openPnlUsd)),
      isOpen ? `${openCounts(columns)}, not counted in trades` : "",
    ),
    row("refused decisions", columns.map((m) => cell(formatNumber(m.refusals, 0)))),
    ...rowsIf(columns.some((m) => m.faults > 0), [
      row("faults", columns.map((m) => alarm(m.faults, formatNumber(m.faults, 0)))),
    ]),
  ];
}

function rowsIf(isWanted: boolean, rows: readonly Row[]): readonly Row[] {
  return isWanted ? rows : [];
}

function row(label: string, cells: readonly Cell[], note = ""): Row {
  return { label, cells, note: [note, ...reasons(cells)].filter((text) => text !== "").join("; ") };
}

/** Why figures are missing; a reason that both columns share is said once. */
function reasons([run, benchmark]: readonly Cell[]): string[] {
  const said = run.reason === null ? [] : [run.reason];
  const other = benchmark?.reason ?? null;
  return other === null || other === run.reason ? said : [...said, `buy and hold: ${other}`];
}

function cell(text: string, tone: Tone = "plain"): Cell {
  return { text, tone, tail: "", reason: null };
}

function none(reason: string): Cell {
  return { text: "n/a", tone: "faint", tail: "", reason };
}

function alarm(value: number, text: string): Cell {
  return cell(text, value > 0 ? "danger" : "plain");
}

function returned(fraction: number): Cell {
  return cell(formatReturn(fraction), signTone(fraction));
}

function signedUsd(usd: number): Cell {
  return cell(`${formatSigned(usd)} USD`, signTone(usd));
}

function day(time: number | null): Cell {
  return cell(time === null ? "none" : formatDay(time));
}

function annualised(m: Metrics): Cell {
  if (m.annualizedReturn !== null) return returned(m.annualizedReturn);
  return none(`${formatDays(m.days)}, annualised figures need ${MIN_ANNUAL_DAYS}`);
}

function sharpe(m: Metrics): Cell {
  if (m.sharpe === null) {
    const isShort = m.days < MIN_SHARPE_DAYS;
    return none(
      isShort ? `${formatDays(m.days)}, a Sharpe ratio needs ${MIN_SHARPE_DAYS}` : "equity never moved",
    );
  }
  const tail = m.smallestSharpe === null ? "" : ` (${formatNumber(m.smallestSharpe)})`;
  return { ...cell(formatNumber(m.sharpe)), tail };
}

function profitFactor(m: Metrics): Cell {
  if (m.profitFactor !== null) return cell(formatNumber(m.profitFactor));
  return none(m.trades === 0 ? NO_TRADES : "no losing trade");
}

function formatDays(days: number): string {
  return formatCount(Math.round(days * 10) / 10, "day", days % 1 === 0 ? 0 : 1);
}

function openCounts([run, benchmark]: readonly Metrics[]): string {
  const own = formatCount(run.openPositions, "position");
  return benchmark === undefined ? own : `${own} (buy and hold: ${benchmark.openPositions})`;
}
