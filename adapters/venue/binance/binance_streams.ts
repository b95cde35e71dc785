import type { House } from "../house.ts";
import type { ClientSocket, Connection } from "../sockets.ts";
import type { BinanceCandle, CandlesOf } from "./binance_candles.ts";
import { type BinanceInterval, SPOT } from "./binance_product.ts";
import { BinanceSymbols } from "./binance_symbols_wire.ts";
import { CandleStream } from "./candle_stream.ts";
import { candleEvent } from "./candle_wire.ts";
import {
  faultText,
  readRequest,
  type RequestId,
  resultText,
  type StreamRequest,
} from "./stream_request_wire.ts";

/** Streams of a connection, and messages it may send in a second. Source: exchange-rules 8.3. */
const MOST_STREAMS = 1024;
const MOST_MESSAGES = 5;
const SECOND_MS = 1000;
/** A client that lets more than this lie is cut off: what it reads is long past. */
const MOST_BUFFERED = 8 * 1024 * 1024;

/** A stream that somebody listens to. */
interface Feed {
  readonly of: CandlesOf & { readonly symbol: string };
  readonly candles: CandleStream;
  readonly listeners: Set<Listener>;
  /** When its forming candle was told last, wall ms. */
  toldAt: number;
}

/** How the streams are kept. */
export interface StreamOptions {
  /** Between two looks at a forming candle, wall ms; 0: every time that the market has moved. */
  readonly minGapMs?: number;
}

/**
 * Binance's kline streams, `/ws/btcusdt@kline_1m` and `/stream?streams=a/b`. A name that is no kline stream of a listed
 * symbol is taken, as Binance does, and nothing ever comes of it.
 */
export class BinanceStreams {
  readonly #house: House;
  readonly #symbols: BinanceSymbols;
  readonly #minGapMs: number;
  /** By their names, where anybody listens. */
  readonly #feeds = new Map<string, Feed>();

  constructor(house: House, { minGapMs = 0 }: StreamOptions = {}) {
    this.#house = house;
    this.#symbols = new BinanceSymbols(house.world.market.instruments);
    this.#minGapMs = minGapMs;
  }

  /** Joins a client to the streams that its address names. */
  connect({ pathname, searchParams }: URL, socket: ClientSocket): Connection {
    // The perpetuals' newer addresses name what is streamed first: /market/ws, /market/stream.
    const path = pathname.replace(/^\/(market|public)(?=\/)/, "");
    const isCombined = path.startsWith("/stream");
    const names = isCombined ? searchParams.get("streams") ?? "" : path.replace(/^\/ws\/?/, "");
    const listener = new Listener(this.#house, socket, {
      isCombined,
      join: (name) => this.#join(name, listener),
      leave: (name) => this.#leave(name, listener),
    });
    listener.subscribe(names.split("/").filter((name) => name !== ""));
    return listener;
  }

  /** Tells what has closed, and where the market stays for now, what forms. */
  marketMoved(isLast: boolean): void {
    const [now, wallNow] = [this.#house.now(), this.#house.wallNow()];
    for (const [name, feed] of this.#feeds) {
      for (const candle of feed.candles.closedBy(now)) this.#tell(name, feed, candle);
      if (!isLast || wallNow - feed.toldAt < this.#minGapMs) continue;
      feed.toldAt = wallNow;
      const forming = feed.candles.formingAt(now);
      if (forming !== null) this.#tell(name, feed, forming);
    }
  }

  #tell(name: string, { of, listeners }: Feed, candle: BinanceCandle): void {
    const event = candleEvent(this.#house.world.market, candle, { ...of, time: this.#house.now() });
    const raw = JSON.stringify(event);
    const combined = `{"stream":${JSON.stringify(name)},"data":${raw}}`;
    for (const listener of listeners) listener.hear(raw, combined);
  }

  #join(name: string, listener: Listener): void {
    const feed = this.#feeds.get(name) ?? this.#open(name);
    feed?.listeners.add(listener);
  }

  #leave(name: string, listener: Listener): void {
    const feed = this.#feeds.get(name);
    feed?.listeners.delete(listener);
    if (feed?.listeners.size === 0) this.#feeds.delete(name);
  }

  #open(name: string): Feed | null {
    const [, symbol, interval] = /^([a-z0-9]+)@kline_(\w+)$/.exec(name) ?? [];
    const listing = symbol === undefined ? undefined : this.#symbols.find(symbol.toUpperCase());
    if (listing === undefined || !SPOT.intervals.has(interval)) return null;
    const asset = listing.instrument.symbol;
    const of = { asset, interval: interval as BinanceInterval, symbol: listing.symbol };
    const candles = new CandleStream(this.#house.world.market, of, this.#house.now());
    const feed = { of, candles, listeners: new Set<Listener>(), toldAt: -Infinity };
    this.#feeds.set(name, feed);
    return feed;
  }
}

/** How a listener is joined to streams. */
interface Joining {
  readonly isCombined: boolean;
  join(name: string): void;
  leave(name: string): void;
}

/** One client. */
class Listener implements Connection {
  readonly #house: House;
  readonly #socket: ClientSocket;
  readonly #joining: Joining;
  readonly #streams = new Set<string>();
  #isCombined: boolean;
  #isOver = false;
  #second = 0;
  #messages = 0;

  constructor(house: House, socket: ClientSocket, joining: Joining) {
    this.#house = house;
    this.#socket = socket;
    this.#joining = joining;
    this.#isCombined = joining.isCombined;
  }

  /** Takes a text frame. */
  receive(text: string): void {
    if (this.#isOver) return;
    if (this.#isTooBusy()) return this.#cutOff();
    const read = readRequest(text);
    if ("fault" in read) this.#socket.send(faultText(read.id, read.fault));
    else this.#do(read.id, read.request);
  }

  /** Lets go of all streams. */
  closed(): void {
    this.#isOver = true;
    this.unsubscribe([...this.#streams]);
  }

  /** Joins streams; more than there may be ends the connection. */
  subscribe(names: readonly string[]): boolean {
    for (const name of names) {
      this.#streams.add(name);
      this.#joining.join(name);
    }
    if (this.#streams.size <= MOST_STREAMS) return true;
    this.#cutOff();
    return false;
  }

  /** Leaves streams. */
  unsubscribe(names: readonly string[]): void {
    for (const name of names) {
      if (this.#streams.delete(name)) this.#joining.leave(name);
    }
  }

  /** Sends an event in the form that this client wants. */
  hear(raw: string, combined: string): void {
    if (this.#socket.bufferedAmount > MOST_BUFFERED) this.#cutOff();
    else this.#socket.send(this.#isCombined ? combined : raw);
  }

  #do(id: RequestId, request: StreamRequest): void {
    let result: unknown = null;
    if (request.method === "SUBSCRIBE") {
      if (!this.subscribe(request.streams)) return;
    } else if (request.method === "UNSUBSCRIBE") this.unsubscribe(request.streams);
    else if (request.method === "SET_PROPERTY") this.#isCombined = request.combined;
    else result = request.method === "GET_PROPERTY" ? this.#isCombined : [...this.#streams];
    this.#socket.send(resultText(id, result));
  }

  #isTooBusy(): boolean {
    const second = Math.floor(this.#house.wallNow() / SECOND_MS);
    this.#messages = second === this.#second ? this.#messages + 1 : 1;
    this.#second = second;
    return this.#house.enforceLimits && this.#messages > MOST_MESSAGES;
  }

  #cutOff(): void {
    this.closed();
    this.#socket.close();
  }
}
