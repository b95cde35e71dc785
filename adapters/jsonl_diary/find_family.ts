import { type FoundRun, listRuns } from "./find_run.ts";
import { RunError } from "./run_error.ts";
import { makeRunsRoot } from "./run_folder.ts";

/** Runs that were begun together. */
export interface FoundFamily {
  readonly familyId: string;
  /** Oldest first. */
  readonly runs: readonly FoundRun[];
}

const MANY = 5;
/** Tells a family's id from a run's. */
const PREFIX = "f-";

/** Makes the folder of runs where it is missing, and gives the id of a new family. Throws a RunError where it cannot be made. */
export function openFamily(root: string): string {
  makeRunsRoot(root);
  return `${PREFIX}${crypto.getRandomValues(new Uint8Array(4)).toHex()}`;
}

/** All families in `root`, newest first; none is no error. */
export function listFamilies(root: string): readonly FoundFamily[] {
  const families = new Map<string, FoundRun[]>();
  for (const run of listRuns(root)) {
    const familyId = run.manifest?.familyId;
    if (familyId === undefined) continue;
    const runs = families.get(familyId) ?? [];
    families.set(familyId, runs);
    // The list has the newest first.
    runs.unshift(run as FoundRun);
  }
  return [...families].map(([familyId, runs]) => ({ familyId, runs }));
}

/**
 * The family that a person means: its id, the beginning of it, or `last`. Throws a RunError that says what there is where none
 * or several fit.
 */
export function findFamily(root: string, ref: string): FoundFamily {
  const families = listFamilies(root);
  const id = ref.toLowerCase();
  const isFitting = ({ familyId }: FoundFamily): boolean => id !== "" && familyId.startsWith(id);
  const matches = ref === "last" ? families.slice(0, 1) : families.filter(isFitting);
  if (matches.length === 1) return matches[0];
  if (matches.length > 1) {
    throw new RunError(
      `"${ref}" begins ${matches.length} families in ${root} (${some(matches)}); wanted one`,
    );
  }
  const there = families.length === 0 ? "there are none yet" : `there are: ${some(families)}`;
  throw new RunError(`no family "${ref}" in ${root}; ${there}`);
}

function some(families: readonly FoundFamily[]): string {
  const names = families.slice(0, MANY).map(({ familyId }) => familyId).join(", ");
  return families.length > MANY ? `${names} and ${families.length - MANY} more` : names;
}
