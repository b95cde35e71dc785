/** Measures sweeps: runs a second on one core and on all, and what a queue adds to a run. */
import {
  connectQueue,
  type JobMessage,
  openQueue,
  QueuePool,
  takeRuns,
} from "../../adapters/sweep_queue/mod.ts";
import { listRuns, readIndex } from "../../adapters/jsonl_diary/mod.ts";
import { NatsServer } from "../queue/nats_server.ts";
import { onCore } from "../venue/venue_process.ts";
import type { Measured } from "./measure.ts";

const ROOT = new URL("../..", import.meta.url).pathname;
/** A month at 15m on three assets, each run with another seed. */
const MONTH = ["--agent", "trend", "--from", "2024-01", "--to", "2024-01", "--no-progress", "--json"];
/** What starting takes is in both, and in their difference no more. */
const [FEW, MANY] = [20, 220];
const QUEUED = 500;

/** Runs a second of a month at 15m, on one core and on all, and the milliseconds a run that a queue takes of its own. */
export async function measureSweep(folder: string): Promise<readonly Measured[]> {
  const cores = navigator.hardwareConcurrency;
  const one = await pace(folder, 1);
  const all = await pace(folder, cores);
  return [
    { name: "sweep: months at 15m, one core", runsPerSecond: one },
    { name: `sweep: months at 15m, ${cores} cores`, runsPerSecond: all, scaling: all / one / cores },
    ...(await hasServer() ? [await queueOverhead(folder)] : []),
  ];
}

async function pace(folder: string, cores: number): Promise<number> {
  const few = await seconds(folder, cores, FEW);
  return (MANY - FEW) / (await seconds(folder, cores, MANY) - few);
}

async function seconds(folder: string, cores: number, runs: number): Promise<number> {
  const words = [
    "sweep",
    ...MONTH,
    "--seed",
    `1..${runs}`,
    "--cores",
    String(cores),
    "--runs",
    `r${cores}-${runs}`,
  ];
  const start = performance.now();
  const typed = [Deno.execPath(), "run", "-A", "--no-prompt", `${ROOT}main.ts`, ...words];
  // V8 compiles and clears up on threads of its own: one worker alone would take more than one core.
  const [program, ...args] = cores === 1 ? onCore(0, typed) : typed;
  const { success, stderr } = await new Deno.Command(program, { args, cwd: folder }).output();
  if (!success) throw new Error(`sweep failed: ${new TextDecoder().decode(stderr)}`);
  return (performance.now() - start) / 1000;
}

async function hasServer(): Promise<boolean> {
  try {
    return (await new Deno.Command("nats-server", { args: ["--version"] }).output()).success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Runs that were played before, put on a queue, taken off it, answered and taken in: all that is left is the queue's. */
async function queueOverhead(folder: string): Promise<Measured> {
  const server = await new NatsServer(`${folder}/store`).ready();
  const address = {
    ...{ servers: [`127.0.0.1:${server.port}`], isTls: false, caFile: null, certFile: null, keyFile: null },
    ...{ credentialsFile: null, tokenFile: null },
  };
  const stop = new AbortController();
  try {
    const worker = await openQueue(await connectQueue(address, "worker"));
    const [run] = listRuns(`${folder}/r1-${FEW}`);
    const played = {
      manifest: run.manifest!,
      index: readIndex({ ...run, manifest: run.manifest! }),
      diary: null,
    };
    const working = (async () => {
      for await (
        const taken of takeRuns(worker, "bench", {
          signal: stop.signal,
          onForeign: () => undefined,
          onLink: () => undefined,
        })
      ) {
        await taken.done({ kind: "done", ...played });
      }
    })();
    const pool = new QueuePool<number>(await openQueue(await connectQueue(address, "sweep")), {
      ...{ familyId: "f-bench", revision: "bench", numberOf: (job) => job },
      messageOf: (job) => Promise.resolve(nothing(job)),
      keep: () => null,
    });
    const start = performance.now();
    await pool.playAll(Array.from({ length: QUEUED }, (_, job) => job), {
      signal: new AbortController().signal,
      onDone: () => undefined,
      onFailed: (_, fault) => console.error(fault),
    });
    const msPerRun = (performance.now() - start) / QUEUED;
    await pool.close(true);
    stop.abort();
    await working;
    await worker.connection.close();
    return { name: "sweep: what a queue takes of its own", msPerRun };
  } finally {
    await server.stop();
  }
}

function nothing(job: number): JobMessage {
  const play = { options: { agent: "trend" } };
  return {
    familyId: "f-bench",
    job,
    play,
    market: [],
    files: [],
    modules: [],
    cassettes: null,
    withDiary: false,
  };
}
