/** A run killed with SIGKILL at any moment leaves nothing that a reader stumbles over. */

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import {
  type FoundRun,
  listRuns,
  readManifest,
  runFolderAt,
  verifyRun,
} from "../../adapters/jsonl_diary/mod.ts";
import { atWork, resultOf, taskWords, type Workplace } from "./workplace.ts";

const RUN = "--from 2024-02 --to 2024-02 --interval 5m --assets BTC --agent random --no-progress";
const WORDS = RUN.split(" ");
/** Moments of a whole run at which it is killed, beside those that its files tell of. */
const SLICES = 10;

/** What the folder of a run shows just when it is killed, in the order in which it comes to be. */
const MOMENTS: readonly (readonly [what: string, isThere: (folder: string) => boolean])[] = [
  ["its folder is made", existsSync],
  ["its diary is made", (folder) => existsSync(`${folder}/diary.jsonl`)],
  ["its manifest is being written", (folder) => existsSync(`${folder}/run.json.tmp`) || hasBegun(folder)],
  ["its manifest is written", hasBegun],
  [
    "its first lines are written",
    (folder) => hasBegun(folder) && Deno.statSync(`${folder}/diary.jsonl`).size > 0,
  ],
  ["it is finished", (folder) => hasBegun(folder) && readManifest(runFolderAt(folder)).status === "finished"],
];

function hasBegun(folder: string): boolean {
  return existsSync(`${folder}/run.json`);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Kills a run as soon as its folder shows what is waited for. */
async function killWhen(place: Workplace, what: string, isThere: (folder: string) => boolean): Promise<void> {
  const before = new Set(place.runFolders());
  const process = place.start("backtest", WORDS);
  const until = performance.now() + 20_000;
  for (; performance.now() < until; await pause(0)) {
    const name = place.runFolders().find((one) => !before.has(one));
    if (name !== undefined && isThere(`${place.path}/runs/${name}`)) break;
  }
  assert.ok(performance.now() < until, `${what}: not seen in 20 s`);
  await kill(process);
}

async function kill(process: Deno.ChildProcess): Promise<void> {
  try {
    process.kill("SIGKILL");
  } catch (error) {
    // It was quicker.
    if (!(error instanceof TypeError)) throw error;
  }
  await resultOf(process);
}

/** The runs that are not yet `seen`: none is listed as damaged, every reader reads them. */
function readable(place: Workplace, seen: Set<string>, after: string): FoundRun[] {
  return listRuns(`${place.path}/runs`).filter(({ path }) => !seen.has(path)).map((run) => {
    seen.add(run.path);
    assert.ok(run.manifest !== null, `${after}: ${run.path} is listed as damaged`);
    const { ended } = verifyRun(run);
    assert.equal(ended, run.manifest.status === "finished", after);
    assert.equal(ended, run.manifest.metrics !== null, `${after}: figures stand where the run is finished`);
    return run;
  });
}

Deno.test("killed as soon as a file is there: listed as unfinished, or not at all before it began", () =>
  atWork(async (place) => {
    const seen = new Set<string>();
    for (const [what, isThere] of MOMENTS) {
      await killWhen(place, what, isThere);
      readable(place, seen, what);
    }
  }));

Deno.test("killed at random moments, then gone on with: runs lists the killed as unfinished, verify reads them", () =>
  atWork(async (place) => {
    const began = performance.now();
    const whole = await place.good(RUN);
    const length = performance.now() - began;
    const seen = new Set<string>();
    const left: FoundRun[] = [];
    for (let slice = 0; slice < SLICES; slice++) {
      const delay = length * (slice + Math.random()) / SLICES;
      const process = place.start("backtest", WORDS);
      await pause(delay);
      await kill(process);
      left.push(...readable(place, seen, `killed after ${delay} ms`));
    }
    // The time in which a run writes is short beside its start: all the others may have missed it.
    await killWhen(place, "it has begun", hasBegun);
    left.push(...readable(place, seen, "killed when it had begun"));
    assert.deepEqual((await place.good(RUN)).lines, whole.lines);
    const { code, out, err } = await place.runs("--limit 100");
    assert.deepEqual([code, err], [0, ""]);
    const killed = left.filter(({ manifest }) => manifest.status === "running");
    assert.ok(killed.length > 0, "some were killed while they ran");
    for (const { manifest: { id } } of killed) assert.match(out, new RegExp(`\n${id} .* unfinished\n`));
    const verified = await place.command([...taskWords("verify"), killed[0].manifest.id]);
    assert.deepEqual([verified.code, verified.err], [0, ""]);
    assert.match(verified.out, /the run has not ended, so its end cannot be told/);
  }));
