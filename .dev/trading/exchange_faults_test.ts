/** What comes of orders and looks where the venue is late, torn, overloaded or gone. */

import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { type ApprovedOrder, ExchangeFault, NO_EVENTS, type OrderLeg } from "../../engine/mod.ts";
import { approved } from "../../engine/ports/exchange_contract.ts";
import { sendGroup } from "../../engine/ports/send_group.ts";
import type { StubAct } from "../../adapters/hyperliquid/trading/testing/stub_venue.ts";
import { openExchange, Wallet } from "../../adapters/hyperliquid/trading/mod.ts";
import {
  ADDRESS,
  EMPTY_ACCOUNT,
  KEY,
  type Stubbed,
  stubVenue,
  withStub,
} from "../../adapters/hyperliquid/trading/testing/stubbed_exchange.ts";

const ETH = {
  symbol: "ETH",
  szDecimals: 4,
  maxLeverage: 25,
  marginTiers: [{ lowerBoundUsd: 0, maxLeverage: 25 }],
};

function leg(leg: OrderLeg["leg"], place: number, prices: Partial<OrderLeg> = {}): OrderLeg {
  return {
    leg,
    clientOrderId: `0x${String(place).padStart(32, "0")}`,
    side: leg === "entry" ? "buy" : "sell",
    size: 0.5,
    limitPrice: leg === "entry" ? 2020 : 1700,
    triggerPrice: null,
    reduceOnly: leg !== "entry",
    ...prices,
  };
}

const LEGS = [
  leg("entry", 1),
  leg("stop", 2, { triggerPrice: 1900 }),
  leg("target", 3, { triggerPrice: 2200, limitPrice: 1980 }),
];
const OPEN: ApprovedOrder = approved({ asset: "ETH", purpose: "open", legs: LEGS }, ETH);
const FILLED = { filled: { totalSz: "0.5", avgPx: "2001.5", oid: 7, cloid: LEGS[0].clientOrderId } };

function taken(...statuses: readonly unknown[]): StubAct {
  return { json: { status: "ok", response: { type: "order", data: { statuses } } } };
}

function foundOrder(status: string, sz: string): StubAct {
  const order = { coin: "ETH", timestamp: 1_700_000_000_000, sz, origSz: "0.5" };
  return { json: { status: "order", order: { order, status, statusTimestamp: 1_700_000_000_000 } } };
}

const FILL_ROW = {
  ...{
    coin: "ETH",
    px: "2001.5",
    sz: "0.5",
    side: "B",
    time: 1_700_000_000_000,
    closedPnl: "0.0",
    fee: "0.45",
  },
  ...{ tid: 9, oid: 7, cloid: LEGS[0].clientOrderId },
};

/** Whether the venue took the order before it failed to say so. */
const KNOWN = {
  orderStatus: ({ oid }: { oid: string }) =>
    oid === LEGS[0].clientOrderId ? foundOrder("filled", "0.0") : foundOrder("open", "0.5"),
  userFillsByTime: () => ({ json: [FILL_ROW] }),
};

Deno.test("HyperliquidExchange: every leg is read, where some failed and others stand", () =>
  withStub({
    order: () => taken(FILLED, "waitingForTrigger", { error: "Invalid TP/SL price. asset=1" }),
  }, async ({ exchange }) => {
    const outcomes = await exchange.submit(OPEN);
    deepStrictEqual(outcomes.map(({ status }) => status), ["accepted", "accepted", "rejected"]);
    ok(outcomes[0].status === "accepted" && outcomes[0].filledSize === 0.5 && outcomes[0].price === 2001.5);
    ok(outcomes[2].status === "rejected" && outcomes[2].reason === "Invalid TP/SL price.");
  }));

Deno.test("HyperliquidExchange: an entry with its exits is one action, its numbers printed exactly, signed for the testnet", () =>
  withStub(
    { order: () => taken(FILLED, "waitingForTrigger", "waitingForTrigger") },
    async ({ exchange, venue }) => {
      await exchange.submit(OPEN);
      const [{ body }] = venue.actions;
      deepStrictEqual(body.action, {
        type: "order",
        orders: [
          {
            a: 1,
            b: true,
            p: "2020",
            s: "0.5",
            r: false,
            t: { limit: { tif: "Ioc" } },
            c: LEGS[0].clientOrderId,
          },
          ...[["1700", "1900", "sl"], ["1980", "2200", "tp"]].map(([p, triggerPx, tpsl], index) => ({
            ...{ a: 1, b: false, p, s: "0.5", r: true, t: { trigger: { isMarket: true, triggerPx, tpsl } } },
            c: LEGS[index + 1].clientOrderId,
          })),
        ],
        grouping: "normalTpsl",
      });
      ok(body.expiresAfter > Date.now() && body.expiresAfter <= Date.now() + 5_000);
    },
  ));

Deno.test("HyperliquidExchange: exits of a position that stands go out as such; a whole one has no size", () =>
  withStub({ order: () => taken("waitingForTrigger") }, async ({ exchange, venue }) => {
    const legs = [{ ...LEGS[1], size: null }];
    await exchange.submit(approved({ asset: "ETH", purpose: "protect", legs }, ETH));
    const { grouping, orders } = venue.actions[0].body.action;
    deepStrictEqual([grouping, orders[0].s], ["positionTpsl", "0"]);
  }));

/** Faults after which nobody knows whether the order came through. */
const DOUBTFUL: readonly (readonly [string, () => StubAct])[] = [
  ["nobody answers in time", () => "silence"],
  ["the connection is dropped", () => "drop"],
  ["it answers 500", () => ({ status: 500, text: "internal" })],
  ["it answers 408", () => ({ status: 408, text: "too slow" })],
  ["it answers 502", () => ({ status: 502, text: "bad gateway" })],
  ["its answer is no JSON", () => ({ status: 200, text: "<html>" })],
  ["its answer is another's", () => ({ json: { status: "ok", response: { type: "default" } } })],
  ["its answer has too few items", () => taken(FILLED)],
  ["its nonce was used", () => ({ json: { status: "err", response: "Invalid nonce: duplicate nonce 1" } })],
];

for (const [what, act] of DOUBTFUL) {
  Deno.test(`HyperliquidExchange: ${what}: unknown, looked up where the venue had accepted, never sent again`, () =>
    withStub({ order: act, ...KNOWN }, async ({ exchange, venue }) => {
      const outcomes = await sendGroup(OPEN, exchange);
      deepStrictEqual(outcomes.map(({ status }) => status), ["accepted", "accepted", "accepted"]);
      ok(outcomes[0].status === "accepted" && outcomes[0].filledSize === 0.5 && outcomes[0].price === 2001.5);
      strictEqual(venue.actions.length, 1);
    }));
}

Deno.test("HyperliquidExchange: an order of which nothing came back is none only when it can no longer arrive", async () => {
  let knows = false;
  await withStub({
    order: () => "drop",
    orderStatus: () => knows ? foundOrder("open", "0.5") : { json: { status: "unknownOid" } },
  }, async ({ exchange }) => {
    const [outcome] = await exchange.submit(
      approved({ asset: "ETH", purpose: "close", legs: [leg("close", 1)] }, ETH),
    );
    strictEqual(outcome.status, "unknown");
    const found = exchange.find(LEGS[0].clientOrderId);
    // It comes in late, as one on its way does.
    setTimeout(() => knows = true, 600);
    deepStrictEqual(await found, { status: "found", state: "open", filledSize: 0, price: null });
  });
});

Deno.test("HyperliquidExchange: what a process before may have sent is none only when it can no longer arrive", async () => {
  let count = 0;
  // The order of the process before arrives while it is looked up.
  const orderStatus = () => ++count < 3 ? { json: { status: "unknownOid" } } : foundOrder("open", "0.5");
  const venue = stubVenue({ orderStatus });
  try {
    const terms = { baseUrl: venue.url, network: "testnet", wallet: new Wallet(KEY), account: null } as const;
    const { exchange } = await openExchange({ ...terms, openedAt: 1_650_000_000_000 });
    deepStrictEqual((await exchange.find(LEGS[0].clientOrderId)).status, "found");
    strictEqual(count, 3);
    count = 0;
    const fresh = await openExchange({ ...terms, openedAt: null });
    deepStrictEqual((await fresh.exchange.find(LEGS[0].clientOrderId)).status, "none");
  } finally {
    await venue.close();
  }
});

Deno.test("HyperliquidExchange: what the venue never took is none after its time, and none at once where it was never sent", async () => {
  await withStub({ order: () => "drop" }, async ({ exchange }) => {
    const began = Date.now();
    deepStrictEqual(await exchange.find(LEGS[0].clientOrderId), { status: "none" });
    ok(Date.now() - began < 1_000);
    await exchange.submit(OPEN);
    deepStrictEqual(await exchange.find(LEGS[0].clientOrderId), { status: "none" });
    ok(Date.now() - began >= 5_000, "it might still have arrived");
  });
});

/** Answers at the door: nothing was done. */
const TURNED_AWAY: readonly (readonly [string, StubAct, RegExp])[] = [
  ["429", { status: 429, text: "null" }, /429/],
  ["422", { status: 422, text: "Failed to deserialize" }, /422/],
  [
    "a refusal of the whole",
    { json: { status: "err", response: "Action already expired" } },
    /already expired/,
  ],
  [
    "one error for all",
    taken({ error: "Insufficient margin to place order. asset=1" }),
    /^Insufficient margin to place order\.$/,
  ],
];

for (const [what, act, reason] of TURNED_AWAY) {
  Deno.test(`HyperliquidExchange: ${what}: rejected, and nobody is asked about it`, () =>
    withStub({ order: () => act }, async ({ exchange, venue }) => {
      const close = approved({ asset: "ETH", purpose: "close", legs: [leg("close", 1)] }, ETH);
      const [outcome] = await sendGroup(close, exchange);
      ok(outcome.status === "rejected");
      match(outcome.reason, reason);
      const group = await exchange.submit(OPEN);
      deepStrictEqual(group.map(({ status }) => status), ["rejected", "rejected", "rejected"]);
      strictEqual(venue.seen.some(({ body }) => body.type === "orderStatus"), false);
    }));
}

Deno.test("HyperliquidExchange: a look-up that nobody answers is unknown, not none", () =>
  withStub({ orderStatus: () => ({ status: 500, text: "down" }) }, async ({ exchange }) => {
    const found = await exchange.find(LEGS[0].clientOrderId);
    ok(found.status === "unknown");
    match(found.reason, /^hyperliquid \(127\.0\.0\.1:\d+\): order 0x0+1: 500/);
  }));

Deno.test("HyperliquidExchange: cancels and leverage have outcomes, too", () =>
  withStub({
    cancelByCloid: ({ action }) => ({
      json: {
        status: "ok",
        response: {
          type: "cancel",
          data: {
            statuses: action.cancels.map((_: unknown, index: number) =>
              index === 0
                ? "success"
                : { error: "Order was never placed, already canceled, or filled. asset=1" }
            ),
          },
        },
      },
    }),
    updateLeverage: (_, count) =>
      count === 0 ? { json: { status: "ok", response: { type: "default" } } } : "drop",
  }, async ({ exchange }) => {
    deepStrictEqual(await exchange.cancel("ETH", ["0x" + "1".repeat(32), "0x" + "2".repeat(32)]), [
      { status: "accepted" },
      { status: "rejected", reason: "Order was never placed, already canceled, or filled." },
    ]);
    deepStrictEqual(await exchange.setLeverage("ETH", 5), { status: "accepted" });
    strictEqual((await exchange.setLeverage("ETH", 5)).status, "unknown");
  }));

Deno.test("HyperliquidExchange: a look is tried three times, then says in one line who did not answer what", async () => {
  const flaky = (_: unknown, count: number): StubAct => count < 2 ? "drop" : { json: EMPTY_ACCOUNT };
  await withStub({ clearinghouseState: flaky }, async ({ exchange }) => {
    strictEqual((await exchange.sync(NO_EVENTS)).account.balanceUsd, 1000);
  });
  await withStub(
    { clearinghouseState: () => ({ status: 503, text: "down" }) },
    async ({ exchange, venue }) => {
      await rejects(
        async () => await exchange.sync(NO_EVENTS),
        (error) =>
          error instanceof ExchangeFault && error.kind === "unreachable" &&
          /the account: 503/.test(error.message),
      );
      strictEqual(venue.seen.filter(({ body }) => body.type === "clearinghouseState").length, 3);
    },
  );
});

Deno.test("HyperliquidExchange: 429 on a look is not asked again, and torn answers are named by their place", async () => {
  await withStub(
    { frontendOpenOrders: () => ({ status: 429, text: "null" }) },
    async ({ exchange, venue }) => {
      await rejects(
        async () => await exchange.sync(NO_EVENTS),
        (error) => error instanceof ExchangeFault && error.kind === "limit",
      );
      strictEqual(venue.seen.filter(({ body }) => body.type === "frontendOpenOrders").length, 1);
    },
  );
  const torn = { ...EMPTY_ACCOUNT, marginSummary: { accountValue: "many", totalMarginUsed: "0.0" } };
  await withStub({ clearinghouseState: () => ({ json: torn }) }, async ({ exchange }) => {
    await rejects(
      async () => await exchange.sync(NO_EVENTS),
      /marginSummary\.accountValue: a decimal number/,
    );
  });
});

/** An account that bought half an ETH between two questions. */
function boughtBetween(after: number) {
  const position = {
    coin: "ETH",
    szi: "0.5",
    leverage: { type: "cross", value: 5 },
    ...{
      entryPx: "2001.5",
      positionValue: "1000.75",
      unrealizedPnl: "0.0",
      liquidationPx: null,
      marginUsed: "200.15",
    },
  };
  const bought = {
    ...EMPTY_ACCOUNT,
    marginSummary: { accountValue: "999.55", totalMarginUsed: "200.15" },
    assetPositions: [{ type: "oneWay", position }],
  };
  let has = false;
  return {
    clearinghouseState: (_: unknown, count: number) => {
      has ||= count >= after;
      return { json: has ? bought : EMPTY_ACCOUNT };
    },
    userFillsByTime: () => ({ json: has ? [FILL_ROW] : [] }),
  };
}

Deno.test("HyperliquidExchange: an account that trades between two questions is looked at until all of it agrees", async () => {
  for (const after of [1, 2, 3]) {
    await withStub(boughtBetween(after), async ({ exchange }: Stubbed) => {
      let mark = NO_EVENTS;
      let balance = 0;
      for (let look = 0; look < 4; look++) {
        const { account, events } = await exchange.sync(mark);
        for (const event of events) {
          balance += event.kind === "fill" ? event.realizedPnlUsd - event.feeUsd : event.amountUsd;
          mark = { time: event.time, count: event.time === mark.time ? mark.count + 1 : 1 };
        }
        strictEqual(account.balanceUsd, balance, `look ${look}, bought after ${after}`);
      }
      strictEqual(balance, 999.55);
    });
  }
});

Deno.test("HyperliquidExchange: a fill that the venue tells later than the account is waited for", async () => {
  const { clearinghouseState } = boughtBetween(2);
  let asked = 0;
  await withStub({
    clearinghouseState,
    // The first look asks once; then the account has bought, and the first time it is asked nothing is told.
    userFillsByTime: () => ({ json: ++asked < 3 ? [] : [FILL_ROW] }),
  }, async ({ exchange }) => {
    strictEqual((await exchange.sync(NO_EVENTS)).account.balanceUsd, 1000);
    const { account, events } = await exchange.sync({ time: 1_600_000_000_000, count: 1 });
    deepStrictEqual([account.balanceUsd, events.map(({ kind }) => kind)], [999.55, ["fill"]]);
    strictEqual(asked, 3);
  });
});

Deno.test("HyperliquidExchange: where nothing happens only orders and account are asked for", () =>
  withStub({}, async ({ exchange, venue }) => {
    await exchange.sync(NO_EVENTS);
    const before = venue.seen.length;
    await exchange.sync({ time: 1_600_000_000_000, count: 1 });
    const types = venue.seen.slice(before).map(({ body }) => body.type);
    deepStrictEqual(types, ["frontendOpenOrders", "clearinghouseState"]);
    ok(venue.seen.every(({ body }) => body.user === undefined || body.user === ADDRESS));
  }));

Deno.test("HyperliquidExchange: a first look that failed half-way is begun again, nothing is left out", () =>
  withStub({
    userFunding: (_, count) => count < 3 ? "drop" : { json: [] },
  }, async ({ exchange }) => {
    await rejects(async () => await exchange.sync(NO_EVENTS), ExchangeFault);
    const { events } = await exchange.sync(NO_EVENTS);
    deepStrictEqual(events.map(({ kind }) => kind), ["transfer"]);
  }));

Deno.test("HyperliquidExchange: funding is asked for once in the first minute of an hour, not until it comes", () => {
  const hour = 1_700_000_000_000 - 1_700_000_000_000 % 3_600_000;
  let time = hour + 1_800_000;
  const held = {
    coin: "ETH",
    szi: "0.5",
    leverage: { type: "cross", value: 5 },
    ...{
      entryPx: "2000.0",
      positionValue: "1000.0",
      unrealizedPnl: "0.0",
      liquidationPx: null,
      marginUsed: "200.0",
    },
  };
  return withStub({
    clearinghouseState: () => ({
      json: { ...EMPTY_ACCOUNT, time, assetPositions: [{ type: "oneWay", position: held }] },
    }),
  }, async ({ exchange, venue }) => {
    const asked = async (): Promise<number> => {
      const before = venue.seen.length;
      await exchange.sync(NO_EVENTS);
      return venue.seen.slice(before).filter(({ body }) => body.type === "userFunding").length;
    };
    deepStrictEqual([await asked(), await asked()], [1, 0]);
    time = hour + 3_600_000 + 5;
    strictEqual(await asked(), 1);
    // It may have been told since.
    time = hour + 3_600_000 + 90_000;
    deepStrictEqual([await asked(), await asked()], [1, 0]);
  });
});
