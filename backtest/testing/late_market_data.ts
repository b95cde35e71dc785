import type {
  CandleRange,
  CandleWindow,
  Clock,
  FundingRates,
  Interval,
  MarketContext,
  MarketData,
} from "../../engine/mod.ts";
import { HistoricalMarketData } from "../market/historical_market_data.ts";
import type { RecordedMarket } from "../market/recorded_market.ts";
import { MINUTE, START } from "./market.ts";

/** A candle that is not there until a while after its close; those of its asset that follow wait behind it. */
export interface Lateness {
  readonly asset: string;
  /** Close of the late candle, minutes from START. */
  readonly close: number;
  /** From when on it is there, minutes from START. */
  readonly there: number;
}

/** Recorded market data of which one candle comes late; contexts and funding do not. */
export class LateMarketData implements MarketData {
  readonly #punctual: HistoricalMarketData;
  readonly #late: HistoricalMarketData;
  readonly #asset: string;

  constructor(market: RecordedMarket, clock: Clock, { asset, close, there }: Lateness) {
    this.#asset = asset;
    this.#punctual = new HistoricalMarketData(market, clock);
    const hides = (): boolean => clock.now() < START + there * MINUTE;
    const now = (): number => hides() ? Math.min(clock.now(), START + close * MINUTE - 1) : clock.now();
    this.#late = new HistoricalMarketData(market, { now, sleepUntil: (time) => clock.sleepUntil(time) });
  }

  candles(asset: string, interval: Interval, range: CandleRange): Promise<CandleWindow> {
    return Promise.resolve(this.#of(asset).candles(asset, interval, range));
  }

  finest(asset: string, after: number): Promise<CandleWindow> {
    return Promise.resolve(this.#of(asset).finest(asset, after));
  }

  contexts(assets: readonly string[]): Promise<readonly MarketContext[]> {
    return Promise.resolve(this.#punctual.contexts(assets));
  }

  funding(asset: string, after: number): Promise<FundingRates> {
    return Promise.resolve(this.#punctual.funding(asset, after));
  }

  #of(asset: string): HistoricalMarketData {
    return asset === this.#asset ? this.#late : this.#punctual;
  }
}
