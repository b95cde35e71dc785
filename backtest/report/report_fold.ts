import type { DiaryLine, RunIndex } from "../../engine/mod.ts";
import { type Breakdown, BreakdownFold, RunIndexFold } from "../metrics/mod.ts";
import { type ExplainedTrade, ExplainedTrades } from "./explained_trades.ts";
import { type MonthlyReturn, MonthlyReturns } from "./monthly_returns.ts";

/** What a report tells of a run beside its figures. */
export interface ReportedRun {
  readonly index: RunIndex;
  readonly trades: readonly ExplainedTrade[];
  readonly months: readonly MonthlyReturn[];
  readonly breakdown: Breakdown;
}

/** All of it as a fold over a diary. */
export class ReportFold {
  readonly #index = new RunIndexFold();
  readonly #trades = new ExplainedTrades();
  readonly #months = new MonthlyReturns();
  readonly #breakdown = new BreakdownFold();

  /** Takes in the next line. */
  add(line: DiaryLine): void {
    this.#index.add(line.entry);
    this.#trades.add(line);
    this.#months.add(line.entry);
    this.#breakdown.add(line.entry);
  }

  /** All of the lines so far. */
  result(): ReportedRun {
    return {
      index: this.#index.result(),
      trades: this.#trades.result(),
      months: this.#months.result(),
      breakdown: this.#breakdown.result(),
    };
  }
}
