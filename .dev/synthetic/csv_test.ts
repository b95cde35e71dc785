import assert from "node:assert/strict";
import { candlesCsv, decimal, seriesCsv } from "./csv.ts";

for (
  const [units, decimals, wanted] of [
    [37670, 1, "3767"],
    [377169, 1, "37716.9"],
    [1, 3, "0.001"],
    [100, 3, "0.1"],
    [89962, 0, "89962"],
    [125000, 10, "0.0000125"],
    [-92000, 10, "-0.0000092"],
    [0, 10, "0"],
  ] as const
) {
  Deno.test(`${units} units of 10^-${decimals} print as ${wanted}`, () => {
    assert.equal(decimal(units, decimals), wanted);
  });
}

Deno.test("candles print one row each, without those that are left out", () => {
  const candles = {
    startMs: 1000,
    intervalMs: 500,
    open: Int32Array.of(100, 101, 102),
    high: Int32Array.of(110, 111, 112),
    low: Int32Array.of(90, 91, 92),
    close: Int32Array.of(105, 106, 107),
    volume: Float64Array.of(5, 50, 500),
  };
  const csv = candlesCsv(candles, { priceDecimals: 1, volumeDecimals: 2, includes: (time) => time !== 1500 });
  assert.equal(csv, "time,open,high,low,close,volume\n1000,10,11,9,10.5,0.05\n2000,10.2,11.2,9.2,10.7,5\n");
});

Deno.test("a series prints its times and values", () => {
  const csv = seriesCsv([15, -20], { name: "rate", decimals: 1, startMs: 100, stepMs: 10 });
  assert.equal(csv, "time,rate\n100,1.5\n110,-2\n");
});
