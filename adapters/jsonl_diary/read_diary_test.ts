import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { CHAIN_START, chainLine, sha256 } from "../../engine/mod.ts";
import { readDiary, streamDiary, verifyAgainst, walkDiary } from "./read_diary.ts";
import { RunError } from "./run_error.ts";
import { cycle, inTempDir, manifest, RUN, sample, sampleLines, writeSample } from "./testing/samples.ts";

Deno.test("a whole diary: lines, end and key", () =>
  inTempDir(async (folder) => {
    const path = `${folder}/diary.jsonl`;
    await writeSample(path, 4);
    const { lines, tornTail, end } = readDiary(path);
    strictEqual(tornTail, null);
    deepStrictEqual(lines.map((line) => line.entry), [RUN, cycle(1), cycle(2), cycle(3)]);
    deepStrictEqual(end, {
      lines: 4,
      lastHash: lines[3].hash,
      bytes: Deno.statSync(path).size,
      key: "a key",
      tornTail: null,
    });
  }));

Deno.test("torn at every byte of the last line: the lines before are read, the rest is reported", () =>
  inTempDir((folder) => {
    const path = `${folder}/diary.jsonl`;
    const [before, whole] = [sample(2), sample(3)];
    for (let length = before.length; length < whole.length; length++) {
      Deno.writeFileSync(path, whole.subarray(0, length));
      const { lines, tornTail, end } = readDiary(path);
      strictEqual(lines.length, 2);
      const bytes = length - before.length;
      deepStrictEqual(tornTail, bytes === 0 ? null : { line: 3, bytes });
      strictEqual(end.bytes, before.length);
    }
  }));

Deno.test("torn at every byte of the only line", () =>
  inTempDir((folder) => {
    const path = `${folder}/diary.jsonl`;
    const whole = sample(1);
    for (let length = 0; length < whole.length; length++) {
      Deno.writeFileSync(path, whole.subarray(0, length));
      const { lines, tornTail } = readDiary(path);
      deepStrictEqual([lines, tornTail], [[], length === 0 ? null : { line: 1, bytes: length }]);
    }
  }));

Deno.test("a last line that has its end but is not JSON is a torn tail too", () =>
  inTempDir((folder) => {
    const path = `${folder}/diary.jsonl`;
    for (const tail of ["{\n", "\0\0\0\n", "\xff\n", "\n"]) {
      const bytes = Uint8Array.from(tail, (character) => character.charCodeAt(0));
      Deno.writeFileSync(path, new Uint8Array([...sample(2), ...bytes]));
      deepStrictEqual(readDiary(path).tornTail, { line: 3, bytes: bytes.length });
    }
  }));

Deno.test("a changed byte in the last line is an error where the line is still JSON", () =>
  inTempDir((folder) => {
    const path = `${folder}/diary.jsonl`;
    const text = sampleLines(3).map((line) => line + "\n").join("");
    const at = text.lastIndexOf("10000");
    Deno.writeTextFileSync(path, text.slice(0, at) + "9" + text.slice(at + 1));
    throws(() => readDiary(path), /line 3: its hash does not follow/);
  }));

const [first, second, third, fourth] = sampleLines(4);
const otherRun = chainLine({ seq: 0, hash: CHAIN_START }, { ...RUN, key: "another" } as typeof RUN);
const damages: readonly (readonly [what: string, lines: readonly string[], message: RegExp])[] = [
  ["a missing line", [first, third, fourth], /, line 2: seq 2 where 1 was expected$/],
  ["a missing first line", [second, third], /, line 1: seq 1 where 0 was expected$/],
  ["swapped lines", [first, third, second, fourth], /, line 2: seq 2 where 1 was expected$/],
  ["a last line that stands twice", [first, second, second], /, line 3: seq 1 where 2 was expected$/],
  ["one line of another line end", [first, second, third + "\r"], /, line 3: it ends with CR LF/],
  ["a line that stands twice", [first, second, second, third], /, line 3: seq 1 where 2 was expected$/],
  ["a line of another run", [otherRun.text, second], /, line 2: its hash does not follow/],
  ["a foreign line", [first, '{"hello":"world"}', second], /, line 2: no seq and hash$/],
  ["a foreign last line", [first, '{"hello":"world"}'], /, line 2: no seq and hash$/],
  ["a line of no JSON", [first, "hello", second], /, line 2: not JSON$/],
  ["an empty line", [first, "", second], /, line 2: not JSON$/],
  [
    "line ends of another system",
    [first + "\r", second + "\r"],
    /, line 1: it ends with CR LF; wanted LF alone/,
  ],
  [
    "a mark at the beginning",
    ["\ufeff" + first, second],
    /, line 1: it begins with a byte order mark; wanted none/,
  ],
  ["another file", ["time,open,high,low,close", "1,2,3,4,5"], /, line 1: this is no diary of a run$/],
  ["another file of one line", ["hello"], /, line 1: this is no diary of a run$/],
  ["another JSON file", ["[", "1]"], /, line 1: this is no diary of a run$/],
  [
    "a first line of another kind",
    [chainLine({ seq: 0, hash: CHAIN_START }, cycle(0)).text],
    /, line 1: of kind "cycle"; wanted kind "run" in the first line, and only there$/,
  ],
  [
    "a second first line",
    [first, chainLine({ seq: 1, hash: hashOf(first) }, RUN).text],
    /, line 2: of kind "run"; wanted kind "run" in the first line, and only there$/,
  ],
  [
    "a newer version",
    [forged('{"seq":0,"kind":"run","schema":3,"key":"k","more":1}'), "what it writes is not known"],
    /, line 1: written by a newer version \(schema 3\); this one reads 2$/,
  ],
];

for (const [what, lines, message] of damages) {
  Deno.test(`refuses ${what}`, () =>
    inTempDir((folder) => {
      const path = `${folder}/diary.jsonl`;
      Deno.writeTextFileSync(path, lines.map((line) => line + "\n").join(""));
      throws(() => readDiary(path), (error: Error) => {
        ok(error instanceof RunError && error.message.startsWith(path), error.message);
        ok(message.test(error.message), error.message);
        return true;
      });
    }));
}

Deno.test("a missing file and a folder are refused in one line", () =>
  inTempDir((folder) => {
    throws(() => readDiary(`${folder}/no.jsonl`), (error: Error) => {
      strictEqual(error.message, `cannot read ${folder}/no.jsonl: No such file or directory`);
      return error instanceof RunError;
    });
    throws(() => readDiary(folder), (error: Error) =>
      error instanceof RunError && !error.message.includes("\n"));
  }));

Deno.test("lines longer than a block are read, at any place of a block", () =>
  inTempDir((folder) => {
    const path = `${folder}/diary.jsonl`;
    let end = { seq: 0, hash: CHAIN_START };
    const lengths = [0, 10, 256 * 1024, 300_000, 1, 262_143, 262_144, 3_000_000, 5];
    const texts = lengths.map((length, index) => {
      const line = chainLine(end, index === 0 ? RUN : { ...cycle(index), summary: "é".repeat(length) });
      end = { seq: index + 1, hash: line.hash };
      return line.text + "\n";
    });
    Deno.writeTextFileSync(path, texts.join("") + "torn");
    const { lines, tornTail } = readDiary(path);
    deepStrictEqual(tornTail, { line: 10, bytes: 4 });
    lines.slice(1).forEach(({ entry }, index) =>
      strictEqual((entry as { summary?: string }).summary?.length, lengths[index + 1])
    );
  }));

Deno.test("a line end at any place around the end of a block is found", () =>
  inTempDir((folder) => {
    const path = `${folder}/diary.jsonl`;
    const run = chainLine({ seq: 0, hash: CHAIN_START }, RUN);
    const padded = (length: number) =>
      chainLine({ seq: 1, hash: run.hash }, { ...cycle(1), summary: "x".repeat(length) });
    const fixed = run.text.length + 1 + padded(0).text.length;
    for (let at = 256 * 1024 - 2; at <= 256 * 1024 + 2; at++) {
      const second = padded(at - fixed);
      const third = chainLine({ seq: 2, hash: second.hash }, cycle(2));
      Deno.writeTextFileSync(path, [run, second, third].map((line) => line.text + "\n").join(""));
      strictEqual(Deno.readFileSync(path)[at], 0x0a);
      strictEqual(readDiary(path).end.lastHash, third.hash);
    }
  }));

Deno.test("bytes that are no text do not pass for the sign that stands for them", () =>
  inTempDir((folder) => {
    const path = `${folder}/diary.jsonl`;
    const run = chainLine({ seq: 0, hash: CHAIN_START }, RUN);
    const odd = chainLine({ seq: 1, hash: run.hash }, { ...cycle(1), summary: "\ufffd" });
    const last = chainLine({ seq: 2, hash: odd.hash }, cycle(2));
    const bytes = new TextEncoder().encode([run, odd, last].map((line) => line.text + "\n").join(""));
    // EF BF BD is the sign itself; F0 BF BD is read as the same sign by a reader that forgives.
    bytes[bytes.indexOf(0xef)] = 0xf0;
    Deno.writeFileSync(path, bytes);
    throws(() => readDiary(path), { name: "RunError", message: /, line 2: not JSON$/ });
  }));

Deno.test("a stream may be left early: the file is closed", () =>
  inTempDir(async (folder) => {
    const path = `${folder}/diary.jsonl`;
    await writeSample(path, 5000);
    for (const line of streamDiary(path)) {
      if (line.seq === 3) break;
    }
  }));

Deno.test("cut at a line end: only the manifest can tell", () =>
  inTempDir((folder) => {
    const path = `${folder}/diary.jsonl`;
    Deno.writeFileSync(path, sample(5));
    const { end } = readDiary(path);
    const ended = manifest("0123abcd", { diary: { lines: end.lines, lastHash: end.lastHash } });
    verifyAgainst(ended, end);
    Deno.writeFileSync(path, sample(4));
    const cut = walkDiary(path, () => undefined);
    strictEqual(cut.tornTail, null);
    for (const status of ["running", "failed"] as const) verifyAgainst(manifest("0123abcd", { status }), cut);
    throws(
      () => verifyAgainst(manifest("0123abcd", { status: "finished" }), end),
      /it is finished, and run\.json has no end of it$/,
    );
    throws(
      () => verifyAgainst(ended, cut),
      /^RunError: the diary of run 0123abcd is not the one its manifest tells of: it has 4 lines, wanted 5$/,
    );
    throws(() => verifyAgainst(ended, { ...end, lastHash: "f".repeat(64) }), /its last hash is f+, wanted /);
    throws(() => verifyAgainst(ended, { ...end, key: "b key" }), /its key is b key, wanted a key$/);
    throws(() => verifyAgainst(ended, { ...end, tornTail: { line: 6, bytes: 1 } }), /a torn line 6/);
  }));

function hashOf(line: string): string {
  return (JSON.parse(line) as { hash: string }).hash;
}

function forged(body: string): string {
  return `${body.slice(0, -1)},"hash":"${sha256(CHAIN_START + body)}"}`;
}
