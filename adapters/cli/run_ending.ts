import type { LoopEnd, Metrics } from "../../engine/mod.ts";
import { DEFAULTS } from "./options.ts";
import { shellWord } from "./shell_word.ts";
import { formatCount, formatReturn } from "./format.ts";

/** A run on live prices that has ended for now. */
export interface EndedRun {
  readonly id: string;
  /** The folder of runs that it lies in. */
  readonly runs: string;
  readonly end: LoopEnd;
  /** Null: no cycle was run. */
  readonly metrics: Pick<Metrics, "totalReturn" | "trades" | "openPositions"> | null;
  /** A line that is to be said besides; null, and not given: none. */
  readonly remark?: string | null;
}

/** The last lines that a person sees of a run on live prices: how it ended, what came of it, what is left open, what next. */
export function runEnding({ id, runs, end, metrics, remark = null }: EndedRun): string {
  const how = {
    "interrupted": "interrupted: the same command goes on with it",
    "stopped": "stopped for good",
    "reached-end": "the market's data has ended",
  };
  const figures = metrics === null ? [] : [
    `return ${formatReturn(metrics.totalReturn)}`,
    formatCount(metrics.trades, "trade"),
    ...(metrics.openPositions === 0 ? [] : [`${formatCount(metrics.openPositions, "position")} left open`]),
  ];
  const told = [`run ${id}: ${how[end]}`, ...figures].join(" · ");
  const line = remark === null ? told : `${told}\n${remark}`;
  if (end === "interrupted") return `${line}\n`;
  const there = runs === DEFAULTS.runs ? "" : ` --runs ${shellWord(runs)}`;
  const page = `deno task report ${id} --html ${id}.html${there}`;
  return `${line}\n\nnext:  deno task replay ${id}${there}     ${page}\n`;
}
