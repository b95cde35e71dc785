/** Sweeps over a real queue: equal to those of one machine, and whole whoever is killed. */

import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { connectQueue, openQueue, type Queue, QueuePool, takeRuns } from "../../adapters/sweep_queue/mod.ts";
import { writeTemplate } from "../../adapters/agent_file/mod.ts";
import { readTrials } from "../../adapters/jsonl_diary/mod.ts";
import type { RunManifest } from "../../engine/mod.ts";
import { cutMarket } from "../e2e/cut_market.ts";
import { atWork, type Result, resultOf, type Workplace } from "../e2e/workplace.ts";
import { NatsServer } from "./nats_server.ts";

const JANUARY = { from: Date.UTC(2023, 11, 20), until: Date.UTC(2024, 1) };
const FLAGS = "--from 2024-01-01 --to 2024-01-14 --data data";
const WORKERS = 3;
const ADDRESS = {
  ...{ isTls: false, caFile: null, certFile: null, keyFile: null, credentialsFile: null, tokenFile: null },
};

/** A run as it lies in its folder; null where it has no diary. */
interface Kept {
  readonly manifest: RunManifest;
  readonly diary: string | null;
}

/** The finished runs of a workplace, by their number in the sweep. */
function finished({ path }: Workplace): Kept[] {
  const kept: Kept[] = [];
  for (const { name, isDirectory } of Deno.readDirSync(`${path}/runs`)) {
    if (!isDirectory) continue;
    const files = [...Deno.readDirSync(`${path}/runs/${name}`)].map((file) => file.name);
    // Whoever is killed as a folder is made leaves an empty one behind, which is no run.
    if (!files.includes("run.json")) continue;
    const manifest: RunManifest = JSON.parse(Deno.readTextFileSync(`${path}/runs/${name}/run.json`));
    const diary = files.includes("diary.jsonl")
      ? Deno.readTextFileSync(`${path}/runs/${name}/diary.jsonl`)
      : null;
    if (manifest.status === "finished") kept.push({ manifest, diary });
  }
  return kept.sort((a, b) => a.manifest.sweep!.job - b.manifest.sweep!.job);
}

function told({ manifest: { key, metrics, range, sweep, data, agentFile } }: Kept): unknown {
  return { key, metrics, range, sweep, data, agentFile };
}

/** A server, and a place whose market is cut; workers are begun as they are wanted and stopped at the end. */
async function withQueue(
  use: (
    of: { place: Workplace; server: NatsServer; worker: () => Promise<Deno.ChildProcess> },
  ) => Promise<void>,
): Promise<void> {
  await atWork(async (place) => {
    cutMarket(`${place.path}/data`, JANUARY);
    const server = await new NatsServer(`${place.path}/store`).ready();
    const begun: Deno.ChildProcess[] = [];
    const worker = async (): Promise<Deno.ChildProcess> => {
      const home = `${place.path}/worker-${begun.length}`;
      await Deno.mkdir(home);
      const process = new (place.constructor as new (path: string) => Workplace)(home)
        .start("worker", ["--queue", server.url, "--cores", "1"]);
      begun.push(process);
      return process;
    };
    try {
      await use({ place, server, worker });
    } finally {
      for (const process of begun) {
        await ended(process);
      }
      await server.stop();
    }
  });
}

/** Ends a process that may have ended before. */
async function ended(process: Deno.ChildProcess): Promise<void> {
  const status = process.status;
  const isOver = await Promise.race([
    status.then(() => true),
    new Promise((resolve) => setTimeout(resolve, 0, false)),
  ]);
  if (!isOver) process.kill("SIGKILL");
  await Promise.all([process.stdout, process.stderr].map((stream) => stream.locked ? null : stream.cancel()));
  await status;
}

/** So many bytes as text that gzip cannot make much shorter. */
function noise(bytes: number): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes; at += 60_000) {
    parts.push(Buffer.from(crypto.getRandomValues(new Uint8Array(45_000))).toString("base64"));
  }
  return parts.join("");
}

async function queueOf({ port }: NatsServer): Promise<Queue> {
  return await openQueue(await connectQueue({ ...ADDRESS, servers: [`127.0.0.1:${port}`] }, "test"));
}

/** How many messages lie there: runs, results, sweeps. */
async function heldOn({ manager }: Queue): Promise<number[]> {
  const streams = ["REPRISE_JOBS", "REPRISE_RESULTS", "REPRISE_SWEEPS"];
  return await Promise.all(streams.map(async (name) => (await manager.streams.info(name)).state.messages));
}

async function sweep(place: Workplace, flags: string): Promise<Result> {
  return await resultOf(place.start("sweep", flags.split(" ")));
}

/** Waits until so many runs of a workplace are there. */
async function untilRuns(place: Workplace, count: number): Promise<void> {
  for (let tries = 0; tries < 1200; tries++) {
    if (place.runFolders().length >= count) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`there are no ${count} runs`);
}

Deno.test("one core, all cores and three workers give equal figures and equal diaries, byte for byte", () =>
  withQueue(async ({ place, server, worker }) => {
    writeTemplate(`${place.path}/mine.ts`);
    const grid = `${FLAGS} --interval 1h --agent random,./mine.ts --param fast=5,10 --seed 1..2 --json`;
    const outcomes: Kept[][] = [];
    for (let count = 0; count < WORKERS; count++) await worker();
    for (const where of ["--cores 1", "", `--diaries --queue ${server.url}`]) {
      const { code, out, err } = await sweep(place, `${grid} ${where}`.trim());
      assert.deepEqual({ code, err }, { code: 0, err: "" });
      const { familyId, done } = JSON.parse(out);
      assert.equal(done, 6);
      outcomes.push(finished(place).filter(({ manifest }) => manifest.familyId === familyId));
    }
    const [one, all, queued] = outcomes;
    assert.ok(one.every(({ diary }) => diary!.length > 10_000));
    assert.deepEqual(all.map(({ diary }) => diary), one.map(({ diary }) => diary));
    assert.deepEqual(queued.map(({ diary }) => diary), one.map(({ diary }) => diary));
    assert.deepEqual(all.map(told), one.map(told));
    // The path of a file is the sweep's, wherever the run was played.
    assert.deepEqual(queued.map(told), one.map(told));
    const { lines } = readTrials(`${place.path}/runs`);
    assert.equal(lines.length, 18);
    assert.equal(new Set(lines.map(({ trial }) => trial)).size, 6);
  }));

Deno.test("an agent travels with what it imports of its folder, and leaves the bytes it leaves here", () =>
  withQueue(async ({ place, server, worker }) => {
    const face = JSON.stringify(import.meta.resolve("../../engine/mod.ts"));
    Deno.mkdirSync(`${place.path}/own/parts`, { recursive: true });
    const write = (name: string, text: string): void =>
      Deno.writeTextFileSync(`${place.path}/own/${name}`, text);
    write("table.json", '{ "each": 9 }');
    write(
      "parts/rule.ts",
      `import { hold } from ${face};\nimport table from "../table.json" with { type: "json" };
      export const rule = (asset: string, close: number, by: number) => close / 3_600_000 % (table.each + by) === 0
        ? { asset, action: "buy" as const, allocationUsd: 500, leverage: 1, rationale: "now" } : hold(asset, "later");`,
    );
    const source = (from: string): string =>
      `import { z } from "zod";\nimport { defineAgent } from ${face};\nimport { rule } from ${
        JSON.stringify(from)
      };
      export default defineAgent({ name: "parted", parameters: z.object({ by: z.number() }), create: ({ by }) => ({
        needs: [{ interval: "decision", indicators: [], values: 1 }], decide: ({ assets, close }) =>
          ({ decisions: assets.map(({ asset }) => rule(asset, close, by)) }) }) });`;
    write("agent.ts", source("./parts/rule.ts"));
    Deno.mkdirSync(`${place.path}/own/more`);
    write("more/outside.ts", source("../parts/rule.ts"));
    const flags = `${FLAGS} --interval 1h --param by=1,2 --json --agent`;
    const refused = await sweep(place, `${flags} ./own/more/outside.ts --queue ${server.url}`);
    assert.equal(refused.code, 1);
    assert.match(
      refused.err,
      /^sweep: the agent \.\/own\/more\/outside\.ts imports \.\.\/parts\/rule\.ts; wanted nothing but/,
    );
    assert.deepEqual(place.runFolders(), []);
    await worker();
    const outcomes: Kept[][] = [];
    for (const where of ["--cores 1", `--diaries --queue ${server.url}`]) {
      const { code, out, err } = await sweep(place, `${flags} ./own/agent.ts ${where}`);
      assert.deepEqual({ code, err }, { code: 0, err: "" });
      outcomes.push(finished(place).filter(({ manifest }) => manifest.familyId === JSON.parse(out).familyId));
    }
    const [here, queued] = outcomes;
    assert.ok(here.every(({ manifest }) => manifest.metrics!.trades > 0));
    assert.deepEqual(queued.map(({ diary }) => diary), here.map(({ diary }) => diary));
    assert.deepEqual(queued.map(told), here.map(told));
  }));

Deno.test("worker, server and sweep are killed in the middle: nothing is lost, nothing counts twice", () =>
  withQueue(async ({ place, server, worker }) => {
    const flags = `${FLAGS} --interval 5m --agent random --seed 1..40 --no-progress --queue ${server.url}`;
    const workers = [await worker(), await worker(), await worker()];
    const first = place.start("sweep", flags.split(" "));
    await untilRuns(place, 3);
    workers[0].kill("SIGKILL");
    await untilRuns(place, 8);
    await server.killAndRestart(500);
    await untilRuns(place, 14);
    first.kill("SIGKILL");
    await first.output();
    await worker();
    const { code, out } = await sweep(place, `--resume last --json --queue ${server.url}`);
    const { done, left, failed } = JSON.parse(out);
    assert.deepEqual({ code, done, left, failed }, { code: 0, done: 40, left: 0, failed: [] });
    const jobs = finished(place).map(({ manifest }) => manifest.sweep!.job);
    assert.deepEqual(jobs, Array.from({ length: 40 }, (_, job) => job));
    assert.equal(new Set(readTrials(`${place.path}/runs`).lines.map(({ trial }) => trial)).size, 40);
    const queue = await queueOf(server);
    // A worker may just be putting back what came too late.
    let held = await heldOn(queue);
    for (let tries = 0; tries < 300 && held.some((count) => count > 0); tries++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      held = await heldOn(queue);
    }
    await queue.connection.close();
    assert.deepEqual(held, [0, 0, 0]);
  }));

Deno.test("a run that fails is tried three times, set aside with its fault, and the others go on", () =>
  withQueue(async ({ place, server, worker }) => {
    const face = JSON.stringify(import.meta.resolve("../../engine/mod.ts"));
    Deno.writeTextFileSync(
      `${place.path}/picky.ts`,
      `import { z } from "zod";
      import { defineAgent } from ${face};
      export default defineAgent({ name: "picky", parameters: z.object({ a: z.number(), b: z.number() })
        .refine(({ a, b }) => a < 3 || b < 3, "a and b must not both be 3"), create: () => ({
        needs: [{ interval: "decision", indicators: [], values: 1 }], decide: () => ({ decisions: [] }) }) });`,
    );
    await worker();
    const grid =
      `${FLAGS} --interval 1h --agent ./picky.ts --param a=1,3 --param b=1,3 --json --queue ${server.url}`;
    const { code, out } = await sweep(place, grid);
    const { done, failed } = JSON.parse(out);
    assert.deepEqual([code, done, failed.length], [1, 3, 1]);
    assert.deepEqual(failed[0].point, { a: "3", b: "3" });
    assert.match(failed[0].fault, /must not both be 3 \(3 tries\)$/);
  }));

Deno.test("what a worker says of a run after its sweep is over does not stay on the server", () =>
  withQueue(async ({ server }) => {
    const [pool, queue] = await Promise.all([queueOf(server), queueOf(server)]);
    const familyId = "f-00000001";
    const stop = new AbortController();
    const sweep = new QueuePool<number>(pool, {
      ...{ familyId, revision: "aaaa", numberOf: (job) => job, keep: () => null },
      messageOf: (job) =>
        Promise.resolve({
          ...{
            familyId,
            job,
            play: { options: {} },
            market: [],
            files: [],
            modules: [],
            cassettes: null,
            withDiary: false,
          },
        }),
    });
    const playing = sweep.playAll([0], { signal: stop.signal, onDone: () => 0, onFailed: () => 0 });
    const watch = { signal: stop.signal, onForeign: () => 0, onLink: () => 0 };
    const taken = (await takeRuns(queue, "aaaa", watch).next()).value!;
    stop.abort();
    await playing;
    await sweep.close(true);
    const long = { kind: "done" as const, index: null, diary: noise(1_000_000) };
    await taken.done({ ...long, manifest: {} as RunManifest });
    const kept = await queue.results.list();
    const held = await heldOn(queue);
    await queue.connection.close();
    assert.deepEqual({ held, kept: kept.length }, { held: [0, 0, 0], kept: 0 });
  }));

Deno.test("a worker says when its queue goes away, and when it is back", () =>
  withQueue(async ({ server, worker }) => {
    const process = await worker();
    const told = process.stderr.pipeThrough(new TextDecoderStream()).getReader();
    const lines: string[] = [];
    const until = async (wanted: RegExp): Promise<void> => {
      while (!wanted.test(lines.join(""))) lines.push((await told.read()).value!);
    };
    await until(/Ctrl-C ends it/);
    await server.killAndRestart(500);
    await until(/worker: the queue went away; .*\nworker: the queue is back\n/);
    await told.cancel();
  }));

Deno.test("a worker of another code revision refuses with a line", () =>
  withQueue(async ({ server, worker }) => {
    const queue = await queueOf(server);
    await queue.client.publish("reprise.sweeps.0123456789abcdef.f-12345678", new Uint8Array());
    await queue.connection.close();
    const { code, stderr } = await (await worker()).output();
    const [line] = new TextDecoder().decode(stderr).split("\n");
    assert.equal(code, 1);
    assert.match(
      line,
      /^worker: the sweep there is of code revision 0123456789ab, this is [0-9a-f]{12}|unknown; wanted the same code$/,
    );
  }));
