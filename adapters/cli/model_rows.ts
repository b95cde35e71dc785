/** What a model took, and what a result of it is worth: rows and sentences of the summary. */

import type { Metrics, ModelFigures, RunManifest } from "../../engine/mod.ts";
import {
  formatCount,
  formatDuration,
  formatNumber,
  formatReturn,
  formatShare,
  formatSigned,
} from "./format.ts";
import { signTone } from "./paint.ts";
import { type Cell, cell, none, type Row, row } from "./summary_rows.ts";

const NO_PRICE = "no price is known";
const THOUSAND = 1000;

/** The return less the model's cost; beside it nothing, buy and hold asks nobody. */
export function netReturnRows(columns: readonly Metrics[]): Row[] {
  const [{ model }, ...others] = columns;
  if (model === null) return [];
  const { netReturn } = model;
  const net = netReturn === null ? none(NO_PRICE) : cell(formatReturn(netReturn), signTone(netReturn));
  return [row("  less model cost", [net, ...others.map((other) => returnOf(other))])];
}

/** What the model cost, how long it took, and how often nothing came of it. */
export function modelRows(columns: readonly Metrics[]): Row[] {
  const [{ model }, ...others] = columns;
  if (model === null) return [];
  const blanks = others.map((): Cell => cell(""));
  const { decisions, calls, costUsd, latencyMs } = model;
  const cost = costUsd === null ? none(NO_PRICE) : cell(`${formatSigned(-costUsd)} USD`, signTone(-costUsd));
  const time = decisions === 0
    ? none("it was never asked")
    : cell(formatDuration(Math.round(latencyMs / decisions)));
  const questions = `${formatCount(calls, "question")}, ${formatCount(decisions, "decision")}`;
  return [
    row("model cost", [cost, ...blanks], perThousand(model)),
    row("time to decide", [time, ...blanks], questions),
    ...heldRows(model, blanks),
  ];
}

/** Whether the model may remember the period: what must stand beside every result. Nothing where none was asked. */
export function memoryNotes({ model: card }: RunManifest): string[] {
  if (card === undefined) return [];
  const { model, memory: { grade, overlap }, cutoff } = card;
  const known = cutoff === null
    ? "has no known cutoff"
    : `knows up to ${cutoff.cutoff} (${cutoff.claimedBy})`;
  if (grade === "CLEAN") return [`CLEAN: ${model} ${known}, 90 days and more before the period.`];
  const part = grade === "MIXED" ? `${formatShare(overlap)} of the period` : "the period";
  return [`${grade}: ${model} ${known} and may remember ${part}: no evidence of skill.`];
}

/** Whose answers these are, whether the network could be used for them, and their tokens. */
export function answerNotes({ model: card, metrics }: RunManifest): string[] {
  if (card === undefined) return [];
  const { provider, model, answers, host, blind } = card;
  const source = host === null ? "recorded, no network" : `${answers}, ${host} could be reached`;
  const figures = metrics?.model ?? null;
  const tokens = figures === null ? "" : tokensText(figures);
  return [`Answers of ${model} (${provider}${blind ? ", blind" : ""}): ${source}${tokens}.`];
}

function perThousand({ decisions, costUsd }: ModelFigures): string {
  if (costUsd === null || decisions === 0) return "";
  return `${formatNumber(costUsd / decisions * THOUSAND)} USD per 1,000 decisions`;
}

/** What was read, what of it from the provider's cache, and what was written. */
function tokensText({ tokens: { fresh, cacheRead, cacheWrite, output } }: ModelFigures): string {
  const cached = cacheRead === 0 ? "" : ` (${thousands(cacheRead)} cached)`;
  return `; tokens ${thousands(fresh + cacheRead + cacheWrite)} in${cached}, ${thousands(output)} out`;
}

function thousands(count: number): string {
  return `${formatNumber(count / THOUSAND, 0)} k`;
}

function heldRows({ held, repaired }: ModelFigures, blanks: readonly Cell[]): Row[] {
  const reasons = Object.entries(held).filter(([, count]) => count > 0);
  const total = reasons.reduce((sum, [, count]) => sum + count, 0);
  const parts = [
    ...reasons.map(([why, count]) => `${formatNumber(count, 0)} ${why}`),
    ...(repaired === 0 ? [] : [`${formatNumber(repaired, 0)} mended by asking again`]),
  ];
  if (parts.length === 0) return [];
  const figure = cell(formatNumber(total, 0), total > 0 ? "danger" : "plain");
  return [row("  held without it", [figure, ...blanks], parts.join(", "))];
}

function returnOf({ totalReturn }: Metrics): Cell {
  return cell(formatReturn(totalReturn), signTone(totalReturn));
}
