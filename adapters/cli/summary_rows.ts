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
import { modelRows, netReturnRows } from "./model_rows.ts";
import { signTone, type Tone } from "./paint.ts";

/** One figure. */
export interface Cell {
  readonly text: string;
  readonly tone: Tone;
  /** Why there is no figure; null where there is one. */
  readonly reason: string | null;
}

/** A labelled row of figures, one for each column. */
export interface Row {
  readonly label: string;
  readonly cells: readonly Cell[];
  /** What the reader should know beside the figures; empty: nothing. */
  readonly note: string;
  /** Why buy and hold has no figure here; said at the first row that it is true for. */
  readonly benchmarkNote: string;
}

const MIN_ANNUAL_DAYS = 30;
const RUINED = "the equity fell to zero";
/** Why there are no figures of trades. */
export const NO_TRADES = "no closed trades";

/** The rows for a run and, where there is one, its benchmark. */
export function summaryRows(columns: readonly Metrics[]): Row[] {
  return saidOnce([
    ...returnRows(columns),
    ...tradeRows(columns),
    ...costRows(columns),
    ...safetyRows(columns),
  ]);
}

/** The rows, each of buy and hold's reasons at the first row only that it is true for. */
export function saidOnce(rows: readonly Row[]): Row[] {
  const said = new Set<string>([""]);
  return rows.map((made) => {
    const isNew = !said.has(made.benchmarkNote);
    said.add(made.benchmarkNote);
    return isNew ? made : { ...made, benchmarkNote: "" };
  });
}

function returnRows(columns: readonly Metrics[]): Row[] {
  const [run] = columns;
  const span = `${formatNumber(run.startEquityUsd)} to ${formatNumber(run.endEquityUsd)} USD`;
  return [
    row("return", columns.map((m) => returned(m.totalReturn)), span),
    ...netReturnRows(columns),
    row("annualised", columns.map(annualised)),
    row("Sharpe", columns.map(sharpe)),
    ...rowsIf(run.sharpe !== null && run.smallestSharpe !== null, [
      row("  luck stays below", columns.map(luck), "in 19 of 20 spans this long"),
    ]),
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
    row("exposure", columns.map((m) => cell(formatShare(m.exposure))), "of all cycles"),
  ];
}

function costRows(columns: readonly Metrics[]): Row[] {
  return [
    row("fees", columns.map((m) => signedUsd(-m.feesUsd))),
    row("funding", columns.map((m) => signedUsd(m.fundingUsd))),
    ...modelRows(columns),
  ];
}

function safetyRows(columns: readonly Metrics[]): Row[] {
  const isOpen = columns.some((m) => m.openPositions > 0);
  const open = isOpen ? "not counted in trades" : "";
  return [
    ...rowsIf(columns.some((m) => m.liquidations > 0), [
      row("liquidations", columns.map((m) => alarm(m.liquidations, formatNumber(m.liquidations, 0)))),
    ]),
    row("longest naked time", columns.map((m) => alarm(m.longestNakedMs, formatDuration(m.longestNakedMs)))),
    row("open at the end", columns.map((m) => cell(formatNumber(m.openPositions, 0))), open),
    ...rowsIf(isOpen, [row("  unrealised PnL", columns.map((m) => signedUsd(m.openPnlUsd)))]),
    row("refused decisions", columns.map((m) => cell(formatNumber(m.refusals, 0)))),
    ...rowsIf(columns.some((m) => m.faults > 0), [
      row("faults", columns.map((m) => alarm(m.faults, formatNumber(m.faults, 0)))),
    ]),
  ];
}

function rowsIf(isWanted: boolean, rows: readonly Row[]): readonly Row[] {
  return isWanted ? rows : [];
}

/** A row of figures; why the run has none stands beside it, and why buy and hold has none where that is another reason. */
export function row(label: string, cells: readonly Cell[], note = ""): Row {
  const [run, benchmark] = cells;
  const own = [note, run.reason ?? ""].filter((text) => text !== "").join("; ");
  const other = benchmark?.reason ?? null;
  if (other === null || other === run.reason) return { label, cells, note: own, benchmarkNote: "" };
  return { label, cells, note: own, benchmarkNote: `buy and hold: ${other}` };
}

/** A figure. */
export function cell(text: string, tone: Tone = "plain"): Cell {
  return { text, tone, reason: null };
}

/** No figure, and why. */
export function none(reason: string): Cell {
  return { text: "n/a", tone: "faint", reason };
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
  return none(tooShort(m) ?? (m.totalReturn <= -1 ? RUINED : "too large a return to be annualised"));
}

function sharpe(m: Metrics): Cell {
  if (m.sharpe === null) {
    return none(tooShort(m) ?? (m.maxDrawdown <= -1 ? RUINED : "the daily returns do not vary"));
  }
  return cell(formatNumber(m.sharpe));
}

/** The smallest Sharpe ratio that is told from zero at 5 %, one-sided; without a ratio there is no need of it. */
function luck(m: Metrics): Cell {
  const isTold = m.sharpe !== null && m.smallestSharpe !== null;
  return isTold ? cell(formatNumber(m.smallestSharpe)) : { ...cell("n/a"), tone: "faint" };
}

/**
 * Why nothing is annualised; the days are cut, not rounded: 29.98 must not read as the 30 that are needed. From its
 * first to its last close a run over 30 days is shorter by a candle, but then there is a turnover.
 */
function tooShort({ days, turnover }: Metrics): string | null {
  if (days >= MIN_ANNUAL_DAYS || turnover !== null) return null;
  const tenths = Math.floor(days * 10) / 10;
  return `${formatCount(tenths, "day", tenths % 1 === 0 ? 0 : 1)}, it needs ${MIN_ANNUAL_DAYS}`;
}

function profitFactor(m: Metrics): Cell {
  if (m.profitFactor !== null) return cell(formatNumber(m.profitFactor));
  return none(m.trades === 0 ? NO_TRADES : "no losing trade");
}
