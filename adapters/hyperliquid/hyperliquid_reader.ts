import { type Clock, type ClosedCandle, HOUR_MS, type Interval, RemoteTime } from "../../engine/mod.ts";
import type { CandleSnapshotParameters } from "@nktkas/hyperliquid/api/info";
import { HyperliquidInfo, type HyperliquidInfoOptions } from "./hyperliquid_info.ts";
import {
  candlesWire,
  contextsWire,
  type ContextValues,
  fundingWire,
  type PaidFunding,
  statusWire,
} from "./info_wire.ts";
import { instrumentsWire, type ListedInstruments } from "./instruments_wire.ts";

/** Weights. Source: exchange-rules 7. */
const WEIGHT = 20;
const STATUS_WEIGHT = 2;
const CANDLES_PER_WEIGHT = 60;
const HOURS_PER_WEIGHT = 20;
/** The venue gives so many hours of funding in one answer. Source: exchange-rules 5.2. */
const MOST_HOURS = 500;

/** The questions a market asks the venue, answered in our words. Each throws a MarketFault. */
export class HyperliquidReader {
  readonly #info: HyperliquidInfo;
  readonly #clock: Clock;
  readonly #time = new RemoteTime();

  constructor(clock: Clock, options: HyperliquidInfoOptions) {
    this.#info = new HyperliquidInfo(options);
    this.#clock = clock;
  }

  /** By how much the venue's clock is ahead of ours, ms; null: not asked yet. */
  get skewMs(): number | null {
    return this.#time.skewMs;
  }

  /** What is listed. */
  instruments(): Promise<ListedInstruments> {
    return this.#info.ask({
      what: "instruments",
      weight: WEIGHT,
      schema: instrumentsWire,
      ask: (client) => client.meta(),
    });
  }

  /** What the venue says of every asset at this moment, by name. */
  contexts(): Promise<ReadonlyMap<string, ContextValues>> {
    return this.#info.ask({
      what: "contexts",
      weight: WEIGHT,
      schema: contextsWire,
      ask: (client) => client.metaAndAssetCtxs(),
    });
  }

  /** Candles of an interval that opened at or after `from`, and closed at or before `until` by the venue's clock too. */
  async candles(coin: string, interval: Interval, range: CandlesWithin): Promise<readonly ClosedCandle[]> {
    const { from, until } = range;
    // Before the question: what has closed by then is whole in the answer.
    const now = Math.min(until, await this.#venueNow());
    if (from >= now) return [];
    const candles = await this.#info.ask({
      what: `${interval} candles of ${coin}`,
      weight: WEIGHT,
      weightOf: ({ length }) => Math.ceil(length / CANDLES_PER_WEIGHT),
      schema: candlesWire,
      ask: (client) =>
        client.candleSnapshot({
          coin,
          interval: interval as CandleSnapshotParameters["interval"],
          startTime: Math.max(0, from),
          endTime: now,
        }),
    });
    return candles.filter(({ openTime, closeTime }) => openTime >= from && closeTime <= now);
  }

  /** Hours of funding paid after a moment and up to another, oldest first. */
  async funding(coin: string, after: number, until: number): Promise<readonly PaidFunding[]> {
    const paid: PaidFunding[] = [];
    for (let from = Math.max(0, after + 1); from <= until;) {
      const page = await this.#fundingPage(coin, from, until);
      const last = paid.at(-1)?.time ?? -Infinity;
      const fresh = page.filter(({ time }) => time > last);
      paid.push(...fresh);
      if (page.length < MOST_HOURS || fresh.length === 0) break;
      // The next hour's is stamped after it; its own hour's is not wanted twice.
      from = fresh[fresh.length - 1].time + HOUR_MS;
    }
    return paid;
  }

  #fundingPage(coin: string, startTime: number, endTime: number): Promise<PaidFunding[]> {
    return this.#info.ask({
      what: `funding of ${coin}`,
      weight: WEIGHT,
      weightOf: ({ length }) => Math.ceil(length / HOURS_PER_WEIGHT),
      schema: fundingWire,
      ask: (client) => client.fundingHistory({ coin, startTime, endTime }),
    });
  }

  /** A time that it is at the venue at least, ms. */
  async #venueNow(): Promise<number> {
    const [sent, began] = [this.#clock.now(), performance.now()];
    if (!this.#time.isKnown(sent, began)) {
      const ask = { what: "its time", weight: STATUS_WEIGHT, schema: statusWire };
      const told = await this.#info.ask({ ...ask, ask: (client) => client.exchangeStatus() });
      this.#time.take({ sent, received: this.#clock.now(), told, elapsed: performance.now() });
    }
    return this.#time.atLeast(this.#clock.now());
  }
}

/** From when to when candles are wanted, ms. */
export interface CandlesWithin {
  readonly from: number;
  readonly until: number;
}
