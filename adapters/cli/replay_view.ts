import type { JsonValue, RunManifest } from "../../engine/mod.ts";
import { formatCount, formatPeriod, formatPrice, formatTimeZ } from "./format.ts";
import { wrapTo } from "./fitted_table.ts";

/** The first value that differs. */
export interface ShownDivergence {
  readonly line: number;
  readonly close: number | null;
  readonly entry: string;
  readonly field: string;
  readonly recorded: JsonValue;
  readonly replayed: JsonValue;
  readonly cause: string;
  readonly detail: string | null;
}

/** What a replay came to. */
export interface ReplayedRun {
  readonly status: "equal" | "diverged" | "damaged" | "interrupted";
  readonly divergence: ShownDivergence | null;
  readonly fault: string | null;
  readonly cycles: number;
  readonly skipped: number;
  readonly lines: number;
  readonly lastHash: string;
  readonly lastClose: number | null;
  readonly whole: boolean;
}

/** A replay with what it was of. */
export interface ShownReplay {
  readonly manifest: RunManifest;
  readonly result: ReplayedRun;
  readonly causes: readonly string[];
  readonly warnings: readonly string[];
  readonly columns: number | null;
}

const INDENT = "  ";
/** Of a value that is shown on a line. */
const LONGEST_VALUE = 300;

/** What was found, for a person. */
export function renderReplay({ manifest, result, causes, warnings, columns }: ShownReplay): string {
  const lines = [headline(manifest), "", ...found(result, { manifest, causes })];
  for (const warning of warnings) lines.push("", `Warning: ${warning}`);
  return lines.flatMap((line) => columns === null || line.length <= columns ? [line] : wrapped(line, columns))
    .join("\n");
}

/** The same as JSON. */
export function replayJson({ manifest, result, warnings }: ShownReplay): string {
  return JSON.stringify({ runId: manifest.id, ...result, warnings }, null, 2);
}

/** Which run it is, in a line. */
export function headline({ id, agent, settings, range }: RunManifest): string {
  const assets = Array.isArray(settings.assets) ? settings.assets.join(", ") : "";
  return `run ${id} · ${agent} on ${assets} · ${settings.interval} · ${periodText(range)}`;
}

/** From when to when; on real time a run has no end before it is over. */
export function periodText({ from, until }: RunManifest["range"]): string {
  return until > from ? formatPeriod(from, until) : `from ${formatTimeZ(from)} on`;
}

function found(
  result: ReplayedRun,
  { manifest, causes }: Pick<ShownReplay, "manifest" | "causes">,
): string[] {
  const { status, divergence, cycles, skipped, lastClose, whole, fault } = result;
  const left = skipped === 0
    ? ""
    : ` Before --from-cycle, ${formatCount(skipped, "cycle")} came out otherwise: not compared, as asked.`;
  if (divergence !== null) return [...differs(divergence, causes), "", `${same(cycles)} before it.${left}`];
  if (status === "damaged") return [`damaged: ${fault}`];
  const upTo = lastClose === null ? "" : ` up to ${formatTimeZ(lastClose)}`;
  if (status === "interrupted") return [`interrupted: ${same(cycles)}${upTo}.${left}`];
  if (cycles === 0) return ["equal, as far as it goes: there is no whole cycle to compare."];
  const end = whole
    ? manifest.metrics === null || skipped > 0 ? "" : ", and so are the figures in run.json"
    : manifest.diary === null
    ? `${upTo}, its last whole cycle: the run has not ended`
    : upTo;
  return [`equal: ${same(cycles)}${end}.${left}`];
}

function same(cycles: number): string {
  return cycles === 0
    ? "no cycle is the same"
    : `${formatCount(cycles, "cycle")}, each line the same byte for byte`;
}

function differs(
  { line, close, entry, field, recorded, replayed, cause, detail }: ShownDivergence,
  causes: readonly string[],
): string[] {
  const when = close === null ? "" : `, in the cycle of ${formatTimeZ(close)}`;
  return [
    `differs: ${cause}${when}`,
    `${INDENT}line      ${line} of diary.jsonl, ${entry}`,
    `${INDENT}field     ${field === "" ? "the whole line" : field}`,
    `${INDENT}recorded  ${valueText(recorded)}`,
    `${INDENT}replayed  ${valueText(replayed)}`,
    ...(detail === null ? [] : [`${INDENT}detail    ${detail}`]),
    `${INDENT}began in  ${causes.map((one) => one === cause ? `[${one}]` : one).join(" → ")}`,
  ];
}

/** A value on one line; what is not there is said so. */
export function valueText(value: JsonValue): string {
  if (value === null) return "not there";
  const text = typeof value === "number" ? formatPrice(value) : JSON.stringify(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}

/** Broken under the same indent. */
function wrapped(line: string, columns: number): string[] {
  const indent = /^(?: {2}\w[\w ]{9}| *)/.exec(line)?.[0] ?? "";
  const isLabelled = indent.trim() !== "";
  const [first, ...rest] = wrapTo(line.slice(indent.length), columns - indent.length);
  const under = isLabelled ? " ".repeat(indent.length) : indent;
  return [`${indent}${first}`, ...rest.map((one) => `${under}${one}`)];
}
