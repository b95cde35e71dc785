import type { ClosedCandle, Interval } from "../../engine/mod.ts";
import type { Listing } from "./binance_product.ts";
import { candleEventWire, candleOf, streamName } from "./candle_wire.ts";

/** Something about a stream that somebody may want to know, in one line. */
export interface StreamNote {
  readonly kind: "opened" | "lost" | "unreadable";
  readonly text: string;
}

/** How a stream keeps its connection. */
export interface CandleStreamOptions {
  /** A connection on which nothing is heard for so long is given up, ms. */
  readonly quietMs?: number;
  /** The wait before it connects again, ms; it doubles each time, up to half a minute. */
  readonly firstPauseMs?: number;
}

interface Followed {
  readonly exponent: Listing["exponent"];
  hear(candle: ClosedCandle): void;
}

/** What is followed. */
export interface StreamedCandles extends Listing {
  readonly interval: Interval;
}

type Timer = ReturnType<typeof setTimeout>;

/** Binance pings every three minutes at the least; candles that form come every two seconds. */
const QUIET_MS = 180_000;
const FIRST_PAUSE_MS = 500;
const LAST_PAUSE_MS = 30_000;
/** What a new connection waits for others that are followed at once, ms: one subscription instead of many. */
const GATHER_MS = 20;

/**
 * Candles that close, as Binance streams them. A connection lives a day at most; it is made again by itself, and what was
 * missed meanwhile is not told. Source: exchange-rules 8.3.
 */
export class CandleStream {
  readonly #url: string;
  readonly #note: (note: StreamNote) => void;
  readonly #options: Required<CandleStreamOptions>;
  readonly #followed = new Map<string, Followed>();
  readonly #subscribed = new Set<string>();
  #socket: WebSocket | null = null;
  #timer: Timer | undefined;
  #quiet: Timer | undefined;
  #attempts = 0;
  #requests = 0;
  #isClosed = false;

  constructor(url: string, note: (note: StreamNote) => void, options: CandleStreamOptions = {}) {
    this.#url = url;
    this.#note = note;
    this.#options = { quietMs: QUIET_MS, firstPauseMs: FIRST_PAUSE_MS, ...options };
  }

  /** Follows candles of a symbol; each closed one is told once it is heard. */
  follow({ symbol, interval, exponent }: StreamedCandles, hear: (candle: ClosedCandle) => void): void {
    this.#followed.set(streamName(symbol, interval), { exponent, hear });
    if (this.#timer === undefined) this.#timer = setTimeout(() => this.#gathered(), GATHER_MS);
  }

  /** Ends it. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#quiet);
    this.#socket?.close();
  }

  #gathered(): void {
    this.#timer = undefined;
    if (this.#socket === null) this.#connect();
    else if (this.#socket.readyState === WebSocket.OPEN) this.#subscribe();
  }

  #connect(): void {
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    socket.onopen = () => {
      this.#note({ kind: "opened", text: "binance stream: connected" });
      this.#subscribe();
    };
    socket.onmessage = ({ data }) => {
      // Only what is heard makes a connection good: one that is taken and dropped at once is tried more slowly.
      this.#attempts = 0;
      this.#watch();
      this.#hear(data);
    };
    socket.onclose = () => this.#lost(socket);
    socket.onerror = () => this.#lost(socket);
    this.#watch();
  }

  #subscribe(): void {
    const streams = [...this.#followed.keys()].filter((name) => !this.#subscribed.has(name));
    if (streams.length === 0) return;
    for (const name of streams) this.#subscribed.add(name);
    this.#socket!.send(JSON.stringify({ method: "SUBSCRIBE", params: streams, id: ++this.#requests }));
  }

  /** A connection that died without a word is given up. */
  #watch(): void {
    clearTimeout(this.#quiet);
    const socket = this.#socket!;
    this.#quiet = setTimeout(() => {
      // Its end may never be told either.
      this.#lost(socket);
      socket.close();
    }, this.#options.quietMs);
  }

  #lost(socket: WebSocket): void {
    if (this.#socket !== socket) return;
    this.#socket = null;
    this.#subscribed.clear();
    clearTimeout(this.#quiet);
    if (this.#isClosed) return;
    const { firstPauseMs } = this.#options;
    const wait = Math.min(LAST_PAUSE_MS, firstPauseMs * 2 ** Math.min(this.#attempts++, 10));
    this.#note({ kind: "lost", text: `binance stream: connection lost, again in ${wait} ms` });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#gathered(), wait);
  }

  #hear(data: unknown): void {
    const message = typeof data === "string" ? parsed(data) : undefined;
    // The answer to a subscription: null where it was taken.
    if (isObject(message) && "id" in message && "result" in message) return;
    const read = candleEventWire.safeParse(message);
    const followed = read.success ? this.#followed.get(read.data.stream) : undefined;
    if (!read.success || followed === undefined) return this.#unreadable(data);
    if (read.data.isClosed) followed.hear(candleOf(read.data.candle, followed));
  }

  #unreadable(data: unknown): void {
    const text = `binance stream: not understood: ${String(data)}`;
    this.#note({ kind: "unreadable", text: text.replaceAll(/\s+/g, " ").slice(0, 200) });
  }
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
