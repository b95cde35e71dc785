/** What a model took, and what a result of it is worth: rows and sentences of the summary. */

import type { Metrics, ModelFigures, RunManifest } from "../../engine/mod.ts";
import { formatCount, formatDuration, formatNumber, formatShare } from "./format.ts";
import { type Cell, cell, none, returned, type Row, row, signedUsd } from "./summary_rows.ts";

const NO_PRICE = "no price is known";
const THOUSAND = 1000;

/** The return less the model's cost; of what asks nobody, such as buy and hold, the return. */
export function netReturnRows(columns: readonly Metrics[]): Row[] {
  if (columns[0].model === null) return [];
  return [row("  less model cost", columns.map(netReturn))];
}

/** What the model cost, how long it took, and how often nothing came of it. */
export function modelRows(columns: readonly Metrics[]): Row[] {
  const models = columns.map(({ model }) => model);
  const [model] = models;
  if (model === null) return [];
  const { decisions, calls } = model;
  const cells = (read: (of: ModelFigures) => Cell): Cell[] =>
    models.map((of) => of === null ? cell("") : read(of));
  const questions = `${formatCount(calls, "question")}, ${formatCount(decisions, "decision")}`;
  return [
    row("model cost", cells(costOf), perThousand(model)),
    row("time to decide", cells(timeOf), questions),
    ...heldRows(model, cells(heldOf)),
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

function costOf({ costUsd }: ModelFigures): Cell {
  return costUsd === null ? none(NO_PRICE) : signedUsd(-costUsd);
}

function timeOf({ decisions, latencyMs }: ModelFigures): Cell {
  return decisions === 0
    ? none("it was never asked")
    : cell(formatDuration(Math.round(latencyMs / decisions)));
}

function heldOf({ held }: ModelFigures): Cell {
  const total = Object.values(held).reduce((sum, count) => sum + count, 0);
  return cell(formatNumber(total, 0), total > 0 ? "danger" : "plain");
}

/** How often nothing came of the first one's answers, and why. */
function heldRows({ held, repaired }: ModelFigures, cells: readonly Cell[]): Row[] {
  const parts = [
    ...Object.entries(held).filter(([, count]) => count > 0)
      .map(([why, count]) => `${formatNumber(count, 0)} ${why}`),
    ...(repaired === 0 ? [] : [`${formatNumber(repaired, 0)} mended by asking again`]),
  ];
  return parts.length === 0 ? [] : [row("  held without it", cells, parts.join(", "))];
}

function netReturn({ model, totalReturn }: Metrics): Cell {
  const net = model === null ? totalReturn : model.netReturn;
  return net === null ? none(NO_PRICE) : returned(net);
}
