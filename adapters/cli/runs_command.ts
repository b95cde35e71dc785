import type { RunsOptions } from "./options.ts";
import { type FoundRun, pastRun } from "./past_run.ts";
import { renderRuns, runsJson } from "./runs_table.ts";
import type { Terminal } from "./terminal.ts";

/** Lists past runs; `listRuns` finds those in a folder, `isRunning` tells whether a process runs one now. */
export function runsCommand(
  options: RunsOptions,
  terminal: Terminal,
  { listRuns, isRunning }: {
    listRuns(folder: string): readonly FoundRun[];
    isRunning(folder: string): boolean;
  },
): void {
  const view = {
    ...options,
    folder: options.runs,
    runs: listRuns(options.runs).map((run) => pastRun(run, isRunning)),
  };
  const { colour } = terminal;
  const text = options.json ? runsJson(view) : renderRuns({ ...view, columns: terminal.columns(), colour });
  terminal.print(text.trimEnd());
}
