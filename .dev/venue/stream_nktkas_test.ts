/**
 * Every channel of a trading bot through @nktkas/hyperliquid's own socket: it finds an acknowledgement by the fields it
 * sent, and a frame by what stands in it.
 * @module
 */
import { deepStrictEqual } from "node:assert/strict";
import { SubscriptionClient, WebSocketTransport } from "@nktkas/hyperliquid";
import { openSocket } from "../../adapters/venue/sockets.ts";
import { ALICE, limitOrder, marketOrder, SmallVenue } from "./small_venue.ts";

const user = ALICE as `0x${string}`;
const coin = "BTC";

/** Its channels, each with how often it is heard: at once, and when a trade or the market moves. */
async function subscribeAll(client: SubscriptionClient, heard: (name: string) => () => void): Promise<void> {
  await client.activeAssetCtx({ coin }, heard("activeAssetCtx"));
  await client.activeSpotAssetCtx({ coin: "PURR/USDC" }, heard("activeSpotAssetCtx"));
  await client.activeAssetData({ user, coin }, heard("activeAssetData"));
  await client.allDexsAssetCtxs(heard("allDexsAssetCtxs"));
  await client.allDexsClearinghouseState({ user }, heard("allDexsClearinghouseState"));
  await client.allMids(heard("allMids"));
  await client.assetCtxs(heard("assetCtxs"));
  await client.bbo({ coin }, heard("bbo"));
  await client.candle({ coin, interval: "1h" }, heard("candle"));
  await client.clearinghouseState({ user }, heard("clearinghouseState"));
  await client.l2Book({ coin }, heard("l2Book"));
  await client.l2Book({ coin: "DOT", nSigFigs: 5, mantissa: 2, fast: true }, heard("l2Book, fast"));
  await client.notification({ user }, heard("notification"));
  await client.openOrders({ user }, heard("openOrders"));
  await client.orderUpdates({ user }, heard("orderUpdates"));
  await client.outcomeMetaUpdates(heard("outcomeMetaUpdates"));
  await client.spotAssetCtxs(heard("spotAssetCtxs"));
  await client.spotState({ user }, heard("spotState"));
  await client.trades({ coin }, heard("trades"));
  await client.twapStates({ user }, heard("twapStates"));
  await client.userEvents({ user }, heard("userEvents"));
  await client.userFills({ user }, heard("userFills"));
  await client.userFundings({ user }, heard("userFundings"));
  await client.userHistoricalOrders({ user }, heard("userHistoricalOrders"));
  await client.userNonFundingLedgerUpdates({ user }, heard("userNonFundingLedgerUpdates"));
  await client.userTwapHistory({ user }, heard("userTwapHistory"));
  await client.userTwapSliceFills({ user }, heard("userTwapSliceFills"));
  await client.webData3({ user }, heard("webData3"));
}

Deno.test({
  name: "@nktkas/hyperliquid: every channel is acknowledged and heard",
  // Its socket is closed a moment after the test.
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    const venue = new SmallVenue();
    await venue.place(ALICE, [limitOrder("DOT", 20, 5)]);
    const server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      (request) =>
        openSocket(request, (socket) => venue.hub.connect(socket, { ip: "127.0.0.1", account: null }))
          .response,
    );
    const transport = new WebSocketTransport({
      url: `ws://127.0.0.1:${server.addr.port}/ws`,
      isTestnet: true,
    });
    const counts = new Map<string, number>();
    const heard = (name: string) => () => void counts.set(name, (counts.get(name) ?? 0) + 1);
    await subscribeAll(new SubscriptionClient({ transport }), heard);
    const settled = () => new Promise((resolve) => setTimeout(resolve, 100));
    await settled();
    const atFirst = [...counts.keys()];
    await venue.place(ALICE, [marketOrder(venue, "BTC", 0.02)]);
    await venue.move(70);
    await settled();
    const later = [...counts].filter(([name, count]) => count > 1 || !atFirst.includes(name)).map(([name]) =>
      name
    );
    await transport.close();
    venue.hub.close();
    await server.shutdown();
    const fixed = ["activeSpotAssetCtx", "spotAssetCtxs", "spotState", "twapStates"];
    const onlySnapshot = ["userNonFundingLedgerUpdates", "userTwapHistory", "userTwapSliceFills"];
    const moments = [
      "activeAssetCtx",
      "activeAssetData",
      "allDexsAssetCtxs",
      "allDexsClearinghouseState",
      "allMids",
      "assetCtxs",
    ];
    const others = ["bbo", "candle", "clearinghouseState", "l2Book", "l2Book, fast", "trades", "webData3"];
    const snapshots = ["userFills", "userFundings", "userHistoricalOrders"];
    deepStrictEqual(
      atFirst.toSorted(),
      [...fixed, ...onlySnapshot, ...moments, ...others, ...snapshots, "openOrders"].toSorted(),
    );
    deepStrictEqual(
      later.toSorted(),
      [...moments, ...others, ...snapshots, "orderUpdates", "userEvents"].toSorted(),
    );
  },
});
