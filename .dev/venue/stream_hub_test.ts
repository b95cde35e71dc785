import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { mock } from "node:test";
import fc from "fast-check";
import { SUBSCRIPTION_TYPES } from "../../adapters/venue/stream/subscriptions_wire.ts";
import { MINUTE, START } from "../../backtest/testing/market.ts";
import {
  ALICE,
  BOB,
  FakeSocket,
  limitOrder,
  marketOrder,
  settle,
  SmallVenue,
  type SmallVenueOptions,
} from "./small_venue.ts";

const IP = "127.0.0.1";

/** A client of a venue: what it sends, and what it got. */
class Client {
  readonly socket = new FakeSocket();
  readonly #connection: { receive(text: string): void; closed(): void };

  constructor(venue: SmallVenue, ip = IP) {
    this.#connection = venue.hub.connect(this.socket, { ip, account: null });
  }

  async send(message: unknown): Promise<void> {
    this.#connection.receive(typeof message === "string" ? message : JSON.stringify(message));
    await settle();
  }

  async subscribe(subscription: Record<string, unknown>): Promise<void> {
    await this.send({ method: "subscribe", subscription });
  }

  hangUp(): void {
    this.#connection.closed();
  }

  channels(): string[] {
    return this.socket.take().map((frame) => (frame as { channel: string }).channel);
  }
}

/** A test with a venue whose sockets are closed at its end. */
function test(
  what: string,
  body: (venue: SmallVenue) => Promise<void>,
  options: SmallVenueOptions = {},
): void {
  Deno.test(`hub: ${what}`, async () => {
    const venue = new SmallVenue(options);
    await body(venue);
    venue.hub.close();
    strictEqual(venue.hub.size, 0);
  });
}

test("a subscription is given back with every field sent and the missing ones filled, before its first data", async (venue) => {
  const rows: [sent: Record<string, unknown>, back: Record<string, unknown>, first: string | null][] = [
    [{ type: "allMids" }, { type: "allMids", dex: "" }, "allMids"],
    [{ type: "l2Book", coin: "BTC" }, {
      type: "l2Book",
      coin: "BTC",
      nSigFigs: null,
      mantissa: null,
      fast: false,
    }, "l2Book"],
    [{ type: "l2Book", coin: "BTC", nSigFigs: 5, mantissa: 2 }, {
      type: "l2Book",
      coin: "BTC",
      nSigFigs: 5,
      mantissa: 2,
      fast: false,
    }, "l2Book"],
    [{ type: "trades", coin: "BTC" }, { type: "trades", coin: "BTC" }, "trades"],
    [{ type: "bbo", coin: "BTC" }, { type: "bbo", coin: "BTC" }, "bbo"],
    [
      { type: "candle", coin: "BTC", interval: "1w" },
      { type: "candle", coin: "BTC", interval: "1w" },
      "candle",
    ],
    [{ type: "activeAssetCtx", coin: "BTC" }, { type: "activeAssetCtx", coin: "BTC" }, "activeAssetCtx"],
    [
      { type: "activeAssetCtx", coin: "PURR/USDC" },
      { type: "activeAssetCtx", coin: "PURR/USDC" },
      "activeSpotAssetCtx",
    ],
    [{ type: "orderUpdates", user: ALICE }, { type: "orderUpdates", user: ALICE }, null],
    [{ type: "userEvents", user: ALICE }, { type: "userEvents", user: ALICE }, null],
    [
      { type: "userFills", user: ALICE },
      { type: "userFills", user: ALICE, aggregateByTime: false },
      "userFills",
    ],
    [{ type: "userFundings", user: ALICE }, { type: "userFundings", user: ALICE }, "userFundings"],
    [{ type: "clearinghouseState", user: ALICE, dex: "" }, {
      type: "clearinghouseState",
      user: ALICE,
      dex: "",
    }, "clearinghouseState"],
    [{ type: "openOrders", user: ALICE }, { type: "openOrders", user: ALICE, dex: "" }, "openOrders"],
    [{ type: "webData2", user: ALICE }, { type: "webData2", user: ALICE }, "webData2"],
    [{ type: "notification", user: ALICE }, { type: "notification", user: ALICE }, null],
  ];
  for (const [sent, back, first] of rows) {
    const client = new Client(venue);
    await client.subscribe(sent);
    const frames = client.socket.frames;
    deepStrictEqual(frames[0], {
      channel: "subscriptionResponse",
      data: { method: "subscribe", subscription: back },
    });
    deepStrictEqual(frames.slice(1).map(({ channel }) => channel), first === null ? [] : [first]);
    await client.send({ method: "unsubscribe", subscription: sent });
    deepStrictEqual(frames.at(-1)!.data, { method: "unsubscribe", subscription: back });
  }
});

test("all types there are can be subscribed to, for an account there is none of, too", async (venue) => {
  const client = new Client(venue);
  for (const type of SUBSCRIPTION_TYPES) {
    await client.subscribe({ type, user: BOB, coin: "BTC", interval: "1h" });
  }
  const acknowledged = client.socket.frames.filter(({ channel }) => channel === "subscriptionResponse");
  strictEqual(acknowledged.length, SUBSCRIPTION_TYPES.length);
  await venue.move(10);
});

test("what cannot be is said in the venue's words, and the socket stays open", async (venue) => {
  const malformed = (text: string): string => `Error parsing JSON into valid websocket request: ${text}`;
  const book = '{"type":"l2Book","coin":"BTC","nSigFigs":null,"mantissa":null,"fast":false}';
  const rows: [sent: string, data: string][] = [
    ["{", malformed("{")],
    ["null", malformed("null")],
    ['{"method":"hello"}', malformed('{"method":"hello"}')],
    ['{"method":"subscribe"}', malformed('{"method":"subscribe"}')],
    [
      '{"method":"subscribe","subscription":{"type":"nosuch"}}',
      malformed('{"method":"subscribe","subscription":{"type":"nosuch"}}'),
    ],
    [
      '{"method":"subscribe","subscription":{"type":"userFills","user":"0x1"}}',
      malformed('{"method":"subscribe","subscription":{"type":"userFills","user":"0x1"}}'),
    ],
    [
      '{"method":"post","id":"a","request":{"type":"info","payload":{}}}',
      malformed('{"method":"post","id":"a","request":{"type":"info","payload":{}}}'),
    ],
    [
      '{"method":"subscribe","subscription":{"type":"trades","coin":"NOSUCH"}}',
      'Invalid subscription {"type":"trades","coin":"NOSUCH"}',
    ],
    [
      '{"method":"subscribe","subscription":{"type":"l2Book","coin":"BTC","nSigFigs":9}}',
      'Invalid subscription {"type":"l2Book","coin":"BTC","nSigFigs":9}',
    ],
    [
      '{"method":"subscribe","subscription":{"type":"allMids","dex":"x"}}',
      'Invalid subscription {"type":"allMids","dex":"x"}',
    ],
    [
      '{"method":"unsubscribe","subscription":{"type":"l2Book","coin":"BTC"}}',
      `Already unsubscribed: ${book}`,
    ],
  ];
  const client = new Client(venue);
  for (const [sent, data] of rows) {
    await client.send(sent);
    deepStrictEqual(client.socket.take(), [{ channel: "error", data }], sent);
  }
  await client.subscribe({ type: "l2Book", coin: "BTC" });
  client.socket.take();
  await client.subscribe({ type: "l2Book", coin: "BTC", nSigFigs: null });
  deepStrictEqual(client.socket.take(), [{ channel: "error", data: `Already subscribed: ${book}` }]);
  await client.send({ method: "ping" });
  deepStrictEqual(client.socket.take(), [{ channel: "pong" }]);
  strictEqual(client.socket.isClosed, false);
});

test("whatever is sent is answered or not understood, and nothing breaks", async (venue) => {
  const client = new Client(venue);
  const value = fc.oneof(fc.jsonValue(), fc.constantFrom("BTC", ALICE, 5, null, "1h", { type: "meta" }));
  const subscription = fc.dictionary(
    fc.constantFrom("user", "coin", "interval", "nSigFigs", "mantissa", "dex", "fast", "aggregateByTime"),
    value,
  ).chain((fields) => fc.constantFrom(...SUBSCRIPTION_TYPES, "nosuch").map((type) => ({ ...fields, type })));
  const message = fc.oneof(
    fc.jsonValue(),
    fc.record({ method: fc.constantFrom("subscribe", "unsubscribe"), subscription }),
    fc.record({
      method: fc.constant("post"),
      id: fc.oneof(fc.nat(), value),
      request: fc.record({ type: fc.constantFrom("info", "action", "other"), payload: value }),
    }),
  );
  await fc.assert(
    fc.asyncProperty(message, async (message) => {
      await client.send(message);
      const [first] = client.socket.take() as { channel: string }[];
      ok(["subscriptionResponse", "error", "post"].includes(first.channel), JSON.stringify([message, first]));
    }),
    { numRuns: 1_000 },
  );
  await venue.move(20);
  deepStrictEqual([client.socket.isClosed, venue.warnings], [false, []]);
});

test("after an order that takes: its updates open and filled in one frame, fills, events, states", async (venue) => {
  const client = new Client(venue);
  for (const type of ["clearinghouseState", "userEvents", "userFills", "orderUpdates"]) {
    await client.subscribe({ type, user: ALICE });
  }
  client.socket.take();
  await venue.place(ALICE, [marketOrder(venue, "BTC", 0.01)]);
  const [updates, fills, events, state, ...more] = client.socket.frames.splice(0);
  deepStrictEqual([updates, fills, events, state].map(({ channel }) => channel), [
    "orderUpdates",
    "userFills",
    "user",
    "clearinghouseState",
  ]);
  deepStrictEqual(more, []);
  const statuses = updates.data as { status: string; order: { oid: number } }[];
  deepStrictEqual(statuses.map(({ status }) => status), ["open", "filled"]);
  const { fills: told, isSnapshot, user } = fills.data as {
    fills: unknown[];
    isSnapshot?: true;
    user: string;
  };
  deepStrictEqual([told.length, isSnapshot, user], [1, undefined, ALICE]);
  deepStrictEqual((events.data as { fills: unknown[] }).fills, told);
});

test("a snapshot first, then what happens after it: each client has each fill once, whenever it joined", async (venue) => {
  const clients: Client[] = [];
  const joining: Promise<void>[] = [];
  for (let round = 0; round < 12; round++) {
    const client = new Client(venue);
    clients.push(client);
    // Joining and trading go on at the same time.
    joining.push(client.subscribe({ type: "userFills", user: ALICE }));
    const placing = venue.place(ALICE, [marketOrder(venue, "BTC", 0.001), limitOrder("DOT", 2, 6)]);
    if (round % 3 === 0) await venue.move(7);
    await placing;
  }
  await Promise.all(joining);
  await venue.move(1_000);
  const fills = await venue.ask({ type: "userFills", user: ALICE }) as { tid: number }[];
  ok(fills.length >= 12);
  for (const { socket } of clients) {
    const told = socket.take("userFills") as { isSnapshot?: true; fills: { tid: number }[] }[];
    deepStrictEqual(told.map(({ isSnapshot }) => isSnapshot === true), told.map((_, index) => index === 0));
    const [{ fills: first }, ...rest] = told;
    const seen = [...first.toReversed(), ...rest.flatMap(({ fills }) => fills)].map(({ tid }) => tid);
    deepStrictEqual(seen, fills.map(({ tid }) => tid).toReversed());
  }
});

test("a market that moves while somebody joins makes no fill missing or told twice", async (venue) => {
  for (let turns = 0; turns < 24; turns++) {
    const resting = venue.mid("DOT") * 0.9995;
    await venue.place(ALICE, [limitOrder("DOT", 2, Number(resting.toPrecision(4)))]);
    const client = new Client(venue);
    const joining = client.subscribe({ type: "userFills", user: ALICE });
    for (let turn = 0; turn < turns; turn++) await Promise.resolve();
    await venue.clock.sleepUntil(venue.clock.now() + 20 * MINUTE);
    await joining;
    await venue.hub.marketMoved(true);
    const told = client.socket.take("userFills") as { fills: { tid: number }[] }[];
    const seen = told.flatMap(({ fills }) => fills.map(({ tid }) => tid)).toSorted((a, b) => a - b);
    const fills = await venue.ask({ type: "userFills", user: ALICE }) as { tid: number }[];
    deepStrictEqual(seen, fills.map(({ tid }) => tid).toReversed(), `${turns} turns`);
    client.hangUp();
  }
  ok((await venue.ask({ type: "userFills", user: ALICE }) as unknown[]).length > 5);
}, { minute: 60 });

test("who leaves before the first frames came gets none", async (venue) => {
  const client = new Client(venue);
  const subscription = { type: "userFills", user: ALICE };
  void client.subscribe(subscription);
  await client.send({ method: "unsubscribe", subscription });
  deepStrictEqual(client.channels(), ["subscriptionResponse", "subscriptionResponse"]);
  await client.subscribe(subscription);
  deepStrictEqual(client.channels(), ["subscriptionResponse", "userFills"]);
});

test("how an account stands is told again only where it is otherwise", async (venue) => {
  const client = new Client(venue);
  await client.subscribe({ type: "openOrders", user: ALICE });
  await venue.place(ALICE, [limitOrder("DOT", 2, 5)]);
  client.socket.take();
  await venue.move(30);
  deepStrictEqual(client.channels(), []);
  await venue.place(ALICE, [limitOrder("DOT", 3, 5)]);
  const [{ orders }] = client.socket.take("openOrders") as { orders: { sz: string }[] }[];
  deepStrictEqual(orders.map(({ sz }) => sz), ["3.0", "2.0"]);
});

test("who joined before another is told of a change that the other's first frame had already", async (venue) => {
  const [early, late] = [new Client(venue), new Client(venue)];
  await early.subscribe({ type: "openOrders", user: ALICE });
  early.socket.take();
  await venue.house.world.open(ALICE).place([limitOrder("DOT", 2, 5)], "single");
  await late.subscribe({ type: "openOrders", user: ALICE });
  await venue.hub.accountChanged(ALICE);
  deepStrictEqual(early.channels(), ["openOrders"]);
});

test("the first fills of an account that was opened after somebody had subscribed are told", async (venue) => {
  const client = new Client(venue);
  await client.subscribe({ type: "userFills", user: ALICE });
  await client.subscribe({ type: "orderUpdates", user: ALICE });
  client.socket.take();
  await venue.place(ALICE, [marketOrder(venue, "BTC", 0.01)]);
  deepStrictEqual(client.channels(), ["orderUpdates", "userFills"]);
});

test("nobody is told of another's account, and nothing after leaving", async (venue) => {
  const [alice, bob] = [new Client(venue), new Client(venue)];
  await alice.subscribe({ type: "userFills", user: ALICE });
  await bob.subscribe({ type: "userFills", user: BOB });
  [alice, bob].forEach(({ socket }) => socket.take());
  await venue.place(ALICE, [marketOrder(venue, "BTC", 0.01)]);
  deepStrictEqual([alice.channels(), bob.channels()], [["userFills"], []]);
  await alice.send({ method: "unsubscribe", subscription: { type: "userFills", user: ALICE } });
  alice.socket.take();
  await venue.place(ALICE, [marketOrder(venue, "BTC", 0.01)]);
  deepStrictEqual(alice.channels(), []);
});

test("orders that fill while the market moves are told on the way, with the funding of each hour", async (venue) => {
  const client = new Client(venue);
  await venue.place(ALICE, [marketOrder(venue, "BTC", 0.01), limitOrder("DOT", 20, 6.9)]);
  for (const type of ["userFundings", "userEvents", "orderUpdates"]) {
    await client.subscribe({ type, user: ALICE });
  }
  client.socket.take();
  await venue.move(1_440);
  const { frames } = client.socket;
  const updates = frames.filter(({ channel }) => channel === "orderUpdates").flatMap(({ data }) =>
    data as { status: string; statusTimestamp: number }[]
  );
  deepStrictEqual(updates.map(({ status }) => status), ["filled"]);
  ok(updates[0].statusTimestamp < venue.clock.now() - MINUTE);
  const fundings = client.socket.frames.filter(({ channel }) => channel === "userFundings")
    .flatMap(({ data }) => (data as { fundings: { time: number; coin: string }[] }).fundings);
  const history = await venue.ask({ type: "userFunding", user: ALICE, startTime: 0 }) as unknown[];
  strictEqual(fundings.length, history.length);
  ok(new Set(fundings.map(({ time }) => time)).size === 24);
  const events = frames.filter(({ channel, data }) => channel === "user" && "funding" in (data as object));
  strictEqual(events.length, fundings.length);
});

test("trades: the last ones first, then every trade of the tape once", async (venue) => {
  const client = new Client(venue);
  const from = venue.clock.now();
  await client.subscribe({ type: "trades", coin: "DOT" });
  const [first] = client.socket.take("trades") as { tid: number; time: number }[][];
  ok(first.length > 0 && first.every(({ time }) => time <= from));
  await venue.move(33);
  // A venue that is further on knows when trades come: the clock stops at the very moment of some.
  const { market } = new SmallVenue({ minute: 1_600 }).house.world;
  const coming = market.trades("DOT", {
    from: venue.clock.now() + 1,
    until: Infinity,
    most: 3,
    fromStart: true,
  });
  for (const { time } of coming) {
    await venue.clock.sleepUntil(time);
    await venue.hub.marketMoved(true);
  }
  await venue.move(14);
  const told = (client.socket.take("trades") as { tid: number; coin: string }[][]).flat();
  const tape = venue.info.market.trades("DOT", { from: from + 1, until: venue.clock.now() }, 10_000);
  ok(tape.length > 20);
  deepStrictEqual(told, tape.map((trade) => ({ ...trade, users: [...trade.users] })));
});

test("candles: the newest first, closed ones as they were recorded, the forming one wherever the clock stays", async (venue) => {
  const client = new Client(venue);
  await client.subscribe({ type: "candle", coin: "DOT", interval: "15m" });
  type Candle = { t: number; T: number; c: string; i: string; s: string };
  const [newest] = client.socket.take("candle") as Candle[];
  strictEqual(newest.t, START + 1_500 * MINUTE, "at a close the next has begun");
  await venue.move(32);
  const told = client.socket.take("candle") as Candle[];
  deepStrictEqual(told.map(({ t }) => (t - START) / MINUTE), [1_500, 1_515, 1_530]);
  const request = { coin: "DOT", interval: "15m", startTime: START + 1_500 * MINUTE };
  deepStrictEqual(told, await venue.ask({ type: "candleSnapshot", req: request }));
  await venue.move(1);
  const [forming, ...more] = client.socket.take("candle") as Candle[];
  deepStrictEqual([(forming.t - START) / MINUTE, more], [1_530, []]);
  await venue.move(0);
  deepStrictEqual(client.socket.take(), [], "a candle that is the same is not told again");
});

test(
  "candles of days put together are told once they have closed, not at the end of each day",
  async (venue) => {
    const client = new Client(venue);
    await client.subscribe({ type: "candle", coin: "DOT", interval: "3d" });
    strictEqual(client.socket.take("candle").length, 1);
    await venue.move(3_000);
    const all = await venue.ask({
      type: "candleSnapshot",
      req: { coin: "DOT", interval: "3d", startTime: 0 },
    });
    deepStrictEqual(client.socket.take("candle"), all);
  },
  { minute: 100 },
);

test(
  "what shows the moment is told where the clock stays, no more often than the gap allows",
  async (venue) => {
    const client = new Client(venue);
    for (const type of ["allMids", "l2Book", "activeAssetCtx", "bbo"]) {
      await client.subscribe({
        type,
        coin: "BTC",
      });
    }
    client.socket.take();
    await venue.move(12);
    const contexts = client.socket.frames.filter(({ channel }) => channel === "activeAssetCtx");
    const { ctx } = contexts.at(-1)!.data as { ctx: { midPx: string } };
    strictEqual(Number(ctx.midPx), venue.mid("BTC"), "of this moment, not of one before");
    deepStrictEqual(client.channels(), ["allMids", "l2Book", "activeAssetCtx", "bbo"]);
    await venue.move(12);
    deepStrictEqual(client.channels(), []);
    venue.house.wall += 500;
    await venue.move(12);
    deepStrictEqual(client.channels(), ["allMids", "l2Book", "activeAssetCtx", "bbo"]);
    venue.house.wall += 500;
    await venue.hub.marketMoved(true);
    deepStrictEqual(
      client.channels(),
      ["allMids", "l2Book", "activeAssetCtx"],
      "best prices only where they are others",
    );
  },
  { minGapMs: 500 },
);

test("a frame of a channel is made once for all who have subscribed to it", async (venue) => {
  const clients = [new Client(venue), new Client(venue), new Client(venue)];
  for (const client of clients) await client.subscribe({ type: "allMids" });
  let asked = 0;
  const { market } = venue.info;
  const mids = market.mids.bind(market);
  market.mids = () => {
    asked++;
    return mids();
  };
  await venue.move(1);
  strictEqual(asked, 1);
  ok(clients.every(({ socket }) => socket.frames.at(-1)!.channel === "allMids"));
  for (const client of clients) client.hangUp();
  await venue.move(1);
  strictEqual(asked, 1, "and for nobody where nobody is left");
});

test("post: what HTTP answers, a refusal by its status", async (venue) => {
  const client = new Client(venue);
  const answered = async (id: number, request: unknown): Promise<unknown> => {
    await client.send({ method: "post", id, request });
    return client.socket.take("post")[0];
  };
  deepStrictEqual(await answered(1, { type: "info", payload: { type: "allMids" } }), {
    id: 1,
    response: { type: "info", payload: { type: "allMids", data: await venue.ask({ type: "allMids" }) } },
  });
  deepStrictEqual(await answered(2, { type: "info", payload: { type: "nosuch" } }), {
    id: 2,
    response: { type: "error", payload: "422 Failed to deserialize the JSON body into the target type" },
  });
  deepStrictEqual(await answered(3, { type: "info", payload: { type: "meta", dex: "x" } }), {
    id: 3,
    response: { type: "error", payload: "500 null" },
  });
});

test("post: an action is answered before its account's changes are told", async (venue) => {
  const socket = new FakeSocket();
  const connection = venue.hub.connect(socket, { ip: IP, account: ALICE });
  connection.receive(
    JSON.stringify({ method: "subscribe", subscription: { type: "orderUpdates", user: ALICE } }),
  );
  await settle();
  socket.take();
  const order = { a: 0, b: true, p: "30000", s: "0.01", r: false, t: { limit: { tif: "Gtc" } } };
  const payload = { action: { type: "order", orders: [order], grouping: "na" }, nonce: venue.house.wall };
  connection.receive(JSON.stringify({ method: "post", id: 9, request: { type: "action", payload } }));
  await new Promise((resolve) => setTimeout(resolve, 5));
  deepStrictEqual(socket.frames.map(({ channel }) => channel), ["post", "orderUpdates"]);
  deepStrictEqual(socket.frames[0].data, {
    id: 9,
    response: {
      type: "action",
      payload: { status: "ok", response: { type: "order", data: { statuses: [{ resting: { oid: 1 } }] } } },
    },
  });
});

test("limits: sockets, subscriptions, users, posts in flight and messages of an IP", async (venue) => {
  const clients = Array.from({ length: 11 }, () => new Client(venue));
  deepStrictEqual(clients.map(({ socket }) => socket.isClosed), [...Array(10).fill(false), true]);
  clients[0].hangUp();
  const again = new Client(venue);
  strictEqual(again.socket.isClosed, false, "one that hung up makes room");
  for (let user = 0; user < 11; user++) {
    await again.subscribe({ type: "userFills", user: `0x${String(user).padStart(40, "0")}` });
  }
  deepStrictEqual(again.socket.frames.at(-1), {
    channel: "error",
    data: "Cannot track more than 10 total users.",
  });
  for (let id = 0; id < 101; id++) {
    void again.send({ method: "post", id, request: { type: "info", payload: { type: "allMids" } } });
  }
  deepStrictEqual(again.socket.frames.at(-1), {
    channel: "error",
    data: "too many pending post requests id=100",
  });
  await settle();
  again.socket.take();
  await again.send({ method: "post", id: 200, request: { type: "info", payload: { type: "allMids" } } });
  deepStrictEqual(again.channels(), ["post"], "those that were answered make room");
  again.hangUp();
  const last = new Client(venue);
  await last.subscribe({ type: "userFills", user: BOB });
  deepStrictEqual(
    last.channels(),
    ["subscriptionResponse", "userFills"],
    "the users of one that hung up, too",
  );
  for (let count = 0; count < 2_000; count++) void last.send({ method: "ping" });
  deepStrictEqual(last.socket.frames.at(-1), { channel: "error", data: "Too many messages" });
}, { enforceLimits: true });

Deno.test("hub: a socket to which nothing was sent for a minute is closed, one that hears something is not", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  try {
    const venue = new SmallVenue();
    const [silent, busy] = [new Client(venue), new Client(venue)];
    const pass = (ms: number): void => {
      venue.house.wall += ms;
      mock.timers.tick(ms);
    };
    pass(30_000);
    await busy.send({ method: "ping" });
    pass(29_999);
    deepStrictEqual([silent.socket.isClosed, busy.socket.isClosed], [false, false]);
    pass(1);
    deepStrictEqual([silent.socket.isClosed, busy.socket.isClosed], [true, false]);
    pass(30_000);
    deepStrictEqual([busy.socket.isClosed, venue.hub.size], [true, 0]);
  } finally {
    mock.timers.reset();
  }
});

test("a client that reads too slowly is cut off with a line, and the market goes on", async (venue) => {
  const [slow, quick] = [new Client(venue), new Client(venue)];
  for (const client of [slow, quick]) await client.subscribe({ type: "allMids" });
  slow.socket.bufferedAmount = 17 * 1024 * 1024;
  await venue.move(1);
  deepStrictEqual([slow.socket.isClosed, quick.socket.isClosed, venue.hub.size], [true, false, 1]);
  strictEqual(venue.warnings.length, 1);
  ok(/too slow/.test(venue.warnings[0]));
});

test("the market waits for a client that lags behind", async (venue) => {
  const client = new Client(venue);
  client.socket.bufferedAmount = 2 * 1024 * 1024;
  const moving = venue.move(1);
  const won = await Promise.race([
    moving.then(() => "moved"),
    new Promise((resolve) => setTimeout(resolve, 30, "waits")),
  ]);
  strictEqual(won, "waits");
  client.socket.bufferedAmount = 0;
  await moving;
  strictEqual(client.socket.isClosed, false);
});

Deno.test("hub: the market does not wait for ever: who still lags behind is cut off", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  try {
    const venue = new SmallVenue();
    const [stuck, quick] = [new Client(venue), new Client(venue)];
    stuck.socket.bufferedAmount = 2 * 1024 * 1024;
    let hasMoved = false;
    const moving = venue.move(1).then(() => hasMoved = true);
    let waited = 0;
    for (; !hasMoved && waited < 60_000; waited += 5) {
      await settle();
      mock.timers.tick(5);
    }
    ok(waited >= 5_000 && waited < 6_000, `${waited} ms`);
    await moving;
    deepStrictEqual([stuck.socket.isClosed, quick.socket.isClosed], [true, false]);
    deepStrictEqual(venue.warnings.map((line) => /too slow/.test(line)), [true]);
    venue.hub.close();
  } finally {
    mock.timers.reset();
  }
});

test("a socket that has gone is forgotten, whatever it had subscribed to", async (venue) => {
  const client = new Client(venue);
  for (const type of SUBSCRIPTION_TYPES) {
    await client.subscribe({ type, user: ALICE, coin: "BTC", interval: "5m" });
  }
  client.hangUp();
  strictEqual(venue.hub.size, 0);
  client.socket.take();
  await venue.place(ALICE, [marketOrder(venue, "BTC", 0.01)]);
  await venue.move(10);
  await client.send({ method: "ping" });
  deepStrictEqual(client.socket.frames, []);
});

test("a subscription that cannot begin is told of, and the venue goes on", async (venue) => {
  const client = new Client(venue);
  venue.info.accounts.open = () => {
    throw new Error("the disk is full");
  };
  await client.subscribe({ type: "clearinghouseState", user: ALICE });
  deepStrictEqual(client.channels(), ["subscriptionResponse"]);
  deepStrictEqual(venue.warnings, [
    "stream: what a subscription to clearinghouseState begins with could not be made: the disk is full",
  ]);
  await client.subscribe({ type: "openOrders", user: ALICE });
  deepStrictEqual(client.channels(), ["subscriptionResponse", "openOrders"]);
});
