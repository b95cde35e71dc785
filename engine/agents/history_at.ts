import type { CandleWindow } from "../model/candles.ts";
import { type Interval, intervalMs } from "../model/interval.ts";
import type { FundingRates } from "../model/market_context.ts";
import type { Clock } from "../ports/clock.ts";
import type { MarketData } from "../ports/market_data.ts";
import type { MarketHistory } from "./agent.ts";

/**
 * Market data as of one moment: a real clock goes on while an agent thinks, and what closes meanwhile is none of its
 * business.
 */
export class HistoryAt implements MarketHistory {
  readonly #marketData: Pick<MarketData, "candles" | "funding">;
  readonly #clock: Clock;
  readonly #moment: number;

  constructor(ports: { readonly marketData: MarketData; readonly clock: Clock }, moment: number) {
    this.#marketData = ports.marketData;
    this.#clock = ports.clock;
    this.#moment = moment;
  }

  async candles(asset: string, interval: Interval, count: number): Promise<CandleWindow> {
    const length = intervalMs(interval);
    // So many may have closed since.
    const since = Math.floor(this.#clock.now() / length) - Math.floor(this.#moment / length);
    const window = await this.#marketData.candles(asset, interval, { last: count + Math.max(0, since) });
    let end = window.length;
    while (end > 0 && window.closeTime(end - 1) > this.#moment) end--;
    return window.part(Math.max(0, end - count), end);
  }

  async funding(asset: string, after: number): Promise<FundingRates> {
    const { times, rates } = await this.#marketData.funding(asset, after);
    const end = times.findLastIndex((time) => time <= this.#moment) + 1;
    return end === times.length
      ? { times, rates }
      : { times: times.slice(0, end), rates: rates.slice(0, end) };
  }
}
