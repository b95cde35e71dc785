import {
  AskedCandles,
  type Awaitable,
  type CandleRange,
  type CandleWindow,
  type Clock,
  DAY_MS,
  EMPTY_WINDOW,
  type Interval,
  intervalMs,
  type MarketData,
} from "../../engine/mod.ts";
import { BinanceRefusal, UNKNOWN_SYMBOL } from "./binance_http.ts";
import { type BinanceProduct, streamUrlOf } from "./binance_product.ts";
import { BinanceReader, type BinanceReaderOptions } from "./binance_reader.ts";
import { CandleStream, type StreamNote } from "./candle_stream.ts";

/** A market whose last candle is older than this is closed, ms. */
const QUIET_MS = DAY_MS;

/**
 * Binance's candles as the engine wants them: closed by Binance's clock and by the run's, kept in memory, and asked for
 * once. An asset without a market there has none; `withoutMarket` tells which. What cannot be had throws a MarketFault.
 */
export class BinanceCandles implements Pick<MarketData, "candles"> {
  readonly #reader: BinanceReader;
  readonly #clock: Clock;
  readonly #product: BinanceProduct;
  readonly #streamUrl: string;
  readonly #candles = new Map<string, AskedCandles>();
  readonly #unknown = new Set<string>();
  #stream: CandleStream | null = null;

  constructor(options: BinanceReaderOptions) {
    this.#reader = new BinanceReader(options);
    this.#clock = options.clock;
    this.#product = options.product;
    this.#streamUrl = streamUrlOf(options.product, options.baseUrl ?? options.product.restUrl);
  }

  /** The source the candles are recorded under: `binance-perp`. */
  get source(): BinanceProduct["source"] {
    return this.#product.source;
  }

  /** By how much Binance's clock is ahead of ours, ms; null: not asked yet. */
  get skewMs(): number | null {
    return this.#reader.skewMs;
  }

  /** The last close of any that it told of, ms; null: it has told of none yet. */
  get toldAt(): number | null {
    const closes = [...this.#candles.values()].map(({ lastClose }) => lastClose).filter((close) =>
      close >= 0
    );
    return closes.length === 0 ? null : Math.max(...closes);
  }

  /** Those of these assets that are not traded there, or not any more: nobody has candles of them. */
  async withoutMarket(assets: readonly string[], interval: Interval): Promise<readonly string[]> {
    const without: string[] = [];
    for (const asset of assets) {
      const last = await this.candles(asset, interval, { last: 1 });
      const closed = last.length === 0 ? -Infinity : last.closeTime(0);
      if (this.#clock.now() - closed > QUIET_MS + intervalMs(interval)) without.push(asset);
    }
    return without;
  }

  /** Closed candles of any interval. */
  candles(asset: string, interval: Interval, range: CandleRange): Awaitable<CandleWindow> {
    if (this.#unknown.has(asset)) return EMPTY_WINDOW;
    const window = this.#of(asset, interval).window(this.#clock.now(), range);
    if (!(window instanceof Promise)) return window;
    return window.catch((error) => {
      if (!(error instanceof BinanceRefusal) || error.code !== UNKNOWN_SYMBOL) throw error;
      this.#unknown.add(asset);
      return EMPTY_WINDOW;
    });
  }

  /** Listens to candles of these assets, so that less has to be asked; what a stream missed is asked for. */
  follow(
    assets: readonly string[],
    intervals: readonly Interval[],
    note: (note: StreamNote) => void = () => undefined,
  ): void {
    for (const asset of assets) {
      const { symbol, exponent } = this.#product.listing(asset);
      for (const interval of intervals) {
        this.#stream ??= new CandleStream(this.#streamUrl, note);
        this.#stream.follow(
          { symbol, interval, exponent },
          (candle) => this.#of(asset, interval).hear(candle),
        );
      }
    }
  }

  /** Lets go of the stream. */
  close(): void {
    this.#stream?.close();
    this.#stream = null;
  }

  #of(asset: string, interval: Interval): AskedCandles {
    const key = `${asset} ${interval}`;
    let candles = this.#candles.get(key);
    if (candles === undefined) {
      candles = new AskedCandles(this.#reader.source(asset, interval), intervalMs(interval));
      this.#candles.set(key, candles);
    }
    return candles;
  }
}
