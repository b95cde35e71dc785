import assert from "node:assert/strict";
import type { LoopEnd, RunManifest } from "../../engine/mod.ts";
import { type ContinuedRun, continueRun } from "./continue_run.ts";
import { listRuns } from "./find_run.ts";
import { readDiary } from "./read_diary.ts";
import { RunError } from "./run_error.ts";
import { readManifest } from "./run_folder.ts";
import { cycle, inTempDir, manifest, RUN } from "./testing/samples.ts";

/** Plays a run that begins with its first line and gets another cycle each time; gives it as it was handed over. */
async function played(
  root: string,
  { end = "interrupted", isNew = false, ...changes }: Partial<RunManifest> & {
    end?: LoopEnd;
    isNew?: boolean;
  } = {},
): Promise<ContinuedRun> {
  let handed: ContinuedRun | undefined;
  await continueRun(root, {
    codeRevision: "abc",
    isNew,
    draft: ({ id }) => manifest(id, { mode: "paper", status: "running", ended: null, ...changes }),
    play: async (run) => {
      handed = run;
      if (run.hashes.length === 0) run.diary.append(RUN);
      run.diary.append(cycle(run.hashes.length + 1));
      await run.diary.commit();
      return { end, metrics: null };
    },
  });
  return handed!;
}

Deno.test("an unfinished run goes on: its lines are told, the next ones follow, the interruption stands in run.json", () =>
  inTempDir(async (root) => {
    const first = await played(root);
    assert.deepEqual(first.hashes, []);
    const second = await played(root);
    assert.equal(second.folder.path, first.folder.path);
    assert.deepEqual(
      second.hashes,
      readDiary(first.folder.diaryPath).lines.slice(0, 2).map(({ hash }) => hash),
    );
    const third = await played(root, { end: "stopped" });
    assert.equal(third.hashes.length, 3);
    const written = readManifest(first.folder);
    assert.equal(written.status, "finished");
    assert.equal(written.interruptions!.length, 2);
    assert.equal(written.diary!.lines, 4);
    assert.equal(listRuns(root).length, 1);
  }));

Deno.test("one that is finished, of other settings, another market, mode or agent's file, or told to be new, is another", () =>
  inTempDir(async (root) => {
    const { folder } = await played(root);
    const source = { ...manifest("x").data, source: "another" };
    const others: Partial<RunManifest>[] = [
      { settings: { assets: ["DOGE"] } },
      { data: source },
      { mode: "live" },
      { agentFile: { path: "./mine.ts", sha256: "ab" } },
    ];
    for (const other of others) assert.notEqual((await played(root, other)).folder.path, folder.path);
    assert.notEqual((await played(root, { isNew: true, end: "stopped" })).folder.path, folder.path);
    assert.equal((await played(root, { end: "stopped" })).folder.path, folder.path);
    assert.notEqual((await played(root)).folder.path, folder.path);
  }));

Deno.test("a failure leaves it failed and is passed on; it can go on after that", () =>
  inTempDir(async (root) => {
    const failure = new Error("the disk is full");
    const failing = continueRun(root, {
      ...{ codeRevision: "abc", isNew: false },
      draft: ({ id }) => manifest(id, { mode: "paper", status: "running", ended: null }),
      play: () => Promise.reject(failure),
    });
    await assert.rejects(failing, failure);
    const [run] = listRuns(root);
    assert.equal(run.manifest!.status, "failed");
    assert.equal((await played(root)).folder.path, run.path);
  }));

Deno.test("a damaged diary is not gone on with: it is said which, and how to begin another", () =>
  inTempDir(async (root) => {
    const { folder } = await played(root);
    const lines = Deno.readTextFileSync(folder.diaryPath).split("\n");
    lines[0] = lines[0].replace(/"kind":"run"/, '"kind":"ran"');
    Deno.writeTextFileSync(folder.diaryPath, lines.join("\n"));
    await assert.rejects(
      played(root),
      (error) =>
        error instanceof RunError && /^run \w{8} cannot go on: .*--new begins another$/s.test(error.message),
    );
  }));
