import type { Awaitable } from "./awaitable.ts";
import type { CandleWindow } from "./candles.ts";
import { type ClosedCandle, GrowingCandles } from "./growing_candles.ts";

/** Where closed candles of one asset are asked for. What fails is thrown on to whoever wanted them. */
export interface CandleSource {
  /** Those that opened at or after `from` and closed at or before `until` (ms), oldest first. */
  later(from: number, until: number): Promise<readonly ClosedCandle[]>;
  /** The last so many that closed at or before `until` (ms), oldest first; fewer: there are no others. */
  earlier(until: number, count: number): Promise<readonly ClosedCandle[]>;
}

/** A candle that was not there is not asked for again before this, ms. */
const AGAIN_MS = 1000;

type Range = Parameters<GrowingCandles["window"]>[1];

/**
 * Closed candles of one asset, asked for when somebody wants what is not here yet, each once: in a cycle, which is one
 * moment, the source is asked once at most for what has closed since.
 */
export class AskedCandles {
  readonly #source: CandleSource;
  readonly #stepMs: number;
  readonly #candles = new GrowingCandles();
  /** From here on everything is known up to the last one, ms. */
  #knownFrom = Infinity;
  /** For which close it was asked last, and when. */
  #asked = { due: -Infinity, at: -Infinity };
  #filling: Promise<void> = Promise.resolve();

  /** `stepMs`: how often one may close, the grid they lie on. */
  constructor(source: CandleSource, stepMs: number) {
    this.#source = source;
    this.#stepMs = stepMs;
  }

  /** Close of the last one that is here, ms; below 0: none is. */
  get lastClose(): number {
    return this.#candles.lastClose;
  }

  /** Those closed at or before `now` (ms), by `range`; without a promise where they are here. */
  window(now: number, range: Range): Awaitable<CandleWindow> {
    if (this.#isHere(now, range)) return this.#candles.window(now, range);
    const fill = (): Promise<void> => this.#fill(now, range);
    // One after the other: two that want the same ask once. What failed for one is tried by the next.
    const filling = this.#filling.then(fill, fill);
    this.#filling = filling;
    return filling.then(() => this.#candles.window(now, range));
  }

  /** Takes one that was told: where it is not the next, the source is asked for what lies between when it is wanted. */
  hear(candle: ClosedCandle): void {
    if (candle.openTime === this.#candles.lastClose) this.#candles.append(candle);
  }

  #isHere(now: number, range: Range): boolean {
    return !this.#isDue(now) && this.#missing(now, range) === null;
  }

  #isDue(now: number): boolean {
    const due = Math.floor(now / this.#stepMs) * this.#stepMs;
    if (this.#candles.lastClose >= due) return false;
    const { at } = this.#asked;
    return this.#asked.due !== due || now < at || now - at >= AGAIN_MS;
  }

  /** What lies before those that are here and is wanted. */
  #missing(now: number, range: Range): { readonly from: number } | { readonly count: number } | null {
    if ("after" in range) {
      const from = Math.floor(range.after / this.#stepMs) * this.#stepMs;
      return this.#knownFrom <= from ? null : { from };
    }
    const count = range.last - this.#candles.closedAt(now);
    return count <= 0 || this.#knownFrom === -Infinity ? null : { count };
  }

  async #fill(now: number, range: Range): Promise<void> {
    if (this.#candles.count > 0 && this.#isDue(now)) {
      this.#append(await this.#source.later(this.#candles.lastClose, now));
      // What failed was not asked: the next who wants it tries again.
      this.#note(now);
    }
    const missing = this.#missing(now, range);
    if (missing === null && !this.#isDue(now)) return;
    const isFirst = this.#candles.count === 0;
    const until = Math.min(now, this.#candles.firstOpen);
    if (missing !== null && "count" in missing) await this.#fillCount(until, missing.count);
    else await this.#fillFrom(missing?.from ?? this.#knownFrom, until);
    if (isFirst) this.#note(now);
  }

  async #fillFrom(from: number, until: number): Promise<void> {
    this.#add(await this.#source.later(from, until));
    this.#knownFrom = Math.min(this.#knownFrom, from);
  }

  async #fillCount(until: number, count: number): Promise<void> {
    const candles = await this.#source.earlier(until, count);
    this.#add(candles);
    this.#knownFrom = candles.length < count ? -Infinity : candles[0].openTime;
  }

  #note(now: number): void {
    this.#asked = { due: Math.floor(now / this.#stepMs) * this.#stepMs, at: now };
  }

  #add(candles: readonly ClosedCandle[]): void {
    if (this.#candles.count === 0) this.#append(candles);
    else this.#candles.prepend(candles);
  }

  #append(candles: readonly ClosedCandle[]): void {
    for (const candle of candles) this.#candles.append(candle);
  }
}
