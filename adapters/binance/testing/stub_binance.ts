/**
 * A Binance of minutes on loopback, whose clock, faults and sockets are in the test's hands.
 * @module
 */
import type { Clock } from "../../../engine/mod.ts";

/** One minute, ms. */
export const MINUTE = 60_000;
/** Open of its first candle: 2024-01-01 00:00 UTC, ms. */
export const START = 1_704_067_200_000;

/** Gives an answer in place of the usual one. */
export type Instead = (url: URL) => Response | Promise<Response>;

/** See the module's comment. */
export class StubBinance {
  /** Its time, ms. */
  time: number = START;
  /** Minutes after {@link START} that it has no candle of. */
  holes: ReadonlySet<number> = new Set();
  /** Symbols it trades. */
  symbols: ReadonlySet<string> = new Set(["BTCUSDT"]);
  /** What is answered to the next requests in place of what would be; null: the usual. */
  instead: (Instead | null)[] = [];
  /** Answers every request that nothing else does. */
  always: Instead | null = null;
  /** Paths and queries that were asked for, but for its time. */
  readonly asked: string[] = [];
  readonly sockets: WebSocket[] = [];
  /** What sockets were told by whoever follows. */
  readonly heard: string[] = [];
  readonly #server: Deno.HttpServer<Deno.NetAddr>;

  constructor() {
    const options = { hostname: "127.0.0.1", port: 0, onListen: () => undefined };
    this.#server = Deno.serve(options, (request) => this.#answer(request));
  }

  /** Where it is. */
  get url(): string {
    return `http://127.0.0.1:${this.#server.addr.port}`;
  }

  /** How often candles were asked for. */
  get count(): number {
    return this.asked.length;
  }

  /** Sends an event to every socket. */
  tell(
    minute: number,
    { isClosed = true, symbol = "BTCUSDT", close = 101 + minute }: Partial<Told> = {},
  ): void {
    const t = START + minute * MINUTE;
    const k = {
      ...pricesOf(minute),
      t,
      T: t + MINUTE - 1,
      s: symbol,
      i: "1m",
      c: String(close),
      x: isClosed,
    };
    const event = { e: "kline", E: this.time, s: symbol, k };
    this.say(JSON.stringify({ stream: `${symbol.toLowerCase()}@kline_1m`, data: event }));
  }

  /** Sends any text to every open socket. */
  say(text: string): void {
    for (const socket of this.sockets) if (socket.readyState === WebSocket.OPEN) socket.send(text);
  }

  /** Drops every socket. */
  drop(): void {
    for (const socket of this.sockets.splice(0)) socket.close();
  }

  /** Ends it. */
  async stop(): Promise<void> {
    this.drop();
    await this.#server.shutdown();
  }

  async #answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    if (request.headers.get("upgrade") === "websocket") return this.#upgrade(request);
    if (url.pathname.endsWith("/time")) return Response.json({ serverTime: this.time });
    this.asked.push(`${url.pathname}${url.search}`);
    const instead = this.instead.shift() ?? this.always;
    if (instead !== null) return await instead(url);
    return this.#rows(url);
  }

  #rows({ searchParams }: URL): Response {
    const symbol = searchParams.get("symbol")!;
    if (!this.symbols.has(symbol)) {
      return Response.json({ code: -1121, msg: "Invalid symbol." }, { status: 400 });
    }
    const [start, end] = ["startTime", "endTime"].map((name) => searchParams.get(name));
    const limit = Number(searchParams.get("limit") ?? 500);
    const open = (time: number): number => Math.floor((time - START) / MINUTE);
    const first = start === null ? 0 : Math.max(0, Math.ceil((Number(start) - START) / MINUTE));
    const last = Math.min(open(this.time), end === null ? Infinity : open(Number(end)));
    const minutes: number[] = [];
    for (let minute = first; minute <= last; minute++) if (!this.holes.has(minute)) minutes.push(minute);
    const page = start === null ? minutes.slice(-limit) : minutes.slice(0, limit);
    return Response.json(page.map(rowOf));
  }

  #upgrade(request: Request): Response {
    const { socket, response } = Deno.upgradeWebSocket(request);
    socket.onopen = () => this.sockets.push(socket);
    socket.onmessage = ({ data }) => {
      this.heard.push(data);
      socket.send(JSON.stringify({ result: null, id: JSON.parse(data).id }));
    };
    return response;
  }
}

interface Told {
  readonly isClosed: boolean;
  readonly symbol: string;
  readonly close: number;
}

/** A clock that stands where it is put, ms. */
export class SetClock implements Clock {
  time: number;

  constructor(time: number) {
    this.time = time;
  }

  now(): number {
    return this.time;
  }

  sleepUntil(time: number): void {
    this.time = Math.max(this.time, time);
  }
}

/** Prices of a minute in Binance's own coins: it opens at 100 and a dollar more with each minute. */
function pricesOf(minute: number): { o: string; h: string; l: string; c: string; v: string } {
  const [o, h, l, c] = [100, 102, 99, 101].map((price) => `${price + minute}.10`);
  return { o, h, l, c, v: "1.500" };
}

function rowOf(minute: number): readonly unknown[] {
  const { o, h, l, c, v } = pricesOf(minute);
  const open = START + minute * MINUTE;
  return [open, o, h, l, c, v, open + MINUTE - 1, "1.0", 3, "0.5", "0.5", "0"];
}
