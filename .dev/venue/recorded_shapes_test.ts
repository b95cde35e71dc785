import { deepStrictEqual } from "node:assert/strict";
import { NO_RECORDINGS, recordingsFolder } from "../recordings.ts";
import { fillRow } from "../../adapters/venue/info/history_wire.ts";
import { type Allowance, differences } from "./shape.ts";
import { ALICE, FakeSocket, limitOrder, marketOrder, settle, SmallVenue } from "./small_venue.ts";

const FOLDER = recordingsFolder();
/** Recorded in 2023 with keys sorted, which tells nothing of their order. */
const SORTED = { isOrderKept: false };

/** A recorded exchange of the official client: the last one of its file is the one it is named after. */
async function sdk(name: string): Promise<unknown> {
  const entries = await recorded(`sdk-${name}`) as { response: unknown }[];
  return entries.at(-1)!.response;
}

async function recorded(name: string): Promise<unknown> {
  return JSON.parse(await Deno.readTextFile(`${FOLDER}/hyperliquid-payloads/${name}.json`));
}

/** An account with a past: positions both ways, orders of every kind, funding. */
async function lived(): Promise<SmallVenue> {
  const venue = new SmallVenue();
  await venue.place(ALICE, [marketOrder(venue, "BTC", 0.02), marketOrder(venue, "DOT", -100)]);
  const exit = { ...limitOrder("BTC", -0.01, 1), reduceOnly: true };
  await venue.place(ALICE, [
    limitOrder("BTC", 0.01, 30_000),
    { ...exit, limitPrice: 26_000, trigger: { kind: "stop", price: 29_000, isMarket: true } },
    { ...exit, limitPrice: 43_000, trigger: { kind: "target", price: 45_000, isMarket: true } },
  ], "entry-with-exits");
  await venue.place(ALICE, [limitOrder("DOT", 20, 5)]);
  await venue.move(1_500);
  return venue;
}

/** One row of the table: what was recorded, what we answer, and how they may differ. */
function compared(
  name: string,
  theirs: () => Promise<unknown>,
  { ours, ...allowed }: Allowance & { ours(venue: SmallVenue): unknown },
): void {
  Deno.test({
    name: `shapes: ${name}${FOLDER === null ? NO_RECORDINGS : ""}`,
    ignore: FOLDER === null,
    fn: async () => {
      const venue = await lived();
      deepStrictEqual(differences(await ours(venue), await theirs(), allowed), []);
      venue.hub.close();
    },
  });
}

const user = ALICE;

compared("clearinghouseState", () => recorded("clearinghouseState-vault-2026-09"), {
  ours: (venue) => venue.ask({ type: "clearinghouseState", user }),
  // Of the two positions here one is liquidated somewhere.
  kinds: [".assetPositions[].position.liquidationPx"],
});
compared("clearinghouseState of 2023", () => sdk("get_user_state"), {
  ours: (venue) => venue.ask({ type: "clearinghouseState", user }),
  ...SORTED,
  // Older than these fields, and from when that one was still there.
  extra: [
    ".time",
    ".assetPositions[].position.maxLeverage",
    ".assetPositions[].position.cumFunding",
    ".assetPositions[].position.maxTradeSzs",
    ".crossMaintenanceMarginUsed",
  ],
});
compared("l2Book", () => sdk("get_l2_snapshot"), {
  ours: (venue) => venue.ask({ type: "l2Book", coin: "BTC" }),
  ...SORTED,
});
compared("l2Book as others kept it", () => recorded("nautilus-http_l2_book_btc"), {
  ours: (venue) => venue.ask({ type: "l2Book", coin: "BTC" }),
  ...SORTED,
  // They left the number of orders away.
  extra: [".levels[][].n"],
});
compared("userFills", () => recorded("nautilus-http_user_fills_dust_conversion"), {
  ours: (venue) => venue.ask({ type: "userFills", user }),
});
compared("userFills of 2023", () => sdk("get_user_fills"), {
  ours: (venue) => venue.ask({ type: "userFills", user }),
  ...SORTED,
  // Older than these fields.
  extra: ["[].tid", "[].feeToken", "[].twapId"],
});
compared(
  "a liquidation's fill on the channel of events",
  () => recorded("nautilus-ws_user_fill_liquidation"),
  {
    ours: () => ({
      channel: "user",
      data: {
        fills: [fillRow(ALICE, {
          kind: "fill",
          time: 1_700_000_000_000,
          asset: "BTC",
          side: "sell",
          size: 1,
          price: 40_000,
          feeUsd: 18,
          realizedPnlUsd: -1_000,
          clientOrderId: "0x00000000000000000000000000000001",
          liquidation: true,
          orderId: 7,
          crossed: true,
          startPosition: 1,
          direction: "close-long",
          liquidationMethod: "market",
          tradeId: 9,
        })],
      },
    }),
  },
);
compared("allDexsAssetCtxs", () => recorded("nautilus-ws_all_dexs_asset_ctxs"), {
  ours: (venue) => firstFrame(venue, { type: "allDexsAssetCtxs" }),
});
compared("extraAgents", () => sdk("extra_agents"), {
  ours: (venue) => {
    const address = "0x00000000000000000000000000000000000000a9";
    venue.exchange.roles.approve(ALICE, { name: "ok", address, validUntil: venue.house.wall + 1 });
    return venue.ask({ type: "extraAgents", user });
  },
});
compared("allMids", async () => ({ BTC: (await sdk("get_all_mids") as Record<string, string>).BTC }), {
  ours: async (venue) => ({ BTC: (await venue.ask({ type: "allMids" }) as Record<string, string>).BTC }),
});
compared("candleSnapshot", () => sdk("get_candles_snapshot"), {
  ours: (venue) =>
    venue.ask({ type: "candleSnapshot", req: { coin: "BTC", interval: "1h", startTime: 0, endTime: null } }),
  ...SORTED,
});
compared("frontendOpenOrders", () => sdk("get_frontend_open_orders"), {
  ours: (venue) => venue.ask({ type: "frontendOpenOrders", user }),
  ...SORTED,
  // Older than the client's id.
  extra: ["[].cloid", "[].children[].cloid"],
});
compared("openOrders", () => sdk("get_open_orders"), {
  ours: (venue) => venue.ask({ type: "openOrders", user }),
  ...SORTED,
  // Older than these fields.
  extra: ["[].origSz", "[].reduceOnly"],
});
compared("historicalOrders", () => sdk("historical_orders"), {
  ours: (venue) => venue.ask({ type: "historicalOrders", user }),
  // The recorded orders are no triggers.
  kinds: ["[].order.tif"],
});
compared("fundingHistory", () => sdk("get_funding_history_None"), {
  ours: (venue) => venue.ask({ type: "fundingHistory", coin: "BTC", startTime: 0 }),
});
compared("userFunding", () => sdk("user_funding_history_without_end_time"), {
  ours: (venue) => venue.ask({ type: "userFunding", user, startTime: 0 }),
  ...SORTED,
  // Samples were still counted.
  kinds: ["[].delta.nSamples"],
});
compared("userNonFundingLedgerUpdates", async () => {
  const all = await sdk("user_non_funding_ledger_updates_without_end_time") as { delta: { type: string } }[];
  return all.filter(({ delta }) => delta.type === "deposit");
}, { ours: (venue) => venue.ask({ type: "userNonFundingLedgerUpdates", user, startTime: 0 }) });
compared("portfolio", () => sdk("portfolio"), { ours: (venue) => venue.ask({ type: "portfolio", user }) });
compared("userRateLimit", () => sdk("user_rate_limit"), {
  ours: (venue) => venue.ask({ type: "userRateLimit", user }),
  // Newer than the recording.
  extra: [".nRequestsSurplus"],
});
compared("userRole", () => sdk("user_role"), { ours: (venue) => venue.ask({ type: "userRole", user }) });
compared("meta", () => sdk("get_info"), {
  ours: (venue) => venue.ask({ type: "meta" }),
  ...SORTED,
  // Newer than the recording.
  extra: [".universe[].marginTableId", ".marginTables", ".collateralToken"],
});
for (
  const [name, type] of [
    ["user_twap_slice_fills", "userTwapSliceFills"],
    ["user_vault_equities", "userVaultEquities"],
    ["delegator_history", "delegatorHistory"],
  ]
) {
  // There is none of it here.
  compared(type, () => sdk(name), { ours: (venue) => venue.ask({ type, user }), empty: [""] });
}

async function firstFrame(venue: SmallVenue, subscription: unknown): Promise<unknown> {
  const socket = new FakeSocket();
  venue.hub.connect(socket, { ip: "127.0.0.1", account: null }).receive(
    JSON.stringify({ method: "subscribe", subscription }),
  );
  await settle();
  return socket.frames[1];
}
