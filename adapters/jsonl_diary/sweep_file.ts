import { join } from "node:path";
import { z } from "zod";
import { writeWhole } from "./durable.ts";
import { type FoundRun, walkRuns } from "./find_run.ts";
import { orRunError, RunError } from "./run_error.ts";

/** What a sweep was begun with: enough to make the same runs again. */
export interface KeptSweep {
  readonly familyId: string;
  /** Wall-clock time, ISO 8601. */
  readonly started: string;
  readonly codeRevision: string;
  /** All that was typed, as the command line reads it. */
  readonly flags: { readonly [name: string]: string | boolean | readonly string[] };
}

/** A run of a sweep that left no folder, with why. */
export interface SweepFault {
  readonly job: number;
  readonly point: { readonly [name: string]: string };
  readonly fault: string;
}

const ENDING = ".sweep.json";

const schema: z.ZodType<KeptSweep> = z.object({
  familyId: z.string(),
  started: z.string(),
  codeRevision: z.string(),
  flags: z.record(z.string(), z.union([z.string(), z.boolean(), z.array(z.string())])),
});

/** Writes down what a sweep consists of, beside its runs. Throws a RunError where it cannot be written. */
export function keepSweep(root: string, sweep: KeptSweep): void {
  writeWhole(join(root, `${sweep.familyId}${ENDING}`), `${JSON.stringify(sweep, null, 2)}\n`);
}

/**
 * The sweep that a person means: its id, the beginning of it, or `last`. Throws a RunError that says what there is where none or
 * several fit.
 */
export function findSweep(root: string, ref: string): KeptSweep {
  const ids = sweepIds(root);
  if (ref === "last" && ids.length > 0) {
    return ids.map((id) => readSweep(root, id)).sort((a, b) => a.started < b.started ? 1 : -1)[0];
  }
  const fitting = ids.filter((id) => ref !== "" && id.startsWith(ref.toLowerCase()));
  if (fitting.length === 1) return readSweep(root, fitting[0]);
  if (fitting.length > 1) {
    throw new RunError(
      `"${ref}" begins ${fitting.length} sweeps in ${root} (${fitting.join(", ")}); wanted one`,
    );
  }
  const there = ids.length === 0 ? "there are none yet" : `there are: ${ids.join(", ")}`;
  throw new RunError(`no sweep "${ref}" in ${root}; ${there}`);
}

/**
 * Takes a sweep for this process; it is let go of when it is disposed of, and when the process ends in any way. Throws a RunError
 * where another process plays it.
 */
export function lockSweep(root: string, familyId: string): Disposable {
  const path = join(root, `${familyId}.sweep.lock`);
  const file = orRunError(`cannot write ${path}`, () => Deno.openSync(path, { write: true, create: true }));
  if (file.tryLockSync(true)) return file;
  file.close();
  throw new RunError(`another process plays the sweep ${familyId}; wanted its end before it goes on`);
}

/** The runs of a sweep that lie in `root`, one after another: memory does not grow with them. */
export function* sweepRuns(
  root: string,
  familyId: string,
): Iterable<FoundRun> {
  for (const run of walkRuns(root)) {
    if (run.manifest === null || run.manifest.familyId !== familyId) continue;
    if (run.manifest.sweep !== undefined) yield run;
  }
}

/** Removes the folder of a run that did not come to its end, before it is played again. */
export function removeRun(run: { readonly path: string }): void {
  orRunError(`cannot remove ${run.path}`, () => Deno.removeSync(run.path, { recursive: true }));
}

/** Adds a fault of a run that left no folder to those of its sweep; the file only grows. */
export function noteSweepFault(root: string, familyId: string, fault: SweepFault): void {
  const path = join(root, `${familyId}.faults.jsonl`);
  orRunError(
    `cannot write ${path}`,
    () => Deno.writeTextFileSync(path, `${JSON.stringify(fault)}\n`, { append: true }),
  );
}

function sweepIds(root: string): string[] {
  try {
    return [...Deno.readDirSync(root)].map(({ name }) => name).filter((name) => name.endsWith(ENDING))
      .map((name) => name.slice(0, -ENDING.length)).sort();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

function readSweep(root: string, id: string): KeptSweep {
  const path = join(root, `${id}${ENDING}`);
  const text = orRunError(`cannot read ${path}`, () => Deno.readTextFileSync(path));
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    throw new RunError(`${path} is damaged: ${(error as Error).message.split("\n")[0]}`, { cause: error });
  }
}
