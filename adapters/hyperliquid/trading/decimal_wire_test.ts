import { strictEqual, throws } from "node:assert/strict";
import { signedText } from "./decimal_wire.ts";

Deno.test("signedText: all digits and no more", () => {
  const rows: [number, string][] = [
    [2020, "2020"],
    [123456.7, "123456.7"],
    [0.00001, "0.00001"],
    [0.000001, "0.000001"],
    [0.1 + 0.2, "0.30000000000000004"],
    [123456789, "123456789"],
  ];
  for (const [value, text] of rows) strictEqual(signedText(value), text);
});

Deno.test("signedText: what no grid has is refused", () => {
  for (const value of [1e-7, 1e21, -1, NaN, Infinity]) {
    throws(() => signedText(value), RangeError, String(value));
  }
});
