/** @nktkas/hyperliquid against the venue, over HTTP and WebSocket. */

import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import * as hl from "@nktkas/hyperliquid";
import { SymbolConverter } from "@nktkas/hyperliquid/utils";
import { throwawayWallet } from "./throwaway_wallet.ts";
import { ADDRESS, FROM, KEY, serve, type VenueProcess } from "./venue_process.ts";

const HOUR = 3_600_000;
const BTC = 0;

interface Clients {
  readonly info: hl.InfoClient;
  readonly exchange: hl.ExchangeClient;
  readonly subscriptions: hl.SubscriptionClient;
  readonly transport: hl.HttpTransport;
  readonly socket: hl.WebSocketTransport;
}

/** Clients that sign as testnet with a throw-away key. */
async function withClients(run: (clients: Clients, venue: VenueProcess) => Promise<void>): Promise<void> {
  const venue = await serve();
  const transport = new hl.HttpTransport({ apiUrl: venue.url, isTestnet: true });
  const socket = new hl.WebSocketTransport({ url: venue.socketUrl, isTestnet: true });
  try {
    await socket.ready();
    const wallet = throwawayWallet(KEY);
    const exchange = new hl.ExchangeClient({ transport, wallet });
    const subscriptions = new hl.SubscriptionClient({ transport: socket });
    await run({ info: new hl.InfoClient({ transport }), exchange, subscriptions, transport, socket }, venue);
  } finally {
    await socket.close();
    await venue.stop();
  }
}

function clientTest(name: string, run: (clients: Clients, venue: VenueProcess) => Promise<void>): void {
  Deno.test({
    name: `@nktkas/hyperliquid: ${name}`,
    sanitizeOps: false,
    sanitizeResources: false,
    fn: () => withClients(run),
  });
}

clientTest("its symbols, books, candles and contexts", async ({ info, transport }, { advance }) => {
  const symbols = await SymbolConverter.create({ transport });
  deepStrictEqual(["BTC", "ETH", "SOL"].map((one) => symbols.getAssetId(one)), [0, 1, 2]);
  await advance({ candles: 2, interval: "1h" });
  const book = await info.l2Book({ coin: "BTC" });
  deepStrictEqual(book?.levels.map(({ length }) => length), [20, 20]);
  strictEqual(book?.time, FROM + 2 * HOUR);
  const candles = await info.candleSnapshot({
    coin: "ETH",
    interval: "1h",
    startTime: FROM,
    endTime: FROM + HOUR,
  });
  deepStrictEqual(candles.map(({ t }) => t), [FROM, FROM + HOUR]);
  const mids = await info.allMids();
  const [meta, contexts] = await info.metaAndAssetCtxs();
  deepStrictEqual(contexts.map(({ midPx }) => midPx), meta.universe.map(({ name }) => mids[name]));
});

clientTest("places, fills, cancels and changes orders", async ({ info, exchange }) => {
  const mid = Number((await info.allMids())["BTC"]);
  await exchange.updateLeverage({ asset: BTC, isCross: true, leverage: 5 });
  const order = (isBuy: boolean, price: number, of: { tif: "Gtc" | "Ioc"; c?: `0x${string}` }) => ({
    ...{ a: BTC, b: isBuy, p: String(Math.round(price)), s: "0.01", r: false, t: { limit: { tif: of.tif } } },
    ...(of.c === undefined ? {} : { c: of.c }),
  });
  const bought = await exchange.order({ orders: [order(true, mid * 1.01, { tif: "Ioc" })], grouping: "na" });
  const [status] = bought.response.data.statuses;
  ok(typeof status === "object" && "filled" in status && status.filled.totalSz === "0.01");
  const cloid = "0x000000000000000000000000000000aa";
  const rested = await exchange.order({
    orders: [order(true, mid * 0.9, { tif: "Gtc", c: cloid })],
    grouping: "na",
  });
  const [resting] = rested.response.data.statuses;
  ok(typeof resting === "object" && "resting" in resting);
  await exchange.modify({
    oid: resting.resting.oid,
    order: order(true, mid * 0.8, { tif: "Gtc", c: cloid }),
  });
  const [open] = await info.openOrders({ user: ADDRESS });
  deepStrictEqual([open.limitPx, open.cloid], [`${Math.round(mid * 0.8)}.0`, cloid]);
  await exchange.cancelByCloid({ cancels: [{ asset: BTC, cloid }] });
  deepStrictEqual(await info.openOrders({ user: ADDRESS }), []);
  const state = await info.clearinghouseState({ user: ADDRESS });
  deepStrictEqual(state.assetPositions.map(({ position }) => [position.coin, position.szi]), [[
    "BTC",
    "0.01",
  ]]);
});

clientTest("says the venue's words where an order or a cancel is refused", async ({ exchange }) => {
  const small = { a: BTC, b: true, p: "40000", s: "0.0001", r: false, t: { limit: { tif: "Gtc" as const } } };
  await rejects(exchange.order({ orders: [small], grouping: "na" }), /Order must have minimum value of \$10/);
  await rejects(
    exchange.cancel({ cancels: [{ a: BTC, o: 77 }] }),
    /never placed, already canceled, or filled/,
  );
});

clientTest(
  "streams: mids, books, candles, its orders and fills, each once and in order",
  async (clients, venue) => {
    const { info, exchange, subscriptions } = clients;
    const heard: string[] = [];
    const user = ADDRESS;
    const closes: string[] = [];
    await subscriptions.candle({ coin: "BTC", interval: "5m" }, ({ t, c }) => closes.push(`${t}=${c}`));
    await subscriptions.orderUpdates(
      { user },
      (all) => heard.push(...all.map(({ status }) => `order ${status}`)),
    );
    await subscriptions.userFills({ user }, ({ fills, isSnapshot }) => {
      heard.push(
        isSnapshot ? `snapshot of ${fills.length}` : `fill of ${fills.map(({ sz }) => sz)}`,
      );
    });
    await subscriptions.l2Book({ coin: "BTC" }, () => heard.push("book"));
    await subscriptions.allMids(() => heard.push("mids"));
    const mid = Number((await info.allMids())["BTC"]);
    const p = String(Math.round(mid * 1.01));
    const buy = { a: BTC, b: true, p, s: "0.01", r: false, t: { limit: { tif: "Ioc" as const } } };
    await exchange.order({ orders: [buy], grouping: "na" });
    await venue.advance({ candles: 2 });
    await info.exchangeStatus();
    const own = heard.filter((one) => one.startsWith("order") || one.includes("of"));
    deepStrictEqual(own, ["snapshot of 0", "order open", "order filled", "fill of 0.01"]);
    ok(heard.includes("book") && heard.includes("mids"));
    ok(closes.length >= 2);
  },
);
