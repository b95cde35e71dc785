import { type Interval, intervalMs, type RunManifest } from "../../engine/mod.ts";
import { holm } from "../statistics/mod.ts";
import type { ComparedRun } from "./compared_run.ts";
import { dataDifference } from "./data_difference.ts";
import { type DecisionAgreement, decisionAgreement } from "./decision_agreement.ts";
import { firstParting, type PartingSearch, type PartingTerms } from "./first_parting.ts";
import { matchTrades, netOf } from "./match_trades.ts";
import { type PairedDays, pairedDays } from "./paired_days.ts";
import { compareDays, type PairedTest, type TestOptions } from "./compare_days.ts";
import { type RunSide, runSide, type TrialsOf } from "./run_side.ts";
import { type SettingDifference, settingDifferences } from "./setting_differences.ts";
import { type Standing, standingOf } from "./verdict.ts";

/** Fewer daily returns than this are not tested: nothing is annualised under so many days either. */
export const FEWEST_DAYS = 30;

/** How many trades there are of a kind, and what they came to, USD. */
export interface TradeCount {
  readonly trades: number;
  readonly netPnlUsd: number;
}

/** What the first run is to another one. */
export interface PairComparison {
  /** Their ids. */
  readonly of: readonly [string, string];
  readonly parting: PartingSearch;
  readonly trades: {
    readonly matched: readonly [TradeCount, TradeCount];
    readonly onlyFirst: TradeCount;
    readonly onlySecond: TradeCount;
  };
  readonly agreement: DecisionAgreement;
  /** Null: it was not tested, for a reason that `refused` tells. */
  readonly test: PairedTest | null;
  readonly refused: string | null;
  /** Of the mean return, among all pairs (Holm); null: it was not tested. */
  readonly adjustedP: number | null;
  readonly standing: Standing | null;
}

/** Runs side by side. */
export interface Comparison {
  readonly runs: readonly RunSide[];
  readonly settings: readonly SettingDifference[];
  /** The days that all have, ms; null: fewer than two. */
  readonly days: { readonly from: number; readonly until: number; readonly count: number } | null;
  readonly pairs: readonly PairComparison[];
}

/** How it is tested, and what is known beside the runs. */
export interface CompareOptions extends TestOptions {
  /** What was tried on the data of a run; null: no ledger tells. */
  readonly trialsOf?: TrialsOf;
}

/** Sets runs side by side, and each one beside the first against it. The runs must have their figures. */
export function compareRuns(runs: readonly ComparedRun[], options: CompareOptions): Comparison {
  const manifests = runs.map(({ manifest }) => manifest);
  const days = pairedDays(runs.map(({ index }) => index));
  const settings = settingDifferences(manifests);
  const [first, ...others] = runs;
  const drafts = others.map((other) => comparePair(first, other, options));
  const tested = drafts.flatMap(({ test }) => test?.meanReturn.p ?? []);
  const adjusted = holm(tested);
  const pairs = drafts.map((draft) => {
    if (draft.test === null) return { ...draft, adjustedP: null, standing: null };
    const adjustedP = adjusted[tested.indexOf(draft.test.meanReturn.p!)];
    return { ...draft, adjustedP, standing: standingOf(draft.test, adjustedP) };
  });
  return {
    runs: runs.map((run) => runSide(run, options.trialsOf)),
    settings,
    days: days === null ? null : { from: days.from, until: days.until, count: days.returns[0].length },
    pairs,
  };
}

function comparePair(
  first: ComparedRun,
  second: ComparedRun,
  options: CompareOptions,
): Omit<PairComparison, "adjustedP" | "standing"> {
  const { settings } = first.manifest;
  const within = intervalMs(settings.interval as Interval);
  const { matched, onlyFirst, onlySecond } = matchTrades(first.index.trades, second.index.trades, within);
  const days = pairedDays([first.index, second.index]);
  const refused = refusalOf(first, second, days);
  const count = (trades: Parameters<typeof netOf>[0]): TradeCount => ({
    trades: trades.length,
    netPnlUsd: netOf(trades),
  });
  return {
    of: [first.manifest.id, second.manifest.id],
    parting: firstParting(first.lines(), second.lines(), termsOf(first.manifest, second.manifest)),
    trades: {
      matched: [count(matched.map(([ours]) => ours)), count(matched.map(([, theirs]) => theirs))],
      onlyFirst: count(onlyFirst),
      onlySecond: count(onlySecond),
    },
    agreement: decisionAgreement(first.index, second.index, sharedAssets(first.manifest, second.manifest)),
    test: refused === null ? compareDays(days!.returns[0], days!.returns[1], options) : null,
    refused,
  };
}

function refusalOf(first: ComparedRun, second: ComparedRun, days: PairedDays | null): string | null {
  const data = dataDifference(first.manifest, second.manifest);
  if (data !== null) return `different data: ${data}`;
  const count = days?.returns[0].length ?? 0;
  return count < FEWEST_DAYS ? `${count} daily returns in common, ${FEWEST_DAYS} are needed` : null;
}

function sharedAssets(first: RunManifest, second: RunManifest): string[] {
  const [ours, theirs] = [first, second].map(({ settings: { assets } }) =>
    Array.isArray(assets) ? assets : []
  );
  return ours.filter((asset) => theirs.includes(asset)).map(String);
}

function termsOf(first: RunManifest, second: RunManifest): PartingTerms {
  const differing = settingDifferences([first, second]).filter(({ values }) => !values.includes(null));
  return {
    // Of a rule and a model neither was asked in other words than the other.
    promptsDiffer: differing.some(({ name }) =>
      /^(?:prompt$|parameters\.(?:prompt|contract|tools)\b)/.test(name)
    ),
    looksAlike: !settingDifferences([first, second])
      .some(({ name }) => /^(?:agent|agentFile|assets|interval|parameters)\b/.test(name)),
  };
}
