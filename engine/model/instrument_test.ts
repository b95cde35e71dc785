import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { BTC, ETH, instrumentOf, SOL } from "../testing/instruments.ts";
import {
  type Instrument,
  instrumentSchema,
  isPriceOnGrid,
  isSizeOnGrid,
  notionalMicro,
  priceScale,
  priceStep,
  priceToUnits,
  roundPrice,
  sizeToUnits,
  unitsToPrice,
  unitsToSize,
} from "./instrument.ts";

const RUNS = { numRuns: 2000 };
const decimals = fc.integer({ min: 0, max: 6 });

/** The venue's rule over the decimal text, as exchange-rules 1.2 prints it. */
function isValidText(text: string, szDecimals: number): boolean {
  const [whole, fraction = ""] = text.split(".");
  const cut = fraction.replace(/0+$/, "");
  if (cut === "") return /[1-9]/.test(whole);
  const significant = (whole + cut).replace(/^0+/, "").length;
  return cut.length <= 6 - szDecimals && significant <= 5;
}

function with_(szDecimals: number): Instrument {
  return instrumentOf({ szDecimals });
}

/** Prices from 1e-6 to 1e6, as decimals with up to seven places and as any double. */
const price = fc.oneof(
  fc.tuple(fc.integer({ min: 1, max: 10 ** 7 }), fc.integer({ min: 0, max: 7 })).map(([digits, places]) =>
    digits / 10 ** places
  ),
  fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
).filter((value) => value >= 1e-6 && value <= 1e6);

Deno.test("the examples of exchange-rules 1.2", () => {
  const rows: [price: number, szDecimals: number, valid: boolean][] = [
    [1234.5, 0, true],
    [1234.5, 5, true],
    [123_456, 0, true],
    [123_456, 5, true],
    [123_456, 6, true],
    [0.001234, 0, true],
    [0.01234, 1, true],
    [1234.56, 0, false],
    [12_345.6, 0, false],
    [0.0012345, 0, false],
    [0.012345, 1, false],
    [0, 0, false],
    [-1, 0, false],
    [NaN, 0, false],
    [Infinity, 0, false],
    [1234.5, 6, false],
  ];
  for (const [value, szDecimals, valid] of rows) {
    strictEqual(isPriceOnGrid(value, with_(szDecimals)), valid, `${value} with ${szDecimals} size decimals`);
  }
});

Deno.test("a decimal price is on the grid exactly where the venue's rule over its digits says so", () => {
  const text = fc.tuple(fc.integer({ min: 1, max: 10 ** 8 }), fc.integer({ min: 0, max: 8 })).map((
    [digits, places],
  ) => (digits / 10 ** places).toFixed(places));
  fc.assert(
    fc.property(text, decimals, (value, szDecimals) => {
      strictEqual(isPriceOnGrid(Number(value), with_(szDecimals)), isValidText(value, szDecimals), value);
    }),
    RUNS,
  );
});

Deno.test("rounding up and down gives the two neighbours on the grid, or the price itself", () => {
  fc.assert(
    fc.property(price, decimals, (value, szDecimals) => {
      const instrument = with_(szDecimals);
      const down = roundPrice(value, instrument, "down");
      const up = roundPrice(value, instrument, "up");
      // A double whose last bit is off a price on the grid is that price.
      const bit = Number.EPSILON * value;
      ok(down <= value + bit && value <= up + bit, `${down} ≤ ${value} ≤ ${up}`);
      ok(down === 0 || isPriceOnGrid(down, instrument), `down ${down}`);
      ok(isPriceOnGrid(up, instrument), `up ${up}`);
      const units = priceToUnits(down, instrument);
      const wide = priceToUnits(up, instrument) - units;
      if (isPriceOnGrid(value, instrument)) strictEqual(wide, 0);
      else if (value - down > bit && up - value > bit) strictEqual(wide, priceStep(units, instrument));
    }),
    RUNS,
  );
});

Deno.test("rounding to the nearest gives the nearer neighbour", () => {
  fc.assert(
    fc.property(price, decimals, (value, szDecimals) => {
      const instrument = with_(szDecimals);
      const down = roundPrice(value, instrument, "down");
      const up = roundPrice(value, instrument, "up");
      const nearest = roundPrice(value, instrument, "nearest");
      ok(nearest === down || nearest === up, `${nearest} of ${down} and ${up}`);
      const clearlyUp = up - value < (value - down) * (1 - 1e-6);
      const clearlyDown = value - down < (up - value) * (1 - 1e-6);
      if (clearlyUp) strictEqual(nearest, up);
      if (clearlyDown) strictEqual(nearest, down);
    }),
    RUNS,
  );
});

Deno.test("a price on the grid stays, whichever way it is rounded", () => {
  fc.assert(
    fc.property(price, decimals, (value, szDecimals) => {
      const instrument = with_(szDecimals);
      const onGrid = roundPrice(value, instrument, "up");
      for (const way of ["up", "down", "nearest"] as const) {
        strictEqual(roundPrice(onGrid, instrument, way), onGrid);
      }
    }),
    RUNS,
  );
});

Deno.test("prices by hand: each with its neighbours", () => {
  const rows: [what: string, price: number, of: Instrument, down: number, nearest: number, up: number][] = [
    ["BTC above 99,999.9 goes by whole USD", 123_456.7, BTC, 123_456, 123_457, 123_457],
    ["whole prices are free at six digits", 123_456, BTC, 123_456, 123_456, 123_456],
    ["five figures above 10,000: whole USD", 42_313.4, BTC, 42_313, 42_313, 42_314],
    ["a half goes up", 42_313.5, BTC, 42_313, 42_314, 42_314],
    ["BTC below 10,000: a tenth", 9_999.44, BTC, 9_999.4, 9_999.4, 9_999.5],
    ["ETH has two decimals and five figures", 2_410.05, ETH, 2_410, 2_410.1, 2_410.1],
    ["across a decade the coarser grid begins", 9_999.96, ETH, 9_999.9, 10_000, 10_000],
    ["SOL: five figures go before four decimals", 225.974, SOL, 225.97, 225.97, 225.98],
    ["SOL below 10: four decimals", 9.87654, SOL, 9.8765, 9.8765, 9.8766],
    ["a decimal double is that decimal", 0.3, SOL, 0.3, 0.3, 0.3],
    ["the smallest unit of all", 0.0000004, instrumentOf({ szDecimals: 0 }), 0, 0, 0.000001],
  ];
  for (const [what, value, of, down, nearest, up] of rows) {
    strictEqual(roundPrice(value, of, "down"), down, `${what}, down`);
    strictEqual(roundPrice(value, of, "nearest"), nearest, `${what}, nearest`);
    strictEqual(roundPrice(value, of, "up"), up, `${what}, up`);
  }
});

Deno.test("the step of the grid changes where a sixth figure begins, and stops at one USD", () => {
  const rows: [units: number, of: Instrument, step: number][] = [
    [99_999, SOL, 1],
    [100_000, SOL, 10],
    [999_999, SOL, 10],
    [1_000_000, SOL, 100],
    [10 ** 12, SOL, 10_000],
    [99_999, BTC, 1],
    [100_000, BTC, 10],
    [10 ** 9, BTC, 10],
  ];
  for (const [units, of, step] of rows) strictEqual(priceStep(units, of), step, `${units} ${of.symbol}`);
});

Deno.test("a price that is not above zero gives 0, which is on no grid", () => {
  for (const value of [0, -0.5, NaN]) strictEqual(roundPrice(value, BTC, "up"), 0);
  strictEqual(isPriceOnGrid(0, BTC), false);
});

Deno.test("sizes: at most szDecimals decimals, above zero", () => {
  const rows: [size: number, of: Instrument, valid: boolean][] = [
    [0.00001, BTC, true],
    [0.000001, BTC, false],
    [0.000015, BTC, false],
    [1, BTC, true],
    [0.1234, ETH, true],
    [0.12345, ETH, false],
    [0.3, SOL, true],
    [0, SOL, false],
    [-1, SOL, false],
    [NaN, SOL, false],
    [Infinity, SOL, false],
  ];
  for (const [size, of, valid] of rows) strictEqual(isSizeOnGrid(size, of), valid, `${size} ${of.symbol}`);
});

Deno.test("units and back: no price or size on the grid is changed", () => {
  const units = fc.integer({ min: 1, max: 10 ** 12 });
  fc.assert(
    fc.property(units, decimals, (count, szDecimals) => {
      const instrument = with_(szDecimals);
      strictEqual(priceToUnits(unitsToPrice(count, instrument), instrument), count);
      strictEqual(sizeToUnits(unitsToSize(count, instrument), instrument), count);
      ok(isSizeOnGrid(unitsToSize(count, instrument), instrument));
    }),
    RUNS,
  );
});

Deno.test("size × price on the grid is a whole number of micro-USDC", () => {
  const rows: [size: number, price: number, of: Instrument, micro: number][] = [
    [0.00123, 42_313.5, BTC, 52_045_605],
    [0.5, 3000, ETH, 1_500_000_000],
    [0.07, 142.86, SOL, 10_000_200],
    [1.1, 9.0909, SOL, 9_999_990],
  ];
  for (const [size, value, of, micro] of rows) strictEqual(notionalMicro(size, value, of), micro);
  strictEqual(priceScale(BTC), 10);
  strictEqual(priceScale(SOL), 10_000);
});

Deno.test("an instrument from a file: what is missing or out of range is refused", () => {
  deepStrictEqual(instrumentSchema.parse(BTC), BTC);
  const alone = { ...BTC, marginMode: "noCross" };
  deepStrictEqual(instrumentSchema.parse(alone), alone);
  const refused: unknown[] = [
    { ...BTC, symbol: "" },
    { ...BTC, szDecimals: 7 },
    { ...BTC, szDecimals: 1.5 },
    { ...BTC, maxLeverage: 0 },
    { ...BTC, marginTiers: [] },
    { ...BTC, marginTiers: [{ lowerBoundUsd: -1, maxLeverage: 40 }] },
    { ...BTC, marginTiers: undefined },
    { ...BTC, marginTiers: [{ lowerBoundUsd: 1, maxLeverage: 40 }] },
    { ...BTC, marginTiers: [{ lowerBoundUsd: 0, maxLeverage: 20 }] },
    { ...BTC, marginTiers: [...BTC.marginTiers, { lowerBoundUsd: 150_000_000, maxLeverage: 10 }] },
    { ...BTC, marginTiers: [...BTC.marginTiers, { lowerBoundUsd: 160_000_000, maxLeverage: 20 }] },
    { ...BTC, marginMode: "cross" },
  ];
  for (const bad of refused) strictEqual(instrumentSchema.safeParse(bad).success, false, JSON.stringify(bad));
});
