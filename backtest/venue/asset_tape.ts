import {
  chanceOf,
  HOUR_MS,
  type Instrument,
  intervalMs,
  type ShownRange,
  sizeScale,
  type TapeTrade,
  type TimeRange,
  type Turnover,
  unitsToSize,
} from "../../engine/mod.ts";
import { type AssetCursor, onGrid } from "../market/asset_cursor.ts";
import { countUpTo } from "../market/candle_series.ts";
import { TapeSums } from "./tape_sums.ts";

/** How many trades a settled candle has at most. */
const MOST = 6;
/** With this many size units each of them has at least one. */
const ENOUGH_UNITS = 8 * MOST;
/** Trade ids that a minute has room for. */
const IDS_A_MINUTE = 16;
/** How likely the buyer takes in a candle that rises; in one that falls it is as likely that the seller does. */
const LEANING = 0.65;
const SEED = 2;
const MINUTE_MS = intervalMs("1m");

/** A trade as it is drawn. */
interface Drawn {
  /** Which of the candle's trades it is. */
  readonly place: number;
  /** ms. */
  readonly time: number;
  readonly price: number;
  /** In size units. */
  readonly size: number;
}

/**
 * The trades of one asset, which candles do not tell: a handful in each settled candle, at the price of their moment.
 * Between two of them trades what the candle's volume comes to in that time, so all of them are the whole of it, cut to
 * the size grid. Moments and sides are drawn from asset and time, whenever they are asked for.
 */
export class AssetTape {
  readonly #cursor: AssetCursor;
  readonly #seed: number;
  /** Sums of whole hours that were asked for. */
  readonly #hours = new Map<number, TapeSums>();

  constructor(cursor: AssetCursor) {
    this.#cursor = cursor;
    this.#seed = Math.floor(chanceOf(SEED, cursor.history.recorded.instrument.symbol, 0)() * 2 ** 32);
  }

  /** The trades of a range, oldest first; those after its end are never looked at. */
  trades({ from, until, most, fromStart = false }: ShownRange): TapeTrade[] {
    const found: TapeTrade[] = [];
    const { first, end } = this.#candles({ from, until });
    if (fromStart) {
      for (let index = first; index < end && found.length < most; index++) {
        found.push(...this.#tradesOf(index, { from, until }));
      }
      return found.slice(0, most);
    }
    for (let index = end - 1; index >= first && found.length < most; index--) {
      found.push(...this.#tradesOf(index, { from, until }).reverse());
    }
    return found.slice(0, most).reverse();
  }

  /** How many trades there are in a time. */
  count(range: TimeRange): number {
    const { first, end } = this.#candles(range);
    let count = 0;
    for (let index = first; index < end; index++) {
      if (this.#isWholeAndFull(index, range)) count += MOST;
      else this.#walk(index, range, () => count++);
    }
    return count;
  }

  /** The trades of a time, summed: by whole hours, each of which is summed once, and what lies before and after them. */
  turnover(range: TimeRange): Turnover {
    const { series } = this.#cursor.settled;
    const from = Math.max(range.from, series.columns.time[0] ?? Infinity);
    const until = Math.min(range.until, series.count === 0 ? -Infinity : series.closeTime(series.count - 1));
    const firstHour = Math.ceil(from / HOUR_MS) * HOUR_MS;
    const lastHour = Math.floor((until + 1) / HOUR_MS) * HOUR_MS;
    if (!(firstHour < lastHour)) return this.#sum({ from, until }).told(this.#instrument);
    const sums = this.#sum({ from, until: firstHour - 1 });
    for (let hour = firstHour; hour < lastHour; hour += HOUR_MS) sums.join(this.#sumOfHour(hour));
    sums.join(this.#sum({ from: lastHour, until }));
    return sums.told(this.#instrument);
  }

  #sumOfHour(hour: number): TapeSums {
    let sums = this.#hours.get(hour);
    if (sums === undefined) {
      sums = this.#sum({ from: hour, until: hour + HOUR_MS - 1 });
      this.#hours.set(hour, sums);
    }
    return sums;
  }

  #sum(range: TimeRange): TapeSums {
    const sums = new TapeSums();
    const { first, end } = this.#candles(range);
    for (let index = first; index < end; index++) {
      this.#walk(index, range, (trade) => sums.add(trade, this.#buyerTakes(index, trade.time)));
    }
    return sums;
  }

  get #instrument(): Instrument {
    return this.#cursor.history.recorded.instrument;
  }

  /** The settled candles that may have trades in a time. */
  #candles({ from, until }: TimeRange): { readonly first: number; readonly end: number } {
    const { settled } = this.#cursor;
    return { first: settled.closedAt(from), end: countUpTo(settled.series.columns.time, until - 1) };
  }

  /** Whether all of a candle lies in a time, and each of its trades has a size and a price. */
  #isWholeAndFull(index: number, { from, until }: TimeRange): boolean {
    const { series } = this.#cursor.settled;
    const { time, open, close } = series.columns;
    return from <= time[index] + 1 && series.closeTime(index) - 1 <= until &&
      this.#units(index) >= ENOUGH_UNITS &&
      onGrid(Math.min(open[index], close[index]), this.#instrument) !== null;
  }

  #tradesOf(index: number, range: TimeRange): TapeTrade[] {
    const asset = this.#instrument.symbol;
    const firstId = this.#cursor.settled.series.columns.time[index] / MINUTE_MS * IDS_A_MINUTE;
    const trades: TapeTrade[] = [];
    this.#walk(index, range, ({ place, time, price, size }) => {
      const side = this.#buyerTakes(index, time) ? "buy" : "sell";
      trades.push({
        asset,
        time,
        side,
        price,
        size: unitsToSize(size, this.#instrument),
        tradeId: firstId + place,
      });
    });
    return trades;
  }

  /** The trades of a settled candle in a time, in their order: one somewhere in each part of it, the last at its end. */
  #walk(index: number, { from, until }: TimeRange, take: (trade: Drawn) => void): void {
    const { series } = this.#cursor.settled;
    const open = series.columns.time[index];
    // The close belongs to the next candle of a clock that counts whole intervals.
    const length = series.closeTime(index) - 1 - open;
    const units = this.#units(index);
    let traded = 0;
    for (let place = 0; place < MOST; place++) {
      const isLast = place === MOST - 1;
      const share = isLast ? 1 : (place + 0.25 + 0.5 * this.#chance(open, place)) / MOST;
      const time = open + Math.ceil(share * length);
      const size = Math.floor(units * ((time - open) / length)) - traded;
      traded += size;
      if (time > until) return;
      if (time < from || size === 0) continue;
      const price = onGrid(this.#cursor.priceInside(index, time), this.#instrument);
      if (price !== null) take({ place, time, price, size });
    }
  }

  #units(index: number): number {
    const units = this.#cursor.settled.series.columns.volume[index] * sizeScale(this.#instrument);
    // A volume that is on the grid may come out a hair below its whole number of units.
    const whole = Math.round(units);
    return Math.abs(units - whole) <= whole * Number.EPSILON ? whole : Math.floor(units);
  }

  #buyerTakes(index: number, time: number): boolean {
    const { open, close } = this.#cursor.settled.series.columns;
    const likely = 0.5 + (LEANING - 0.5) * Math.sign(close[index] - open[index]);
    return this.#chance(time, MOST) < likely;
  }

  /** From 0 up to 1, by a moment (ms) and a place: a few steps of mixing, as a day of candles asks for thousands. */
  #chance(time: number, place: number): number {
    let mixed = this.#seed ^ Math.imul(Math.floor(time / 1000) + 1, 0x9e3779b1) ^
      Math.imul(time % 1000 + place + 1, 0x85ebca77);
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
  }
}
