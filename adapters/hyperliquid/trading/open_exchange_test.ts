import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { ExchangeClient, HttpTransport } from "@nktkas/hyperliquid";
import { inspect } from "node:util";
import { ExchangeFault, NO_EVENTS } from "../../../engine/mod.ts";
import { openExchange } from "./open_exchange.ts";
import { ADDRESS, type Answers, EMPTY_ACCOUNT, KEY, stubVenue } from "./testing/stubbed_exchange.ts";
import type { StubVenue } from "./testing/stub_venue.ts";
import { Wallet } from "./wallet.ts";

const MASTER = `0x${"a".repeat(40)}`;

async function withVenue(answers: Answers, run: (venue: StubVenue) => Promise<void>): Promise<void> {
  const venue = stubVenue(answers);
  try {
    await run(venue);
  } finally {
    await venue.close();
  }
}

function open({ url }: StubVenue, terms: Partial<Parameters<typeof openExchange>[0]> = {}) {
  return openExchange({
    ...{ baseUrl: url, network: "testnet", wallet: new Wallet(KEY), account: null, openedAt: null },
    ...terms,
  });
}

Deno.test("openExchange: the key's own account, or the one it is an agent of", async () => {
  await withVenue({}, async (venue) => strictEqual((await open(venue)).account, ADDRESS));
  const agent: Answers = {
    userRole: () => ({ json: { role: "agent", data: { user: MASTER.toUpperCase().replace("X", "x") } } }),
  };
  await withVenue(agent, async (venue) => {
    strictEqual((await open(venue)).account, MASTER);
    strictEqual((await open(venue, { account: MASTER })).account, MASTER);
    const asked = venue.seen.filter(({ body }) => body.type === "userAbstraction");
    ok(asked.every(({ body }) => body.user === MASTER), "it is asked about the account, not about the agent");
  });
});

Deno.test("openExchange: a key that may not trade for the account is refused, and says what it is", async () => {
  await withVenue({}, async (venue) => {
    await rejects(
      open(venue, { account: MASTER }),
      (error) =>
        error instanceof ExchangeFault && error.kind === "refused" &&
        error.message.startsWith(`the key of ${ADDRESS} may not trade for ${MASTER}: it is no agent`),
    );
  });
  const other = `0x${"b".repeat(40)}`;
  await withVenue({ userRole: () => ({ json: { role: "agent", data: { user: other } } }) }, async (venue) => {
    await rejects(open(venue, { account: MASTER }), new RegExp(`it is an agent of ${other}`));
  });
});

Deno.test("openExchange: an account in a mode that shares balances is refused", async () => {
  for (const mode of ["unifiedAccount", "portfolioMargin", "dexAbstraction"]) {
    await withVenue(
      { userAbstraction: () => ({ json: mode }) },
      (venue) =>
        rejects(open(venue), new RegExp(`is in the mode ${mode}: .* wanted an account in the default mode`)),
    );
  }
  await withVenue({ userAbstraction: () => ({ json: "disabled" }) }, async (venue) => void await open(venue));
});

Deno.test("openExchange: tells how many actions are left", () =>
  withVenue({}, async (venue) => {
    deepStrictEqual(await (await open(venue)).requests(), { used: 3, allowed: 10_005 });
  }));

Deno.test("openExchange: with an address of one's own it signs for the testnet, whatever network is named", async () => {
  const done = { json: { status: "ok", response: { type: "default" } } };
  const signatures: unknown[] = [];
  await withVenue({ updateLeverage: () => done }, async (venue) => {
    const { exchange } = await open(venue, { network: "mainnet" });
    await exchange.setLeverage("ETH", 3);
    const [{ body }] = venue.actions;
    signatures.push(body.signature);
    const transport = new HttpTransport({ apiUrl: venue.url, isTestnet: true });
    const nonceManager = (): number => body.nonce;
    const same = new ExchangeClient({ transport, wallet: new Wallet(KEY), nonceManager });
    await same.updateLeverage({ asset: 1, isCross: true, leverage: 3 }, { expiresAfter: body.expiresAfter });
    signatures.push(venue.actions[1].body.signature);
  });
  deepStrictEqual(signatures[0], signatures[1]);
});

Deno.test("openExchange: what an account had when the run began is one transfer, what came after is told", async () => {
  const openedAt = 1_650_000_000_000;
  const later = { time: openedAt + 5, delta: { type: "deposit", usdc: "200.0" } };
  const before = { time: openedAt - 5, delta: { type: "deposit", usdc: "800.0" } };
  const movements: Answers = {
    userNonFundingLedgerUpdates: ({ startTime }) => ({
      json: [before, later].filter(({ time }) => time >= startTime),
    }),
    clearinghouseState: () => ({ json: EMPTY_ACCOUNT }),
  };
  await withVenue(movements, async (venue) => {
    const { exchange } = await open(venue, { openedAt });
    const { events } = await exchange.sync(NO_EVENTS);
    deepStrictEqual(events, [
      { kind: "transfer", time: openedAt, amountUsd: 800 },
      { kind: "transfer", time: openedAt + 5, amountUsd: 200 },
    ]);
    deepStrictEqual((await exchange.sync({ time: openedAt, count: 1 })).events, events.slice(1));
    const again = await open(venue, { openedAt });
    deepStrictEqual((await again.exchange.sync({ time: openedAt, count: 1 })).events, events.slice(1));
  });
});

Deno.test("openExchange: a position that stood there when the run began is told as bought then, at its entry price", async () => {
  const openedAt = 1_650_000_000_000;
  const position = {
    ...{ coin: "ETH", szi: "-0.5", entryPx: "2000.0", positionValue: "1000.0", unrealizedPnl: "0.0" },
    ...{ leverage: { type: "cross", value: 5 }, liquidationPx: null, marginUsed: "200.0" },
  };
  const clearinghouseState = () => ({
    json: { ...EMPTY_ACCOUNT, assetPositions: [{ type: "oneWay", position }] },
  });
  await withVenue({ clearinghouseState }, async (venue) => {
    const { exchange } = await open(venue, { openedAt });
    const { events } = await exchange.sync(NO_EVENTS);
    deepStrictEqual(events.map(({ kind, time }) => [kind, time - openedAt]), [["transfer", 0], ["fill", 0]]);
    const [, fill] = events;
    ok(fill.kind === "fill");
    deepStrictEqual([fill.asset, fill.side, fill.size, fill.price, fill.feeUsd, fill.clientOrderId], [
      ...["ETH", "sell", 0.5, 2000, 0, null],
    ]);
    deepStrictEqual((await exchange.sync({ time: openedAt, count: 2 })).events, []);
    const again = await open(venue, { openedAt });
    deepStrictEqual((await again.exchange.sync({ time: openedAt, count: 2 })).events, []);
  });
});

Deno.test("openExchange: the key is in no error and in no request", async () => {
  const texts: string[] = [];
  const failing: Answers = {
    order: () => ({ status: 500, text: "down" }),
    updateLeverage: () => ({ json: { status: "err", response: "Must deposit before performing actions." } }),
    clearinghouseState: () => ({ status: 400, text: "no" }),
  };
  await withVenue(failing, async (venue) => {
    const opened = await open(venue);
    texts.push(inspect(opened, { depth: 12, showHidden: true }), Deno.inspect(opened, { depth: 12 }));
    texts.push(JSON.stringify(await opened.exchange.setLeverage("ETH", 2)));
    await opened.exchange.sync(NO_EVENTS).catch((error) => texts.push(inspect(error, { depth: 12 })));
    texts.push(JSON.stringify(venue.seen));
  });
  strictEqual(texts.length, 5);
  for (const text of texts) ok(!text.includes(KEY.slice(2)));
});

Deno.test("openExchange: all orders can be cancelled at a moment; the venue's refusal is told", async () => {
  const taken: Answers = {
    scheduleCancel: () => ({ json: { status: "ok", response: { type: "default" } } }),
  };
  await withVenue(taken, async (venue) => {
    deepStrictEqual(await (await open(venue)).scheduleCancel(1_800_000_000_000), { status: "accepted" });
    deepStrictEqual(venue.actions[0].body.action, { type: "scheduleCancel", time: 1_800_000_000_000 });
  });
  const reason =
    "Cannot set scheduled cancel time until enough volume traded. Required: $1000000. Traded: $5.0.";
  const refused: Answers = { scheduleCancel: () => ({ json: { status: "err", response: reason } }) };
  await withVenue(refused, async (venue) => {
    deepStrictEqual(await (await open(venue)).scheduleCancel(1_800_000_000_000), {
      status: "rejected",
      reason,
    });
  });
});
