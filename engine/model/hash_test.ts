import { notStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { Fingerprint, sha256 } from "./hash.ts";

/** Makes a fingerprint of texts and numbers in order. */
function of(...parts: readonly (string | number)[]): string {
  const fingerprint = new Fingerprint();
  for (const part of parts) {
    if (typeof part === "number") fingerprint.number(part);
    else fingerprint.text(part);
  }
  return fingerprint.hex();
}

Deno.test("sha256: the vectors of FIPS 180-4, and UTF-8", () => {
  strictEqual(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  strictEqual(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  strictEqual(sha256("Zürich"), "4251685e06cab635578c72b1f5f221e9840a05ac4d8f2404be4177aa87f9907d");
});

Deno.test("the same in the same order gives the same, 16 hex characters", () => {
  strictEqual(of(1, "a", 2.5), of(1, "a", 2.5));
  strictEqual(/^[0-9a-f]{16}$/.test(of()), true);
});

Deno.test("what must tell two fingerprints apart", () => {
  const rows: [what: string, left: readonly (string | number)[], right: readonly (string | number)[]][] = [
    ["the order of numbers", [1, 2], [2, 1]],
    ["the order of texts", ["a", "b"], ["b", "a"]],
    ["where one text ends", ["ab", "c"], ["a", "bc"]],
    ["an empty text", ["a", ""], ["a"]],
    ["a zero", [0], []],
    ["a sign", [1], [-1]],
    ["the last bit", [0.1 + 0.2], [0.3]],
    ["a number and its text", [1], ["1"]],
    ["NaN and zero", [NaN], [0]],
    ["one asset and another", ["BTC"], ["ETH"]],
  ];
  for (const [what, left, right] of rows) notStrictEqual(of(...left), of(...right), what);
});

Deno.test("−0 and 0 count alike", () => strictEqual(of(-0), of(0)));

Deno.test("more may be taken in after a look, and a look changes nothing", () => {
  const looked = new Fingerprint().number(1);
  const first = looked.hex();
  strictEqual(looked.hex(), first);
  strictEqual(looked.number(2).hex(), of(1, 2));
});

Deno.test("another fingerprint counts by what it has seen so far", () => {
  const inner = new Fingerprint().number(1);
  const before = new Fingerprint().fingerprint(inner).hex();
  strictEqual(new Fingerprint().fingerprint(new Fingerprint().number(1)).hex(), before);
  notStrictEqual(new Fingerprint().fingerprint(inner.number(2)).hex(), before);
});

Deno.test("a hundred thousand small changes: no two alike", () => {
  const seen = new Set<string>();
  const base = [1_704_067_200_000, 42_313.5, 42_320, 42_300, 42_310, 12.345];
  for (let step = 0; step < 100_000; step++) {
    const changed = [...base];
    changed[step % 6] += (1 + Math.floor(step / 6)) * 0.1;
    seen.add(of(...changed));
  }
  strictEqual(seen.size, 100_000);
});

Deno.test("one changed number among many is always noticed", () => {
  const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(fc.array(finite, { minLength: 1, maxLength: 20 }), fc.nat(), finite, (list, at, other) => {
      const changed = [...list];
      changed[at % list.length] = other;
      fc.pre(changed[at % list.length] !== list[at % list.length]);
      notStrictEqual(of(...changed), of(...list));
    }),
  );
});
