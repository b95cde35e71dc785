import assert from "node:assert/strict";
import fc from "fast-check";
import { NumberRows, NumberScanner, readFields } from "./number_rows.ts";

const SHAPE = { names: ["a", "b", "c", "d"], used: 2 };

/** What the scanner makes of a text, and how far it came. */
function scan(text: string): { readonly value: number; readonly at: number } {
  const scanner = new NumberScanner(new TextEncoder().encode(text), 0);
  const value = scanner.next();
  return { value, at: scanner.at };
}

/** Every way a decimal may be printed, and some that are none. */
const decimals = fc.oneof(
  fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 20n }), fc.integer({ min: 0, max: 26 })).map(
    ([digits, places]) => {
      const text = String(digits).padStart(places + 1, "0");
      return places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`;
    },
  ),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.integer().map(String),
  fc.constantFrom(
    "0",
    "-0",
    "9007199254740991",
    "9007199254740992",
    "9007199254740993",
    "1735689600000000",
    "0.1",
  ),
);

Deno.test("digits scanned from bytes give the double that Number gives, to the last bit", () => {
  fc.assert(
    fc.property(decimals, fc.boolean(), (text, isNegative) => {
      const signed = isNegative && !text.startsWith("-") ? `-${text}` : text;
      const { value, at } = scan(`${signed},`);
      if (at === signed.length && !Number.isNaN(value)) assert.ok(Object.is(value, Number(signed)), signed);
      // What is not scanned plainly is left to the slower reader, which takes it.
      const values = new Float64Array(1);
      assert.equal(readFields(signed, { names: ["a"], used: 1 }, values), null, signed);
      assert.ok(Object.is(values[0], Number(signed)), signed);
    }),
    { numRuns: 2000 },
  );
});

Deno.test("prices of a market are all scanned plainly", () => {
  for (const text of ["42314", "0.00001234", "73881.5", "615.082", "-0.0000125", "1735689600000000"]) {
    assert.deepEqual(scan(text), { value: Number(text), at: text.length });
  }
});

Deno.test("what is no number is not scanned as one", () => {
  for (const text of ["", "-", ".", ".5", "5.", "-.5", "+1", "--1", "e5", "NaN"]) {
    assert.ok(Number.isNaN(scan(text).value), text);
    assert.ok(readFields(text, { names: ["a"], used: 1 }, new Float64Array(1)) !== null, text);
  }
  assert.deepEqual(scan("1.2.3"), { value: 1.2, at: 3 }, "stops where no number goes on");
});

Deno.test("of columns that are not read only the count matters", () => {
  const rows = (text: string): readonly (string | number)[] => {
    const reader = new NumberRows(new TextEncoder().encode(text), 0, SHAPE);
    const said: (string | number)[] = [];
    while (!reader.isDone) said.push(reader.next()?.found ?? reader.values[1]);
    return said;
  };
  assert.deepEqual(rows("1,2,x,\n1,3,,y"), [2, 3]);
  assert.deepEqual(rows("1;2,3,4\n1,2;3,4\n1 ,2,3,4"), [
    'found 3 columns in "1;2,3,4"',
    'found 3 columns in "1,2;3,4"',
    'found "1 "',
  ], "nothing but a comma separates");
  assert.deepEqual(rows("1,2,3\n1,2,3,4,5\n1,1e1,3,4\n\n1,x,3,4\n"), [
    'found 3 columns in "1,2,3"',
    'found 5 columns in "1,2,3,4,5"',
    10,
    "found an empty row",
    'found "x"',
  ]);
});
