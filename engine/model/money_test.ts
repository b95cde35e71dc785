import { strictEqual, throws } from "node:assert/strict";
import fc from "fast-check";
import { checked, floorDiv, fromMicro, mulDivCut, mulDivFloor, toMicro } from "./money.ts";

const whole = fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -1000, max: 1000 }));
const positive = fc.oneof(
  fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  fc.integer({ min: 1, max: 50 }),
);
const RUNS = { numRuns: 2000 };

function bigFloor(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n ? quotient - 1n : quotient;
}

/** The quotient, or null where it is no safe integer and an error is wanted. */
function safe(value: bigint): number | null {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : null;
}

function same(wanted: number | null, compute: () => number): void {
  if (wanted === null) throws(compute, RangeError);
  else strictEqual(compute() + 0, wanted);
}

Deno.test("floorDiv is that of whole numbers, for every safe integer", () => {
  fc.assert(
    fc.property(whole, positive, (a, b) => {
      strictEqual(floorDiv(a, b) + 0, Number(bigFloor(BigInt(a), BigInt(b))));
    }),
    RUNS,
  );
});

Deno.test("mulDivFloor rounds down the exact product's quotient, or throws where that cannot be counted", () => {
  fc.assert(
    fc.property(whole, whole, positive, (a, b, c) => {
      same(safe(bigFloor(BigInt(a) * BigInt(b), BigInt(c))), () => mulDivFloor(a, b, c));
    }),
    RUNS,
  );
});

Deno.test("mulDivCut cuts the exact product's quotient towards zero", () => {
  fc.assert(
    fc.property(whole, whole, positive, (a, b, c) => {
      same(safe(BigInt(a) * BigInt(b) / BigInt(c)), () => mulDivCut(a, b, c));
    }),
    RUNS,
  );
});

Deno.test("quotients where a division of doubles rounds onto the next whole number", () => {
  const near = Number.MAX_SAFE_INTEGER;
  strictEqual(floorDiv(near, 1), near);
  strictEqual(floorDiv(near, 2), (near - 1) / 2);
  strictEqual(floorDiv(-7, 2), -4);
  strictEqual(mulDivFloor(-7, 1, 2), -4);
  strictEqual(mulDivCut(-7, 1, 2), -3);
});

Deno.test("an amount with six decimals survives as whole micro-USDC up to a thousand million USD", () => {
  const micro = fc.integer({ min: -(10 ** 15), max: 10 ** 15 });
  fc.assert(
    fc.property(micro, (amount) => {
      strictEqual(toMicro(fromMicro(amount)), amount);
      strictEqual(toMicro(Number(fromMicro(amount).toFixed(6))), amount);
    }),
    RUNS,
  );
});

Deno.test("an amount that cannot be counted exactly is an error that says which", () => {
  throws(() => toMicro(9_007_199_255), /9007199255 cannot be counted exactly/);
  throws(() => toMicro(NaN), RangeError);
  throws(() => toMicro(Infinity), RangeError);
  throws(() => checked(0.5, 0.5), RangeError);
  strictEqual(toMicro(9_007_199_254), 9_007_199_254_000_000);
  strictEqual(checked(-0, 0), 0);
});
