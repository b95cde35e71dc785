import type { JsonValue } from "../../engine/mod.ts";
import { type Column, droppedRemark, fitTable, wrapTo } from "./fitted_table.ts";
import { formatCount, formatNumber, formatPeriod, formatReturn, oneLine } from "./format.ts";
import { controlLines, type ControlReport } from "./family_controls.ts";
import { repeatLines, type Repeats } from "./family_repeats.ts";
import { nextLines } from "./next_commands.ts";
import { type BacktestOptions, DEFAULTS } from "./options.ts";
import { painter, signTone } from "./paint.ts";
import { column, type ListedRun, metricColumn, type PastRun } from "./runs_table.ts";
import { shellWord } from "./shell_word.ts";
import { isSaidInTable } from "./summary.ts";
import type { Terminal } from "./terminal.ts";

/** A run of a family that failed, and what made it this one. */
export interface FailedMember {
  readonly agent: string;
  readonly model?: string;
  readonly prompt?: string;
  readonly risk?: string;
  readonly control?: string;
  readonly seed?: number;
  readonly fault: string;
}

/** A family that was played. */
export interface FamilyView {
  readonly familyId: string;
  readonly options: BacktestOptions;
  readonly runs: readonly PastRun[];
  /** What `--json` prints of each run. */
  readonly results: readonly JsonValue[];
  readonly failed: readonly FailedMember[];
  /** How many were left out when it was interrupted. */
  readonly notBegun: number;
  readonly repeats: readonly Repeats[];
  readonly controls: readonly ControlReport[];
}

const INDENT = "  ";
/** What was tried is more than what is shown: the best of many is too good. */
const BEST_OF_MANY = "The best of several looks better than it is.";

/** What a member failed of, and how it differs from the others. */
export function memberFault(
  { agent, model, risk, control, seed }: BacktestOptions,
  members: readonly BacktestOptions[],
  fault: string,
): FailedMember {
  const riskName = riskOf(risk);
  const differs = members.some((one) => riskOf(one.risk) !== riskName);
  return {
    agent,
    ...(model?.name ? { model: model.name } : {}),
    ...(model?.prompt ? { prompt: model.prompt } : {}),
    ...(differs ? { risk: riskName } : {}),
    ...(control === undefined ? {} : { control: control.name }),
    ...(members.some((one) => one.seed !== seed) ? { seed } : {}),
    fault: oneLine(fault),
  };
}

/** A family as text: its runs with what differs between them, the best return first. */
export function renderFamily(
  view: FamilyView,
  { columns, colour }: Pick<Terminal, "columns" | "colour">,
): string {
  const { familyId, options, failed, notBegun } = view;
  const paint = painter(colour);
  const width = columns();
  const room = width === null ? null : width - INDENT.length;
  const runs = view.runs.filter((run): run is ListedRun => "manifest" in run).sort(byReturn);
  // A control may have other dates; its own stand in the run.
  const [range] = runs.map(({ manifest }) => manifest.control?.range ?? manifest.range);
  const head = [
    `family ${familyId} · ${formatCount(runs.length, "run")} on ${options.assets.join(", ")}`,
    options.interval,
    ...(range === undefined ? [] : [formatPeriod(range.from, range.until)]),
  ];
  const table = fitTable(runs, { columns: columnsOf(runs), leastNeeded: [TRADES], width: room, paint });
  const remarks = [
    ...(notBegun === 0 ? [] : [`Interrupted: ${formatCount(notBegun, "run")} did not begin.`]),
    ...failed.map((member) => `${failedName(member)} failed: ${member.fault}`),
    ...(runs.length > 1 ? [BEST_OF_MANY] : []),
    ...commonWarnings(view.results),
    ...droppedRemark(table),
  ];
  const beside = options.runs === DEFAULTS.runs ? "" : ` --runs ${shellWord(options.runs)}`;
  return [
    ...wrapTo(head.join(" · "), width),
    ...(runs.length === 0 ? [] : ["", ...table.lines.map((line) => INDENT + line)]),
    ...benchmarkLine(runs),
    ...(view.controls.length === 0 ? [] : ["", ...controlLines(view.controls, room)])
      .map((line) => (INDENT + line).trimEnd()),
    ...view.repeats.flatMap((one) => ["", ...repeatLines(one)]).flatMap((text) =>
      wrapTo(text, room).map((line) => (INDENT + line).trimEnd())
    ),
    "",
    ...remarks.flatMap((text) => wrapTo(text, room)).map((line) => INDENT + line),
    "",
    ...nextLines(nextOf(runs, familyId).map((command) => `${command}${beside}`), width, paint),
  ].join("\n");
}

/**
 * What tells more of a family: its members ranked, where they are of one market and not the same asked again; else how far a
 * model agrees with itself.
 */
function nextOf(runs: readonly ListedRun[], familyId: string): string[] {
  const asked = runs.find(({ manifest: { model, control } }) => model !== undefined && control === undefined);
  if (asked !== undefined && runs.every((run) => withoutSample(run) === withoutSample(asked))) {
    return [`deno task noise ${asked.manifest.id} --samples 10`];
  }
  const isOneMarket = new Set(runs.map(({ manifest: { control } }) => control?.name)).size === 1;
  if (isOneMarket) return runs.length < 2 ? ["deno task runs"] : [`deno task compare ${familyId}`];
  return asked === undefined ? ["deno task runs"] : [`deno task noise ${asked.manifest.id} --samples 10`];
}

/** The settings that make a run what it is, but for which of its model's answers it has. */
function withoutSample({ manifest: { settings } }: ListedRun): string {
  return JSON.stringify(settings, (name, value) => name === "sample" ? undefined : value);
}

const PROMPT = column(
  "prompt",
  ({ manifest: { model } }) => model?.prompt?.path ?? (model ? "built-in" : ""),
);
const MODEL = column("model", ({ manifest: { model } }) => model?.model ?? "");
const AGENT = column("agent", ({ manifest: { agent } }) => agent);
const RISK = column("risk", (run) => run.profile);
const CONTROL = column("control", ({ manifest: { control } }) => control?.name ?? "none");
const SEED = column("seed", ({ manifest: { settings } }) => String(settings.seed));
const MEMORY = column("memory", ({ manifest: { model } }) => model?.memory.grade ?? "");
const REPEAT = column("repeat", ({ manifest: { settings } }) => String(sampleOf(settings) + 1));
const STATUS = column("status", ({ manifest: { status } }) => status);
const TRADES = metricColumn("trades", ({ trades }) => formatNumber(trades, 0));

/** The run, what differs between the runs, and their figures. */
function columnsOf(runs: readonly ListedRun[]): readonly Column<ListedRun>[] {
  const plain = painter(false);
  const differing = [MODEL, PROMPT, RISK, CONTROL, SEED, MEMORY, REPEAT].filter((one) =>
    new Set(runs.map((run) => one.read(run, plain))).size > 1
  );
  const isWhole = runs.every((run) => run.manifest.status === "finished");
  return [
    column("run", (run) => run.manifest.id),
    AGENT,
    ...differing,
    ...(isWhole ? [] : [STATUS]),
    metricColumn(
      "return",
      ({ totalReturn }, paint) => paint(signTone(totalReturn), formatReturn(totalReturn)),
    ),
    metricColumn("Sharpe", ({ sharpe }) => sharpe === null ? "n/a" : formatNumber(sharpe)),
    metricColumn("max drawdown", ({ maxDrawdown }) => formatReturn(maxDrawdown)),
    TRADES,
  ];
}

function benchmarkLine(runs: readonly ListedRun[]): string[] {
  // On another market than the recorded one buy and hold is another thing.
  const isRecorded = ({ manifest }: ListedRun): boolean => manifest.control === undefined;
  const held = runs.some(isRecorded) ? runs.filter(isRecorded) : runs;
  const benchmark = held.find(({ manifest }) => manifest.benchmark !== null)?.manifest.benchmark;
  if (benchmark === null || benchmark === undefined) return [];
  const { totalReturn, sharpe, maxDrawdown } = benchmark;
  const ratio = sharpe === null ? "" : `, Sharpe ${formatNumber(sharpe)}`;
  return [
    "",
    `  Buy and hold beside ${held.length === runs.length ? "them" : "the recorded market's"}: ${
      formatReturn(totalReturn)
    }${ratio}, max drawdown ${formatReturn(maxDrawdown)}.`,
  ];
}

/** What is said of every run; the rest stands in each one's own remarks. */
function commonWarnings(results: readonly JsonValue[]): string[] {
  const said = results.map((result) => (result as { warnings: readonly string[] }).warnings);
  const common = (said[0] ?? []).filter((warning) => said.every((of) => of.includes(warning)));
  const own =
    said.filter((of) => of.some((warning) => !common.includes(warning) && !isSaidInTable(warning))).length;
  const told = common.filter((warning) => !isSaidInTable(warning));
  return own === 0 ? told : [...told, `More is said of ${formatCount(own, "run")}: --json shows it.`];
}

function failedName({ agent, model, prompt, risk, control, seed }: FailedMember): string {
  const seeded = seed === undefined ? undefined : `seed ${seed}`;
  return [agent, model, prompt, risk, control, seeded].filter((part) => part !== undefined).join(" ");
}

function riskOf(risk: BacktestOptions["risk"]): string {
  return risk.kind === "file" ? risk.path : risk.name;
}

function byReturn(a: ListedRun, b: ListedRun): number {
  const of = ({ manifest: { metrics } }: ListedRun): number => metrics?.totalReturn ?? -Infinity;
  return of(b) === of(a) ? 0 : of(b) - of(a);
}

/** Which of its model's answers a run has, from 0 on; a rule's has the first. */
function sampleOf({ parameters }: ListedRun["manifest"]["settings"]): number {
  return (parameters as { readonly sample?: number } | undefined)?.sample ?? 0;
}
