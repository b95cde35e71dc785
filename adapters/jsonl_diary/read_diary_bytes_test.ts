/** What a reader makes of a diary in which single bytes were changed, lost, doubled or never written. */

import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { readDiary, verifyRun } from "./read_diary.ts";
import { RunError } from "./run_error.ts";
import { inTempDir, manifest, sample } from "./testing/samples.ts";

Deno.test("every flipped byte before the last line is an error that names its line", () =>
  inTempDir((folder) => {
    const path = `${folder}/diary.jsonl`;
    const whole = sample(4);
    // A damaged line end before the last line makes the two one, which then is taken for a torn tail.
    const last = sample(3).length - 1;
    let line = 1;
    for (let at = 0; at < last; at++) {
      const isLineEnd = whole[at] === 0x0a;
      for (const mask of [0x01, 0x80]) {
        const damaged = whole.slice();
        damaged[at] ^= mask;
        Deno.writeFileSync(path, damaged);
        throws(() => readDiary(path), (error: Error) => {
          const named = Number(/diary\.jsonl, line (\d+): /.exec(error.message)?.[1]);
          ok(error instanceof RunError && named === line, `byte ${at}: ${error.message}`);
          return true;
        });
      }
      if (isLineEnd) line++;
    }
  }));

/** Every way to flip a bit, to lose a byte, and to have one too many. */
function* changesOf(
  whole: Uint8Array<ArrayBuffer>,
): Generator<[what: string, bytes: Uint8Array<ArrayBuffer>]> {
  for (let at = 0; at < whole.length; at++) {
    for (let bit = 0; bit < 8; bit++) {
      const flipped = whole.slice();
      flipped[at] ^= 1 << bit;
      yield [`bit ${bit} of byte ${at}`, flipped];
    }
    const lost = whole.slice(1);
    lost.set(whole.subarray(0, at));
    yield [`byte ${at} lost`, lost];
    const twice = new Uint8Array(whole.length + 1);
    twice.set(whole.subarray(0, at + 1));
    twice.set(whole.subarray(at), at + 1);
    yield [`byte ${at} twice`, twice];
  }
}

Deno.test("no change of a byte, the last line's among them, passes where the run has ended", () =>
  inTempDir((folder) => {
    const diaryPath = `${folder}/diary.jsonl`;
    const whole = sample(3);
    Deno.writeFileSync(diaryPath, whole);
    const { lines, lastHash } = readDiary(diaryPath).end;
    const ended = { manifest: manifest("0123abcd", { diary: { lines, lastHash } }), diaryPath };
    strictEqual(verifyRun(ended).lines, 3);
    for (const [what, bytes] of changesOf(whole)) {
      Deno.writeFileSync(diaryPath, bytes);
      throws(() => verifyRun(ended), RunError, what);
    }
  }));

Deno.test("zeros at the end, as a loss of power leaves them, are a torn tail; zeros before a line are damage", () =>
  inTempDir((folder) => {
    const path = `${folder}/diary.jsonl`;
    const whole = sample(3);
    const zeros = new Uint8Array(5000);
    const begins = [0, ...[...whole].flatMap((byte, at) => byte === 0x0a ? [at + 1] : [])];
    for (let length = 0; length <= whole.length; length++) {
      Deno.writeFileSync(path, new Uint8Array([...whole.subarray(0, length), ...zeros]));
      const { lines, tornTail } = readDiary(path);
      const kept = begins.findLastIndex((begin) => begin <= length);
      strictEqual(lines.length, kept);
      deepStrictEqual(tornTail, { line: kept + 1, bytes: length - begins[kept] + zeros.length });
    }
    Deno.writeFileSync(path, new Uint8Array([...whole, ...zeros, 0x0a, ...whole.subarray(begins[2])]));
    throws(() => readDiary(path), { name: "RunError", message: /, line 4: not JSON$/ });
  }));
