import type { Metrics } from "../../../engine/mod.ts";

/** A run that is the best of those it was chosen among, by its Sharpe ratio. */
export interface BestRun {
  readonly job: number;
  readonly place: number;
  readonly sharpe: number;
  /** Where it lies. */
  readonly folder: string;
}

/** How far a sweep has come: a byte for a run, and the best of each window. */
export class SweepState {
  readonly #points: number;
  readonly #windows: number;
  readonly #ended: Uint8Array;
  /** By window; one where it does not walk forward. */
  readonly #best: (BestRun | null)[];
  #done = 0;
  #failed = 0;

  constructor({ points, windows, jobs }: { points: number; windows: number; jobs: number }) {
    this.#points = points;
    this.#windows = windows;
    this.#ended = new Uint8Array(jobs);
    this.#best = Array.from({ length: Math.max(1, windows) }, () => null);
  }

  get done(): number {
    return this.#done;
  }

  get failed(): number {
    return this.#failed;
  }

  isDone(job: number): boolean {
    return this.#ended[job] !== 0;
  }

  /** Counts a run that was done; a second time it is not counted. Whether it is the best of its window so far. */
  onDone(job: number, { sharpe }: Pick<Metrics, "sharpe">, folder: string): boolean {
    if (this.isDone(job)) return false;
    this.#ended[job] = 1;
    this.#done++;
    const place = job % this.#points;
    const isTest = this.#windows > 0 && job >= this.#points * this.#windows;
    if (isTest || sharpe === null) return false;
    const window = this.#windows === 0 ? 0 : Math.floor(job / this.#points);
    const best = this.#best[window];
    // Of equal ones the first in the sweep's order, whoever was done first.
    if (best !== null && (sharpe < best.sharpe || sharpe === best.sharpe && job > best.job)) return false;
    this.#best[window] = { job, place, sharpe, folder };
    return true;
  }

  /** Counts a run that failed. */
  onFailed(job: number): void {
    if (this.isDone(job)) return;
    this.#ended[job] = 2;
    this.#failed++;
  }

  /** The best of a window so far; null: none has a Sharpe ratio. */
  chosenIn(window: number): BestRun | null {
    return this.#best[window];
  }

  /** The best of all windows so far. */
  get best(): BestRun | null {
    const found = this.#best.filter((one) => one !== null);
    return found.reduce<BestRun | null>(
      (best, one) => best === null || one.sharpe > best.sharpe ? one : best,
      null,
    );
  }
}
