import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { Book, Instrument, MarketContext } from "../../../engine/mod.ts";
import { bestRow, bookRow, contextRow, fundingRateRow, midsRow, predictedFundingRow } from "./market_wire.ts";

const BTC: Instrument = {
  symbol: "BTC",
  szDecimals: 5,
  maxLeverage: 40,
  marginTiers: [{ lowerBoundUsd: 0, maxLeverage: 40 }],
};
const BOOK: Book = {
  time: 7,
  bids: [{ price: 100, size: 150 }, { price: 99, size: 100 }],
  asks: [{ price: 101, size: 1000 }],
};
const CONTEXT: MarketContext = {
  asset: "BTC",
  time: 1_700_000_000_000,
  mark: 100.5,
  mid: 100.5,
  oracle: 100,
  funding: 0.0000125,
  openInterest: null,
};
const DAY = { previousPrice: 90, volume: 12.5, notionalUsd: 1234.25 };

Deno.test("contextRow: impact prices are averages over what trades the notional, the premium is theirs", () => {
  const row = contextRow({ instrument: BTC, context: CONTEXT, day: DAY, book: BOOK });
  // 150 coins at 100 and 5,000 USD more at 99; 20,000 USD at 101.
  strictEqual(
    JSON.stringify(row),
    '{"funding":"0.0000125","openInterest":"0.0","prevDayPx":"90.0","dayNtlVlm":"1234.25","premium":"0.0",' +
      '"oraclePx":"100.0","markPx":"100.5","midPx":"100.5","impactPxs":["99.7","101.0"],"dayBaseVlm":"12.5"}',
  );
  const above = contextRow({ instrument: BTC, context: { ...CONTEXT, oracle: 99 }, day: DAY, book: BOOK });
  strictEqual(above.premium, "0.0070707071");
  const below = contextRow({ instrument: BTC, context: { ...CONTEXT, oracle: 102 }, day: DAY, book: BOOK });
  strictEqual(below.premium, "-0.0098039216");
});

Deno.test("contextRow: in a gap there is no mid, no impact price and no premium", () => {
  const context = { ...CONTEXT, mid: null };
  const book = { time: 7, bids: [], asks: [] };
  const row = contextRow({ instrument: BTC, context, day: { ...DAY, previousPrice: null }, book });
  deepStrictEqual([row.midPx, row.impactPxs, row.premium, row.prevDayPx], [null, null, null, "100.5"]);
});

Deno.test("midsRow: the last price stands in for a mid, and a coin without a price is not there", () => {
  const contexts = [CONTEXT, { ...CONTEXT, asset: "B", mid: null }, {
    ...CONTEXT,
    asset: "C",
    mid: null,
    mark: null,
  }];
  deepStrictEqual(midsRow(contexts), { BTC: "100.5", B: "100.5" });
});

Deno.test("bookRow: so many levels a side, and a spread only where prices are put together", () => {
  const row = bookRow("BTC", BOOK, { grouping: null, levels: 1 });
  strictEqual(
    JSON.stringify(row),
    '{"coin":"BTC","time":7,"levels":[[{"px":"100.0","sz":"150.0","n":1}],[{"px":"101.0","sz":"1000.0","n":1}]]}',
  );
  const coarse = bookRow("BTC", BOOK, { grouping: { figures: 2, step: 1 }, levels: 20 });
  deepStrictEqual(coarse, {
    coin: "BTC",
    time: 7,
    levels: [[{ px: "100.0", sz: "150.0", n: 1 }, { px: "99.0", sz: "100.0", n: 1 }], [
      { px: "110.0", sz: "1000.0", n: 1 },
    ]],
    spread: "1.0",
  });
});

Deno.test("bestRow: a side without an order is null", () => {
  deepStrictEqual(bestRow("BTC", { ...BOOK, asks: [] }).bbo, [{ px: "100.0", sz: "150.0", n: 1 }, null]);
});

Deno.test("fundingRateRow: the premium is the one that gives the rate", () => {
  const rows: [rate: number, text: string, premium: string][] = [
    [0.0000125, "0.0000125", "0.0001"],
    [0.00002, "0.00002", "0.00066"],
    [-0.00004, "-0.00004", "-0.00082"],
  ];
  for (const [rate, fundingRate, premium] of rows) {
    deepStrictEqual(fundingRateRow("BTC", { time: 1, rate }), { coin: "BTC", fundingRate, premium, time: 1 });
    const P = Number(premium);
    strictEqual(((P + Math.min(0.0005, Math.max(-0.0005, 0.0001 - P))) / 8).toFixed(10), rate.toFixed(10));
  }
});

Deno.test("predictedFundingRow: paid at the next full hour", () => {
  deepStrictEqual(predictedFundingRow({ ...CONTEXT, time: 3_600_000 }), ["BTC", [["HlPerp", {
    fundingRate: "0.0000125",
    nextFundingTime: 7_200_000,
  }]]]);
});
