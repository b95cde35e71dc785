import { intervalMs, isInterval } from "../../../engine/mod.ts";
import type { House } from "../house.ts";
import type { MarketView, WireInterval } from "../info/market_view_wire.ts";
import { candleRow } from "../info/market_wire.ts";
import { frame } from "./frames_wire.ts";
import type { MarketTopic, Move } from "./market_topic.ts";

const NOTHING: readonly string[] = [];
/** Of a time that has been told before only a few can be new; a long jump of the clock has more. */
const MOST_TRADES = 2_000;
const MOST_CANDLES = 5_000;

/** What a topic looks at. */
export interface MarketStreams {
  readonly house: House;
  readonly market: MarketView;
}

/** What shows the moment: told wherever the clock stays. */
export class MomentTopic implements MarketTopic {
  readonly #frame: () => string;

  constructor(channel: string, data: () => unknown) {
    this.#frame = () => frame(channel, data());
  }

  /** The moment as it is. */
  joined(): readonly string[] {
    return [this.#frame()];
  }

  /** The moment as it is now, where it is due. */
  moved({ isLast, isDue }: Move): readonly string[] {
    return isLast && isDue ? [this.#frame()] : NOTHING;
  }
}

/** The best prices: told where they are others than before. */
export class BestPricesTopic implements MarketTopic {
  readonly #coin: string;
  readonly #market: MarketView;
  #told = "";

  constructor(coin: string, { market }: MarketStreams) {
    this.#coin = coin;
    this.#market = market;
  }

  /** The best prices of the moment. */
  joined(): readonly string[] {
    const row = this.#market.best(this.#coin);
    if (this.#told === "") this.#told = JSON.stringify(row.bbo);
    return [frame("bbo", row)];
  }

  /** The best prices of the moment where they have changed. */
  moved({ isLast, isDue }: Move): readonly string[] {
    if (!isLast || !isDue) return NOTHING;
    const row = this.#market.best(this.#coin);
    const prices = JSON.stringify(row.bbo);
    if (prices === this.#told) return NOTHING;
    this.#told = prices;
    return [frame("bbo", row)];
  }
}

/** The tape: every trade once. */
export class TradesTopic implements MarketTopic {
  readonly #coin: string;
  readonly #streams: MarketStreams;
  #told: number;

  constructor(coin: string, streams: MarketStreams) {
    this.#coin = coin;
    this.#streams = streams;
    this.#told = streams.house.now();
  }

  /** The last trades that everybody else has been told. */
  joined(): readonly string[] {
    return this.#frames(this.#streams.market.recentTrades(this.#coin, this.#told));
  }

  /** The trades since. */
  moved(): readonly string[] {
    const range = { from: this.#told + 1, until: this.#streams.house.now() };
    this.#told = range.until;
    return this.#frames(this.#streams.market.trades(this.#coin, range, MOST_TRADES));
  }

  #frames(trades: readonly unknown[]): readonly string[] {
    return trades.length === 0 ? NOTHING : [frame("trades", trades)];
  }
}

/** Candles of an interval: each once when it has closed, the forming one wherever the clock stays. */
export class CandlesTopic implements MarketTopic {
  readonly #coin: string;
  readonly #interval: WireInterval;
  readonly #streams: MarketStreams;
  /** The close of the last one told as closed. */
  #closed: number;
  #forming = "";

  constructor(coin: string, interval: WireInterval, streams: MarketStreams) {
    this.#coin = coin;
    this.#interval = interval;
    this.#streams = streams;
    this.#closed = this.#lastClose(streams.house.now());
  }

  /** The newest candle. */
  joined(): readonly string[] {
    const until = this.#streams.house.now();
    const length = isInterval(this.#interval) ? intervalMs(this.#interval) : 0;
    const shown = this.#shown({ from: until - length, until, most: 1 });
    return shown.map((candle) => this.#frame(candle));
  }

  /** Candles that have closed since, and the one that forms. */
  moved(move: Move): readonly string[] {
    const until = this.#streams.house.now();
    const closed = this.#lastClose(until);
    const tellsForming = move.isLast && move.isDue;
    if (closed === this.#closed && !tellsForming) return NOTHING;
    const frames: string[] = [];
    for (const candle of this.#shown({ from: this.#closed + 1, until, most: MOST_CANDLES })) {
      if (!candle.isClosed && !tellsForming) continue;
      const text = this.#frame(candle);
      if (text === this.#forming) continue;
      this.#forming = candle.isClosed ? "" : text;
      frames.push(text);
    }
    this.#closed = closed;
    return frames;
  }

  #shown(range: { readonly from: number; readonly until: number; readonly most: number }) {
    return this.#streams.market.shownCandles(this.#coin, this.#interval, range);
  }

  #frame(candle: Parameters<typeof candleRow>[2]): string {
    return frame("candle", candleRow(this.#coin, this.#interval, candle));
  }

  /** Candles of days are put together from days: any of them may have ended one. */
  #lastClose(time: number): number {
    const length = intervalMs(isInterval(this.#interval) ? this.#interval : "1d");
    return Math.floor(time / length) * length;
  }
}
