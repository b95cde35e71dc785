import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { type AssetFeeds, CandleFeed } from "../indicators/candle_feed.ts";
import { sma } from "../indicators/mod.ts";
import type { Interval } from "../model/interval.ts";
import { ScriptedMarketData } from "../testing/scripted_market_data.ts";
import { SettableClock } from "../testing/settable_clock.ts";
import { HOUR, MIDNIGHT, QUARTER } from "../testing/times.ts";
import { ingest } from "./ingest.ts";

function feedOf(interval: Interval, period: number | null): CandleFeed {
  return new CandleFeed({ interval, indicators: period === null ? [] : [sma(period)], values: 2 });
}

/** A market at midnight; candles of ETH close every quarter from long before. */
function market(): { clock: SettableClock; data: ScriptedMarketData } {
  const clock = new SettableClock(MIDNIGHT);
  const data = new ScriptedMarketData(clock);
  data.prices.set("ETH", 100);
  for (let index = -100; index <= 100; index++) {
    data.give("ETH", "15m", [{ close: MIDNIGHT + index * QUARTER, price: 100 + index }]);
    if (index % 4 === 0) data.give("ETH", "1h", [{ close: MIDNIGHT + index * QUARTER, price: 100 + index }]);
  }
  return { clock, data };
}

/** Ingests and feeds what came, as Calculate does. */
async function take(data: ScriptedMarketData, assets: readonly AssetFeeds[], now: number): Promise<number[]> {
  const { windows } = await ingest(data, assets, now);
  for (const { feed, window } of windows) feed.push(window);
  return windows.map(({ window }) => window.length);
}

Deno.test("the first look takes exactly what the feed needs, never more", async () => {
  const rows: [what: string, feed: CandleFeed, asked: string, length: number][] = [
    ["a warm-up of 3 and 2 values shown", feedOf("15m", 3), "ETH 15m last 5", 5],
    ["without indicators the closes shown", feedOf("15m", null), "ETH 15m last 2", 2],
    ["more than there is gives what there is", feedOf("15m", 200), "ETH 15m last 202", 101],
    ["no candles of that interval", feedOf("4h", 3), "ETH 4h last 5", 0],
  ];
  for (const [what, feed, asked, length] of rows) {
    const { data } = market();
    deepStrictEqual(await take(data, [{ asset: "ETH", feeds: [feed] }], MIDNIGHT), [length], what);
    deepStrictEqual(data.asked, [asked], what);
  }
});

Deno.test("afterwards each candle comes once: what closed since the last one", async () => {
  const { clock, data } = market();
  const feed = feedOf("15m", 3);
  const assets = [{ asset: "ETH", feeds: [feed] }];
  await take(data, assets, MIDNIGHT);
  clock.set(MIDNIGHT + QUARTER);
  deepStrictEqual(await take(data, assets, clock.now()), [1]);
  clock.set(MIDNIGHT + 4 * QUARTER);
  deepStrictEqual(await take(data, assets, clock.now()), [3]);
  deepStrictEqual(data.asked.slice(1), [`ETH 15m after ${MIDNIGHT}`, `ETH 15m after ${MIDNIGHT + QUARTER}`]);
  strictEqual(feed.count, 9);
  strictEqual(feed.closes.last, 104);
});

Deno.test("a candle later than now is never handed out, though the recording has it", async () => {
  const { data } = market();
  const feed = feedOf("15m", 3);
  await take(data, [{ asset: "ETH", feeds: [feed] }], MIDNIGHT);
  strictEqual(feed.lastClose, MIDNIGHT);
});

Deno.test("a slower interval is asked only where a candle of it may have closed", async () => {
  const { clock, data } = market();
  const assets = [{ asset: "ETH", feeds: [feedOf("15m", 3), feedOf("1h", 3)] }];
  await take(data, assets, MIDNIGHT);
  data.asked.length = 0;
  for (let index = 1; index <= 5; index++) {
    clock.set(MIDNIGHT + index * QUARTER);
    await take(data, assets, clock.now());
  }
  strictEqual(data.asked.filter((asked) => asked.startsWith("ETH 15m")).length, 5);
  deepStrictEqual(data.asked.filter((asked) => asked.startsWith("ETH 1h")), [`ETH 1h after ${MIDNIGHT}`]);
  strictEqual(assets[0].feeds[1].lastClose, MIDNIGHT + HOUR);
});

Deno.test("an asset without candles is asked for its first ones until there are some", async () => {
  const { clock, data } = market();
  const feed = feedOf("15m", 3);
  const assets = [{ asset: "SOL", feeds: [feed] }];
  deepStrictEqual(await take(data, assets, MIDNIGHT), [0]);
  clock.set(MIDNIGHT + QUARTER);
  data.give("SOL", "15m", [{ close: MIDNIGHT + QUARTER, price: 50 }]);
  deepStrictEqual(await take(data, assets, clock.now()), [1]);
  deepStrictEqual(data.asked, ["SOL 15m last 5", "SOL 15m last 5"]);
});

Deno.test("contexts come in the run's order, one for each asset", async () => {
  const { data } = market();
  const assets = ["SOL", "ETH"].map((asset) => ({ asset, feeds: [] }));
  const { contexts } = await ingest(data, assets, MIDNIGHT);
  deepStrictEqual(contexts.map(({ asset, mid }) => [asset, mid]), [["SOL", null], ["ETH", 100]]);
});
