import {
  AskedCandles,
  type Awaitable,
  type CandleRange,
  type CandleSource,
  type CandleWindow,
  type Clock,
  EMPTY_WINDOW,
  type FundingRates,
  HOUR_MS,
  type Interval,
  intervalMs,
  type MarketContext,
  type MarketData,
  MarketFault,
} from "../../engine/mod.ts";
import { type AskCandles, FinestCandles, VENUE_INTERVALS } from "./finest_candles.ts";
import { FundingSeries } from "./funding_series.ts";
import type { HyperliquidInfoOptions } from "./hyperliquid_info.ts";
import { HyperliquidReader } from "./hyperliquid_reader.ts";
import type { ContextValues } from "./info_wire.ts";
import type { ListedInstruments } from "./instruments_wire.ts";
import { IntervalCandles } from "./interval_candles.ts";
import { MarketStream, type StreamNote } from "./market_stream.ts";

/** What a market is read with. */
export interface HyperliquidMarketOptions extends HyperliquidInfoOptions {
  readonly clock: Clock;
  /**
   * A context that is no older than this is shown again, ms of the clock. 0 where every moment has its own, as on a
   * venue whose time is moved.
   */
  readonly freshMs?: number | undefined;
}

const FRESH_MS = 2_000;
/** How far back a candle tells how long candles are, ms. */
const LOOK_BACK_MS = 2 * HOUR_MS;
const [FINEST] = VENUE_INTERVALS;
/** Nobody knows the asset, or it has no prices. */
const UNKNOWN: ContextValues = { mark: null, mid: null, oracle: null, funding: null, openInterest: null };
const NO_FUNDING: FundingRates = { times: [], rates: [] };

/** Candles that are kept, and where they come from. */
interface Kept {
  readonly key: string;
  readonly stepMs: number;
  readonly source: (ask: AskCandles) => CandleSource;
}

/** What the venue said of an asset, and when. */
interface Told {
  readonly at: number;
  readonly values: ContextValues;
}

/**
 * Hyperliquid's market, read: its own candles, contexts and funding at the clock's now. What cannot be had throws a
 * MarketFault; what was had is kept in memory and asked for once.
 */
export class HyperliquidMarket implements MarketData {
  readonly #options: HyperliquidMarketOptions;
  readonly #reader: HyperliquidReader;
  /** The finest by the asset's name, others by name and interval. */
  readonly #candles = new Map<string, AskedCandles>();
  readonly #funding = new Map<string, FundingSeries>();
  readonly #told = new Map<string, Told>();
  #wanted: readonly string[] = [];
  #listed: Promise<ListedInstruments> | null = null;
  #asking: { readonly at: number; readonly answer: Promise<void> } | null = null;
  #stream: MarketStream | null = null;

  constructor(options: HyperliquidMarketOptions) {
    this.#options = options;
    this.#reader = new HyperliquidReader(options.clock, options);
  }

  /** By how much the venue's clock is ahead of ours, ms; null: not asked yet. */
  get skewMs(): number | null {
    return this.#reader.skewMs;
  }

  /** When it was last told of the contexts asked for last, of the oldest of them, ms; null: of one of them never yet. */
  get toldAt(): number | null {
    const oldest = Math.min(...this.#wanted.map((asset) => this.#told.get(asset)?.at ?? -Infinity));
    return Number.isFinite(oldest) ? oldest : null;
  }

  /** What is listed; asked for once. */
  async instruments(): Promise<ListedInstruments> {
    this.#listed ??= this.#reader.instruments();
    try {
      return await this.#listed;
    } catch (error) {
      // The next who asks tries again.
      this.#listed = null;
      throw error;
    }
  }

  /** Closed candles of the venue's own; of an interval it does not have (6h) there are none. */
  candles(asset: string, interval: Interval, range: CandleRange): Awaitable<CandleWindow> {
    if (!VENUE_INTERVALS.includes(interval)) return EMPTY_WINDOW;
    const source = (ask: AskCandles): CandleSource => new IntervalCandles(ask, interval);
    return this.#window(asset, { key: `${asset} ${interval}`, stepMs: intervalMs(interval), source }, range);
  }

  /** Minutes, and where the venue has none any more, longer ones. */
  finest(asset: string, after: number): Awaitable<CandleWindow> {
    return this.#finestWindow(asset, { after });
  }

  /** Contexts with the moment the venue told them at: one message holds all of an asset, so that is the age of each. */
  async contexts(assets: readonly string[]): Promise<readonly MarketContext[]> {
    const { clock, freshMs = FRESH_MS } = this.#options;
    if (assets.length === 0) return [];
    this.#wanted = assets;
    const { names } = await this.instruments();
    const now = clock.now();
    const isOld = (asset: string): boolean => {
      const told = this.#told.get(asset);
      return names.has(asset) && (told === undefined || now - told.at > freshMs);
    };
    if (assets.some(isOld)) await this.#askContexts(now, freshMs);
    return await Promise.all(assets.map(async (asset) => {
      const told = this.#told.get(asset);
      if (told === undefined) return { asset, time: now, ...UNKNOWN };
      const candleMs = await this.#candleMs(asset);
      return { asset, time: told.at, ...told.values, ...(candleMs !== undefined && { candleMs }) };
    }));
  }

  /** Hourly rates; the oracle price they were paid on is not told. */
  async funding(asset: string, after: number): Promise<FundingRates> {
    if (!(await this.instruments()).names.has(asset)) return NO_FUNDING;
    let series = this.#funding.get(asset);
    if (series === undefined) {
      series = new FundingSeries((from, until) => this.#reader.funding(asset, from, until));
      this.#funding.set(asset, series);
    }
    return await series.after(after, this.#options.clock.now());
  }

  /** Listens to contexts and minutes of these assets, so that less has to be asked. */
  follow(assets: readonly string[], note: (note: StreamNote) => void = () => undefined): void {
    this.#stream ??= new MarketStream(this.#options.baseUrl, {
      context: (asset, values) => void this.#told.set(asset, { at: this.#options.clock.now(), values }),
      closed: (asset, candle) => this.#candles.get(asset)?.hear(candle),
      note,
    });
    this.#stream.follow(assets);
  }

  /** Lets go of the stream. */
  close(): void {
    this.#stream?.close();
    this.#stream = null;
  }

  /** Asks, or waits for what was asked a moment ago. */
  async #askContexts(now: number, freshMs: number): Promise<void> {
    if (this.#asking !== null && now - this.#asking.at <= freshMs) return await this.#asking.answer;
    const answer = this.#reader.contexts().then((told) => {
      for (const [asset, values] of told) {
        // What a stream told meanwhile is newer.
        const isNewer = now > (this.#told.get(asset)?.at ?? -Infinity);
        if (isNewer) this.#told.set(asset, { at: now, values });
      }
    });
    const asking = this.#asking = { at: now, answer };
    try {
      await answer;
    } finally {
      if (this.#asking === asking) this.#asking = null;
    }
  }

  /** Length of the finest candle closed last, ms; not there where that cannot be had now, or long ago. */
  async #candleMs(asset: string): Promise<number | undefined> {
    try {
      const window = await this.#finestWindow(asset, { after: this.#options.clock.now() - LOOK_BACK_MS });
      const last = window.length - 1;
      return last < 0 ? undefined : window.closeTime(last) - window.time(last);
    } catch (error) {
      // A context is worth having without it; whoever needs the candles themselves hears of the fault.
      if (error instanceof MarketFault) return undefined;
      throw error;
    }
  }

  #finestWindow(asset: string, range: CandleRange): Awaitable<CandleWindow> {
    const source = (ask: AskCandles): CandleSource => new FinestCandles(ask);
    return this.#window(asset, { key: asset, stepMs: intervalMs(FINEST), source }, range);
  }

  #window(asset: string, of: Kept, range: CandleRange): Awaitable<CandleWindow> {
    const present = this.#candles.get(of.key);
    if (present !== undefined) return present.window(this.#options.clock.now(), range);
    return this.#open(asset, of, range);
  }

  async #open(asset: string, { key, stepMs, source }: Kept, range: CandleRange): Promise<CandleWindow> {
    if (!(await this.instruments()).names.has(asset)) return EMPTY_WINDOW;
    let candles = this.#candles.get(key);
    if (candles === undefined) {
      const ask: AskCandles = (interval, from, until) =>
        this.#reader.candles(asset, interval, { from, until });
      candles = new AskedCandles(source(ask), stepMs);
      this.#candles.set(key, candles);
    }
    return await candles.window(this.#options.clock.now(), range);
  }
}
