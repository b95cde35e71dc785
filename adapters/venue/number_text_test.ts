import { strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { decimalText, plainText } from "./number_text.ts";

Deno.test("numbers are printed without exponents and needless zeros", () => {
  const rows: [value: number, plain: string, decimal: string][] = [
    [5, "5", "5.0"],
    [0, "0", "0.0"],
    [-0, "0", "0.0"],
    [83767, "83767", "83767.0"],
    [0.00001234, "0.00001234", "0.00001234"],
    [1e-7, "0.0000001", "0.0000001"],
    [-3.5e-7, "-0.00000035", "-0.00000035"],
    [13109.482328, "13109.482328", "13109.482328"],
    [1e21, "1000000000000000000000", "1000000000000000000000.0"],
    [1e-30, "0", "0.0"],
    [-1e-30, "0", "0.0"],
  ];
  for (const [value, plain, decimal] of rows) {
    strictEqual(plainText(value), plain);
    strictEqual(decimalText(value), decimal);
  }
});

Deno.test("a printed micro-amount reads back as itself", () => {
  fc.assert(fc.property(fc.maxSafeInteger(), (micro) => {
    strictEqual(Number(decimalText(micro / 1e6)), micro / 1e6 + 0);
  }));
});
