/** What `paper` shows while it runs. */

import type { CycleEntry, RunManifest } from "../../engine/mod.ts";
import { formatTime, formatUsd } from "./format.ts";
import type { PaperOptions } from "./paper_options.ts";
import type { Terminal } from "./terminal.ts";

/** A run that is shown. */
export interface ShownPaper {
  readonly folder: { readonly path: string };
  readonly manifest: RunManifest;
  /** One for each line that stood in its diary before. */
  readonly hashes: readonly string[];
}

/** Who looks on. */
export interface PaperWatch {
  onCycle(entry: CycleEntry): void;
}

/** Shows a paper run: a line for each cycle. */
export function watchPaper(run: ShownPaper, options: PaperOptions, terminal: Terminal): PaperWatch {
  if (!options.json) terminal.print(headline(run, options));
  return {
    onCycle: (entry: CycleEntry): void => {
      terminal.print(options.json ? JSON.stringify(entry) : cycleLine(entry));
    },
  };
}

function headline(
  { folder, manifest, hashes }: ShownPaper,
  { assets, interval, agent }: PaperOptions,
): string {
  const goesOn = hashes.length === 0 ? "new run" : "goes on with run";
  return `paper · ${agent} on ${
    assets.join(", ")
  } · ${interval} · ${manifest.data.source} · ${goesOn} ${folder.path}`;
}

function cycleLine({ close, equityUsd, decisions = [], faults = [] }: CycleEntry): string {
  const did = decisions.filter(({ action }) => action !== "hold").map(({ action, asset }) =>
    `${action} ${asset}`
  );
  const failed = faults.map(({ on, what }) => `fault: ${on}: ${what}`);
  return [formatTime(close), formatUsd(equityUsd), ...did, ...failed].join("   ");
}
