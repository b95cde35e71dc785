import { type Instrument, type Interval, INTERVAL_MS, intervalMs, roundPrice } from "../../../engine/mod.ts";
import { type CandleRow, type DrawnAsset, MINUTE, START } from "../../../backtest/testing/market.ts";

/** A candle that orders settle on; times in ms, prices as they were drawn, USD. */
export interface TapeCandle {
  readonly opened: number;
  readonly closed: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

/** What an asset's price did, told from the drawn rows alone: what the engine and the venue say is held against it. */
export class Tape {
  readonly instrument: Instrument;
  /** The finest candles there are for each time, oldest first. */
  readonly candles: readonly TapeCandle[];
  /** Hourly rates by the moment they are paid at, ms. */
  readonly rates: ReadonlyMap<number, number>;

  constructor({ instrument, candles, funding = [] }: DrawnAsset, interval: Interval) {
    this.instrument = instrument;
    // A line of JSON knows no −0.
    this.rates = new Map(funding.map(([hour, rate]) => [START + hour * 60 * MINUTE, rate === 0 ? 0 : rate]));
    const usable = (Object.entries(candles) as [Interval, readonly CandleRow[]][])
      .filter(([name]) => intervalMs(interval) % INTERVAL_MS[name] === 0)
      .sort(([a], [b]) => INTERVAL_MS[a] - INTERVAL_MS[b]);
    const kept = new Map<number, TapeCandle>();
    for (const [name, rows] of usable) {
      const minutes = INTERVAL_MS[name] / MINUTE;
      for (const row of rows) if (!holdsFiner(row, minutes, kept)) kept.set(row[0], candleOf(row, minutes));
    }
    this.candles = [...kept.values()].sort((a, b) => a.opened - b.opened);
  }

  /** The candle that a moment lies in; undefined in a gap. */
  candleAt(time: number): TapeCandle | undefined {
    return this.candles.find(({ opened, closed }) => opened < time && time <= closed);
  }

  /** The candles that closed after one moment and up to another. */
  closedIn(after: number, until: number): readonly TapeCandle[] {
    return this.candles.filter(({ closed }) => closed > after && closed <= until);
  }

  /** The price of a moment on the grid; null in a gap, or where the grid cannot show it. */
  mid(time: number): number | null {
    const candle = this.candleAt(time);
    if (candle === undefined) return null;
    const { opened, closed, open, close } = candle;
    const share = (time - opened) / (closed - opened);
    return this.#shown(time === closed ? close : open + (close - open) * share);
  }

  /** The price of a moment, or the last one there was. */
  mark(time: number): number | null {
    const mid = this.mid(time);
    if (mid !== null) return mid;
    const last = this.candles.findLast(({ closed }) => closed <= time);
    return last === undefined ? null : this.#shown(last.close);
  }

  /** The extremes of a candle on the grid. */
  extremes({ high, low }: TapeCandle): { readonly high: number; readonly low: number } {
    const grid = (price: number): number => roundPrice(price, this.instrument, "nearest");
    return { high: grid(high), low: grid(low) };
  }

  #shown(price: number): number | null {
    const shown = roundPrice(price, this.instrument, "nearest");
    return shown > 0 ? shown : null;
  }
}

/** Whether a finer candle opens inside a row. */
function holdsFiner([from]: CandleRow, minutes: number, kept: ReadonlyMap<number, TapeCandle>): boolean {
  for (let minute = from; minute < from + minutes; minute++) if (kept.has(minute)) return true;
  return false;
}

function candleOf([minute, open, high, low, close]: CandleRow, minutes: number): TapeCandle {
  const opened = START + minute * MINUTE;
  return { opened, closed: opened + minutes * MINUTE, open, high, low, close };
}
