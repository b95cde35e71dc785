import type { CommandEntry, CycleEntry, DiaryEntry, RunIndex, Trade } from "../../engine/mod.ts";
import { DailyPerformance } from "./daily_performance.ts";
import { EquityCurve, MAX_CURVE_POINTS } from "./equity_curve.ts";

/** Decision times at even steps. */
interface Span {
  readonly first: number;
  last: number;
  count: number;
}

/** The index of a run as a fold over its diary. */
export class RunIndexFold {
  readonly #performance = new DailyPerformance();
  readonly #curve = new EquityCurve();
  readonly #asked: Span[] = [];
  readonly #decisions: RunIndex["decisions"][number][] = [];
  readonly #trades: Trade[] = [];
  #fills = 0;

  /** Takes in the next line of the diary. */
  add(entry: DiaryEntry): void {
    if (entry.kind === "command") {
      this.#performance.addCommand(entry);
      this.#addHappened(entry);
    }
    if (entry.kind !== "cycle") return;
    const { close } = entry;
    this.#performance.add(entry);
    this.#curve.push(close, entry.equityUsd);
    this.#addHappened(entry);
    if (entry.notAsked !== undefined) return;
    this.#ask(close);
    for (const { asset, action } of entry.decisions ?? []) this.#decisions.push([close, asset, action]);
  }

  /** The index of all lines so far. */
  result(): RunIndex {
    const { firstDay, daily } = this.#performance;
    return {
      firstDay,
      daily,
      curve: this.#curve.points(MAX_CURVE_POINTS).map(({ close, equityUsd }) => [close, equityUsd]),
      asked: this.#asked.map(({ first, last, count }) => [first, last, count]),
      decisions: this.#decisions,
      trades: this.#trades,
      fills: this.#fills,
    };
  }

  #addHappened({ fills, trades }: CycleEntry | CommandEntry): void {
    this.#fills += fills?.length ?? 0;
    if (trades !== undefined) this.#trades.push(...trades);
  }

  #ask(close: number): void {
    const span = this.#asked.at(-1);
    const isNext = span !== undefined && close > span.last &&
      (span.count === 1 || close - span.last === (span.last - span.first) / (span.count - 1));
    if (!isNext) return void this.#asked.push({ first: close, last: close, count: 1 });
    span.last = close;
    span.count++;
  }
}
