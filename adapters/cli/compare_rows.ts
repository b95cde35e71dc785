/** Figures of compared runs as rows, a column for each. */

import type { JsonValue, Metrics } from "../../engine/mod.ts";
import type { ShownComparison, ShownEvidence, ShownSide } from "./compared.ts";
import {
  formatDuration,
  formatNumber,
  formatReturn,
  formatShare,
  formatSigned,
  formatTime,
} from "./format.ts";
import { signTone } from "./paint.ts";
import { type Cell, cell, type Row } from "./summary_rows.ts";

type Runs = readonly ShownSide[];
/** Makes a row of one figure of each run. */
type Rows<Of> = (label: string, read: (of: Of) => Cell, note?: string) => Row;

/** Longer values of settings are cut. */
const LONGEST_VALUE = 24;

/** The figures of all runs. */
export function sideRows(runs: Runs): Row[] {
  const metric = metricsOf(runs);
  return [
    ...resultRows(runs),
    ...evidenceRows(runs),
    metric("max drawdown", ({ maxDrawdown }) => signed(maxDrawdown, formatReturn(maxDrawdown))),
    metric("trades", ({ trades }) => cell(formatNumber(trades, 0))),
    metric("win rate", ({ winRate }) => figure(winRate, formatShare)),
    metric("profit factor", ({ profitFactor }) => figure(profitFactor, formatNumber)),
    metric("exposure", ({ exposure }) => cell(formatShare(exposure)), "of all cycles"),
    metric("fees", ({ feesUsd }) => usd(-feesUsd)),
    metric("funding", ({ fundingUsd }) => usd(fundingUsd)),
    ...modelRows(runs),
  ];
}

function resultRows(runs: Runs): Row[] {
  const metric = metricsOf(runs);
  const ofTotal = metric("return", ({ totalReturn }) => signed(totalReturn, formatReturn(totalReturn)));
  if (runs.every(({ metrics }) => metrics.model === null)) return [ofTotal];
  const net = ({ model, totalReturn }: Metrics): number | null =>
    model === null ? totalReturn : model.netReturn;
  return [
    ofTotal,
    metric("  less model cost", (of) => figure(net(of), formatReturn), priceNote(runs)),
  ];
}

/** What each run's own days say: a ratio alone says little. */
function evidenceRows(runs: Runs): Row[] {
  const metric = metricsOf(runs);
  const evidence: Rows<ShownEvidence> = (label, read, note) =>
    line(label, runs.map((run) => read(run.evidence)), note);
  return [
    metric("Sharpe", ({ sharpe }) => figure(sharpe, formatNumber)),
    metric(
      "  luck stays below",
      ({ sharpe, smallestSharpe }) => figure(sharpe === null ? null : smallestSharpe, formatNumber),
      "in 19 of 20 spans this long",
    ),
    evidence(
      "  above zero",
      (of) => figure(of.probabilisticSharpe, formatShare),
      "chance that the true ratio is (PSR)",
    ),
    evidence(
      "  days it needs",
      ({ minimumTrackRecordDays: days }) =>
        days === null ? cell("none") : cell(formatNumber(Math.ceil(days), 0)),
      "to be told from zero (MinTRL); none: it is not above it",
    ),
    ...trialRows(runs, evidence),
  ];
}

/** What is left beside everything that was tried on the same data, as it was counted and as far as it differs. */
function trialRows(runs: Runs, evidence: Rows<ShownEvidence>): Row[] {
  if (runs.every((run) => run.evidence.trials === null)) return [];
  return [
    evidence(
      "  tried",
      ({ trials }) => figure(trials?.raw ?? null, (count) => formatNumber(count, 0)),
      "distinct trials on this data, the ledger says",
    ),
    evidence(
      "    beyond their luck",
      ({ deflatedSharpe }) => figure(deflatedSharpe?.raw ?? null, formatShare),
      "chance that it is above the best of as many without skill (DSR)",
    ),
    evidence(
      "  tried, effective",
      ({ trials }) => figure(trials?.effective ?? null, (count) => formatNumber(count, 1)),
      "independent ones that these come to",
    ),
    evidence(
      "    beyond their luck",
      ({ deflatedSharpe }) => figure(deflatedSharpe?.effective ?? null, formatShare),
    ),
  ];
}

/** Why a model's cost is not told. */
function priceNote(runs: Runs): string {
  const isUnknown = runs.some(({ metrics: { model } }) => model !== null && model.costUsd === null);
  return isUnknown ? "n/a: no price was known" : "";
}

function modelRows(runs: Runs): Row[] {
  if (runs.every(({ metrics }) => metrics.model === null)) return [];
  const model: Rows<NonNullable<Metrics["model"]>> = (label, read, note) =>
    line(label, runs.map(({ metrics }) => metrics.model === null ? cell("none") : read(metrics.model)), note);
  const perDecision = (value: number | null, decisions: number): number | null =>
    value === null || decisions === 0 ? null : value / decisions;
  return [
    model("model cost", ({ costUsd }) => figure(costUsd, (cost) => `${formatNumber(cost)} USD`)),
    model(
      "  a decision",
      ({ costUsd, decisions }) =>
        figure(perDecision(costUsd, decisions), (cost) => `${formatNumber(cost, 6)} USD`),
    ),
    model(
      "answers took",
      ({ latencyMs, decisions }) => figure(perDecision(latencyMs, decisions), formatDuration),
      "a decision",
    ),
    line(
      "memory",
      runs.map(({ memory }) => cell(memory?.grade ?? "none")),
      "what its model may remember of then",
    ),
  ];
}

/** The settings that are not the same in all runs. */
export function settingRows({ settings }: ShownComparison): Row[] {
  return settings.map(({ name, values }) =>
    line(name, values.map((value) => value === null ? missing("none") : cell(settingText(name, value))))
  );
}

/** A setting's value in a few letters. */
export function settingText(name: string, value: JsonValue): string {
  if ((name === "from" || name === "until") && typeof value === "number") return formatTime(value);
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE - 1)}…` : text;
}

/** A row with what is told beside it. */
export function line(label: string, cells: readonly Cell[], note = ""): Row {
  return { label, cells, note, benchmarkNote: "" };
}

/** No figure. */
export function missing(text = "n/a"): Cell {
  return { text, tone: "faint", reason: null };
}

/** A figure, or none. */
export function figure(value: number | null, format: (value: number) => string): Cell {
  return value === null ? missing() : cell(format(value));
}

/** A figure in the tone of its sign. */
export function signed(value: number, text: string): Cell {
  return cell(text, signTone(value));
}

function usd(value: number): Cell {
  return signed(value, `${formatSigned(value)} USD`);
}

function metricsOf(runs: Runs): Rows<Metrics> {
  return (label, read, note) => line(label, runs.map(({ metrics }) => read(metrics)), note);
}
