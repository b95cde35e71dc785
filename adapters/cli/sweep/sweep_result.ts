import type { RunIndex, RunManifest, SweepMark } from "../../../engine/mod.ts";
import type { SweepOptions } from "./sweep_options.ts";
import type { SweepPlan } from "./sweep_plan.ts";
import type { SweepState } from "./sweep_state.ts";

/** A run of a sweep in its folder. */
export interface FoundRun {
  readonly path: string;
  readonly diaryPath: string;
  readonly manifest: RunManifest;
}

/** What daily equities say, as one series; ratios are annualised. */
export interface Evidence {
  readonly days: number;
  readonly totalReturn: number;
  readonly sharpe: number;
  readonly low: number;
  readonly high: number;
}

/** The best, with what many tries bring by luck taken off. */
export interface Deflated {
  readonly trials: number;
  readonly effective: number | null;
  readonly byTrials: number | null;
  readonly byEffective: number | null;
}

/** What reads the runs of a sweep and judges them. */
export interface ResultTools<Ledger> {
  sweepRuns(root: string, familyId: string): Iterable<FoundRun>;
  readIndex(run: FoundRun): RunIndex | null;
  readTrials(root: string): Ledger;
  trialsBeside(manifest: RunManifest, ledger: Ledger): readonly unknown[];
  sweepEvidence(daily: readonly (readonly number[])[]): Evidence | null;
  deflatedBest(
    best: readonly number[],
    tried: {
      readonly trials: number;
      readonly sharpes: readonly number[];
      readonly daily: readonly (readonly number[])[] | null;
    },
  ): Deflated | null;
}

/** A run as a line of the result. */
export interface ResultRun {
  readonly id: string;
  readonly sweep: SweepMark;
  readonly range: RunManifest["range"];
  readonly sharpe: number | null;
  readonly totalReturn: number;
  readonly maxDrawdown: number;
  readonly trades: number;
}

/** A window of a walk: what was chosen on its train, and what became of it on its test. */
export interface WalkedWindow {
  readonly window: number;
  /** Null: no settings had a Sharpe ratio there. */
  readonly train: ResultRun | null;
  readonly test: ResultRun | null;
}

/** What came of a sweep. */
export interface SweepResult {
  /** The best by Sharpe ratio, best first; on trains where it walks forward. */
  readonly ranked: readonly ResultRun[];
  /** Of the first of them. */
  readonly best: Evidence | null;
  readonly deflated: Deflated | null;
  /** Empty where it does not walk forward. */
  readonly walked: readonly WalkedWindow[];
  /** Of all tests, one after the other; null where it does not walk forward, or they say nothing. */
  readonly tests: Evidence | null;
}

/** So many are shown. */
const SHOWN = 10;
/** Of more the days are not held. */
const MOST_DAILY = 200;

/** Reads what the runs of a sweep came to; only a few figures of each are held. */
export function sweepResult<Ledger>(
  { familyId, sweep, plan, state }: {
    readonly familyId: string;
    readonly sweep: SweepOptions;
    readonly plan: Pick<SweepPlan<unknown>, "windows">;
    readonly state: SweepState;
  },
  tools: ResultTools<Ledger>,
): SweepResult {
  const isFew = state.done <= MOST_DAILY;
  const gathered = new Gathered();
  for (const run of tools.sweepRuns(sweep.runs, familyId)) {
    if (run.manifest.status !== "finished" || run.manifest.metrics === null) continue;
    gathered.add(run, isFew ? tools.readIndex(run)?.daily ?? [] : null);
  }
  const [best] = gathered.ranked;
  const found = best === undefined ? null : gathered.folders.get(best.id)!;
  const daily = found === null ? null : tools.readIndex(found)?.daily ?? null;
  const tried = found === null ? 0 : tools.trialsBeside(found.manifest, tools.readTrials(sweep.runs)).length;
  const walked = plan.windows.map((_, window): WalkedWindow => ({
    window,
    train: gathered.bestOf.get(window) ?? null,
    test: gathered.tests.get(window)?.run ?? null,
  }));
  const tests = [...gathered.tests.values()].sort((a, b) => a.run.range.from - b.run.range.from)
    .map(({ found }) => tools.readIndex(found)?.daily ?? []);
  return {
    ranked: gathered.ranked,
    best: daily === null ? null : tools.sweepEvidence([daily]),
    deflated: daily === null ? null : tools.deflatedBest(daily, {
      trials: Math.max(tried, gathered.sharpes.length),
      sharpes: gathered.sharpes,
      daily: isFew ? gathered.daily : null,
    }),
    walked,
    tests: walked.length === 0 ? null : tools.sweepEvidence(tests),
  };
}

/** The few figures that are held of each run, and the best ones. */
class Gathered {
  readonly ranked: ResultRun[] = [];
  readonly folders = new Map<string, FoundRun>();
  readonly sharpes: number[] = [];
  readonly daily: (readonly number[])[] = [];
  readonly bestOf = new Map<number, ResultRun>();
  readonly tests = new Map<number, { readonly run: ResultRun; readonly found: FoundRun }>();

  add(found: FoundRun, daily: readonly number[] | null): void {
    const run = resultRun(found.manifest);
    const { part, window } = run.sweep;
    if (part === "test") return void this.tests.set(window!, { run, found });
    if (run.sharpe !== null) this.sharpes.push(run.sharpe);
    if (daily !== null) this.daily.push(daily);
    if (part === "train" && run.sharpe !== null) {
      const best = this.bestOf.get(window!);
      if (best === undefined || byRank(run, best) < 0) this.bestOf.set(window!, run);
    }
    this.folders.set(run.id, found);
    this.ranked.push(run);
    this.ranked.sort(byRank);
    const dropped = this.ranked.splice(SHOWN);
    dropped.forEach(({ id }) => this.folders.delete(id));
  }
}

function resultRun({ id, sweep, range, metrics }: RunManifest): ResultRun {
  const { sharpe, totalReturn, maxDrawdown, trades } = metrics!;
  return { id, sweep: sweep!, range, sharpe, totalReturn, maxDrawdown, trades };
}

/** The higher Sharpe ratio first, never the return; of equal ones the first in the sweep. */
function byRank(a: ResultRun, b: ResultRun): number {
  const [one, other] = [a.sharpe ?? -Infinity, b.sharpe ?? -Infinity];
  return one === other ? a.sweep.job - b.sweep.job : other - one;
}
