/** ccxt's `hyperliquid` against the venue: what a bot of its users does, over HTTP and WebSocket. */

import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import ccxt, { type MarketInterface } from "ccxt";
import { ADDRESS, FROM, KEY, serve, type VenueProcess } from "../venue/venue_process.ts";

const HOUR = 3_600_000;
const SYMBOL = "BTC/USDC:USDC";

type Client = InstanceType<typeof ccxt.pro.hyperliquid>;

/** A client of the venue, closed in the end. */
async function withClient(run: (client: Client, venue: VenueProcess) => Promise<void>): Promise<void> {
  const venue = await serve();
  const client = new ccxt.pro.hyperliquid({
    walletAddress: ADDRESS,
    privateKey: KEY,
    enableRateLimit: false,
  });
  client.urls["api"] = { public: venue.url, private: venue.url, ws: { public: venue.socketUrl } };
  try {
    await client.loadHttpProxyAgent();
    await run(client, venue);
  } finally {
    await client.close();
    await venue.stop();
  }
}

// Its connections are pooled and closed a moment after the test.
function clientTest(name: string, run: (client: Client, venue: VenueProcess) => Promise<void>): void {
  Deno.test({
    name: `ccxt: ${name}`,
    sanitizeOps: false,
    sanitizeResources: false,
    fn: () => withClient(run),
  });
}

clientTest("loads markets with their grids, leverages and fees", async (client) => {
  const markets = await client.loadMarkets();
  const { precision, limits, maker, taker, swap } = markets[SYMBOL] as MarketInterface;
  strictEqual(swap, true);
  deepStrictEqual([precision.amount, limits.cost?.min, limits.leverage?.max], [0.00001, 10, 40]);
  deepStrictEqual([maker, taker], [0.00015, 0.00045]);
});

clientTest("reads balance, candles, ticker, book and funding", async (client, { advance }) => {
  await advance({ candles: 3, interval: "1h" });
  const balance = await client.fetchBalance();
  deepStrictEqual([balance["USDC"]?.total, balance["USDC"]?.used], [10_000, 0]);
  const since = FROM - 24 * HOUR;
  const candles = await client.fetchOHLCV(SYMBOL, "1h", since, 100);
  strictEqual(candles[0][0], since);
  strictEqual(candles.at(-1)?.[0], FROM + 3 * HOUR);
  const newest = await client.fetchOHLCV(SYMBOL, "1h", undefined, 10);
  strictEqual(newest.at(-1)?.[0], FROM + 3 * HOUR, "its window is counted from the wall's time");
  ok(newest.length >= 10 && newest.length <= 11);
  const book = await client.fetchOrderBook(SYMBOL);
  strictEqual(book.bids.length, 20);
  ok(Number(book.bids[0][0]) < Number(book.asks[0][0]));
  const ticker = await client.fetchTicker(SYMBOL);
  ok(Number(ticker.last ?? ticker.close) > 0);
  const rates = await client.fetchFundingRateHistory(SYMBOL, FROM, 10);
  ok(rates.length >= 3);
});

clientTest("trades: market, limit, trigger, cancel, with what it reads of them", async (client, venue) => {
  await client.loadMarkets();
  await client.setLeverage(5, SYMBOL, { marginMode: "cross" });
  const price = Number((await client.fetchTicker(SYMBOL)).last);
  const bought = await client.createOrder(SYMBOL, "market", "buy", 0.01, price);
  const [position] = await client.fetchPositions([SYMBOL]);
  deepStrictEqual([position.side, position.contracts, position.leverage], ["long", 0.01, 5]);
  const resting = await client.createOrder(SYMBOL, "limit", "buy", 0.01, Math.round(price * 0.9));
  const exit = { stopLossPrice: Math.round(price * 0.95), reduceOnly: true };
  const stop = await client.createOrder(SYMBOL, "market", "sell", 0.01, Math.round(price * 0.95), exit);
  const open = await client.fetchOpenOrders(SYMBOL);
  deepStrictEqual(open.map(({ id }) => id).sort(), [resting.id, stop.id].sort());
  await client.cancelOrder(resting.id!, SYMBOL);
  deepStrictEqual((await client.fetchOpenOrders(SYMBOL)).map(({ id }) => id), [stop.id]);
  strictEqual((await client.fetchOrder(resting.id!, SYMBOL)).status, "canceled");
  const [trade] = await client.fetchMyTrades(SYMBOL);
  deepStrictEqual([trade.order, trade.amount, trade.side, trade.timestamp], [bought.id, 0.01, "buy", FROM]);
  await venue.advance({ candles: 24, interval: "1h" });
  const funding = await client.fetchFundingHistory(SYMBOL);
  ok(funding.length > 0);
});

clientTest("an entry with stop and target, and the venue's own words where it refuses", async (client) => {
  await client.loadMarkets();
  const price = Math.round(Number((await client.fetchTicker(SYMBOL)).last));
  const [below, above] = [Math.round(price * 0.9), Math.round(price * 1.1)];
  await client.createOrder(SYMBOL, "limit", "buy", 0.01, price + 50, {
    stopLoss: { triggerPrice: below },
    takeProfit: { triggerPrice: above },
  });
  const open = await client.fetchOpenOrders(SYMBOL);
  deepStrictEqual(open.map(({ triggerPrice }) => triggerPrice).sort(), [above, below].sort());
  await rejects(client.createOrder(SYMBOL, "limit", "buy", 0.0001, 50_000), /minimum value of \$10/);
  await rejects(client.cancelOrder("999", SYMBOL), /never placed, already canceled, or filled/);
});

clientTest("watches its orders and fills as they happen", async (client, venue) => {
  await client.loadMarkets();
  const price = Math.round(Number((await client.fetchTicker(SYMBOL)).last));
  const [orders, fills] = [client.watchOrders(SYMBOL), client.watchMyTrades(SYMBOL)];
  const candles = client.watchOHLCV(SYMBOL, "5m");
  await new Promise((resolve) => setTimeout(resolve, 300));
  const order = await client.createOrder(SYMBOL, "market", "buy", 0.01, price);
  ok((await orders).some(({ id }) => id === order.id));
  const [fill] = await fills;
  deepStrictEqual([fill.order, fill.amount], [order.id, 0.01]);
  await venue.advance({ candles: 2 });
  ok(Number((await candles)[0][4]) > 0);
});
