import {
  meanOf,
  type Overfitting,
  overfitting,
  reportBlockLength,
  type SuperiorAbility,
  superiorAbility,
} from "../statistics/mod.ts";
import { type CompareOptions, FEWEST_DAYS } from "./compare_runs.ts";
import type { ComparedRun } from "./compared_run.ts";
import { dataDifference } from "./data_difference.ts";
import { type PairedDays, pairedDays } from "./paired_days.ts";
import { type RunSide, runSide } from "./run_side.ts";
import { type SettingDifference, settingDifferences, variantOf } from "./setting_differences.ts";

/** Fewer variants are not asked how often the best of some days is the best of the others. Source: methods.md A3. */
export const FEWEST_FOR_OVERFITTING = 8;

/** The runs of a family, the highest Sharpe ratio first, and what is left of the first one's lead. */
export interface FamilyRanking {
  readonly ranked: readonly RunSide[];
  /** How many there are to choose from: repeats of one run are one, and are tested as the mean of their days. */
  readonly variants: number;
  /** Of the ranked runs, in their order. */
  readonly settings: readonly SettingDifference[];
  readonly days: { readonly from: number; readonly until: number; readonly count: number } | null;
  /** Whether any is better than the benchmark: buy and hold where the family has it, else not to trade at all. */
  readonly ability: SuperiorAbility | null;
  readonly benchmark: string | null;
  readonly blockLength: number | null;
  readonly overfitting: Overfitting | null;
  readonly draws: number;
  readonly seed: number;
  /** Why something was not tested; empty: all was. */
  readonly refused: readonly string[];
}

/** Agents that are a benchmark rather than a variant. */
const BENCHMARK_AGENT = "buy-and-hold";

/** Ranks runs by their Sharpe ratio, and tests the best of them as the best of many. */
export function rankFamily(runs: readonly ComparedRun[], options: CompareOptions): FamilyRanking {
  const { draws, seed, trialsOf } = options;
  const rows = runs.map((run) => ({ run, side: runSide(run, trialsOf) }))
    .sort((one, other) =>
      (other.side.evidence.sharpe ?? -Infinity) - (one.side.evidence.sharpe ?? -Infinity)
    );
  const ordered = rows.map(({ run }) => run);
  const days = pairedDays(ordered.map(({ index }) => index));
  const variants = [...Map.groupBy(ordered.keys(), (at) => variantOf(ordered[at].manifest)).values()];
  const reason = variants.length === 1 ? ALL_REPEATS : untested(ordered, days);
  const tests = reason === null ? testsOf({ runs: ordered, variants, days: days! }, options) : NO_TESTS;
  const few = variants.length < FEWEST_FOR_OVERFITTING
    ? `${variants.length} variants, the probability of overfitting needs ${FEWEST_FOR_OVERFITTING}`
    : null;
  return {
    ranked: rows.map(({ side }) => side),
    variants: variants.length,
    settings: settingDifferences(ordered.map(({ manifest }) => manifest)),
    days: days === null ? null : { from: days.from, until: days.until, count: days.returns[0].length },
    ...tests,
    ...{ draws, seed },
    refused: [reason, reason === null ? few : null].filter((text) => text !== null),
  };
}

type Tests = Pick<FamilyRanking, "ability" | "benchmark" | "blockLength" | "overfitting">;
const ALL_REPEATS = "they are repeats of one run, among which there is nothing to choose";
const NO_TESTS: Tests = { ability: null, benchmark: null, blockLength: null, overfitting: null };

function untested(runs: readonly ComparedRun[], days: PairedDays | null): string | null {
  const [first, ...others] = runs;
  for (const other of others) {
    const data = dataDifference(first.manifest, other.manifest);
    if (data !== null) return `different data in ${first.manifest.id} and ${other.manifest.id}: ${data}`;
  }
  const count = days?.returns[0].length ?? 0;
  return count < FEWEST_DAYS ? `${count} daily returns in common, ${FEWEST_DAYS} are needed` : null;
}

/** The runs that are tested: `variants` has the places of the repeats of each, `days` is in the order of the runs. */
interface Tested {
  readonly runs: readonly ComparedRun[];
  readonly variants: readonly (readonly number[])[];
  readonly days: PairedDays;
}

function testsOf({ runs, variants, days }: Tested, { draws, seed }: CompareOptions): Tests {
  const returns = variants.map((places) => meanReturns(places.map((at) => days.returns[at])));
  const at = variants.findIndex(([place]) => runs[place].manifest.agent === BENCHMARK_AGENT);
  const benchmark = at < 0 ? new Float64Array(returns[0].length) : returns[at];
  const others = returns.filter((_, index) => index !== at);
  const [best] = others;
  const blockLength = reportBlockLength(best.map((value, day) => value - benchmark[day]));
  return {
    ability: superiorAbility(others, benchmark, { draws, seed, blockLength }),
    benchmark: at < 0 ? null : runs[variants[at][0]].manifest.id,
    blockLength,
    overfitting: variants.length < FEWEST_FOR_OVERFITTING ? null : overfitting(returns),
  };
}

/** What the repeats of a run returned in the mean, day by day. */
function meanReturns(repeats: readonly Float64Array[]): Float64Array {
  const [first] = repeats;
  if (repeats.length === 1) return first;
  return first.map((_, day) => meanOf(repeats.map((returns) => returns[day])));
}
