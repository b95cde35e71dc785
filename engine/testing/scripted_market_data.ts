import { candleColumns, CandleWindow, EMPTY_WINDOW } from "../model/candles.ts";
import { type Interval, intervalMs } from "../model/interval.ts";
import type { FundingRates, MarketContext } from "../model/market_context.ts";
import type { Clock } from "../ports/clock.ts";
import type { CandleRange, MarketData } from "../ports/market_data.ts";

/** A candle by its close time; open, high and low are the close price unless they are given. */
export interface GivenCandle {
  readonly close: number;
  readonly price: number;
  readonly open?: number;
  readonly high?: number;
  readonly low?: number;
  readonly volume?: number;
}

/** Market data that a test gives, handed out as windows that end at the clock's now. */
export class ScriptedMarketData implements MarketData {
  /** Mark, mid and oracle of each asset; null: the market shows no price. */
  readonly prices = new Map<string, number | null>();
  /** Whatever else a context says. */
  readonly contextFields = new Map<string, Partial<MarketContext>>();
  /** Hourly rates of each asset, the later ones held back until their time has come. */
  readonly fundingRates = new Map<string, FundingRates>();
  /** Each call for candles, as "BTC 15m last 24" or "BTC 4h after 1704067200000". */
  readonly asked: string[] = [];
  readonly #clock: Clock;
  readonly #log: string[];
  readonly #candles = new Map<string, GivenCandle[]>();

  constructor(clock: Clock, log: string[] = []) {
    this.#clock = clock;
    this.#log = log;
  }

  /** Adds candles, by rising close. */
  give(asset: string, interval: Interval, candles: readonly GivenCandle[]): void {
    const name = `${asset} ${interval}`;
    this.#candles.set(name, [...this.#candles.get(name) ?? [], ...candles]);
  }

  candles(asset: string, interval: Interval, range: CandleRange): Promise<CandleWindow> {
    const wanted = "last" in range ? `last ${range.last}` : `after ${range.after}`;
    this.asked.push(`${asset} ${interval} ${wanted}`);
    this.#log.push(`candles ${asset} ${interval}`);
    const all = this.#candles.get(`${asset} ${interval}`) ?? [];
    const closed = all.filter(({ close }) => close <= this.#clock.now());
    const start = "last" in range
      ? Math.max(0, closed.length - range.last)
      : closed.filter(({ close }) => close <= range.after).length;
    // The later candles are in the columns, as a recording's are: the window's end must hold them back.
    return Promise.resolve(windowOf(all, intervalMs(interval), { start, end: closed.length }));
  }

  finest(): Promise<CandleWindow> {
    return Promise.resolve(EMPTY_WINDOW);
  }

  contexts(assets: readonly string[]): Promise<readonly MarketContext[]> {
    this.#log.push("contexts");
    return Promise.resolve(assets.map((asset) => {
      const price = this.prices.get(asset) ?? null;
      const base = { asset, time: this.#clock.now(), mark: price, mid: price, oracle: price };
      return { ...base, funding: null, openInterest: null, ...this.contextFields.get(asset) };
    }));
  }

  funding(asset: string, after: number): Promise<FundingRates> {
    const { times, rates } = this.fundingRates.get(asset) ?? { times: [], rates: [] };
    const paid = (_: number, index: number) => times[index] > after && times[index] <= this.#clock.now();
    return Promise.resolve({ times: times.filter(paid), rates: rates.filter(paid) });
  }
}

/** A window over candles that are given one by one. */
export function windowOf(
  candles: readonly GivenCandle[],
  lengthMs: number,
  range: { readonly start: number; readonly end: number } = { start: 0, end: candles.length },
): CandleWindow {
  const columns = candleColumns(candles.length);
  const closes = new Float64Array(candles.length);
  candles.forEach(({ close, price, open, high, low, volume }, index) => {
    closes[index] = close;
    columns.time[index] = close - lengthMs;
    columns.open[index] = open ?? price;
    columns.high[index] = high ?? price;
    columns.low[index] = low ?? price;
    columns.close[index] = price;
    columns.volume[index] = volume ?? 1;
  });
  return new CandleWindow(columns, closes, range);
}
