/**
 * Binance, its archive and Hyperliquid on one loopback port, all of the same drawn market, with faults in the test's hands.
 * @module
 */
import { createHash } from "node:crypto";
import { zipSync } from "fflate";
import { HOUR_MS, type Interval, intervalMs } from "../../engine/mod.ts";

/** What is answered in place of the usual; null: the usual. */
export type Instead = (path: string) => Response | Promise<Response> | null;

/** Columns of Binance's archive. Source: exchange-rules 8.5. */
const HEADER = "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume," +
  "taker_buy_quote_volume,ignore\n";

/** See the module's comment. */
export class StubExchanges {
  /** Its time, ms. */
  now: number;
  /** Assets that Binance trades, under their symbols there. */
  symbols: ReadonlySet<string> = new Set(["BTCUSDT", "ETHUSDT"]);
  /** Months and days that the archive has no file of. */
  unarchived: (period: string) => boolean = () => false;
  /** Candles that a file of the archive lacks, and that nobody has, by open time (ms). */
  lacksInArchive: (time: number) => boolean = () => false;
  lacks: (time: number) => boolean = () => false;
  instead: Instead = () => null;
  /** Every path that was asked for, in order. */
  readonly asked: string[] = [];
  readonly #server: Deno.HttpServer<Deno.NetAddr>;

  constructor(now: number) {
    this.now = now;
    const options = { hostname: "127.0.0.1", port: 0, onListen: () => undefined };
    this.#server = Deno.serve(options, (request) => this.#answer(request));
  }

  /** Where they all are. */
  get url(): string {
    return `http://127.0.0.1:${this.#server.addr.port}`;
  }

  /** How many files of the archive were asked for. */
  get archived(): number {
    return this.asked.filter((path) => path.endsWith(".zip")).length;
  }

  /** Ends them. */
  async stop(): Promise<void> {
    await this.#server.shutdown();
  }

  async #answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    this.asked.push(url.pathname);
    const instead = await this.instead(url.pathname);
    if (instead !== null) return instead;
    if (url.pathname.startsWith("/data/")) return this.#archive(url.pathname);
    if (url.pathname.endsWith("/time")) return Response.json({ serverTime: this.now });
    if (url.pathname.endsWith("/klines")) return this.#rows(url.searchParams);
    return Response.json(this.#info(await request.json()));
  }

  #archive(path: string): Response {
    const [, symbol, interval, period, end] = /\/([A-Z0-9]+)-(\w+)-([-\d]+)\.zip(\.CHECKSUM)?$/.exec(path)!;
    if (!this.symbols.has(symbol) || this.unarchived(period)) return new Response("", { status: 404 });
    const bytes = this.zip(symbol, interval as Interval, period);
    const name = path.slice(path.lastIndexOf("/") + 1).replace(".CHECKSUM", "");
    if (end === undefined) return new Response(bytes);
    return new Response(`${createHash("sha256").update(bytes).digest("hex")}  ${name}\n`);
  }

  /** A file of the archive: with a header in even months only. */
  zip(symbol: string, interval: Interval, period: string): Uint8Array<ArrayBuffer> {
    const start = Date.parse(period.length === 7 ? `${period}-01T00:00Z` : `${period}T00:00Z`);
    const date = new Date(start);
    const end = period.length === 7
      ? Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1)
      : start + 24 * HOUR_MS;
    const rows = this.#times(interval, start, end).filter((time) => !this.lacksInArchive(time))
      .map((time) => `${rowOf(time, intervalMs(interval)).join(",")}\n`).join("");
    const text = (date.getUTCMonth() % 2 === 1 ? HEADER : "") + rows;
    const name = `${symbol}-${interval}-${period}.csv`;
    return zipSync({ [name]: new TextEncoder().encode(text) }, { mtime: new Date(2024, 0) }) as Uint8Array<
      ArrayBuffer
    >;
  }

  #rows(query: URLSearchParams): Response {
    if (!this.symbols.has(query.get("symbol")!)) {
      return Response.json({ code: -1121, msg: "Invalid symbol." }, { status: 400 });
    }
    const interval = query.get("interval") as Interval;
    const start = Number(query.get("startTime"));
    const times = this.#times(interval, start, this.now + 1).slice(0, Number(query.get("limit")));
    return Response.json(times.map((time) => rowOf(time, intervalMs(interval))));
  }

  // deno-lint-ignore no-explicit-any -- a question as it comes
  #info(question: any): unknown {
    if (question.type === "exchangeStatus") return { time: this.now };
    if (question.type === "meta") {
      const universe = ["BTC", "ETH", "NEW"].map((name) => ({
        ...{ name, szDecimals: 2, maxLeverage: 20, marginTableId: 20 },
      }));
      return { universe, marginTables: [] };
    }
    const { coin, startTime, endTime } = question.req ?? question;
    if (question.type === "fundingHistory") {
      return this.#times("1h", startTime, Math.min(endTime, this.now) + 1).slice(0, 500)
        .map((time) => ({
          coin,
          fundingRate: String((time / HOUR_MS % 100) / 1e6),
          premium: "0.0",
          time: time + 7,
        }));
    }
    const { interval } = question.req as { interval: Interval };
    const length = intervalMs(interval);
    const oldest = this.now - 5000 * length;
    return this.#times(interval, Math.max(startTime, oldest), endTime + 1).map((time) => {
      const [t, o, h, l, c, v, T] = rowOf(time, length);
      return { t, T, s: coin, i: interval, o, h, l, c, v, n: 1 };
    });
  }

  #times(interval: Interval, start: number, end: number): number[] {
    const length = intervalMs(interval);
    const times: number[] = [];
    for (let time = Math.ceil(start / length) * length; time < end; time += length) {
      if (!this.lacks(time)) times.push(time);
    }
    return times;
  }
}

/** The price that the market opens at, USD: every hour another one. */
export function priceAt(time: number): number {
  return 10_000 + time / HOUR_MS % 1000;
}

function rowOf(time: number, length: number): (string | number)[] {
  const price = priceAt(time);
  const [open, high, low, close] = [price, price + 2, price - 2, price + 1].map((value) => value.toFixed(1));
  return [time, open, high, low, close, "1.500", time + length - 1, "1.0", 3, "0.5", "0.5", "0"];
}
