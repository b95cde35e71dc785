import type { RunIndex, RunManifest } from "../../engine/mod.ts";
import type { ShownTrials } from "./compared.ts";
import { isExpected } from "./errors.ts";

/** A past run where it lies. */
interface Folder {
  readonly manifest: RunManifest;
  readonly path: string;
  readonly diaryPath: string;
}

/** What reads the ledger of trials. */
export interface TrialTools<Ledger> {
  readTrials(root: string): Ledger & { readonly lines: readonly { readonly runId: string }[] };
  trialsBeside(manifest: RunManifest, ledger: Ledger): readonly { readonly runIds: readonly string[] }[];
  findRun(root: string, ref: string): Folder;
  readIndex(run: Folder): RunIndex | null;
  knownTrials(raw: number, indexes: readonly RunIndex[]): ShownTrials | null;
}

/** The days of more trials are not looked up; the others count all the same. */
const MOST_LOOKED_UP = 100;

/**
 * Gives what was tried on the data of a run; null where the ledger does not know the run. `opened`: runs whose indexes are at
 * hand.
 */
export function trialsOf<Ledger>(
  root: string,
  tools: TrialTools<Ledger>,
  opened: readonly { readonly manifest: RunManifest; readonly index: RunIndex }[],
): (manifest: RunManifest) => ShownTrials | null {
  const ledger = tools.readTrials(root);
  const listed = new Set(ledger.lines.map(({ runId }) => runId));
  const indexes = new Map<string, RunIndex | null>(opened.map(({ manifest, index }) => [manifest.id, index]));
  const known = new Map<string, ShownTrials | null>();
  const indexOf = (id: string): RunIndex | null => {
    if (!indexes.has(id)) indexes.set(id, readIfThere(`${root}/${id}`, tools));
    return indexes.get(id)!;
  };
  return (manifest) => {
    if (!listed.has(manifest.id)) return null;
    const trials = tools.trialsBeside(manifest, ledger);
    const name = trials.map(({ runIds }) => runIds[0]).join(" ");
    if (!known.has(name)) {
      const lookedUp = trials.slice(-MOST_LOOKED_UP).flatMap(({ runIds }) => firstOf(runIds, indexOf) ?? []);
      known.set(name, tools.knownTrials(trials.length, lookedUp));
    }
    return known.get(name)!;
  };
}

/** The index of the first run of a trial that still has one. */
function firstOf(runIds: readonly string[], indexOf: (id: string) => RunIndex | null): RunIndex | null {
  for (const id of runIds) {
    const index = indexOf(id);
    if (index !== null) return index;
  }
  return null;
}

/** A run that was deleted or cannot be read is one whose days are not known. */
function readIfThere<Ledger>(path: string, tools: TrialTools<Ledger>): RunIndex | null {
  try {
    return tools.readIndex(tools.findRun("", path));
  } catch (error) {
    if (isExpected(error)) return null;
    throw error;
  }
}
