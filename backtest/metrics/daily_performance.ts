import {
  type CommandEntry,
  type CycleEntry,
  DailyEquity,
  DAY_MS,
  fromMicro,
  toMicro,
  type Transfer,
} from "../../engine/mod.ts";
import { PerformanceIndex } from "./performance_index.ts";

/** The equity with deposits and withdrawals taken out, cycle by cycle and day by day, as a fold over a diary. */
export class DailyPerformance {
  readonly #index = new PerformanceIndex();
  readonly #daily = new DailyEquity();
  /** Net transfers of commands since the last cycle, USD. */
  #transferredUsd = 0;
  #firstMidnight = NaN;

  /** The capital it began with, USD; 0 while there was none. */
  get startUsd(): number {
    return this.#index.startUsd;
  }

  /** One value per 00:00 UTC, USD, oldest first. */
  get daily(): readonly number[] {
    return this.#daily.samples;
  }

  /** The 00:00 UTC of the first of them, ms; null: there is none yet. */
  get firstDay(): number | null {
    return this.daily.length === 0 ? null : this.#firstMidnight;
  }

  /** Takes the end of a cycle; gives the equity without what was paid in or out since the start, USD. */
  add({ close, equityUsd, transfers }: CycleEntry): number {
    const value = this.#index.push(equityUsd, this.#transferredUsd + netOf(transfers));
    this.#transferredUsd = 0;
    if (this.startUsd === 0) return value;
    if (Number.isNaN(this.#firstMidnight)) this.#firstMidnight = Math.ceil(close / DAY_MS) * DAY_MS;
    this.#daily.push(close, value);
    return value;
  }

  /** A command is no cycle; what was paid in or out in it counts in the next one. */
  addCommand({ transfers }: CommandEntry): void {
    this.#transferredUsd += netOf(transfers);
  }
}

/** Deposits less withdrawals, USD. */
function netOf(transfers: readonly Transfer[] | undefined): number {
  if (transfers === undefined) return 0;
  let micro = 0;
  for (const transfer of transfers) micro += toMicro(transfer.amountUsd);
  return fromMicro(micro);
}
