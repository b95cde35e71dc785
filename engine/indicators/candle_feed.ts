import type { CandleWindow } from "../model/candles.ts";
import { Fingerprint } from "../model/hash.ts";
import type { Interval } from "../model/interval.ts";
import { intervalMs } from "../model/interval.ts";
import type { IntervalView, Series } from "../model/observation.ts";
import { createIndicator } from "./create.ts";
import { type Indicator, outputNames } from "./indicator.ts";
import type { IndicatorSpec } from "./spec.ts";

/** The candle that is being taken in, by all feeds: close time, open, high, low, close, volume. */
const ROW = new Float64Array(6);
const ROW_WORDS = new Uint32Array(ROW.buffer);

/** What a feed is made of. */
export interface FeedOptions {
  readonly interval: Interval;
  readonly indicators: readonly IndicatorSpec[];
  /** How many of the last values can be looked at. */
  readonly values: number;
}

/** The feeds of one asset; the first is of the decision interval. */
export interface AssetFeeds {
  readonly asset: string;
  readonly feeds: readonly CandleFeed[];
}

/** New closed candles of a feed. */
export interface FeedWindow {
  readonly feed: CandleFeed;
  readonly window: CandleWindow;
}

/**
 * The closed candles of one asset and interval, taken in once each, with indicators over them. It keeps the
 * last values for the agent to look at, and a fingerprint of everything it was ever fed.
 */
export class CandleFeed implements IntervalView {
  readonly interval: Interval;
  readonly outputs: readonly string[];
  readonly closes: Series;
  /** Candles it wants before its values are shown: the longest warm-up and the values kept; 0: the last close will do. */
  readonly needed: number;
  /** Everything it was fed. */
  readonly fingerprint: Fingerprint = new Fingerprint();
  readonly #indicators: readonly Indicator[];
  readonly #series = new Map<string, Series>();
  readonly #closes: Ring;
  readonly #rings: readonly (readonly Ring[])[];
  readonly #length: number;
  #count = 0;
  #lastClose = -1;

  constructor(options: FeedOptions) {
    this.interval = options.interval;
    this.#length = intervalMs(options.interval);
    this.#indicators = options.indicators.map(createIndicator);
    this.#closes = new Ring(options.values);
    this.closes = this.#closes;
    this.#rings = this.#indicators.map((indicator) => this.#ringsOf(indicator, options.values));
    this.outputs = this.#indicators.flatMap(outputNames);
    const warmUp = Math.max(0, ...this.#indicators.map((indicator) => indicator.warmUp));
    this.needed = warmUp === 0 && options.values === 1 ? 0 : warmUp + options.values;
  }

  /** Candles taken in so far. */
  get count(): number {
    return this.#count;
  }

  /** The close of the last candle taken in, ms; −1: none yet. */
  get lastClose(): number {
    return this.#lastClose;
  }

  /** Whether enough candles were taken in for its values to be trusted. */
  get warm(): boolean {
    return this.#count >= this.needed;
  }

  /** Whether a candle later than the last one taken in may have closed by `now` (ms). */
  due(now: number): boolean {
    return this.#lastClose < 0 || now >= this.#lastClose + this.#length;
  }

  /**
   * Takes in the candles of a window, which must be later than all before. Values are kept of the last candles only:
   * of a long window no others can be looked at any more.
   */
  push(window: CandleWindow): void {
    const kept = window.length - this.#closes.length;
    for (let index = 0; index < window.length; index++) {
      this.#take(window, index);
      if (index >= kept) this.#keep();
    }
  }

  /** One output by its name; an indicator's id alone is its first output. Throws on one that was not declared. */
  series(name: string): Series {
    const series = this.#series.get(name);
    if (series !== undefined) return series;
    const declared = this.outputs.length === 0 ? "none" : this.outputs.join(", ");
    throw new Error(`no indicator ${name} on ${this.interval}; declared: ${declared}`);
  }

  /** Feeds one candle to the fingerprint and the indicators; it stays in ROW. */
  #take(window: CandleWindow, index: number): void {
    window.copyRow(index, ROW);
    this.#lastClose = ROW[0];
    this.#count++;
    this.fingerprint.words(ROW_WORDS);
    const high = ROW[2];
    const low = ROW[3];
    const close = ROW[4];
    for (let at = 0; at < this.#indicators.length; at++) this.#indicators[at].push(high, low, close);
  }

  /** Keeps the values after the candle in ROW to be looked at. */
  #keep(): void {
    this.#closes.push(ROW[4]);
    for (let at = 0; at < this.#indicators.length; at++) {
      const indicator = this.#indicators[at];
      const rings = this.#rings[at];
      for (let output = 0; output < rings.length; output++) rings[output].push(indicator.value(output));
    }
  }

  #ringsOf(indicator: Indicator, values: number): Ring[] {
    const rings = outputNames(indicator).map((name) => {
      const ring = new Ring(values);
      this.#series.set(name, ring);
      return ring;
    });
    this.#series.set(indicator.id, rings[0]);
    return rings;
  }
}

/** The last few values of a series; NaN where there is none yet. */
class Ring implements Series {
  readonly #values: Float64Array;
  #next = 0;

  constructor(length: number) {
    this.#values = new Float64Array(Math.max(1, length)).fill(NaN);
  }

  get last(): number {
    return this.at(0);
  }

  /** How many values it keeps. */
  get length(): number {
    return this.#values.length;
  }

  push(value: number): void {
    this.#values[this.#next] = value;
    this.#next = this.#next + 1 === this.#values.length ? 0 : this.#next + 1;
  }

  at(ago: number): number {
    const length = this.#values.length;
    if (!(ago >= 0 && ago < length)) throw new RangeError(`value ${ago} of the last ${length}`);
    const index = this.#next - 1 - ago;
    return this.#values[index < 0 ? index + length : index];
  }

  values(count: number = this.#values.length): number[] {
    const values: number[] = [];
    for (let ago = Math.min(count, this.#values.length) - 1; ago >= 0; ago--) values.push(this.at(ago));
    return values;
  }
}
