import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { type Diary, DIARY_SCHEMA, type DiaryEntry } from "../engine/mod.ts";
import { diaryContract } from "../engine/ports/diary_contract.ts";
import { FoldingDiary } from "./folding_diary.ts";
import { MemoryDiary } from "./memory_diary.ts";

const RUN: DiaryEntry = { kind: "run", schema: DIARY_SCHEMA, key: "a key" };
const CYCLE: DiaryEntry = { kind: "cycle", close: 900_000, balanceUsd: 1, equityUsd: 1 };

/** A fold that remembers what it was given. */
class Remembering {
  readonly entries: DiaryEntry[] = [];
  add(entry: DiaryEntry): void {
    this.entries.push(entry);
  }
}

diaryContract("FoldingDiary", () => {
  const kept = new MemoryDiary();
  return Promise.resolve({
    diary: new FoldingDiary(new Remembering(), kept),
    entries: () => Promise.resolve(kept.entries),
    dispose: () => Promise.resolve(),
  });
});

Deno.test("FoldingDiary: hands every entry to the fold, in order, kept or not", async () => {
  for (const kept of [null, new MemoryDiary()]) {
    const fold = new Remembering();
    const diary = new FoldingDiary(fold, kept);
    diary.append(RUN);
    diary.append(CYCLE);
    await diary.commit();
    deepStrictEqual(fold.entries, [RUN, CYCLE]);
  }
});

Deno.test("FoldingDiary: an entry that could not be kept is not folded", () => {
  const full: Diary = {
    append() {
      throw new Error("the disk is full");
    },
    commit: () => Promise.resolve(),
  };
  const fold = new Remembering();
  throws(() => new FoldingDiary(fold, full).append(RUN), /the disk is full/);
  deepStrictEqual(fold.entries, []);
});

Deno.test("FoldingDiary: a commit waits for the diary behind it", async () => {
  let isSafe = false;
  const slow: Diary = {
    append: () => {},
    commit: async () => {
      await Promise.resolve();
      isSafe = true;
    },
  };
  await new FoldingDiary(new Remembering(), slow).commit();
  strictEqual(isSafe, true);
});
