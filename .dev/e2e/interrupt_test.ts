/** What a run leaves behind when it is ended from outside. */

import assert from "node:assert/strict";
import { readManifest, runFolderAt } from "../../adapters/jsonl_diary/mod.ts";
import { atWork, diaryOf, resultOf, runOf, type Workplace } from "./workplace.ts";

const LONG = ["--interval", "5m", "--assets", "BTC", "--agent", "random", "--no-progress"];

/** Some hundred lines. */
const ENOUGH_BYTES = 100_000;

/** Starts a long run and waits until it has come so far; `has` looks at its folder. */
async function begun(
  place: Workplace,
  has: (folder: string) => boolean,
): Promise<{ process: Deno.ChildProcess; id: string }> {
  const process = place.start("backtest", LONG);
  for (let tries = 0; tries < 2000; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    const [id] = place.runFolders();
    if (id !== undefined && has(`${place.path}/runs/${id}`)) return { process, id };
  }
  process.kill("SIGKILL");
  const { err } = await resultOf(process);
  throw new Error(`not so far after 10 s: ${err}`);
}

/** Whether a part of the diary is on disk. */
function writes(folder: string): boolean {
  return sizeOf(`${folder}/diary.jsonl`) > ENOUGH_BYTES;
}

/** Whether the run is over, and buy and hold is run. */
function compares(folder: string): boolean {
  return sizeOf(`${folder}/run.json`) > 0 && readManifest(runFolderAt(folder)).status === "finished";
}

function sizeOf(path: string): number {
  try {
    return Deno.statSync(path).size;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return 0;
    throw error;
  }
}

Deno.test("Ctrl-C ends a run as interrupted: its diary is whole, its figures are shown as far as they go", () =>
  atWork(async (place) => {
    const { process, id } = await begun(place, writes);
    process.kill("SIGINT");
    const { code, out, err } = await resultOf(process);
    assert.deepEqual([code, err], [130, ""]);
    const { manifest, lines } = runOf(`${place.path}/runs/${id}`);
    assert.equal(manifest.status, "interrupted");
    assert.ok(manifest.ended !== null && manifest.metrics !== null && manifest.benchmark === null);
    const last = JSON.parse(lines.at(-1)!);
    assert.equal(last.kind, "cycle");
    assert.ok(last.close < manifest.range.until - 86_400_000, "it was ended long before its end");
    const when = new Date(last.close).toISOString().slice(0, 16).replace("T", " ");
    assert.match(out.split("\n\n")[0].replaceAll(/\s+/g, " "), / · interrupted /);
    assert.ok(
      out.replaceAll(/\s+/g, " ").includes(`Interrupted at ${when}Z: the figures go as far as that.`),
      out,
    );
    assert.match((await place.runs()).out, new RegExp(`\n${id} .* interrupted\n`));
  }));

Deno.test("Ctrl-C while buy and hold is run beside it leaves the run finished and says what is lacking", () =>
  atWork(async (place) => {
    const { process, id } = await begun(place, compares);
    process.kill("SIGINT");
    const { code, out, err } = await resultOf(process);
    assert.deepEqual([code, err], [130, ""]);
    const { manifest } = runOf(`${place.path}/runs/${id}`);
    assert.deepEqual([manifest.status, manifest.benchmark], ["finished", null]);
    assert.ok(
      out.replaceAll(/\s+/g, " ").includes("Buy and hold was interrupted, so it does not stand beside."),
      out,
    );
  }));

Deno.test("a run that was killed leaves a diary that can be read, and is listed as unfinished", () =>
  atWork(async (place) => {
    const { process, id } = await begun(place, writes);
    process.kill("SIGKILL");
    assert.equal((await resultOf(process)).out, "");
    const { lines, end } = diaryOf(`${place.path}/runs/${id}`);
    assert.ok(lines.length > 100);
    assert.equal(end.key, lines[0].entry.kind === "run" ? lines[0].entry.key : null);
    const { code, out } = await place.runs();
    assert.equal(code, 0);
    assert.match(out, new RegExp(`\n${id} .* unfinished\n`));
  }));
