import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { DAY_MS } from "../../engine/mod.ts";
import { INFO_TYPES } from "../../adapters/venue/info/info_desk.ts";
import { MINUTE, START } from "../../backtest/testing/market.ts";
import { ALICE, BOB, limitOrder, marketOrder, SmallVenue } from "./small_venue.ts";

const FROM = { ip: "127.0.0.1" };
const AGENT = "0x00000000000000000000000000000000000000a9";
const NOT_UNDERSTOOD = { status: 422, text: "Failed to deserialize the JSON body into the target type" };

/** A body for each type, as a client would send it. */
function bodyOf(type: string, coin = "BTC"): Record<string, unknown> {
  const req = { coin, interval: "1h", startTime: START, endTime: null };
  return {
    type,
    user: ALICE,
    vaultAddress: BOB,
    builder: BOB,
    coin,
    oid: 1,
    id: 56,
    startTime: START,
    req,
    dex: "",
    extra: [1],
  };
}

Deno.test("info: every type answers, also for an address nobody knows, and opens no account but by clearinghouseState", async () => {
  const venue = new SmallVenue();
  for (const type of INFO_TYPES.filter((type) => type !== "clearinghouseState")) {
    strictEqual((await venue.info.handle(bodyOf(type), FROM)).status, 200, type);
  }
  strictEqual(venue.house.world.accounts.size, 0);
  strictEqual((await venue.info.handle(bodyOf("clearinghouseState"), FROM)).status, 200);
  deepStrictEqual([...venue.house.world.accounts.keys()], [ALICE]);
});

Deno.test("info: an address without an account has empty answers in the shapes of a full one", async () => {
  const venue = new SmallVenue();
  const asked = async (type: string): Promise<unknown> => await venue.ask({ ...bodyOf(type), user: BOB });
  for (
    const type of [
      "openOrders",
      "frontendOpenOrders",
      "historicalOrders",
      "userFills",
      "userFunding",
      "extraAgents",
    ]
  ) {
    deepStrictEqual(await asked(type), [], type);
  }
  deepStrictEqual(await asked("orderStatus"), { status: "unknownOid" });
  deepStrictEqual(await asked("userRole"), { role: "missing" });
  strictEqual(await asked("userAbstraction"), "default");
  strictEqual(await asked("subAccounts"), null);
});

Deno.test("info: an agent's address is empty, and its role names whom it signs for", async () => {
  const venue = new SmallVenue();
  await venue.place(ALICE, [marketOrder(venue, "BTC", 0.01)]);
  venue.exchange.roles.approve(ALICE, { name: null, address: AGENT, validUntil: venue.house.wall + 1 });
  deepStrictEqual(await venue.ask({ type: "userFills", user: AGENT }), []);
  const state = await venue.ask({ type: "clearinghouseState", user: AGENT }) as { withdrawable: string };
  strictEqual(state.withdrawable, "0.0");
  deepStrictEqual(await venue.ask({ type: "userRole", user: AGENT }), {
    role: "agent",
    data: { user: ALICE },
  });
  deepStrictEqual(await venue.ask({ type: "userRole", user: ALICE }), { role: "user" });
  deepStrictEqual([...venue.house.world.accounts.keys()], [ALICE]);
  deepStrictEqual(
    await venue.ask({ type: "extraAgents", user: ALICE }),
    [],
    "an agent without a name is not listed",
  );
});

Deno.test("info: what the venue does not understand is a 422, what it fails on a 500, an unknown book is null", async () => {
  const venue = new SmallVenue();
  const rows: [body: unknown, answer: unknown][] = [
    [null, NOT_UNDERSTOOD],
    [[], NOT_UNDERSTOOD],
    ["meta", NOT_UNDERSTOOD],
    [{}, NOT_UNDERSTOOD],
    [{ type: 5 }, NOT_UNDERSTOOD],
    [{ type: "nosuch" }, NOT_UNDERSTOOD],
    [{ type: "toString" }, NOT_UNDERSTOOD],
    [{ type: "__proto__" }, NOT_UNDERSTOOD],
    [{ type: "clearinghouseState" }, NOT_UNDERSTOOD],
    [{ type: "clearinghouseState", user: "0x12" }, NOT_UNDERSTOOD],
    [{ type: "clearinghouseState", user: ALICE, dex: 5 }, NOT_UNDERSTOOD],
    [{ type: "clearinghouseState", user: ALICE, dex: "other" }, { status: 500, json: null }],
    [{ type: "meta", dex: "other" }, { status: 500, json: null }],
    [{ type: "l2Book", coin: "NOSUCH" }, { status: 200, json: null }],
    [{ type: "l2Book", coin: "BTC", nSigFigs: 6 }, { status: 500, json: null }],
    [{ type: "l2Book", coin: "BTC", nSigFigs: 4, mantissa: 2 }, { status: 500, json: null }],
    [{ type: "l2Book", coin: "BTC", nSigFigs: "4" }, NOT_UNDERSTOOD],
    [{ type: "fundingHistory", coin: "NOSUCH", startTime: 0 }, { status: 500, json: null }],
    [{ type: "fundingHistory", coin: "BTC" }, NOT_UNDERSTOOD],
    [{ type: "candleSnapshot", req: { coin: "NOSUCH", interval: "1h", startTime: 0 } }, {
      status: 500,
      json: null,
    }],
    [{ type: "candleSnapshot", req: { coin: "BTC", interval: "6h", startTime: 0 } }, NOT_UNDERSTOOD],
    [{ type: "candleSnapshot", req: { coin: "BTC", interval: "1h", startTime: -1 } }, NOT_UNDERSTOOD],
    [{ type: "candleSnapshot", req: { coin: "BTC", interval: "1h", startTime: 1e300 } }, NOT_UNDERSTOOD],
    [{ type: "candleSnapshot", coin: "BTC" }, NOT_UNDERSTOOD],
    [{ type: "orderStatus", user: ALICE, oid: "7" }, NOT_UNDERSTOOD],
  ];
  for (const [body, answer] of rows) {
    deepStrictEqual(await venue.info.handle(body, FROM), answer, JSON.stringify(body));
  }
});

Deno.test("info: whatever is sent is answered with a status of the venue", async () => {
  const venue = new SmallVenue();
  await venue.place(ALICE, [marketOrder(venue, "BTC", 0.01)]);
  const odd = fc.oneof(fc.jsonValue(), fc.constantFrom(1e300, -1, 2 ** 53, "BTC", ALICE, "", null, "0x1"));
  const field = fc.constantFrom(
    "user",
    "coin",
    "startTime",
    "endTime",
    "oid",
    "req",
    "dex",
    "nSigFigs",
    "mantissa",
    "id",
  );
  const body = fc.tuple(fc.constantFrom(...INFO_TYPES), field, odd).map(([type, field, value]) => ({
    ...bodyOf(type),
    [field]: value,
  }));
  await fc.assert(
    fc.asyncProperty(fc.oneof(body, fc.jsonValue()), async (body) => {
      const { status } = await venue.info.handle(body, FROM);
      ok([200, 422, 500].includes(status));
    }),
    { numRuns: 1000 },
  );
});

Deno.test("info: an address is the same however it is written, and is given back in lower case", async () => {
  const venue = new SmallVenue();
  await venue.place(ALICE, [marketOrder(venue, "BTC", 0.01)]);
  const user = `0x${ALICE.slice(2).toUpperCase()}`;
  strictEqual((await venue.ask({ type: "userFills", user }) as unknown[]).length, 1);
  strictEqual(
    (await venue.ask({ type: "activeAssetData", user, coin: "BTC" }) as { user: string }).user,
    ALICE,
  );
});

Deno.test("info: candles are the ones that have anything of them in the time, the forming one last", async () => {
  const venue = new SmallVenue({ minute: 603 });
  const candles = async (
    interval: string,
    startTime: number,
    endTime?: number,
  ): Promise<{ t: number; T: number }[]> =>
    await venue.ask({ type: "candleSnapshot", req: { coin: "DOT", interval, startTime, endTime } }) as [];
  const hours = await candles("1h", START + 30 * MINUTE, START + 120 * MINUTE);
  deepStrictEqual(hours.map(({ t }) => (t - START) / MINUTE), [0, 60, 120]);
  strictEqual(hours[0].T, START + 60 * MINUTE - 1);
  const last = (await candles("1h", 0)).at(-1)!;
  deepStrictEqual([last.t, last.T], [START + 600 * MINUTE, START + 660 * MINUTE - 1]);
  deepStrictEqual(await candles("1h", START + 30 * DAY_MS), []);
  deepStrictEqual(await candles("1h", START + 120 * MINUTE, START), []);
  deepStrictEqual(await candles("1m", 0), [], "nothing is finer than what was recorded");
  deepStrictEqual((await candles("3d", 0)).length, 1);
  for (const interval of ["1M", "1w", "5m"]) deepStrictEqual(await candles(interval, 9e15), [], interval);
});

Deno.test("info: fills by time are the oldest first, the newest first where they are asked for in reverse", async () => {
  const venue = new SmallVenue();
  for (const size of [0.01, 0.02, 0.03]) {
    await venue.place(ALICE, [marketOrder(venue, "BTC", size)]);
    await venue.move(1);
  }
  const sizes = async (more: object): Promise<string[]> => {
    const fills = await venue.ask({ type: "userFillsByTime", user: ALICE, startTime: 0, ...more }) as {
      sz: string;
    }[];
    return fills.map(({ sz }) => sz);
  };
  deepStrictEqual(await sizes({}), ["0.01", "0.02", "0.03"]);
  deepStrictEqual(await sizes({ reversed: true }), ["0.03", "0.02", "0.01"]);
  const start = venue.clock.now() - 3 * MINUTE;
  deepStrictEqual(await sizes({ startTime: start, endTime: start }), ["0.01"], "both ends belong to it");
  deepStrictEqual(await sizes({ startTime: start + 1 }), ["0.02", "0.03"]);
  const newest = await venue.ask({ type: "userFills", user: ALICE }) as { sz: string }[];
  deepStrictEqual(newest.map(({ sz }) => sz), ["0.03", "0.02", "0.01"]);
});

Deno.test("info: what an account is worth is its money and its positions, cross and isolated", async () => {
  const venue = new SmallVenue();
  const account = venue.house.world.open(ALICE);
  await account.updateLeverage("DOT", { leverage: 5, isCross: false });
  for (const [btc, dot] of [[0.02, -100], [-0.05, 30], [0.01, 20], [0.02, 150]]) {
    await venue.place(ALICE, [marketOrder(venue, "BTC", btc), marketOrder(venue, "DOT", dot)]);
    await venue.move(97);
    const state = await venue.ask({ type: "clearinghouseState", user: ALICE }) as {
      marginSummary: Record<string, string>;
      crossMarginSummary: Record<string, string>;
      assetPositions: {
        position: Record<string, string> & { leverage: { type: string; rawUsd?: string } };
      }[];
    };
    const micro = (usd: string): number => Math.round(Number(usd) * 1e6);
    const signed = (position: Record<string, string>): number =>
      Math.sign(Number(position.szi)) * micro(position.positionValue);
    const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
    const positions = state.assetPositions.map(({ position }) => position);
    const isolated = positions.filter(({ leverage }) => leverage.type === "isolated");
    const { marginSummary: all, crossMarginSummary: cross } = state;
    strictEqual(micro(all.accountValue), micro(all.totalRawUsd) + sum(positions.map(signed)));
    const crossOnes = positions.filter(({ leverage }) => leverage.type === "cross");
    strictEqual(micro(cross.accountValue), micro(cross.totalRawUsd) + sum(crossOnes.map(signed)));
    for (const position of isolated) {
      strictEqual(micro(position.marginUsed), signed(position) + micro(position.leverage.rawUsd!));
    }
    strictEqual(micro(all.totalMarginUsed), sum(positions.map(({ marginUsed }) => micro(marginUsed))));
    strictEqual(
      micro(all.accountValue),
      micro(cross.accountValue) + sum(isolated.map(({ marginUsed }) => micro(marginUsed))),
    );
  }
});

Deno.test("info: an order is found by its number and by the client's", async () => {
  const venue = new SmallVenue();
  const clientOrderId = "0x000000000000000000000000000000ab";
  await venue.place(ALICE, [{ ...limitOrder("BTC", 0.01, 30_000), clientOrderId }]);
  const status = async (oid: unknown): Promise<unknown> =>
    await venue.ask({ type: "orderStatus", user: ALICE, oid });
  const found = await status(1) as { status: string; order: { order: { cloid: string }; status: string } };
  deepStrictEqual([found.status, found.order.status, found.order.order.cloid], [
    "order",
    "open",
    clientOrderId,
  ]);
  deepStrictEqual(await status(clientOrderId.toUpperCase().replace("0X", "0x")), found);
  deepStrictEqual(await status(2), { status: "unknownOid" });
});

Deno.test("info: limits: weights by the table, more for many rows, and then 429", async () => {
  const venue = new SmallVenue({ enforceLimits: true });
  const light = { type: "allMids" };
  const askTill429 = async (body: Record<string, unknown>): Promise<number> => {
    for (let count = 0;; count++) {
      const answer = await venue.info.handle(body, { ip: JSON.stringify(body) });
      if (answer.status === 200) continue;
      deepStrictEqual(answer, { status: 429, json: null });
      return count;
    }
  };
  strictEqual(await askTill429(light), 600);
  strictEqual(await askTill429({ type: "meta" }), 60);
  strictEqual(await askTill429({ type: "userRole", user: ALICE }), 20);
  // 300 five-minute candles weigh five more.
  strictEqual(
    await askTill429({ type: "candleSnapshot", req: { coin: "BTC", interval: "5m", startTime: 0 } }),
    48,
  );
});
