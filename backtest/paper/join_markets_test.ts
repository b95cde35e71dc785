import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { EMPTY_WINDOW, type MarketData } from "../../engine/mod.ts";
import { joinMarkets, type Markets } from "./join_markets.ts";

/** Two markets that note what they are asked; Binance has no HYPE. */
function markets(noted: string[]): Markets {
  const of = (name: string): MarketData => ({
    candles: (asset, interval) => (noted.push(`${name} candles ${asset} ${interval}`), EMPTY_WINDOW),
    finest: (asset) => (noted.push(`${name} finest ${asset}`), EMPTY_WINDOW),
    contexts: (assets) => (noted.push(`${name} contexts ${assets}`), []),
    funding: (asset) => (noted.push(`${name} funding ${asset}`), { times: [], rates: [] }),
  });
  return {
    candles: {
      ...of("binance"),
      toldAt: 1,
      withoutMarket: (assets) => Promise.resolve(assets.filter((asset) => asset === "HYPE")),
      follow: (assets, intervals) => void noted.push(`binance follow ${assets} ${intervals}`),
      close: () => void noted.push("binance close"),
    },
    venue: {
      ...of("venue"),
      toldAt: null,
      follow: (assets) => void noted.push(`venue follow ${assets}`),
      close: () => void noted.push("venue close"),
    },
  };
}

const ASKED = { assets: ["BTC", "HYPE"], interval: "15m", looksAt: ["15m", "4h"] } as const;

Deno.test("candles are of one market, all else of the other; what has none there takes its candles from the other too", async () => {
  const noted: string[] = [];
  const { marketData, withoutCandles, told } = await joinMarkets(markets(noted), {
    ...ASKED,
    follows: false,
  });
  await marketData.candles("BTC", "15m", { last: 1 });
  await marketData.candles("HYPE", "15m", { last: 1 });
  await marketData.finest("BTC", 0);
  await marketData.contexts(["BTC", "HYPE"]);
  await marketData.funding("BTC", 0);
  deepStrictEqual(noted, [
    "binance candles BTC 15m",
    "venue candles HYPE 15m",
    "venue finest BTC",
    "venue contexts BTC,HYPE",
    "venue funding BTC",
  ]);
  deepStrictEqual([withoutCandles, told()], [["HYPE"], { prices: null, candles: 1 }]);
});

Deno.test("both are listened to, each to what it has and is looked at, and both are let go of", async () => {
  const noted: string[] = [];
  const { close } = await joinMarkets(markets(noted), { ...ASKED, follows: true });
  deepStrictEqual(noted, ["venue follow BTC,HYPE", "binance follow BTC 15m,4h"]);
  close();
  strictEqual(noted.slice(2).join(), "venue close,binance close");
});
