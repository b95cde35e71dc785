import type { CycleEntry, JsonValue, Metrics, RunManifest } from "../../engine/mod.ts";
import type { BacktestOptions } from "./options.ts";
import { createProgress } from "./progress.ts";
import { renderSummary } from "./summary.ts";
import type { EquityPoint } from "./summary_view.ts";
import type { Terminal } from "./terminal.ts";

/** How often a run lets the process look at signals and timers, ms of wall time. */
const BREATH_MS = 40;
/** Cycles between two looks at the wall clock. */
const STRIDE = 32;

/** A finished run as it is shown. */
export interface FinishedRun {
  readonly manifest: RunManifest;
  readonly folder: string;
  readonly diaryPath: string;
  readonly equity: readonly EquityPoint[];
  readonly notes: readonly string[];
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
  let cycles = 0;
  let breathed = performance.now();
  return {
    onCycle({ close, equityUsd }): void | Promise<void> {
      progress.update({ time: close, equityUsd, candles: ++cycles * options.assets.length });
      if (cycles % STRIDE !== 0 || performance.now() - breathed < BREATH_MS) return;
      return breathe().then(() => {
        breathed = performance.now();
      });
    },
    finish: () => progress.finish(),
  };
}

/** Shows a finished run: its summary, or with `--json` the figures and nothing else. */
export function presentRun(run: FinishedRun, options: BacktestOptions, terminal: Terminal): void {
  const { manifest, folder, equity, notes } = run;
  if (options.json) {
    terminal.print(JSON.stringify(runJson(run), null, 2));
    return;
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
      notes,
      folder,
      next: nextCommands(options),
      columns: terminal.columns() ?? 100,
      colour: terminal.colour,
    }).trimEnd(),
  );
}

function runJson({ manifest, folder, diaryPath }: FinishedRun): Record<string, JsonValue | Metrics> {
  return {
    runId: manifest.id,
    diary: Deno.realPathSync(diaryPath),
    manifest: Deno.realPathSync(`${folder}/run.json`),
    metrics: manifest.metrics,
    warnings: manifest.warnings,
  };
}

function nextCommands({ agent, data }: BacktestOptions): string[] {
  const other = agent === "mean-reversion" ? "trend" : "mean-reversion";
  const from = data === null ? "" : ` --data ${data}`;
  return ["deno task runs --sort return", `deno task backtest --from 2024-01 --agent ${other}${from}`];
}

function breathe(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
