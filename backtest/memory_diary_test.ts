import { ok, strictEqual, throws } from "node:assert/strict";
import { CHAIN_START, chainLine, type DiaryEntry } from "../engine/mod.ts";
import { diaryContract } from "../engine/ports/diary_contract.ts";
import { MemoryDiary } from "./memory_diary.ts";

const RUN: DiaryEntry = { kind: "run", schema: 2, key: "k" };

diaryContract("memory diary", () => {
  const diary = new MemoryDiary();
  return Promise.resolve({
    diary,
    entries: () => Promise.resolve(diary.entries),
    dispose: () => Promise.resolve(),
  });
});

Deno.test("its lines are those of a file, without line ends", () => {
  const diary = new MemoryDiary();
  diary.append(RUN);
  const line = chainLine({ seq: 0, hash: CHAIN_START }, RUN);
  strictEqual(diary.lines.length, 1);
  strictEqual(diary.lines[0], line.text);
  strictEqual(diary.end.seq, 1);
  strictEqual(diary.end.hash, line.hash);
});

Deno.test("entries that were read stay read, later ones follow", () => {
  const diary = new MemoryDiary();
  diary.append(RUN);
  const first = diary.entries[0];
  diary.append({ kind: "cycle", close: 1, balanceUsd: 1, equityUsd: 1 });
  strictEqual(diary.entries.length, 2);
  ok(diary.entries[0] === first);
});

Deno.test("an entry that JSON cannot carry does not pass for one that was kept", () => {
  const diary = new MemoryDiary();
  diary.append({ kind: "cycle", close: 1, balanceUsd: 1, equityUsd: NaN });
  throws(() => diary.entries, /field equityUsd/);
});
