import assert from "node:assert/strict";
import type { Diary, DiaryEntry, LoopEnd } from "../../engine/mod.ts";
import { readDiary, verifyAgainst } from "./read_diary.ts";
import { recordRun } from "./record_run.ts";
import { readManifest, runFolderAt } from "./run_folder.ts";
import { cycle, inTempDir, manifest, RUN } from "./testing/samples.ts";
import { readTrials } from "./trial_ledger.ts";

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
    const [{ name }] = [...Deno.readDirSync(root)];
    assert.equal(readManifest(runFolderAt(`${root}/${name}`)).status, "failed");
  }));

/** How often a run counts as a trial that fails after these lines, and how often before the last of them. */
async function trials(root: string, ...entries: readonly DiaryEntry[]): Promise<number[]> {
  const counted: number[] = [];
  const play = (diary: Diary): Promise<never> => {
    for (const entry of entries) {
      counted[0] = readTrials(root).lines.length;
      diary.append(entry);
    }
    return Promise.reject(new Error("no more answers"));
  };
  await assert.rejects(recordRun(root, { codeRevision: "abc", draft: ({ id }) => manifest(id), play }));
  return [...counted, readTrials(root).lines.length];
}

Deno.test("a run is a trial once it has decided, and only once; what fails before its first answer is none", () =>
  inTempDir(async (root) => {
    const { decisionsHash: _hash, ...notAsked } = cycle(1);
    const unanswered = { why: "failed", detail: "HTTP 500" } as const;
    const fault = { step: "reason", on: "agent", what: "the agent failed", done: "held" } as const;
    const mending = { kind: "intent", origin: "secure", close: 1, decisions: [], orders: [] } as const;
    const none = [RUN, { ...notAsked, notAsked: "paused" }, { ...cycle(2), unanswered }, mending];
    assert.deepEqual(await trials(root, ...none, { ...cycle(3), faults: [fault] }), [0, 0]);
    assert.deepEqual(await trials(root, RUN, { ...mending, origin: "agent" }), [0, 1]);
    const candles = { ...fault, step: "ingest" } as const;
    assert.deepEqual(await trials(root, ...none, { ...cycle(3), faults: [candles] }), [1, 2]);
    assert.deepEqual(await trials(root, RUN, cycle(1), cycle(2)), [3, 3]);
  }));
