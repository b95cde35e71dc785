import { type Column, fitTable, wrapTo } from "../fitted_table.ts";
import { formatCount, formatDuration, formatNumber, formatPeriod, formatReturn } from "../format.ts";
import { nextLines } from "../next_commands.ts";
import { DEFAULTS } from "../options.ts";
import { painter } from "../paint.ts";
import { shellWord } from "../shell_word.ts";
import type { Terminal } from "../terminal.ts";
import type { SweepOptions } from "./sweep_options.ts";
import type { SweepPlan } from "./sweep_plan.ts";
import type { ResultRun, SweepResult, WalkedWindow } from "./sweep_result.ts";
import type { Point } from "./sweep_space.ts";

/** A run that failed. */
export interface FailedRun {
  readonly job: number;
  readonly point: Point;
  readonly fault: string;
}

/** What is shown of a sweep. */
export interface SweepView {
  readonly familyId: string;
  readonly sweep: SweepOptions;
  readonly plan: SweepPlan<unknown>;
  readonly result: SweepResult;
  readonly done: number;
  readonly failed: readonly FailedRun[];
  /** How many were left for --resume. */
  readonly left: number;
}

const INDENT = "  ";
/** Measured, see .dev/bench/SPEED.md; on another machine they are a guess, so the cost says "about". */
const RUN_MS = 10;
const LOADED_MS = 60;
const DECISION_MS = 0.004;
const DECISION_BYTES = 120;
const RUN_BYTES = 30_000;
const FAULTS_SHOWN = 5;

/** What a sweep will take, before it starts. */
export function costText(
  sweep: SweepOptions,
  plan: Pick<SweepPlan<unknown>, "jobs" | "decisions" | "loaded" | "windows">,
  cores: number | null,
): string {
  const { points } = sweep;
  const { jobs, decisions, loaded, windows } = plan;
  const of = windows.length === 0
    ? ""
    : ` (${formatCount(points, "point")} in each of ${formatCount(windows.length, "window")}, and ${
      formatCount(windows.length, "test")
    })`;
  const ms = (jobs * RUN_MS + loaded * LOADED_MS + decisions * DECISION_MS) / (cores ?? 1);
  const time = formatDuration(Math.max(1000, Math.ceil(ms / 1000) * 1000));
  const where = cores === null
    ? "of one core's time, shared by the workers"
    : `on ${formatCount(cores, "core")}`;
  const bytes = sweep.queue.servers === null || sweep.diaries
    ? jobs * RUN_BYTES + decisions * DECISION_BYTES
    : jobs * RUN_BYTES;
  return `${formatCount(jobs, "run")}${of}, ${
    formatNumber(decisions / 1e6, 2)
  } million decisions of an asset: ` +
    `about ${time} ${where}, ${
      formatNumber(bytes / 1e6, 0)
    } MB in ${sweep.runs}, 0.00 USD of models (recorded answers only)`;
}

/** What came of a sweep, as text. */
export function sweepText(view: SweepView, terminal: Pick<Terminal, "columns" | "colour">): string {
  const { familyId, sweep, plan, result, done, failed, left } = view;
  const width = terminal.columns();
  const room = width === null ? null : width - INDENT.length;
  const paint = painter(terminal.colour);
  const { assets, interval } = sweep.optionsAt(0);
  const head = [
    `sweep ${familyId} · ${formatCount(done, "run")} on ${assets.join(", ")}`,
    interval,
    formatPeriod(plan.range.from, plan.range.until),
  ].join(" · ");
  const remarks = [
    ...(left === 0 ? [] : [`${formatCount(left, "run")} not done yet; --resume ${familyId} goes on.`]),
    ...failed.slice(0, FAULTS_SHOWN).map(({ point, fault }) =>
      `${pointText(point) || "a run"} failed: ${fault}`
    ),
    ...(failed.length > FAULTS_SHOWN
      ? [`${failed.length - FAULTS_SHOWN} more failed; run.json of each says why.`]
      : []),
    ...(result.walked.length > 0 ? walkRemarks(result) : bestRemarks(result)),
  ];
  const table = result.walked.length > 0
    ? fitTable(result.walked, { columns: walkColumns(plan), leastNeeded: [], width: room, paint })
    : fitTable(result.ranked, { columns: columnsOf(result.ranked), leastNeeded: [], width: room, paint });
  const beside = sweep.runs === DEFAULTS.runs ? "" : ` --runs ${shellWord(sweep.runs)}`;
  const next = left > 0
    ? [`deno task sweep --resume ${familyId}${beside}`]
    : [`deno task compare ${familyId} --html ${familyId}.html${beside}`];
  return [
    ...wrapTo(head, width),
    "",
    ...table.lines.map((line) => INDENT + line),
    "",
    ...remarks.flatMap((text) => wrapTo(text, room)).map((line) => INDENT + line),
    "",
    ...nextLines(next, width, paint),
  ].join("\n");
}

/** The same for a program. */
export function sweepJson({ familyId, plan, result, done, failed, left }: SweepView): string {
  const { jobs, windows } = plan;
  return JSON.stringify({ familyId, runs: jobs, done, failed, left, windows, ...result }, null, 2);
}

/** A point as words: `fast=10 slow=50`. */
export function pointText(point: Point): string {
  return Object.entries(point).map(([name, value]) => `${name}=${value}`).join(" ");
}

function bestRemarks({ best, deflated }: SweepResult): string[] {
  if (best === null) return [];
  const ratio = `The best has a Sharpe ratio of ${formatNumber(best.sharpe)}, at 95 % from ${
    formatNumber(best.low)
  } to ${formatNumber(best.high)}, in ${formatCount(best.days, "day")}.`;
  if (deflated === null || deflated.byTrials === null) return [ratio];
  const independent = deflated.effective === null
    ? ""
    : ` (${formatNumber(deflated.byEffective ?? 0)} counting ${
      formatNumber(deflated.effective, 1)
    } independent ones)`;
  const verdict = (deflated.byEffective ?? deflated.byTrials) >= 0.95
    ? "That is more than the luck of many tries."
    : "Below 0.95 the luck of many tries explains it.";
  return [
    ratio,
    `Deflated Sharpe: ${
      formatNumber(deflated.byTrials)
    }${independent}, the chance that it beats the best of ${
      formatCount(deflated.trials, "try", 0).replace("trys", "tries")
    } without skill. ${verdict}`,
  ];
}

/** What the tests of a walk say, one after the other; last, in plain words, whether anything survives. */
export function walkRemarks(
  { tests, walked }: Pick<SweepResult, "tests"> & { readonly walked: readonly { readonly train: unknown }[] },
): string[] {
  const none = walked.filter(({ train }) => train === null).length;
  const lacking = none === 0
    ? []
    : [`In ${formatCount(none, "window")} no settings had a Sharpe ratio; nothing was tried there.`];
  if (tests === null) return [...lacking, "The tests say nothing yet: too few days, or none traded."];
  const { totalReturn, days, sharpe, low, high } = tests;
  const figures = `On the tests, one after the other: ${formatReturn(totalReturn)} in ${
    formatCount(days, "day")
  }, Sharpe ${formatNumber(sharpe)}, at 95 % from ${formatNumber(low)} to ${formatNumber(high)}.`;
  return [...lacking, figures, verdictOf(low, high)];
}

function verdictOf(low: number, high: number): string {
  if (low > 0) return "It survives: what was chosen on train earned on test more than luck explains.";
  if (high < 0) {
    return "It does not survive: what was chosen on train lost on test, and not by bad luck alone.";
  }
  return "Nothing survives: what was chosen on train did no better on test than luck explains.";
}

const RUN = column<ResultRun>("run", ({ id }) => id);

function columnsOf(runs: readonly ResultRun[]): Column<ResultRun>[] {
  const names = [...new Set(runs.flatMap(({ sweep }) => Object.keys(sweep.point)))];
  return [
    RUN,
    ...names.map((name) => column<ResultRun>(name, ({ sweep }) => sweep.point[name] ?? "")),
    figure("return", ({ totalReturn }) => formatReturn(totalReturn)),
    figure("Sharpe", ({ sharpe }) => sharpe === null ? "n/a" : formatNumber(sharpe)),
    figure("max drawdown", ({ maxDrawdown }) => formatReturn(maxDrawdown)),
    figure("trades", ({ trades }) => formatNumber(trades, 0)),
  ];
}

function walkColumns({ windows }: Pick<SweepPlan<unknown>, "windows">): Column<WalkedWindow>[] {
  const period = (part: "train" | "test") => ({ window }: WalkedWindow): string =>
    formatPeriod(windows[window][part].from, windows[window][part].until);
  return [
    column("train", period("train")),
    column("chosen", ({ train }) => train === null ? "none" : pointText(train.sweep.point)),
    figure("Sharpe", ({ train }) => ratio(train)),
    column("test", period("test")),
    figure("return", ({ test }) => test === null ? "" : formatReturn(test.totalReturn)),
    { ...figure<WalkedWindow>("Sharpe", ({ test }) => ratio(test)) },
  ];
}

function ratio(run: ResultRun | null): string {
  return run === null ? "" : run.sharpe === null ? "n/a" : formatNumber(run.sharpe);
}

function column<Item>(title: string, read: (item: Item) => string): Column<Item> {
  return { title, isRight: false, read };
}

function figure<Item>(title: string, read: (item: Item) => string): Column<Item> {
  return { title, isRight: true, read };
}
