import { deepStrictEqual, throws } from "node:assert/strict";
import {
  HOUR_MS,
  type MarketContext,
  type SeenCandle,
  type SeenEntry,
  type SeenSettled,
} from "../../engine/mod.ts";
import { seenMarket } from "./seen_market.ts";

const MINUTE = 60_000;
const T0 = 1_704_067_200_000;

/** A candle that opened so many minutes after the start, all its prices alike. */
function candle(minute: number, price: number): SeenCandle {
  return [T0 + minute * MINUTE, price, price, price, price, 1];
}

function settled(minute: number, price: number, minutes = 1): SeenSettled {
  return [T0 + (minute + minutes) * MINUTE, ...candle(minute, price)];
}

function context(minute: number, openInterest: number | null): MarketContext {
  return {
    asset: "BTC",
    time: T0 + minute * MINUTE,
    ...{ mark: 1, mid: 1, oracle: 1, funding: 0, openInterest },
  };
}

/** What came out, in minutes after the start and closes. */
function shown(entries: readonly SeenEntry[]) {
  return seenMarket(entries).map(({ asset, candles, funding, openInterest }) => ({
    asset,
    candles: Object.fromEntries(candles.map(({ interval, columns: { time, close } }) => [
      interval,
      Array.from(time, (at, index) => [(at - T0) / MINUTE, close[index]]),
    ])),
    funding: Array.from(funding.time, (at, index) => [(at - T0) / HOUR_MS, funding.value[index]]),
    openInterest: Array.from(
      openInterest.time,
      (at, index) => [(at - T0) / HOUR_MS, openInterest.value[index]],
    ),
  }));
}

Deno.test("what was asked for and what was kept beside it become series, each candle once, as it was first told", () => {
  const seen = shown([
    { kind: "clock", times: [T0] },
    { kind: "candles", asset: "BTC", interval: "15m", rows: [candle(0, 10), candle(15, 11)] },
    {
      kind: "contexts",
      contexts: [context(30, 700)],
      beside: [{
        asset: "BTC",
        finest: [settled(28, 5), settled(29, 6)],
        funding: { times: [T0], rates: [0.01] },
      }],
    },
    { kind: "finest", asset: "BTC", rows: [settled(29, 7), settled(31, 8)] },
    { kind: "funding", asset: "BTC", rates: { times: [T0, T0 + HOUR_MS], rates: [0.02, 0.03] } },
    { kind: "contexts", contexts: [context(45, 800), { ...context(60, null), asset: "ETH" }] },
  ]);
  deepStrictEqual(seen, [
    {
      asset: "BTC",
      candles: { "1m": [[28, 5], [29, 6], [31, 8]], "15m": [[0, 10], [15, 11]] },
      funding: [[0, 0.01], [1, 0.03]],
      openInterest: [[0, 700]],
    },
    { asset: "ETH", candles: {}, funding: [], openInterest: [] },
  ]);
});

Deno.test("where orders settled on candles as long as the indicators', the indicators' go first", () => {
  const [{ candles }] = shown([
    { kind: "finest", asset: "BTC", rows: [settled(0, 5, 15), settled(15, 6, 15)] },
    { kind: "candles", asset: "BTC", interval: "15m", rows: [candle(15, 60), candle(30, 70)] },
  ]);
  deepStrictEqual(candles, { "15m": [[0, 5], [15, 60], [30, 70]] });
});

Deno.test("what was seen in a cycle that was left does not count", () => {
  const [{ candles }] = shown([
    { kind: "finest", asset: "BTC", rows: [settled(0, 1)] },
    { kind: "line", seq: 0, isEnd: true },
    { kind: "finest", asset: "BTC", rows: [settled(1, 2)] },
    { kind: "forget", entries: 1 },
    { kind: "finest", asset: "BTC", rows: [settled(1, 3)] },
  ]);
  deepStrictEqual(candles, { "1m": [[0, 1], [1, 3]] });
});

Deno.test("a candle of a length that is none is refused", () => {
  throws(
    () => seenMarket([{ kind: "finest", asset: "BTC", rows: [settled(0, 1, 2)] }]),
    /as long as no interval/,
  );
});
