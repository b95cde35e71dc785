import {
  type CandleSource,
  type Clock,
  type ClosedCandle,
  type Interval,
  intervalMs,
  RemoteTime,
} from "../../engine/mod.ts";
import { BinanceHttp, type BinanceHttpOptions } from "./binance_http.ts";
import type { BinanceProduct } from "./binance_product.ts";
import { candleOf, candleRowsWire, CANDLES_PATH, serverTimeWire } from "./candle_wire.ts";

/** What is read, and how. */
export interface BinanceReaderOptions extends Omit<BinanceHttpOptions, "baseUrl" | "weightPerMinute"> {
  readonly clock: Clock;
  readonly product: BinanceProduct;
  /** Another address than Binance's own, without a slash at the end. */
  readonly baseUrl?: string | undefined;
  /** Not given: half of what Binance allows. Infinity for a venue without limits. */
  readonly weightPerMinute?: number | undefined;
}

/** The best price of a row is that of a thousand. Source: exchange-rules 8.2. */
const MOST_ROWS = 1000;
const TIME_WEIGHT = 1;

/** Binance's candles, page by page. Each question throws a MarketFault. */
export class BinanceReader {
  readonly #http: BinanceHttp;
  readonly #product: BinanceProduct;
  readonly #clock: Clock;
  readonly #time = new RemoteTime();

  constructor(options: BinanceReaderOptions) {
    const { product, baseUrl = product.restUrl, weightPerMinute = product.weightLimit / 2 } = options;
    this.#http = new BinanceHttp({ ...options, baseUrl, weightPerMinute });
    this.#product = product;
    this.#clock = options.clock;
  }

  /** By how much Binance's clock is ahead of ours, ms; null: not asked yet. */
  get skewMs(): number | null {
    return this.#time.skewMs;
  }

  /** The closed candles of an asset and interval. */
  source(asset: string, interval: Interval): CandleSource {
    return {
      later: (from, until) => this.#later({ asset, interval }, from, until),
      earlier: (until, count) => this.#earlier({ asset, interval }, until, count),
    };
  }

  async #later(of: CandlesOf, from: number, until: number): Promise<readonly ClosedCandle[]> {
    const length = intervalMs(of.interval);
    const now = Math.min(until, await this.#exchangeNow());
    const found: ClosedCandle[] = [];
    for (let start = Math.max(0, from); start + length <= now;) {
      // One more than can have closed: the forming one comes last.
      const limit = Math.min(MOST_ROWS, Math.ceil((now - start) / length) + 1);
      const page = await this.#page(of, { startTime: start, limit });
      for (const candle of page) if (candle.closeTime <= now) found.push(candle);
      const next = (page.at(-1)?.openTime ?? -Infinity) + length;
      if (page.length < limit || next <= start) break;
      start = next;
    }
    return found;
  }

  async #earlier(of: CandlesOf, until: number, count: number): Promise<readonly ClosedCandle[]> {
    const now = Math.min(until, await this.#exchangeNow());
    let found: readonly ClosedCandle[] = [];
    let endTime = now;
    while (found.length < count) {
      const limit = Math.min(MOST_ROWS, count - found.length + 1);
      const page = await this.#page(of, { endTime, limit });
      found = [...page.filter(({ closeTime }) => closeTime <= now), ...found];
      if (page.length < limit || page[0].openTime > endTime) break;
      endTime = page[0].openTime - 1;
    }
    return found.slice(Math.max(0, found.length - count));
  }

  async #page({ asset, interval }: CandlesOf, range: PageRange): Promise<readonly ClosedCandle[]> {
    const { path, candlesWeight, listing } = this.#product;
    const { symbol, exponent } = listing(asset);
    const rows = await this.#http.get({
      what: `${interval} candles of ${symbol}`,
      path: `${path}${CANDLES_PATH}`,
      query: { symbol, interval, ...range },
      weight: candlesWeight(range.limit),
      schema: candleRowsWire,
    });
    return rows.map((row) => candleOf(row, { exponent })).sort((a, b) => a.openTime - b.openTime);
  }

  /** A time that it is at Binance at least, ms: before a question, so that what has closed by then is whole in its answer. */
  async #exchangeNow(): Promise<number> {
    const [sent, began] = [this.#clock.now(), performance.now()];
    if (!this.#time.isKnown(sent, began)) {
      const path = `${this.#product.path}time`;
      const ask = { what: "its time", path, query: {}, weight: TIME_WEIGHT, schema: serverTimeWire };
      const told = await this.#http.get(ask);
      this.#time.take({ sent, received: this.#clock.now(), told, elapsed: performance.now() });
    }
    return this.#time.atLeast(this.#clock.now());
  }
}

interface CandlesOf {
  readonly asset: string;
  readonly interval: Interval;
}

interface PageRange extends Record<string, number> {
  readonly limit: number;
}
