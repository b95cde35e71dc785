import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { BinanceStreams } from "../../adapters/venue/binance/binance_streams.ts";
import type { Connection } from "../../adapters/venue/sockets.ts";
import { type CandleRow, MINUTE, START } from "../../backtest/testing/market.ts";
import { BTC, SmallHouse } from "./testing/small_house.ts";

const MINUTES: readonly CandleRow[] = Array.from({ length: 180 }, (_, minute) => {
  const open = 42_000 + minute;
  return [minute, open, open + 2, open - 1, open + 1, 0.5];
});

/** A client, and the frames it got. */
interface Client extends Connection {
  // deno-lint-ignore no-explicit-any -- a client's look at what comes
  readonly frames: any[];
  isClosed(): boolean;
  bufferedAmount: number;
}

class Streams {
  readonly house = new SmallHouse([{ instrument: BTC, candles: { "1m": MINUTES } }], { now: START + 30_000 });
  readonly streams: BinanceStreams;

  constructor(minGapMs: number = 0) {
    this.streams = new BinanceStreams(this.house, { minGapMs });
  }

  connect(path: string): Client {
    const frames: unknown[] = [];
    let closed = false;
    const socket = {
      send: (text: string) => void frames.push(JSON.parse(text)),
      close: () => void (closed = true),
      bufferedAmount: 0,
    };
    const connection = this.streams.connect(new URL(path, "ws://venue"), socket);
    return {
      frames,
      isClosed: () => closed,
      receive: (text) => connection.receive(text),
      closed: () => connection.closed(),
      set bufferedAmount(bytes: number) {
        socket.bufferedAmount = bytes;
      },
    };
  }

  /** Moves the market as the venue's walk does. */
  async move(until: number): Promise<void> {
    const { market } = this.house.world;
    for (
      let stop = market.nextClose(this.house.now());
      stop !== null && stop < until;
      stop = market.nextClose(stop)
    ) {
      await this.house.clock.sleepUntil(stop);
      this.streams.marketMoved(false);
    }
    await this.house.clock.sleepUntil(until);
    this.streams.marketMoved(true);
  }
}

/** `1m 0 closed`: interval, minute of the open, and whether it has closed. */
// deno-lint-ignore no-explicit-any -- a client's look at what comes
function told(frames: any[]): string[] {
  return frames.map(({ k }) => `${k.i} ${(k.t - START) / MINUTE} ${k.x ? "closed" : "forms"}`);
}

Deno.test("BinanceStreams: each candle is told once as closed, and the forming one where the market stays", async () => {
  const all = new Streams();
  const client = all.connect("/ws/btcusdt@kline_1m");
  await all.move(START + 3 * MINUTE + 1);
  await all.move(START + 3 * MINUTE + 30_000);
  deepStrictEqual(told(client.frames), [
    "1m 0 closed",
    "1m 1 closed",
    "1m 2 closed",
    "1m 3 forms",
    "1m 3 forms",
  ]);
});

Deno.test("BinanceStreams: an event has Binance's fields", async () => {
  const all = new Streams();
  const client = all.connect("/ws/btcusdt@kline_1m");
  await all.move(START + MINUTE);
  const [{ k, ...event }] = client.frames;
  deepStrictEqual(event, { e: "kline", E: START + MINUTE, s: "BTCUSDT" });
  const { q, V, Q, f, L, ...rest } = k;
  deepStrictEqual(rest, {
    t: START,
    T: START + MINUTE - 1,
    s: "BTCUSDT",
    i: "1m",
    o: "42000.00000000",
    c: "42001.00000000",
    h: "42002.00000000",
    l: "41999.00000000",
    v: "0.50000000",
    n: 6,
    x: true,
    B: "0",
  });
  ok(Number(q) > 0.5 * 42_000 && Number(q) < 0.5 * 42_001);
  ok(Number(V) <= 0.5 && Number(Q) <= Number(q));
  strictEqual(L - f, 5);
});

Deno.test("BinanceStreams: several streams of one connection, wrapped with their names", async () => {
  const all = new Streams();
  const client = all.connect("/stream?streams=btcusdt@kline_1m/btcusdt@kline_5m/btcusdt@kline_1M");
  await all.move(START + 5 * MINUTE);
  const names = client.frames.map(({ stream }) => stream);
  deepStrictEqual([...new Set(names)].sort(), ["btcusdt@kline_1M", "btcusdt@kline_1m", "btcusdt@kline_5m"]);
  deepStrictEqual(told(client.frames.map(({ data }) => data)).filter((line) => line.startsWith("5m")), [
    "5m 0 closed",
    "5m 5 forms",
  ]);
  deepStrictEqual(told(client.frames.map(({ data }) => data)).filter((line) => line.startsWith("1M")), [
    "1M 0 forms",
  ]);
});

Deno.test("BinanceStreams: addresses of the perpetuals that name what is streamed are understood", async () => {
  const all = new Streams();
  const raw = all.connect("/market/ws/btcusdt@kline_1m");
  const combined = all.connect("/market/stream?streams=btcusdt@kline_1m");
  await all.move(START + MINUTE);
  strictEqual(raw.frames[0].e, "kline");
  strictEqual(combined.frames[0].stream, "btcusdt@kline_1m");
});

Deno.test("BinanceStreams: a client subscribes, lists, leaves, and sets the form", async () => {
  const all = new Streams();
  const client = all.connect("/ws");
  const ask = (request: object): unknown => {
    client.receive(JSON.stringify(request));
    return client.frames.pop();
  };
  deepStrictEqual(ask({ method: "SUBSCRIBE", params: ["btcusdt@kline_1m", "btcusdt@trade"], id: 1 }), {
    result: null,
    id: 1,
  });
  deepStrictEqual(ask({ method: "LIST_SUBSCRIPTIONS", id: 2 }), {
    result: ["btcusdt@kline_1m", "btcusdt@trade"],
    id: 2,
  });
  deepStrictEqual(ask({ method: "GET_PROPERTY", params: ["combined"], id: 3 }), { result: false, id: 3 });
  deepStrictEqual(ask({ method: "SET_PROPERTY", params: ["combined", true], id: 4 }), {
    result: null,
    id: 4,
  });
  deepStrictEqual(ask({ method: "SHOUT", id: 5 }), {
    error: {
      code: 2,
      msg: "Invalid request: unknown variant `SHOUT`, expected one of `SUBSCRIBE`, `UNSUBSCRIBE`, " +
        "`LIST_SUBSCRIPTIONS`, `SET_PROPERTY`, `GET_PROPERTY`",
    },
    id: 5,
  });
  await all.move(START + MINUTE);
  deepStrictEqual(client.frames.map(({ stream, data }) => [stream, data.k.x]), [
    ["btcusdt@kline_1m", true],
    ["btcusdt@kline_1m", false],
  ]);
  client.frames.length = 0;
  deepStrictEqual(ask({ method: "UNSUBSCRIBE", params: ["btcusdt@kline_1m"], id: 6 }), {
    result: null,
    id: 6,
  });
  await all.move(START + 3 * MINUTE);
  deepStrictEqual(client.frames, []);
});

Deno.test("BinanceStreams: what nobody lists is taken, and nothing comes of it", async () => {
  const all = new Streams();
  const clients = ["nopeusdt@kline_1m", "btcusdt@kline_7m", "BTCUSDT@kline_1m", "btcusdt@kline_1s"].map((
    name,
  ) => all.connect(`/ws/${name}`));
  await all.move(START + 2 * MINUTE);
  for (const { frames } of clients) deepStrictEqual(frames, []);
});

Deno.test("BinanceStreams: who comes later hears of what closes from then on, who has gone of nothing", async () => {
  const all = new Streams();
  const early = all.connect("/ws/btcusdt@kline_1m");
  await all.move(START + 2 * MINUTE);
  const late = all.connect("/ws/btcusdt@kline_1m");
  await all.move(START + 3 * MINUTE);
  deepStrictEqual(told(early.frames), [
    "1m 0 closed",
    "1m 1 closed",
    "1m 2 forms",
    "1m 2 closed",
    "1m 3 forms",
  ]);
  deepStrictEqual(told(late.frames), ["1m 2 closed", "1m 3 forms"]);
  early.closed();
  await all.move(START + 4 * MINUTE);
  strictEqual(early.frames.length, 5);
  strictEqual(late.frames.length, 4);
});

Deno.test("BinanceStreams: a forming candle is told no oftener than the gap on the wall, a closed one always", async () => {
  const all = new Streams(2_000);
  const client = all.connect("/ws/btcusdt@kline_1m");
  await all.move(START + 31_000);
  all.house.wall += 1_999;
  await all.move(START + 32_000);
  await all.move(START + MINUTE);
  all.house.wall += 1;
  await all.move(START + 61_000);
  deepStrictEqual(told(client.frames), ["1m 0 forms", "1m 0 closed", "1m 1 forms"]);
});

Deno.test("BinanceStreams: who lets frames lie, wants too many streams or talks too much is cut off", async () => {
  const all = new Streams();
  const slow = all.connect("/ws/btcusdt@kline_1m");
  slow.bufferedAmount = 9 * 1024 * 1024;
  await all.move(START + MINUTE);
  deepStrictEqual([slow.isClosed(), slow.frames], [true, []]);
  const greedy = all.connect("/ws");
  const params = Array.from({ length: 1025 }, (_, index) => `s${index}@trade`);
  greedy.receive(JSON.stringify({ method: "SUBSCRIBE", params, id: 1 }));
  ok(greedy.isClosed());
  greedy.receive(JSON.stringify({ method: "LIST_SUBSCRIPTIONS", id: 1 }));
  deepStrictEqual(greedy.frames, []);
  const talker = all.connect("/ws");
  const talk = (times: number): void => {
    for (let time = 0; time < times; time++) talker.receive('{"method":"LIST_SUBSCRIPTIONS","id":1}');
  };
  talk(20);
  strictEqual(talker.isClosed(), false);
  all.house.enforceLimits = true;
  all.house.wall += 1_000;
  talk(5);
  strictEqual(talker.isClosed(), false);
  talk(1);
  ok(talker.isClosed());
});
