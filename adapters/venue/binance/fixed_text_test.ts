import { strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { fixedText } from "./fixed_text.ts";

Deno.test("fixedText: at least so many decimals, and as many as there are", () => {
  const rows: [value: number, least: number, text: string][] = [
    [42283.5, 1, "42283.5"],
    [42283.58, 1, "42283.58"],
    [42283, 2, "42283.00"],
    [42283, 8, "42283.00000000"],
    [0.00001234, 4, "0.00001234"],
    [12, 0, "12"],
    [100, 0, "100"],
    [0, 0, "0"],
    [-1e-12, 8, "0.00000000"],
    [-0.0001, 8, "-0.00010000"],
    [0.1 + 0.2, 1, "0.3"],
  ];
  for (const [value, least, text] of rows) strictEqual(fixedText(value, least), text);
});

Deno.test("fixedText: what was recorded with eight decimals reads back as itself", () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e12, max: 1e12 }), fc.nat(8), fc.nat(8), (digits, decimals, least) => {
      const value = digits / 10 ** decimals;
      strictEqual(Number(fixedText(value, least)), value + 0);
    }),
  );
});
