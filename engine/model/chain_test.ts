import { deepStrictEqual, match, ok, strictEqual, throws } from "node:assert/strict";
import fc from "fast-check";
import { CHAIN_START, type ChainEnd, chainLine, readLine } from "./chain.ts";
import type { CycleEntry, DiaryEntry } from "./diary_entry.ts";
import { sha256 } from "./hash.ts";

const START: ChainEnd = { seq: 0, hash: CHAIN_START };
const RUN: DiaryEntry = { kind: "run", schema: 2, key: "k" };
const CYCLE: CycleEntry = { kind: "cycle", close: 1_704_067_200_000, balanceUsd: 10, equityUsd: 10.5 };

/** Chains a body of one's own making, valid hash and all. */
function forged(body: string, end: ChainEnd = START): string {
  return `${body.slice(0, -1)},"hash":"${sha256(end.hash + body)}"}`;
}

Deno.test("a line is JSON with seq first and hash last; the hash covers the one before", () => {
  const line = chainLine(START, RUN);
  strictEqual(line.text, `{"seq":0,"kind":"run","schema":2,"key":"k","hash":"${line.hash}"}`);
  strictEqual(line.hash, sha256(CHAIN_START + '{"seq":0,"kind":"run","schema":2,"key":"k"}'));
  match(line.hash, /^[0-9a-f]{64}$/);
});

Deno.test("this version's first line stays as it is: its diaries must read for ever", () => {
  strictEqual(
    chainLine(START, RUN).hash,
    "838a82412241d08739caf86f032af84233dabe6b323fb9cb248f453dedba3cf6",
  );
});

Deno.test("the same entry at another place, or after another line, has another hash", () => {
  const hashes = [
    chainLine(START, CYCLE).hash,
    chainLine({ ...START, seq: 1 }, CYCLE).hash,
    chainLine({ seq: 0, hash: "1".repeat(64) }, CYCLE).hash,
  ];
  strictEqual(new Set(hashes).size, 3);
});

Deno.test("what was written is read back", () => {
  const first = chainLine(START, RUN);
  const end = { seq: 1, hash: first.hash };
  deepStrictEqual(readLine(first.text, START), { seq: 0, entry: RUN, hash: first.hash });
  const second = chainLine(end, CYCLE);
  deepStrictEqual(readLine(second.text, end), { seq: 1, entry: CYCLE, hash: second.hash });
});

Deno.test("any text and any JSON memory survive", () => {
  const entry = fc.record({ summary: fc.string({ unit: "binary" }), memory: fc.jsonValue() });
  fc.assert(fc.property(entry, ({ summary, memory }) => {
    const given = { ...CYCLE, summary, memory: JSON.parse(JSON.stringify(memory)) };
    const line = chainLine(START, given);
    ok(!line.text.includes("\n"));
    const read = readLine(line.text, START).entry;
    strictEqual(JSON.stringify(read), JSON.stringify(given));
  }));
});

Deno.test("every single changed character is noticed", () => {
  const { text } = chainLine(START, CYCLE);
  for (let at = 0; at < text.length; at++) {
    const changed = text.slice(0, at) + (text[at] === "1" ? "2" : "1") + text.slice(at + 1);
    throws(() => readLine(changed, START), Error, `at ${at}`);
    throws(() => readLine(text.slice(0, at) + text.slice(at + 1), START), Error, `without ${at}`);
  }
});

const cycleBody = '{"seq":0,"kind":"cycle","close":1,"balanceUsd":1,"equityUsd":1}';
const refused: readonly (readonly [what: string, text: string, message: RegExp])[] = [
  ["nothing", "", /^not JSON$/],
  ["half a line", chainLine(START, CYCLE).text.slice(0, 40), /^not JSON$/],
  ["a number", "1", /^no seq and hash$/],
  ["null", "null", /^no seq and hash$/],
  ["a list", "[]", /^no seq and hash$/],
  ["no hash", cycleBody, /^no seq and hash$/],
  ["another place", chainLine({ ...START, seq: 4 }, CYCLE).text, /^seq 4 where 0 was expected$/],
  ["another line before", chainLine({ ...START, hash: "1".repeat(64) }, CYCLE).text, /does not follow/],
  ["space at the end", chainLine(START, CYCLE).text + " ", /^the hash is not its last field$/],
  ["a carriage return", chainLine(START, CYCLE).text + "\r", /^the hash is not its last field$/],
  ["a field after the hash", chainLine(START, CYCLE).text.slice(0, -1) + ',"a":1}', /not its last field/],
  ["an unknown kind", forged('{"seq":0,"kind":"dream"}'), /^field kind: /],
  ["no kind", forged('{"seq":0,"key":"k"}'), /^field kind: /],
  ["an unknown field", forged(cycleBody.replace("}", ',"mood":1}')), /mood/],
  ["a missing field", forged('{"seq":0,"kind":"cycle","close":1,"balanceUsd":1}'), /^field equityUsd: /],
  ["a field of another type", forged(cycleBody.replace('"close":1', '"close":"1"')), /^field close: /],
  [
    "a number that JSON cannot carry",
    chainLine(START, { ...CYCLE, equityUsd: NaN }).text,
    /^field equityUsd: /,
  ],
  [
    "a newer version",
    forged('{"seq":0,"kind":"run","schema":7,"key":"k","venue":"x"}'),
    /^written by a newer version \(schema 7\); this one reads 2$/,
  ],
  [
    "an older version",
    forged('{"seq":0,"kind":"run","schema":1,"key":"k"}'),
    /^written by an older version \(schema 1\); this one reads 2$/,
  ],
];

for (const [what, text, message] of refused) {
  Deno.test(`refuses ${what}`, () => {
    throws(() => readLine(text, START), { name: "Error", message });
  });
}
