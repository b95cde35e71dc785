import assert from "node:assert/strict";
import { findRun } from "./find_run.ts";
import { verifyRun } from "./read_diary.ts";
import { runKeeper } from "./run_keeper.ts";
import { manifest, RUN } from "./testing/samples.ts";

/** Runs something on a temporary folder for runs. */
async function withRoot(use: (root: string) => Promise<void>): Promise<void> {
  const root = Deno.makeTempDirSync();
  try {
    await use(root);
  } finally {
    Deno.removeSync(root, { recursive: true });
  }
}

Deno.test("a kept run can be read while it is written, and says how it ended", () =>
  withRoot(async (root) => {
    const open = runKeeper(root, "abc");
    const run = await open((made) => ({ ...manifest("0"), ...made }));
    const { codeRevision, status, started } = findRun(root, run.id).manifest;
    assert.deepEqual([codeRevision, status], ["abc", "running"]);
    assert.ok(Math.abs(Date.parse(started) - Date.now()) < 60_000);
    run.diary.append(RUN);
    await run.diary.commit();
    const { ended, lines } = verifyRun(findRun(root, run.id));
    assert.deepEqual([ended, lines], [false, 1]);
    const end = {
      status: "finished",
      range: { from: 3, until: 5 },
      warnings: ["one"],
      metrics: null,
    } as const;
    await run.finish(end);
    const after = findRun(root, run.id);
    const { range, warnings, diary } = after.manifest;
    assert.deepEqual([after.manifest.status, range, warnings, diary?.lines], [
      "finished",
      end.range,
      ["one"],
      1,
    ]);
    assert.ok(after.manifest.ended! >= started);
    assert.equal(verifyRun(after).ended, true);
  }));

Deno.test("a kept run that cannot go on says so", () =>
  withRoot(async (root) => {
    const run = await runKeeper(root, "abc")((made) => ({ ...manifest("0"), ...made }));
    run.diary.append(RUN);
    await run.fail();
    assert.equal(findRun(root, run.id).manifest.status, "failed");
    assert.equal(verifyRun(findRun(root, run.id)).lines, 1);
  }));
