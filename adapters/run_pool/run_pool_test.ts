import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { RunPool } from "./run_pool.ts";
import { withSharedColumns } from "./shared_columns.ts";
import type { TestJob } from "./testing/jobs.ts";

const MODULE = import.meta.resolve("./testing/jobs.ts");
const SHARED = withSharedColumns({ column: Float64Array.of(40) });

/** Plays jobs on a pool of so many workers; what became of each, in the order of the jobs. */
async function outcomes(jobs: readonly TestJob[], size: number): Promise<readonly unknown[]> {
  const results = new Map<TestJob, unknown>();
  await new RunPool({ module: MODULE, size, shared: SHARED }).playAll(jobs, {
    signal: new AbortController().signal,
    onDone: (job, result) => void results.set(job, result),
    onFailed: (job, fault) => void results.set(job, `failed: ${fault}`),
  });
  return jobs.map((job) => results.get(job));
}

Deno.test("every job is done once, on one worker as on several", async () => {
  const jobs = Array.from({ length: 9 }, (_, to): TestJob => ({ does: "add", to }));
  const sums = jobs.map((_, to) => 40 + to);
  deepStrictEqual(await outcomes(jobs, 1), sums);
  deepStrictEqual(await outcomes(jobs, 3), sums);
});

Deno.test("a job that throws has failed with its first line, and the others go on", async () => {
  deepStrictEqual(await outcomes([{ does: "throw" }, { does: "add", to: 2 }], 1), ["failed: no candles", 42]);
});

Deno.test("a worker that breaks down is replaced, and its job has failed", async () => {
  const [broken, ...rest] = await outcomes([{ does: "break" }, { does: "add", to: 2 }], 1);
  match(String(broken), /^failed: .*out of its mind/);
  deepStrictEqual(rest, [42]);
});

Deno.test("a module that is not there fails its jobs in a line", async () => {
  const faults: string[] = [];
  const pool = new RunPool({ module: import.meta.resolve("./testing/none.ts"), size: 1 });
  await pool.playAll([1, 2], {
    signal: new AbortController().signal,
    onDone: () => ok(false, "nothing can be done"),
    onFailed: (_, fault) => void faults.push(fault),
  });
  strictEqual(faults.length, 2);
  ok(faults.every((fault) => fault.includes("none.ts") && !fault.includes("\n")));
});

Deno.test("stopped, the jobs in hand come to their end and no other begins", async () => {
  const stop = new AbortController();
  const done: unknown[] = [];
  const begun: number[] = [];
  await new RunPool({ module: MODULE, size: 2 }).playAll<TestJob>(
    Array.from({ length: 5 }, () => ({ does: "wait" })),
    {
      signal: stop.signal,
      onDone: (_, result) => void done.push(result),
      onFailed: (_, fault) => ok(false, fault),
      onProgress: (inHand) => {
        begun.push(inHand);
        if (inHand === 0.5) stop.abort();
      },
    },
  );
  deepStrictEqual(done, ["stopped", "stopped"]);
  deepStrictEqual(begun, [0.25, 0.5]);
});

Deno.test("stopped while a worker opens, the job that was taken is stopped too", async () => {
  const stop = new AbortController();
  const told: unknown[] = [];
  const playing = new RunPool({ module: MODULE, size: 1 }).playAll<TestJob>([{ does: "wait" }], {
    signal: stop.signal,
    onDone: (_, result) => void told.push(result),
    onFailed: (_, fault) => void told.push(fault),
  });
  stop.abort();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise((resolve) => timer = setTimeout(resolve, 20_000));
  await Promise.race([playing, late]);
  clearTimeout(timer);
  deepStrictEqual(told, ["stopped"]);
});

Deno.test("a worker may do no more than it was given", async () => {
  const results: string[] = [];
  const permissions = { read: true, env: false } as const;
  await new RunPool({ module: MODULE, size: 1, permissions }).playAll<TestJob>([{ does: "read-env" }], {
    signal: new AbortController().signal,
    onDone: () => void results.push("read"),
    onFailed: (_, fault) => void results.push(fault),
  });
  match(results.join(), /^Requires env access/);
});

Deno.test("shared columns hold what they held, on memory that workers share, one where they were one", () => {
  const column = Float64Array.of(1, 2);
  const { a, b, list, of } = withSharedColumns({ a: column, b: column, list: ["x", 1], of: null });
  deepStrictEqual([...a], [1, 2]);
  ok(a.buffer instanceof SharedArrayBuffer);
  strictEqual(a, b);
  deepStrictEqual({ list, of }, { list: ["x", 1], of: null });
});
