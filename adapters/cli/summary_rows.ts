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
  /** What it tells; not there where two of its kind have no difference that is worth a look. */
  readonly amount?: Amount;
}

/** A value and what it is of: a fraction that is told in percent, USD, a ratio, or a number of things. */
export interface Amount {
  readonly value: number;
  readonly unit: "percent" | "usd" | "ratio" | "count";
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
    row("trades", columns.map((m) => counted(m.trades))),
    row("win rate", columns.map((m) => m.winRate === null ? none(NO_TRADES) : shared(m.winRate))),
    row("profit factor", columns.map(profitFactor)),
    row("exposure", columns.map((m) => shared(m.exposure)), "of all cycles"),
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
      row("liquidations", columns.map((m) => alarmed(m.liquidations))),
    ]),
    row("longest naked time", columns.map((m) => naked(m.longestNakedMs))),
    row("open at the end", columns.map((m) => counted(m.openPositions)), open),
    ...rowsIf(isOpen, [row("  unrealised PnL", columns.map((m) => signedUsd(m.openPnlUsd)))]),
    row("refused decisions", columns.map((m) => counted(m.refusals))),
    ...rowsIf(columns.some((m) => m.missedCloses !== undefined), [
      row("missed closes", columns.map((m) => alarmed(m.missedCloses ?? 0)), "the diary tells why"),
    ]),
    ...rowsIf(columns.some((m) => m.faults > 0), [
      row("faults", columns.map((m) => alarmed(m.faults))),
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
export function cell(text: string, tone: Tone = "plain", amount?: Amount): Cell {
  return { text, tone, reason: null, ...(amount === undefined ? {} : { amount }) };
}

/** The first figure less the second; empty where one of them has none, or they are no amounts. */
export function differenceCell({ amount: one }: Cell, { amount: other }: Cell): Cell {
  if (one === undefined || other === undefined) return cell("");
  const difference = one.value - other.value;
  // Of percentages the difference is in points, not itself a percentage of anything.
  if (one.unit === "percent") return cell(`${formatSigned(difference * 100)} pp`);
  if (one.unit === "usd") return cell(`${formatSigned(difference)} USD`);
  return cell(formatSigned(difference, one.unit === "count" ? 0 : 2));
}

/** No figure, and why. */
export function none(reason: string): Cell {
  return { text: "n/a", tone: "faint", reason };
}

function counted(value: number): Cell {
  return cell(formatNumber(value, 0), "plain", { value, unit: "count" });
}

function alarmed(value: number): Cell {
  return { ...counted(value), tone: alarm(value) };
}

function naked(ms: number): Cell {
  return cell(formatDuration(ms), alarm(ms));
}

function alarm(value: number): Tone {
  return value > 0 ? "danger" : "plain";
}

function shared(value: number): Cell {
  return cell(formatShare(value), "plain", { value, unit: "percent" });
}

/** A return, signed. */
export function returned(fraction: number): Cell {
  return cell(formatReturn(fraction), signTone(fraction), { value: fraction, unit: "percent" });
}

/** USD that came in or went out. */
export function signedUsd(usd: number): Cell {
  return cell(`${formatSigned(usd)} USD`, signTone(usd), { value: usd, unit: "usd" });
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
  return cell(formatNumber(m.sharpe), "plain", { value: m.sharpe, unit: "ratio" });
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
  if (m.profitFactor !== null) {
    return cell(formatNumber(m.profitFactor), "plain", { value: m.profitFactor, unit: "ratio" });
  }
  return none(m.trades === 0 ? NO_TRADES : "no losing trade");
}
