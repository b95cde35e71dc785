/** One point of the equity curve: the close of a cycle (ms) and the equity at its end. */
export interface EquityPoint {
  readonly close: number;
  readonly equityUsd: number;
}

/** The most points that are kept, whatever the length of a run: about a display's width. */
export const MAX_CURVE_POINTS = 2048;

/** Kept apart from the first and the last point; even, because full buckets are joined in pairs. */
const BUCKETS = MAX_CURVE_POINTS - 2;

/**
 * The equity curve for drawing, in bounded memory: the first cycle, the last one of each bucket of neighbouring
 * cycles, and the last. When the buckets are full each two become one. Figures are not computed from it.
 */
export class EquityCurve {
  readonly #closes = new Float64Array(BUCKETS);
  readonly #equities = new Float64Array(BUCKETS);
  #kept = 0;
  #perBucket = 1;
  #inBucket = 0;
  #first: EquityPoint | null = null;
  #lastClose = 0;
  #lastEquity = 0;

  /** Takes the equity (USD) at the end of the cycle of `close` (ms). */
  push(close: number, equityUsd: number): void {
    this.#lastClose = close;
    this.#lastEquity = equityUsd;
    if (this.#first === null) {
      this.#first = { close, equityUsd };
      return;
    }
    if (++this.#inBucket < this.#perBucket) return;
    this.#inBucket = 0;
    if (this.#kept === BUCKETS) this.#join();
    else this.#keep();
  }

  /** At most `points` of the kept points, evenly chosen by place, the last one always among them. */
  points(points: number): EquityPoint[] {
    const all = this.#all();
    if (all.length <= points) return all;
    if (points < 2) return points === 1 ? all.slice(-1) : [];
    const step = (all.length - 1) / (points - 1);
    return Array.from({ length: points }, (_, place) => all[Math.round(place * step)]);
  }

  #keep(): void {
    this.#closes[this.#kept] = this.#lastClose;
    this.#equities[this.#kept] = this.#lastEquity;
    this.#kept++;
  }

  /** Joins the full buckets in pairs; the bucket that did not fit is the first half of the next one. */
  #join(): void {
    for (let place = 0; place < BUCKETS / 2; place++) {
      this.#closes[place] = this.#closes[2 * place + 1];
      this.#equities[place] = this.#equities[2 * place + 1];
    }
    this.#kept = BUCKETS / 2;
    this.#inBucket = this.#perBucket;
    this.#perBucket *= 2;
  }

  #all(): EquityPoint[] {
    if (this.#first === null) return [];
    const all = [this.#first];
    for (let place = 0; place < this.#kept; place++) {
      all.push({ close: this.#closes[place], equityUsd: this.#equities[place] });
    }
    if (this.#inBucket > 0) all.push({ close: this.#lastClose, equityUsd: this.#lastEquity });
    return all;
  }
}
