import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import type { DiaryEntry } from "../../engine/mod.ts";
import { MemoryDiary } from "../memory_diary.ts";
import { ContinuedDiary } from "./continued_diary.ts";
import { SeenError, SeenTape } from "./seen_tape.ts";
import { KeptEntries } from "./testing/kept_entries.ts";

const RUN: DiaryEntry = { kind: "run", schema: 2, key: "k" };
const cycle = (close: number): DiaryEntry => ({ kind: "cycle", close, balanceUsd: 1, equityUsd: 1 });

/** A run that wrote these lines and ended. */
function written(...entries: readonly DiaryEntry[]) {
  const [store, diary] = [new KeptEntries(), new MemoryDiary()];
  const whole = new ContinuedDiary({ hashes: [], diary }, new SeenTape(store));
  for (const entry of entries) whole.append(entry);
  return { store, hashes: diary.lines.map((line) => JSON.parse(line).hash as string) };
}

Deno.test("lines that stand there come out the same and are not written; the next one is beyond them, and kept first", () => {
  const { store, hashes } = written(RUN, cycle(1));
  const [kept, diary] = [new KeptEntries(store.all), new MemoryDiary()];
  const goneOn = new ContinuedDiary({ hashes, diary }, new SeenTape(kept));
  goneOn.append(RUN);
  goneOn.append(cycle(1));
  deepStrictEqual([goneOn.isBeyond, diary.lines.length, kept.all.length], [false, 0, 2]);
  goneOn.append(cycle(2));
  deepStrictEqual([goneOn.isBeyond, diary.lines.length], [true, 1]);
  deepStrictEqual(kept.all.at(-1), { kind: "line", seq: 2, isEnd: true });
});

Deno.test("a line that comes out otherwise is named, and nothing more is written", () => {
  const { store, hashes } = written(RUN, cycle(1));
  const diary = new MemoryDiary();
  const goneOn = new ContinuedDiary({ hashes, diary }, new SeenTape(new KeptEntries(store.all)));
  goneOn.append(RUN);
  throws(
    () => goneOn.append(cycle(9)),
    (error) => error instanceof SeenError && /^line 2 of the diary comes out otherwise/.test(error.message),
  );
  strictEqual(diary.lines.length, 0);
});
