/** Past runs as a table or as JSON. */

import type { Metrics, RunManifest } from "../../engine/mod.ts";
import { type Column, droppedRemark, fitTable, type FittedTable, wrapTo } from "./fitted_table.ts";
import {
  formatCount,
  formatDay,
  formatNumber,
  formatPeriodShort,
  formatReturn,
  formatTime,
  oneLine,
} from "./format.ts";
import type { RunSort } from "./options.ts";
import { type Paint, painter, signTone } from "./paint.ts";

/** A run that can be read. */
export interface ListedRun {
  readonly manifest: RunManifest;
  /** Whether a process runs it now; left out: no, or nobody has looked. */
  readonly isRunning?: boolean;
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

const COLUMNS = {
  id: column("run", (run) => run.manifest.id),
  started: column("started", (run) => formatTime(startedAt(run))),
  agent: column(
    "agent",
    ({ manifest: { agent, model, control } }) =>
      [agent, model?.model, model?.prompt?.path, control?.name].filter((word) => word !== undefined).join(
        " ",
      ),
  ),
  mode: column("mode", ({ manifest }) => manifest.mode),
  assets: column("assets", (run) => run.assets.join(",")),
  interval: column("every", (run) => run.interval),
  period: column("period", ({ manifest: { range } }) => formatPeriodShort(range.from, range.until)),
  profile: column("profile", (run) => run.profile),
  data: column("data", ({ manifest: { data } }) => data.synthetic ? "synthetic" : shortSource(data.source)),
  return: metricColumn(
    "return",
    ({ totalReturn }, paint) => paint(signTone(totalReturn), formatReturn(totalReturn)),
  ),
  // Beside the return: what it is worth hangs on it.
  memory: column("memory", ({ manifest: { model } }) => model?.memory.grade ?? ""),
  sharpe: metricColumn("Sharpe", ({ sharpe }) => sharpe === null ? "n/a" : formatNumber(sharpe)),
  drawdown: metricColumn("drawdown", ({ maxDrawdown }) => formatReturn(maxDrawdown)),
  trades: metricColumn("trades", ({ trades }) => formatNumber(trades, 0)),
  origin: column("of", ({ manifest }) => originOf(manifest)),
  status: column(
    "status",
    ({ manifest, isRunning }) => manifest.status === "running" && !isRunning ? "unfinished" : manifest.status,
  ),
};

/** The order that the list is sorted by stays in sight, however narrow the terminal is. */
const STARTED_SHORT = {
  ...COLUMNS.started,
  short: column("started", (run) => formatDay(startedAt(run))),
};

/** The list as text that ends with a line break; what to type where there is none. */
export function renderRuns(view: RunsView): string {
  const { whole, damaged, left } = arrange(view);
  if (whole.length + damaged.length === 0) {
    return `No runs in ${view.folder} yet.\n\nnext:  deno task backtest --from 2024-01\n`;
  }
  const paint = painter(view.colour);
  const table = drawRuns(whole, view, paint);
  const warnings = damaged.flatMap((run) => damagedLines(run, view.columns, paint));
  const remarks = [
    ...(left === 0 ? [] : [`${formatCount(left, "run")} more; --limit shows them`]),
    ...droppedRemark(table),
  ];
  const groups = [
    table.lines,
    warnings,
    remarks.flatMap((text) => wrapTo(text, view.columns)).map((text) => paint("faint", text)),
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

/** Shows the status where it differs, and drops first what is needed least, never what it is sorted by. */
function drawRuns(runs: readonly ListedRun[], view: RunsView, paint: Paint): FittedTable {
  const { memory, mode, origin, profile, interval, trades, assets, period, started, status, data } = COLUMNS;
  const isPlain = runs.every((run) => run.manifest.status === "finished");
  const modes = new Set(runs.map((run) => run.manifest.mode));
  const hasModels = runs.some((run) => run.manifest.model !== undefined);
  const hasOrigins = runs.some(({ manifest }) => originOf(manifest) !== "");
  const columns = Object.values(COLUMNS).filter((one) => {
    if (one === status) return !isPlain;
    if (one === mode) return modes.size > 1;
    if (one === origin) return hasOrigins;
    return one !== memory || hasModels;
  });
  const last = view.sort === "started" ? STARTED_SHORT : started;
  const leastNeeded = [profile, interval, trades, assets, data, period, last, origin, mode, status];
  return fitTable(runs, { columns, leastNeeded, width: view.columns, paint });
}

/** What a run was made of: the run that it asks what if of, or the family it is one of. */
function originOf({ parent, familyId }: RunManifest): string {
  return parent === undefined ? familyId ?? "" : `what if of ${parent.id}`;
}

function damagedLines(run: DamagedRun, columns: number | null, paint: Paint): string[] {
  const text = `${run.id} damaged: ${oneLine(run.damaged)}`;
  return wrapTo(text, columns).map((line) => paint("warning", line));
}

/** Of live prices the venue, with its host where that is not the usual one; the whole source stands in the JSON. */
function shortSource(source: string): string {
  return oneLine(source).replace(/, candles from .*$/, "").replace(" (api.hyperliquid.xyz)", "");
}

function withoutId({ id: _, ...rest }: RunManifest): Omit<RunManifest, "id"> {
  return rest;
}

function startedAt({ manifest }: ListedRun): number {
  return Date.parse(manifest.started);
}

/** A column of words. */
export function column(title: string, read: (run: ListedRun) => string): Column<ListedRun> {
  return { title, isRight: false, read };
}

/** A column of figures of finished runs; an unfinished one has none. */
export function metricColumn(
  title: string,
  read: (metrics: Metrics, paint: Paint) => string,
): Column<ListedRun> {
  return {
    title,
    isRight: true,
    read: ({ manifest: { metrics } }, paint) => metrics === null ? "" : read(metrics, paint),
  };
}
