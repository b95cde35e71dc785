import type { CycleEntry, JsonValue, Metrics, RunManifest } from "../../engine/mod.ts";
import { controlNotes } from "./control_note.ts";
import { formatTimeZ } from "./format.ts";
import { answerNotes, memoryNotes } from "./model_rows.ts";
import { nextCommands } from "./next_commands.ts";
import type { BacktestOptions } from "./options.ts";
import { type Detail, renderDetail } from "./detail.ts";
import { renderDetailFigures } from "./detail_figures.ts";
import { createProgress } from "./progress.ts";
import { type RemarkedRun, remarksOf } from "./remarks.ts";
import { renderSummary, SYNTHETIC_MARKET } from "./summary.ts";
import type { EquityPoint } from "./summary_view.ts";
import type { Terminal } from "./terminal.ts";

/** How often a run lets the process look at signals and timers, ms of wall time. */
const BREATH_MS = 40;
/** Has nothing to stand beside. */
const BUY_AND_HOLD = "buy-and-hold";
/** Cycles between two looks at the wall clock. */
const STRIDE = 32;

/** A finished run as it is shown. */
export interface FinishedRun {
  readonly manifest: RunManifest;
  readonly folder: string;
  readonly diaryPath: string;
  readonly equity: readonly EquityPoint[];
  readonly notes: readonly string[];
  /** Closed trades by asset, side and month. */
  readonly detail: Detail;
}

/** Watches a run: draws how far it is, and lets the process breathe now and then so that Ctrl-C is heard. */
export function watchRun(
  options: BacktestOptions,
  range: { readonly from: number; readonly until: number },
  terminal: Terminal,
): { onCycle(entry: CycleEntry): void | Promise<void>; finish(): void } {
  const progress = createProgress({
    from: range.from,
    until: range.until,
    startEquityUsd: options.capitalUsd,
    out: options.json || !options.progress ? "none" : terminal.redraws ? "tty" : "plain",
    write: terminal.note,
    columns: () => terminal.columns() ?? 100,
    nowMs: () => performance.now(),
  });
  const breathe = breather();
  let cycles = 0;
  return {
    onCycle({ close, equityUsd }): void | Promise<void> {
      progress.update({ time: close, equityUsd, candles: ++cycles * options.assets.length });
      return breathe();
    },
    finish: () => progress.finish(),
  };
}

/** Called every cycle, lets the process look at signals and timers now and then: nearly free in between. */
export function breather(): () => void | Promise<void> {
  let calls = 0;
  let breathed = performance.now();
  return () => {
    if (++calls % STRIDE !== 0 || performance.now() - breathed < BREATH_MS) return;
    return nextTurn().then(() => {
      breathed = performance.now();
    });
  };
}

/** What a run came to, in its folder. */
export interface PlayedRun<Folder> extends RemarkedRun {
  readonly folder: Folder;
  readonly result: RemarkedRun["result"] & {
    readonly metrics: Metrics;
    readonly equity: readonly { readonly close: number; readonly equityUsd: number }[];
    readonly breakdown: Detail;
  };
  readonly benchmark: Metrics | null;
}

/** Writes the figures of a run into its manifest, and shows them; `updateManifest` writes them. */
export function showRun<Folder extends { readonly path: string; readonly diaryPath: string }>(
  run: PlayedRun<Folder>,
  terminal: Terminal,
  { updateManifest }: { updateManifest(folder: Folder, changes: Partial<RunManifest>): RunManifest },
): void {
  const { options, folder, result, benchmark } = run;
  const { warnings, notes } = remarksOf(run);
  const manifest = updateManifest(folder, { metrics: result.metrics, benchmark, warnings });
  const equity = result.equity.map(({ close, equityUsd }) => ({ time: close, equityUsd }));
  const { path, diaryPath } = folder;
  presentRun(
    { manifest, folder: path, diaryPath, equity, notes, detail: result.breakdown },
    options,
    terminal,
  );
}

/** Shows a finished run: its summary, or with `--json` the figures and nothing else. */
export function presentRun(run: FinishedRun, options: BacktestOptions, terminal: Terminal): void {
  const { manifest, folder, equity } = run;
  if (options.json) {
    terminal.print(JSON.stringify(runJson(run, options.benchmark), null, 2));
    return;
  }
  // The tables come first, so that the summary and what to type next stay in sight.
  if (options.detail) {
    const view = { columns: terminal.columns(), colour: terminal.colour };
    const tables = [renderDetailFigures(manifest, view), renderDetail(run.detail, view)];
    terminal.print(tables.filter((table) => table !== "").map((table) => `${table}\n`).join("\n"));
  }
  const { profile } = manifest.settings as { profile: { name: string } };
  terminal.print(
    renderSummary({
      manifest,
      assets: options.assets,
      interval: options.interval,
      profile: profile.name,
      diary: options.diary,
      equity,
      notes: [...interruption(run, options.benchmark), ...controlNotes(manifest.control), ...run.notes],
      folder,
      next: nextCommands(options, manifest.id),
      columns: terminal.columns() ?? 100,
      colour: terminal.colour,
    }).trimEnd(),
  );
}

/** What Ctrl-C cut short: the run, whose headline shows what was asked for, or buy and hold after it. */
function interruption({ manifest, equity }: FinishedRun, isBeside: boolean): string[] {
  const { status, agent, benchmark } = manifest;
  if (status === "finished" && benchmark === null && isBeside && agent !== BUY_AND_HOLD) {
    return ["Buy and hold was interrupted, so it does not stand beside."];
  }
  if (status !== "interrupted" || equity.length === 0) return [];
  return [`Interrupted at ${formatTimeZ(equity[equity.length - 1].time)}: the figures go as far as that.`];
}

/** What the summary says besides the figures stands among the warnings: a program reads nothing else. */
function saidBesides(run: FinishedRun, isBeside: boolean): string[] {
  const { manifest, notes } = run;
  const synthetic = manifest.data.synthetic ? [SYNTHETIC_MARKET] : [];
  return [
    ...manifest.warnings,
    ...interruption(run, isBeside),
    ...controlNotes(manifest.control),
    ...notes,
    ...answerNotes(manifest),
    ...memoryNotes(manifest),
    ...synthetic,
  ];
}

function runJson(run: FinishedRun, isBeside: boolean): Record<string, JsonValue | Metrics> {
  const { manifest, folder, diaryPath } = run;
  return {
    runId: manifest.id,
    diary: Deno.realPathSync(diaryPath),
    manifest: Deno.realPathSync(`${folder}/run.json`),
    metrics: manifest.metrics,
    warnings: saidBesides(run, isBeside),
  };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
