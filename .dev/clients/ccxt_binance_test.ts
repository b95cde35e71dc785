/** ccxt's `binance` and `binanceusdm` against the venue: candles and funding, over HTTP and WebSocket. */

import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import ccxt, { type MarketInterface } from "ccxt";
import { FROM, serve, type VenueProcess } from "../venue/venue_process.ts";

const HOUR = 3_600_000;

type Client = InstanceType<typeof ccxt.pro.binance>;
type Urls = { [name: string]: string | Urls };

/** The same addresses on the venue's host: their paths stay. */
function atVenue(urls: Urls, url: string): Urls {
  return Object.fromEntries(
    Object.entries(urls).map(([name, one]) => [
      name,
      typeof one === "string"
        ? one.replace(/^(http|ws)s?:\/\/[^/]+/, url.replace(/^http/, "$1"))
        : atVenue(one, url),
    ]),
  );
}

// Its connections are pooled and closed a moment after the test.
function clientTest(
  type: "spot" | "linear",
  name: string,
  run: (client: Client, venue: VenueProcess) => Promise<void>,
): void {
  Deno.test({
    name: `ccxt, Binance ${type}: ${name}`,
    sanitizeOps: false,
    sanitizeResources: false,
    fn: async () => {
      const venue = await serve();
      const Exchange = type === "spot" ? ccxt.pro.binance : ccxt.pro.binanceusdm;
      const client = new Exchange({
        options: { fetchMarkets: { types: [type] }, fetchCurrencies: false },
        enableRateLimit: false,
      });
      client.urls["api"] = atVenue(client.urls["api"], venue.url);
      try {
        await run(client, venue);
      } finally {
        await client.close();
        await venue.stop();
      }
    },
  });
}

for (const [type, symbol] of [["spot", "BTC/USDT"], ["linear", "BTC/USDT:USDT"]] as const) {
  clientTest(type, "loads markets and candles at the market's time", async (client, venue) => {
    await venue.advance({ until: FROM + 90_000 });
    const markets = await client.loadMarkets();
    deepStrictEqual(Object.keys(markets).length, 3);
    const { precision } = markets[symbol] as MarketInterface;
    strictEqual(precision.amount, 0.00001);
    strictEqual(await client.fetchTime(), FROM + 90_000);
    const newest = await client.fetchOHLCV(symbol, "1h", undefined, 3);
    deepStrictEqual(newest.map(([time]) => time), [FROM - 2 * HOUR, FROM - HOUR, FROM]);
    const oldest = await client.fetchOHLCV(symbol, "1m", FROM - HOUR, 60);
    strictEqual(oldest.length, 60);
    strictEqual(newest[1][4], oldest[59][4]);
  });

  clientTest(type, "watches candles", async (client, venue) => {
    await client.loadMarkets();
    const seen = client.watchOHLCV(symbol, "1m");
    const stepping = (async () => {
      while (await Promise.race([seen.then(() => false), soon()])) await venue.advance({ ms: 20_000 });
    })();
    const [[time, open, high, low, close, volume]] = await seen;
    await stepping;
    ok(
      Number(time) >= FROM && Number(high) >= Number(open) && Number(low) <= Number(close) &&
        Number(volume) >= 0,
    );
  });
}

clientTest("linear", "reads past and present funding", async (client) => {
  await client.loadMarkets();
  const past = await client.fetchFundingRateHistory("BTC/USDT:USDT", FROM - 24 * HOUR, 10);
  deepStrictEqual(
    past.map(({ timestamp }) => (timestamp! - FROM) / HOUR),
    [-24, -16, -8, 0].slice(4 - past.length),
  );
  const { fundingRate, markPrice, fundingTimestamp } = await client.fetchFundingRate("BTC/USDT:USDT");
  strictEqual(fundingRate, past.at(-1)!.fundingRate);
  ok(markPrice! > 0);
  strictEqual(fundingTimestamp, FROM + 8 * HOUR);
});

async function soon(): Promise<true> {
  await new Promise((resolve) => setTimeout(resolve, 100));
  return true;
}
