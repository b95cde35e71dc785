import { deepStrictEqual } from "node:assert/strict";
import {
  type CandleRow,
  COIN,
  DIME,
  type DrawnAsset,
  drawnMarket,
  MINUTE,
  START,
} from "../testing/market.ts";
import type { PriceCoverage } from "./price_coverage.ts";

/** Flat 5m candles at all of an hour's slots but some. */
function hours(count: number, without: readonly number[] = []): CandleRow[] {
  const minutes = Array.from({ length: count * 12 }, (_, index) => index * 5);
  return minutes.filter((minute) => !without.includes(minute)).map((minute) => [minute, 9, 9, 9, 9]);
}

const CANDLES = { "5m": hours(4) };
const BARE: DrawnAsset = { instrument: DIME, candles: CANDLES };

function coverageOf(asset: Partial<DrawnAsset>, from = 0, until = 240): PriceCoverage {
  return coverageOfAll([{ instrument: COIN, candles: CANDLES, ...asset }], from, until);
}

function coverageOfAll(assets: readonly DrawnAsset[], from: number, until: number): PriceCoverage {
  const range = { from: START + from * MINUTE, until: START + until * MINUTE };
  const { prices, unmarkedCandles, unpricedHours } = drawnMarket(...assets).coverage(range);
  return { prices, unmarkedCandles, unpricedHours };
}

const NOTHING = { prices: { mark: "candles", oracle: "candles" }, unmarkedCandles: 0, unpricedHours: 0 };

Deno.test("priceCoverage: without recordings it is the candles, and nothing is missing", () => {
  deepStrictEqual(coverageOf({}), NOTHING);
  deepStrictEqual(coverageOf({ marks: {}, oracle: [] }), NOTHING);
});

Deno.test("priceCoverage: holes of what is recorded are counted inside the range", () => {
  const marks = { "5m": hours(4, [10, 15, 200]) };
  const oracle = [[1, 9], [2, 9]] as const;
  deepStrictEqual(coverageOf({ marks, oracle }), {
    prices: { mark: "recorded", oracle: "recorded" },
    unmarkedCandles: 3,
    unpricedHours: 1,
  });
  deepStrictEqual(coverageOf({ marks, oracle }, 15, 61), {
    prices: { mark: "recorded", oracle: "recorded" },
    unmarkedCandles: 1,
    unpricedHours: 0,
  });
});

Deno.test("priceCoverage: what was recorded of another time is no recording of this one", () => {
  deepStrictEqual(coverageOf({ marks: { "5m": hours(1) }, oracle: [[0, 9]] }, 60), NOTHING);
  deepStrictEqual(coverageOf({ marks: { "15m": hours(4) } }), NOTHING);
});

Deno.test("priceCoverage: where assets differ each is told", () => {
  deepStrictEqual(
    coverageOfAll([{ instrument: COIN, candles: CANDLES, marks: { "5m": hours(4, [0]) } }, BARE], 0, 240),
    {
      prices: { mark: { COIN: "recorded", DIME: "candles" }, oracle: "candles" },
      unmarkedCandles: 1,
      unpricedHours: 0,
    },
  );
});
