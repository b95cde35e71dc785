import { type DiaryEntry, monthOf } from "../../engine/mod.ts";
import { DailyPerformance } from "../metrics/daily_performance.ts";

/** What a month brought. */
export interface MonthlyReturn {
  /** UTC, such as `2024-02`. */
  readonly month: string;
  /** Deposits left out, a fraction; the first month begins with the capital of the start. */
  readonly return: number;
  /** Deepest fall within the month, zero or below it. */
  readonly maxDrawdown: number;
}

/**
 * The returns of a run by UTC month, as a fold over its diary: a cycle belongs to the month that ends with or after its close,
 * so that midnight on the first is the end of the month before. The months compound to the run's return.
 */
export class MonthlyReturns {
  readonly #performance = new DailyPerformance();
  readonly #months: { month: string; start: number; end: number; high: number; deepest: number }[] = [];
  #last = 0;

  /** Takes in the next line of the diary. */
  add(entry: DiaryEntry): void {
    if (entry.kind === "command") this.#performance.addCommand(entry);
    if (entry.kind !== "cycle") return;
    const value = this.#performance.add(entry);
    if (this.#performance.startUsd === 0) return;
    if (this.#last === 0) this.#last = this.#performance.startUsd;
    const month = monthOf(entry.close - 1);
    const isFirst = this.#months.length === 0;
    // A run that begins at midnight begins its own month.
    const name = isFirst ? monthOf(entry.close) : month;
    const current = this.#months.at(-1);
    if (current === undefined || name > current.month) {
      this.#months.push({ month: name, start: this.#last, end: value, high: this.#last, deepest: 0 });
    }
    const now = this.#months.at(-1)!;
    now.end = value;
    now.high = Math.max(now.high, value);
    if (now.high > 0) now.deepest = Math.min(now.deepest, value / now.high - 1);
    this.#last = value;
  }

  /** All months so far, oldest first. */
  result(): MonthlyReturn[] {
    return this.#months.map(({ month, start, end, deepest }) => ({
      month,
      return: start > 0 ? end / start - 1 : 0,
      maxDrawdown: deepest,
    }));
  }
}
