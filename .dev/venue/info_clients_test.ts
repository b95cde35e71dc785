/**
 * POST /info as the clients of trading bots ask it: every question of @nktkas/hyperliquid's own client, and the bodies
 * that the official Python SDK and ccxt were seen to send. Source of the bodies: exchange-rules 6.1 and 6.2.
 * @module
 */
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { InfoClient } from "@nktkas/hyperliquid";
import { START } from "../../backtest/testing/market.ts";
import { ALICE, limitOrder, marketOrder, SmallVenue } from "./small_venue.ts";

const user = ALICE as `0x${string}`;
const coin = "BTC";

async function lived(): Promise<SmallVenue> {
  const venue = new SmallVenue();
  await venue.place(ALICE, [marketOrder(venue, "BTC", 0.02), limitOrder("DOT", 20, 5)]);
  await venue.move(120);
  return venue;
}

/** Its client, whose requests go to the desk at once. */
function clientOf(venue: SmallVenue): InfoClient {
  const request = async <Answer>(endpoint: string, payload: unknown): Promise<Answer> => {
    strictEqual(endpoint, "info");
    return await venue.ask(payload as Record<string, unknown>) as Answer;
  };
  return new InfoClient({ transport: { isTestnet: true, request } });
}

Deno.test("@nktkas/hyperliquid: every question of a trading bot is answered", async () => {
  const venue = await lived();
  const client = clientOf(venue);
  const answers: Record<string, unknown> = {
    activeAssetData: await client.activeAssetData({ user, coin }),
    allMids: await client.allMids(),
    allPerpMetas: await client.allPerpMetas(),
    approvedBuilders: await client.approvedBuilders({ user }),
    candleSnapshot: await client.candleSnapshot({ coin, interval: "1h", startTime: START }),
    clearinghouseState: await client.clearinghouseState({ user }),
    delegations: await client.delegations({ user }),
    delegatorHistory: await client.delegatorHistory({ user }),
    delegatorRewards: await client.delegatorRewards({ user }),
    delegatorSummary: await client.delegatorSummary({ user }),
    exchangeStatus: await client.exchangeStatus(),
    extraAgents: await client.extraAgents({ user }),
    frontendOpenOrders: await client.frontendOpenOrders({ user }),
    fundingHistory: await client.fundingHistory({ coin, startTime: START }),
    historicalOrders: await client.historicalOrders({ user }),
    isVip: await client.isVip({ user }),
    l2Book: await client.l2Book({ coin, nSigFigs: 5, mantissa: 2 }),
    leadingVaults: await client.leadingVaults({ user }),
    legalCheck: await client.legalCheck({ user }),
    marginTable: await client.marginTable({ id: 56 }),
    maxBuilderFee: await client.maxBuilderFee({ user, builder: user }),
    maxMarketOrderNtls: await client.maxMarketOrderNtls(),
    meta: await client.meta(),
    metaAndAssetCtxs: await client.metaAndAssetCtxs(),
    openOrders: await client.openOrders({ user }),
    orderStatus: await client.orderStatus({ user, oid: 1 }),
    outcomeMeta: await client.outcomeMeta(),
    perpDexs: await client.perpDexs(),
    perpsAtOpenInterestCap: await client.perpsAtOpenInterestCap(),
    portfolio: await client.portfolio({ user }),
    predictedFundings: await client.predictedFundings(),
    preTransferCheck: await client.preTransferCheck({ user, source: user }),
    recentTrades: await client.recentTrades({ coin }),
    referral: await client.referral({ user }),
    spotClearinghouseState: await client.spotClearinghouseState({ user }),
    spotMeta: await client.spotMeta(),
    spotMetaAndAssetCtxs: await client.spotMetaAndAssetCtxs(),
    subAccounts: await client.subAccounts({ user }),
    subAccounts2: await client.subAccounts2({ user }),
    twapHistory: await client.twapHistory({ user }),
    userAbstraction: await client.userAbstraction({ user }),
    userDexAbstraction: await client.userDexAbstraction({ user }),
    userFees: await client.userFees({ user }),
    userFills: await client.userFills({ user }),
    userFillsByTime: await client.userFillsByTime({ user, startTime: START }),
    userFunding: await client.userFunding({ user, startTime: START }),
    userNonFundingLedgerUpdates: await client.userNonFundingLedgerUpdates({ user, startTime: START }),
    userRateLimit: await client.userRateLimit({ user }),
    userRole: await client.userRole({ user }),
    userToMultiSigSigners: await client.userToMultiSigSigners({ user }),
    userTwapSliceFills: await client.userTwapSliceFills({ user }),
    userTwapSliceFillsByTime: await client.userTwapSliceFillsByTime({ user, startTime: START }),
    userVaultEquities: await client.userVaultEquities({ user }),
    vaultDetails: await client.vaultDetails({ vaultAddress: user }),
    webData2: await client.webData2({ user }),
  };
  const nothing = Object.keys(answers).filter((name) => answers[name] === null);
  deepStrictEqual(nothing, [
    "subAccounts",
    "subAccounts2",
    "userDexAbstraction",
    "userToMultiSigSigners",
    "vaultDetails",
  ]);
});

/** Bodies of the Python SDK, with what it reads of the answer. */
const SDK:
  readonly (readonly [body: Record<string, unknown>, reads: (answer: never) => unknown, read: unknown])[] = [
    [{ type: "spotMeta" }, spotPairs, [["PURR/USDC", "PURR", "USDC"]]],
    [
      { type: "meta", dex: "" },
      (answer: { universe: { name: string }[] }) => answer.universe.map(({ name }) => name),
      [
        "BTC",
        "DOT",
      ],
    ],
    [{ type: "perpDexs" }, (answer) => answer, [null]],
    [{ type: "allMids", dex: "" }, (answer: object) => Object.keys(answer), ["BTC", "DOT"]],
    [
      { type: "clearinghouseState", user, dex: "" },
      (answer: { assetPositions: { position: { coin: string; szi: string } }[] }) =>
        answer.assetPositions.map(({ position: { coin, szi } }) => [coin, Number(szi)]),
      [["BTC", 0.02]],
    ],
    [{ type: "spotClearinghouseState", user }, (answer: { balances: unknown[] }) => answer.balances, []],
    [{ type: "openOrders", user, dex: "" }, coins, ["DOT"]],
    [{ type: "frontendOpenOrders", user, dex: "" }, coins, ["DOT"]],
    [{ type: "userFills", user }, coins, ["BTC"]],
    [{ type: "userFillsByTime", user, startTime: 0, endTime: null, aggregateByTime: false }, coins, ["BTC"]],
    [{ type: "metaAndAssetCtxs" }, (answer: [unknown, unknown[]]) => answer[1].length, 2],
    [{ type: "fundingHistory", coin, startTime: START, endTime: START + 7_200_000 }, coins, [
      "BTC",
      "BTC",
      "BTC",
    ]],
    [
      { type: "userFunding", user, startTime: 0 },
      (answer: { delta: { coin: string } }[]) => answer.map(({ delta }) => delta.coin),
      ["BTC", "BTC"],
    ],
    [
      { type: "l2Book", coin },
      (answer: { levels: unknown[][] }) => answer.levels.map(({ length }) => length),
      [20, 20],
    ],
    [
      { type: "candleSnapshot", req: { coin, interval: "1h", startTime: START, endTime: START } },
      (answer: { t: number }[]) => answer.map(({ t }) => t),
      [START],
    ],
    [{ type: "userFees", user }, (answer: { userCrossRate: string }) => answer.userCrossRate, "0.00045"],
    [
      { type: "orderStatus", user, oid: 1 },
      (answer: { order: { status: string } }) => answer.order.status,
      "filled",
    ],
    [{ type: "orderStatus", user, oid: "0x00000000000000000000000000000001" }, (answer) => answer, {
      status: "unknownOid",
    }],
    [{ type: "referral", user }, (answer: { referredBy: unknown }) => answer.referredBy, null],
    [{ type: "subAccounts", user }, (answer) => answer, null],
    [
      { type: "historicalOrders", user },
      (answer: { status: string }[]) => answer.map(({ status }) => status),
      [
        "open",
        "filled",
      ],
    ],
    [{ type: "portfolio", user }, (answer: unknown[]) => answer.length, 8],
    [
      { type: "userRateLimit", user },
      (answer: { nRequestsCap: number }) => answer.nRequestsCap > 10_000,
      true,
    ],
    [{ type: "userRole", user }, (answer) => answer, { role: "user" }],
    [{ type: "extraAgents", user }, (answer) => answer, []],
  ];

Deno.test("the official Python SDK: every question, by the body it sends", async () => {
  const venue = await lived();
  for (const [body, reads, read] of SDK) {
    deepStrictEqual(reads(await venue.ask(body) as never), read, JSON.stringify(body));
  }
});

Deno.test("ccxt: what it asks on its own, without the fields that others send", async () => {
  const venue = await lived();
  const rows: readonly Record<string, unknown>[] = [
    { type: "userAbstraction", user },
    { type: "userFunding", user },
    { type: "frontendOpenOrders", user },
    { type: "clearinghouseState", user },
    { type: "spotClearinghouseState", user },
    { type: "userFillsByTime", user, startTime: START },
    { type: "userNonFundingLedgerUpdates", user, startTime: START },
    { type: "candleSnapshot", req: { coin, interval: "1h", startTime: 0, endTime: START } },
    { type: "exchangeStatus" },
  ];
  for (const body of rows) {
    strictEqual((await venue.info.handle(body, { ip: "127.0.0.1" })).status, 200, body.type as string);
  }
  ok(((await venue.ask({ type: "userFunding", user })) as unknown[]).length > 0);
});

/** As the SDK names spot pairs: an index that is not among the tokens stops it. */
function spotPairs(
  meta: { tokens: { index: number; name: string }[]; universe: { name: string; tokens: number[] }[] },
) {
  return meta.universe.map(({ name, tokens }) => [
    name,
    ...tokens.map((index) => meta.tokens.find((token) => token.index === index)!.name),
  ]);
}

function coins(rows: { coin: string }[]): string[] {
  return rows.map(({ coin }) => coin);
}
