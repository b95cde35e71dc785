import {
  createEngine,
  type CycleEntry,
  type DecisionRecord,
  type Diary,
  DIARY_SCHEMA,
  type DiaryEntry,
  type Fault,
  type Guarding,
  type Halt,
  type LoopEnd,
  type MissedEntry,
  type Ports,
  type RunIndex,
  runLoop,
  type RunSettings,
  type Timeliness,
} from "../engine/mod.ts";
import { FoldingDiary } from "./folding_diary.ts";
import {
  type Breakdown,
  BreakdownFold,
  type EquityPoint,
  MetricsFold,
  type MetricsResult,
  RunIndexFold,
} from "./metrics/mod.ts";

/** A run of the loop against the simulated exchange. */
export interface Simulation {
  readonly run: RunSettings;
  /** Its ports, with the diary it is given. */
  readonly ports: (diary: Diary) => Ports;
  /** Where the diary is kept; null: only its figures are. */
  readonly kept: Diary | null;
  /** The first cycle is at the first close at or after `from`, the last strictly before `until`, ms. */
  readonly from: number;
  readonly until: number;
  /** How long a cycle waits after its close for candles to appear, ms; not given: not at all. */
  readonly graceMs?: number;
  /** How long is waited for what is late, and what is too old; not given: everything is in time. */
  readonly timeliness?: Timeliness;
  /** How positions are looked after between cycles; not given: not at all. */
  readonly guard?: Guarding;
  readonly signal: AbortSignal;
  readonly onCycle?: (entry: CycleEntry) => void | Promise<void>;
  readonly onMissed?: (entry: MissedEntry) => void | Promise<void>;
}

/** What came of it. */
export interface SimulationResult extends MetricsResult {
  readonly end: LoopEnd;
  /** Halts that began, with the close they began at, ms. */
  readonly halts: readonly (Halt & { readonly close: number })[];
  /** The first fault that a cycle's line has, with that cycle's close, ms; null: none has one. */
  readonly firstFault: (Fault & { readonly close: number }) | null;
  /** How often the gate refused, by its codes. */
  readonly refusals: ReadonlyMap<string, number>;
  /** Closed trades by asset, side and month. */
  readonly breakdown: Breakdown;
  /** What is looked up of the run when it is over. */
  readonly index: RunIndex;
  /** At most so many points as were asked for, oldest first. */
  equityCurve(points: number): readonly EquityPoint[];
}

/** Runs the loop, and folds its diary into figures on the way. */
export async function simulate(simulation: Simulation): Promise<SimulationResult> {
  const { run, ports, kept, graceMs = 0, ...rest } = simulation;
  const fold = new MetricsFold();
  const halts: (Halt & { close: number })[] = [];
  let firstFault: SimulationResult["firstFault"] = null;
  const refusals = new Map<string, number>();
  const breakdown = new BreakdownFold();
  const index = new RunIndexFold();
  const add = (entry: DiaryEntry): void => {
    fold.add(entry);
    breakdown.add(entry);
    index.add(entry);
    if (entry.kind !== "cycle") return;
    if (entry.halt !== undefined) halts.push({ ...entry.halt, close: entry.close });
    if (entry.faults !== undefined) firstFault ??= { ...entry.faults[0], close: entry.close };
    if (entry.decisions !== undefined) countRefusals(entry.decisions, refusals);
  };
  const diary = new FoldingDiary({ add }, kept);
  diary.append({ kind: "run", schema: DIARY_SCHEMA, key: run.key });
  const engine = createEngine(ports(diary), run);
  const end = await runLoop(engine, { ...rest, graceMs });
  return {
    ...fold.result(),
    end,
    halts,
    firstFault,
    refusals,
    breakdown: breakdown.result(),
    index: index.result(),
    equityCurve: (points) => fold.equityCurve(points),
  };
}

function countRefusals(decisions: readonly DecisionRecord[], refusals: Map<string, number>): void {
  for (const { refusal } of decisions) {
    if (refusal !== undefined) refusals.set(refusal.code, (refusals.get(refusal.code) ?? 0) + 1);
  }
}
