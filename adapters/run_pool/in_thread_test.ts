import { deepStrictEqual, ok, rejects } from "node:assert/strict";
import { inThread } from "./in_thread.ts";
import { withSharedColumns } from "./shared_columns.ts";
import type { TestJob } from "./testing/jobs.ts";

const MODULE = import.meta.resolve("./testing/jobs.ts");
const shared = withSharedColumns({ column: Float64Array.of(40) });

Deno.test("a job that fails throws its first line and does not stop the next", async () => {
  const add = inThread<TestJob, number>({ module: MODULE, shared });
  const failed = rejects(add({ does: "throw" }), { message: "no candles" });
  deepStrictEqual(await Promise.all([add({ does: "add", to: 1 }), add({ does: "add", to: 2 })]), [41, 42]);
  await failed;
});

Deno.test("jobs are done one after another, each in a thread of its own, by the function that is named", async () => {
  interface Took {
    readonly began: number;
    readonly ended: number;
    readonly jobs: number;
  }
  const take = inThread<null, Took>({ module: MODULE, does: "takeTime" });
  const [first, second] = await Promise.all([take(null), take(null)]);
  ok(first.ended <= second.began, JSON.stringify([first, second]));
  deepStrictEqual([first.jobs, second.jobs], [1, 1]);
});
