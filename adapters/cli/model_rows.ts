/** What a model took, and what a result of it is worth: rows and sentences of the summary. */

import type { Metrics, ModelFigures, ModelManifest, RunManifest } from "../../engine/mod.ts";
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
  const questions = `${formatCount(decisions, "decision")}, ${formatCount(calls, "question")}`;
  return [
    row("model cost", [cost, ...blanks], perThousand(model)),
    row("model time", [time, ...blanks], `a decision; ${questions}`),
    ...heldRows(model, blanks),
  ];
}

/** Sentences for under the summary: whose answers these are, and whether the model may remember the period. */
export function modelNotes({ model }: RunManifest): string[] {
  return model === undefined ? [] : [memoryNote(model), answersNote(model)];
}

function memoryNote({ model, memory: { grade, overlap }, cutoff, blind }: ModelManifest): string {
  const said = cutoff === null
    ? "nobody says up to when it knows what happened"
    : `it knows up to ${cutoff.cutoff} and 90 days, says the ${cutoff.claimedBy}`;
  const hidden = blind ? "; names, dates and prices were hidden from it" : "";
  if (grade === "CLEAN") return `CLEAN: ${model} does not know the period, ${said}${hidden}.`;
  const part = grade === "MIXED" ? `${formatShare(overlap)} of the period` : "the period";
  return `${grade}: ${model} may remember ${part}, ${said}${hidden}; the result is no evidence of skill.`;
}

function answersNote({ provider, model, answers, host }: ModelManifest): string {
  const whose = `Answers of ${model} (${provider})`;
  if (host === null) return `${whose}: recorded ones, the network was not used.`;
  return `${whose}: ${answers}, ${host} could be reached.`;
}

function perThousand({ decisions, costUsd, tokens }: ModelFigures): string {
  const { fresh, cacheRead, cacheWrite, output } = tokens;
  const read = fresh + cacheRead + cacheWrite;
  const cached = cacheRead === 0 ? "" : ` (${formatShare(cacheRead / read)} cached)`;
  const amount = `${formatNumber(read, 0)} tokens in${cached}, ${formatNumber(output, 0)} out`;
  if (costUsd === null || decisions === 0) return amount;
  return `${formatNumber(costUsd / decisions * THOUSAND)} USD per 1,000 decisions; ${amount}`;
}

function heldRows({ held, repaired }: ModelFigures, blanks: readonly Cell[]): Row[] {
  const reasons = Object.entries(held).filter(([, count]) => count > 0);
  const total = reasons.reduce((sum, [, count]) => sum + count, 0);
  const parts = [
    ...reasons.map(([why, count]) => `${formatNumber(count, 0)} ${why}`),
    ...(repaired === 0 ? [] : [`${formatNumber(repaired, 0)} answers mended by asking again`]),
  ];
  if (parts.length === 0) return [];
  const figure = cell(formatNumber(total, 0), total > 0 ? "danger" : "plain");
  return [row("  held without it", [figure, ...blanks], parts.join(", "))];
}

function returnOf({ totalReturn }: Metrics): Cell {
  return cell(formatReturn(totalReturn), signTone(totalReturn));
}
