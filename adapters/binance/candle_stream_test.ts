import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { createHash } from "node:crypto";
import { type CandleWindow } from "../../engine/mod.ts";
import { BinanceCandles } from "./binance_candles.ts";
import { FUTURES, streamUrlOf } from "./binance_product.ts";
import { CandleStream, type StreamNote } from "./candle_stream.ts";
import { MINUTE, SetClock, START, StubBinance } from "./testing/stub_binance.ts";

interface Scene {
  readonly binance: StubBinance;
  readonly clock: SetClock;
  readonly candles: BinanceCandles;
  readonly notes: StreamNote[];
}

function scene(name: string, play: (scene: Scene) => Promise<void>): void {
  Deno.test(`CandleStream: ${name}`, async () => {
    const binance = new StubBinance();
    const clock = new SetClock(START + 10 * MINUTE);
    binance.time = clock.time;
    const candles = new BinanceCandles({ product: FUTURES, baseUrl: binance.url, clock });
    const notes: StreamNote[] = [];
    try {
      candles.follow(["BTC"], ["1m"], (note) => notes.push(note));
      await candles.candles("BTC", "1m", { last: 2 });
      await until(() => binance.heard.length === 1);
      await play({ binance, clock, candles, notes });
    } finally {
      candles.close();
      await binance.stop();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });
}

async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; !isSo(); tries++) {
    if (tries > 400) throw new Error("it never came to be");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function minutesOf(window: CandleWindow): number[] {
  return Array.from({ length: window.length }, (_, index) => (window.time(index) - START) / MINUTE);
}

/** Told it is once the last of these was. */
async function told({ binance, notes }: Scene, ...minutes: readonly number[]): Promise<void> {
  for (const minute of minutes) binance.tell(minute);
  binance.say("end");
  const before = notes.length;
  await until(() => notes.length > before);
}

scene("a candle that was told is not asked for", async (scene) => {
  const { binance, clock, candles } = scene;
  deepStrictEqual(JSON.parse(binance.heard[0]), { method: "SUBSCRIBE", params: ["btcusdt@kline_1m"], id: 1 });
  binance.tell(10, { isClosed: false, close: 110 });
  await told(scene, 10);
  binance.time = clock.time += MINUTE;
  const window = candles.candles("BTC", "1m", { last: 2 });
  ok(!(window instanceof Promise));
  deepStrictEqual([minutesOf(window), window.close(1)], [[9, 10], 111]);
  strictEqual(binance.count, 1);
  strictEqual(candles.toldAt, START + 11 * MINUTE);
});

scene("it is shown when our clock says that it has closed, not before", async (scene) => {
  await told(scene, 10);
  deepStrictEqual(minutesOf(await scene.candles.candles("BTC", "1m", { last: 1 })), [9]);
});

scene("doubled ones and those out of order are left out", async (scene) => {
  const { binance, clock, candles } = scene;
  binance.tell(10);
  binance.tell(10, { close: 110 });
  await told(scene, 9, 11);
  binance.time = clock.time += 2 * MINUTE;
  const window = await candles.candles("BTC", "1m", { last: 3 });
  deepStrictEqual([minutesOf(window), window.close(1)], [[9, 10, 11], 111]);
  strictEqual(binance.count, 1);
});

scene("what a dropped socket missed is asked for, and it listens again", async (scene) => {
  const { binance, clock, candles, notes } = scene;
  await told(scene, 10);
  binance.drop();
  await until(() => binance.heard.length === 2);
  ok(notes.some(({ kind, text }) => kind === "lost" && /again in 500 ms/.test(text)));
  // 11 and 12 closed while nobody listened.
  await told(scene, 13);
  binance.time = clock.time += 4 * MINUTE;
  deepStrictEqual(minutesOf(await candles.candles("BTC", "1m", { last: 5 })), [9, 10, 11, 12, 13]);
  strictEqual(binance.count, 2);
  await told(scene, 14);
  binance.time = clock.time += MINUTE;
  ok(!(candles.candles("BTC", "1m", { last: 1 }) instanceof Promise));
  // It was heard meanwhile: it does not wait any longer than the first time.
  binance.drop();
  const waits = () => notes.flatMap(({ text }) => /again in (\d+) ms/.exec(text)?.[1] ?? []);
  await until(() => waits().length === 2);
  deepStrictEqual(waits(), ["500", "500"]);
});

scene("what is not understood is told, and nothing else comes of it", async ({ binance, notes, candles }) => {
  binance.say('{"stream":"btcusdt@kline_1m","data":{"k":{"t":1}}}');
  await until(() => notes.some(({ kind, text }) => kind === "unreadable" && text.includes('{"t":1}')));
  deepStrictEqual(minutesOf(await candles.candles("BTC", "1m", { last: 1 })), [9]);
});

Deno.test("CandleStream: a connection on which nothing is heard is given up", async () => {
  const binance = new StubBinance();
  const notes: StreamNote[] = [];
  const url = `${binance.url.replace("http", "ws")}/stream`;
  const stream = new CandleStream(url, (note) => notes.push(note), { quietMs: 60, firstPauseMs: 5 });
  stream.follow({ symbol: "BTCUSDT", interval: "1m", exponent: 0 }, () => undefined);
  await until(() => binance.heard.length >= 2);
  stream.close();
  await binance.stop();
  await new Promise((resolve) => setTimeout(resolve, 20));
});

/** Takes a socket and says nothing ever after, not even when it is closed. */
async function serveMute(listener: Deno.TcpListener, taken: Deno.TcpConn[]): Promise<void> {
  for await (const connection of listener) {
    const bytes = new Uint8Array(4096);
    const count = await connection.read(bytes) ?? 0;
    const key = /sec-websocket-key: (\S+)/i.exec(new TextDecoder().decode(bytes.subarray(0, count)))![1];
    const accept = createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
    const head = ["HTTP/1.1 101 x", "upgrade: websocket", "connection: upgrade"];
    const answer = [...head, `sec-websocket-accept: ${accept}`, "", ""].join("\r\n");
    await connection.write(new TextEncoder().encode(answer));
    taken.push(connection);
  }
}

Deno.test("CandleStream: one whose end is not told either is given up all the same", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const taken: Deno.TcpConn[] = [];
  const serving = serveMute(listener, taken);
  const url = `ws://127.0.0.1:${listener.addr.port}/stream`;
  const stream = new CandleStream(url, () => undefined, { quietMs: 60, firstPauseMs: 5 });
  stream.follow({ symbol: "BTCUSDT", interval: "1m", exponent: 0 }, () => undefined);
  await until(() => taken.length >= 2);
  stream.close();
  listener.close();
  for (const connection of taken) connection.close();
  await serving;
  await new Promise((resolve) => setTimeout(resolve, 20));
});

Deno.test("streamUrlOf: Binance's own streams, or those at the same host", () => {
  strictEqual(streamUrlOf(FUTURES, FUTURES.restUrl), "wss://fstream.binance.com/market/stream");
  strictEqual(streamUrlOf(FUTURES, "http://127.0.0.1:8900"), "ws://127.0.0.1:8900/stream");
});
