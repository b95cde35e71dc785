/** Past runs as a table or as JSON. */

import Table from "cli-table3";
import type { Metrics, RunManifest } from "../../engine/mod.ts";
import {
  formatCount,
  formatNumber,
  formatPeriodShort,
  formatReturn,
  formatTime,
  oneLine,
  wrap,
} from "./format.ts";
import type { RunSort } from "./options.ts";
import { type Paint, painter, signTone } from "./paint.ts";

/** A run that can be read. */
export interface ListedRun {
  readonly manifest: RunManifest;
  readonly assets: readonly string[];
  readonly interval: string;
  readonly profile: string;
  readonly folder: string;
}

/** A folder that looks like a run but cannot be read. */
export interface DamagedRun {
  readonly id: string;
  readonly folder: string;
  /** What is wrong, one line. */
  readonly damaged: string;
}

/** A run, whole or damaged. */
export type PastRun = ListedRun | DamagedRun;

/** How the list is shown. */
export interface RunsView {
  readonly runs: readonly PastRun[];
  readonly sort: RunSort;
  readonly limit: number;
  /** The folder that was looked in. */
  readonly folder: string;
  /** Width of the terminal; null where there is none: nothing is left out. */
  readonly columns: number | null;
  readonly colour: boolean;
}

interface Column {
  readonly title: string;
  readonly isRight: boolean;
  read(run: ListedRun, paint: Paint): string;
}

const GAP = 2;
const MIN_WIDTH = 40;

const COLUMNS = {
  id: column("run", (run) => run.manifest.id),
  started: column("started", (run) => formatTime(Date.parse(run.manifest.started))),
  agent: column("agent", (run) => run.manifest.agent),
  assets: column("assets", (run) => run.assets.join(",")),
  interval: column("every", (run) => run.interval),
  period: column("period", ({ manifest: { range } }) => formatPeriodShort(range.from, range.until)),
  profile: column("profile", (run) => run.profile),
  return: figure(
    "return",
    ({ totalReturn }, paint) => paint(signTone(totalReturn), formatReturn(totalReturn)),
  ),
  sharpe: figure("Sharpe", ({ sharpe }) => sharpe === null ? "n/a" : formatNumber(sharpe)),
  drawdown: figure("drawdown", ({ maxDrawdown }) => formatReturn(maxDrawdown)),
  trades: figure("trades", ({ trades }) => formatNumber(trades, 0)),
  status: column("status", ({ manifest }) => manifest.status === "running" ? "unfinished" : manifest.status),
};

type ColumnName = keyof typeof COLUMNS;

/** What goes first where the terminal is narrow. */
const LEAST_NEEDED: readonly ColumnName[] = ["profile", "interval", "trades", "assets", "period", "started"];

/** The list as text that ends with a line break; what to type where there is none. */
export function renderRuns(view: RunsView): string {
  const { whole, damaged, left } = arrange(view);
  if (whole.length + damaged.length === 0) {
    return `No runs in ${view.folder} yet.\n\nnext:  deno task backtest --from 2024-01\n`;
  }
  const paint = painter(view.colour);
  const { lines, dropped } = fitTable(whole, view.columns, paint);
  const warnings = damaged.flatMap((run) => damagedLines(run, view.columns, paint));
  const remarks = [
    ...(left === 0 ? [] : [`${formatCount(left, "run")} more; --limit shows them`]),
    ...(dropped.length === 0 ? [] : [`not shown for want of width: ${dropped.join(", ")}; --json has all`]),
  ];
  const groups = [
    lines,
    warnings,
    remarks.flatMap((text) => wrapped(text, view.columns)).map((text) => paint("faint", text)),
  ];
  return groups.filter((group) => group.length > 0).map((group) => `${group.join("\n")}\n`).join("\n");
}

/** The list as JSON: manifests in the same order, damaged runs with the reason. */
export function runsJson(view: Pick<RunsView, "runs" | "sort" | "limit">): string {
  const { whole, damaged } = arrange(view);
  const list = [
    ...whole.map(({ manifest, folder }) => ({ runId: manifest.id, folder, ...withoutId(manifest) })),
    ...damaged.map(({ id, folder, damaged: reason }) => ({ runId: id, folder, status: "damaged", reason })),
  ];
  return `${JSON.stringify(list, null, 2)}\n`;
}

interface Arranged {
  readonly whole: readonly ListedRun[];
  readonly damaged: readonly DamagedRun[];
  /** Whole runs beyond the limit. */
  readonly left: number;
}

function arrange({ runs, sort, limit }: Pick<RunsView, "runs" | "sort" | "limit">): Arranged {
  const whole = runs.filter((run) => "manifest" in run).sort((a, b) =>
    rank(b, sort) - rank(a, sort) || newer(a, b)
  );
  const damaged = runs.filter((run) => "damaged" in run);
  return { whole: whole.slice(0, limit), damaged, left: Math.max(0, whole.length - limit) };
}

/** Higher is better; a run without the figure comes last. */
function rank({ manifest: { metrics, started } }: ListedRun, sort: RunSort): number {
  if (sort === "started") return Date.parse(started);
  const value =
    { return: metrics?.totalReturn, sharpe: metrics?.sharpe, drawdown: metrics?.maxDrawdown }[sort];
  return value ?? -Number.MAX_VALUE;
}

function newer(a: ListedRun, b: ListedRun): number {
  return Date.parse(b.manifest.started) - Date.parse(a.manifest.started);
}

function fitTable(runs: readonly ListedRun[], columns: number | null, paint: Paint): {
  readonly lines: readonly string[];
  readonly dropped: readonly string[];
} {
  if (runs.length === 0) return { lines: [], dropped: [] };
  const width = columns === null ? Infinity : Math.max(columns, MIN_WIDTH);
  const isPlain = runs.every((run) => run.manifest.status === "finished");
  const all = Object.keys(COLUMNS) as ColumnName[];
  let names = isPlain ? all.filter((name) => name !== "status") : all;
  const dropped: string[] = [];
  for (const name of LEAST_NEEDED) {
    if (tableWidth(runs, names) <= width) break;
    names = names.filter((kept) => kept !== name);
    dropped.push(COLUMNS[name].title);
  }
  return { lines: drawTable(runs, names, paint), dropped };
}

function tableWidth(runs: readonly ListedRun[], names: readonly ColumnName[]): number {
  return Math.max(...drawTable(runs, names, painter(false)).map((line) => line.length));
}

function drawTable(runs: readonly ListedRun[], names: readonly ColumnName[], paint: Paint): string[] {
  const columns = names.map((name) => COLUMNS[name]);
  const table = new Table({
    // Empty styles also keep the library from loading its colours, which read the environment.
    style: { head: [], border: [], "padding-left": 0, "padding-right": GAP },
    chars: NO_BORDERS,
    head: columns.map((one) => one.title),
    colAligns: columns.map((one) => one.isRight ? "right" : "left"),
  });
  for (const run of runs) table.push(columns.map((one) => one.read(run, paint)));
  return table.toString().split("\n").map((line) => line.trimEnd());
}

function damagedLines(run: DamagedRun, columns: number | null, paint: Paint): string[] {
  const text = `${run.id} damaged: ${oneLine(run.damaged)}`;
  return wrapped(text, columns).map((line) => paint("warning", line));
}

function wrapped(text: string, columns: number | null): string[] {
  return columns === null ? [text] : wrap(text, Math.max(columns, MIN_WIDTH));
}

function withoutId({ id: _, ...rest }: RunManifest): Omit<RunManifest, "id"> {
  return rest;
}

function column(title: string, read: (run: ListedRun) => string): Column {
  return { title, isRight: false, read };
}

/** A figure of a finished run; an unfinished one has none. */
function figure(title: string, read: (metrics: Metrics, paint: Paint) => string): Column {
  return {
    title,
    isRight: true,
    read: ({ manifest: { metrics } }, paint) => metrics === null ? "" : read(metrics, paint),
  };
}

const NO_BORDERS = Object.fromEntries(
  [
    ..."top top-mid top-left top-right bottom bottom-mid bottom-left bottom-right".split(" "),
    ..."left left-mid mid mid-mid right right-mid middle".split(" "),
  ].map((name) => [name, ""]),
);
