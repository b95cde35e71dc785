import assert from "node:assert/strict";
import type { LoopEnd } from "../../engine/mod.ts";
import { readDiary, verifyAgainst } from "./read_diary.ts";
import { recordRun } from "./record_run.ts";
import { readManifest, runFolderAt } from "./run_folder.ts";
import { cycle, inTempDir, manifest, RUN } from "./testing/samples.ts";

const ENDS: readonly (readonly [end: LoopEnd, status: string])[] = [
  ["reached-end", "finished"],
  ["interrupted", "interrupted"],
];

for (const [end, status] of ENDS) {
  Deno.test(`a run that ended as ${end} lies there ${status}, with the seal of its diary`, () =>
    inTempDir(async (root) => {
      const { folder, result } = await recordRun(root, {
        codeRevision: "abc",
        draft: ({ id }) => manifest(id, { agentFile: { path: "./mine.ts", sha256: "ab" } }),
        play: (diary) => {
          diary.append(RUN);
          diary.append(cycle(1));
          return Promise.resolve({ end, metrics: null, trades: 3 });
        },
      });
      assert.deepEqual(result, { end, metrics: null, trades: 3 });
      const written = readManifest(folder);
      assert.equal(written.status, status);
      assert.ok(written.ended !== null);
      assert.deepEqual(written.agentFile, { path: "./mine.ts", sha256: "ab" });
      const { end: diaryEnd } = readDiary(folder.diaryPath);
      assert.equal(diaryEnd.lines, 2);
      verifyAgainst(written, diaryEnd);
    }));
}

Deno.test("a run that failed says so, and the failure is passed on", () =>
  inTempDir(async (root) => {
    const failure = new Error("no more candles");
    const play = (): Promise<never> => Promise.reject(failure);
    await assert.rejects(
      recordRun(root, { codeRevision: "abc", draft: ({ id }) => manifest(id), play }),
      failure,
    );
    // Beside runs stands the ledger of trials.
    const { name } = [...Deno.readDirSync(root)].find(({ isDirectory }) => isDirectory)!;
    assert.equal(readManifest(runFolderAt(`${root}/${name}`)).status, "failed");
  }));
