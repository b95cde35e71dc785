import type { Instrument, Metrics, RunManifest } from "../../../engine/mod.ts";
import { EXIT_FAILURE, EXIT_INTERRUPTED, FailureError } from "../errors.ts";
import { oneLine } from "../format.ts";
import { interruptible } from "../interruptible.ts";
import type { Known } from "../options.ts";
import type { Terminal } from "../terminal.ts";
import { queuedPool, type QueueTools } from "./queued_pool.ts";
import { localPool, type LocalPoolTools } from "./local_pool.ts";
import type { Phase, SweepJob } from "./sweep_jobs.ts";
import { sweepJobs } from "./sweep_jobs.ts";
import { resumedSweep, type SweepOptions } from "./sweep_options.ts";
import { type MarketOfSweep, planSweep, type SweepPlan, type SweepPlanTools } from "./sweep_plan.ts";
import { sweepProgress } from "./sweep_progress.ts";
import { type FoundRun, type ResultTools, sweepResult } from "./sweep_result.ts";
import { SweepState } from "./sweep_state.ts";
import { costText, type FailedRun, sweepJson, sweepText } from "./sweep_view.ts";

/** Who follows the runs of a sweep. */
export interface SweepWatch {
  readonly signal: AbortSignal;
  onDone(job: SweepJob, result: unknown): void;
  onFailed(job: SweepJob, fault: string): void;
  onProgress(inHand: number): void;
}

/** What plays the runs of a sweep: workers here, or those of a queue. */
export interface SweepPool {
  playAll(jobs: Iterable<SweepJob>, watch: SweepWatch): Promise<void>;
}

/** A pool that is closed at the end; `isOver`: nothing is left of the sweep. */
type ClosedPool = SweepPool & { close(isOver: boolean): Promise<void> };

/** A sweep as it is kept. */
interface KeptSweep {
  readonly familyId: string;
  readonly started: string;
  readonly codeRevision: string;
  readonly flags: { readonly [name: string]: string | boolean | readonly string[] };
}

/** What keeps a sweep and its runs. */
export interface SweepKeeping
  extends Pick<ResultTools<unknown>, "readIndex" | "sweepEvidence" | "sweepRuns"> {
  readonly revision: string;
  /** Makes the folder of runs where it is missing, and gives a new id. */
  openFamily(root: string): string;
  /** Writes down what a sweep consists of. */
  keepSweep(root: string, sweep: KeptSweep): void;
  /** Takes a sweep for this process until it is disposed of. */
  lockSweep(root: string, familyId: string): Disposable;
  /** The sweep by its id, the beginning of it, or `last`. */
  findSweep(root: string, ref: string): KeptSweep;
  /** The run whose folder lies at a path. */
  findRun(root: string, path: string): FoundRun;
  /** Removes what a run that did not come to its end left. */
  removeRun(run: FoundRun): void;
  /** Keeps the fault of a run. */
  noteSweepFault(root: string, familyId: string, fault: FailedRun): void;
  /** Throws where the agent's file is another one now. */
  findRecordedAgent(file: NonNullable<RunManifest["agentFile"]>): void;
}

/** What plays the runs of a sweep, here or on a queue, whose own types `Connection`, `Store` and `Queue` are. */
interface PlayingTools<Market, Connection, Store, Queue extends { readonly data: Store }>
  extends LocalPoolTools<Market> {
  readonly revision: string;
  /** What puts runs on a queue, loaded when there is one. */
  queues(): Promise<QueueTools<Connection, Store, Queue>>;
}

/** What keeps a sweep, plans its runs, plays them and judges them. */
export interface SweepTools<
  Terms,
  Player,
  Market extends MarketOfSweep,
  Ledger,
  Connection,
  Store,
  Queue extends { readonly data: Store },
> extends
  SweepKeeping,
  SweepPlanTools<Terms, Player, Market>,
  PlayingTools<Market, Connection, Store, Queue>,
  ResultTools<Ledger> {
  readonly revision: string;
}

interface Around extends Known {
  readonly terminal: Terminal;
  readonly instruments: readonly Instrument[];
}

/**
 * Plays the runs of a sweep as a family, or goes on with one; gives the exit code. A run that fails is told with its fault, and
 * the others go on; what was done stays done.
 */
export async function sweepCommand<
  Terms,
  Player,
  Market extends MarketOfSweep,
  Ledger,
  Connection,
  Store,
  Queue extends { readonly data: Store },
>(
  asked: SweepOptions,
  around: Around,
  tools: SweepTools<Terms, Player, Market, Ledger, Connection, Store, Queue>,
): Promise<number> {
  const { terminal } = around;
  const kept = asked.resume === null ? null : tools.findSweep(asked.runs, asked.resume);
  const sweep = kept === null ? asked : resumedSweep(kept.flags, asked, around);
  if (kept !== null) refuseOtherRevision(kept, tools.revision);
  using _resumed = kept === null ? null : tools.lockSweep(sweep.runs, kept.familyId);
  const plan = await planSweep(sweep, around.instruments, tools);
  const { jobs, windows } = plan;
  const state = new SweepState({ points: sweep.points, windows: windows.length, jobs });
  if (kept !== null) takeUp({ sweep, state, familyId: kept.familyId }, tools);
  const cores = sweep.queue.servers === null ? sweep.cores ?? navigator.hardwareConcurrency : null;
  if (!sweep.json) terminal.print(costText(sweep, plan, cores) + already(state));
  if (sweep.dryRun) {
    if (sweep.json) {
      terminal.print(JSON.stringify({ runs: jobs, done: state.done, decisions: plan.decisions, windows }));
    }
    return 0;
  }
  const familyId = kept?.familyId ?? tools.openFamily(sweep.runs);
  const pool = await poolFor({ familyId, sweep, plan }, tools);
  using _begun = kept === null ? tools.lockSweep(sweep.runs, familyId) : null;
  if (kept === null) keep(familyId, sweep, tools);
  const played = await play({ familyId, sweep, plan, state, terminal }, pool, tools);
  const result = sweepResult({ familyId, sweep, plan, state }, tools);
  const left = leftOf(plan, sweep, state);
  const view = { familyId, sweep, plan, result, done: state.done, failed: played.failed, left };
  terminal.print(sweep.json ? sweepJson(view) : sweepText(view, terminal));
  return played.isAborted ? EXIT_INTERRUPTED : state.failed > 0 ? EXIT_FAILURE : 0;
}

function keep(
  familyId: string,
  { runs, flags }: SweepOptions,
  tools: SweepKeeping,
): void {
  const typed = Object.entries(flags).filter(([, value]) => value !== undefined);
  tools.keepSweep(runs, {
    familyId,
    started: new Date().toISOString(),
    codeRevision: tools.revision,
    flags: Object.fromEntries(typed) as KeptSweep["flags"],
  });
}

function refuseOtherRevision({ familyId, codeRevision }: KeptSweep, revision: string): void {
  if (codeRevision === revision) return;
  throw new FailureError(
    `the sweep ${familyId} was begun with code revision ${codeRevision.slice(0, 12)}, this is ` +
      `${revision.slice(0, 12)}; wanted the same, or a new sweep`,
  );
}

/** What is done already counts; what did not come to its end is removed and played again. */
function takeUp(
  { sweep, state, familyId }: { sweep: SweepOptions; state: SweepState; familyId: string },
  tools: SweepKeeping,
): void {
  const looked = new Set<string>();
  for (const run of tools.sweepRuns(sweep.runs, familyId)) {
    const { status, metrics, sweep: mark, agentFile } = run.manifest;
    if (agentFile !== undefined && !looked.has(agentFile.path)) {
      tools.findRecordedAgent(agentFile);
      looked.add(agentFile.path);
    }
    if (status === "finished" && metrics !== null && !state.isDone(mark!.job)) {
      state.onDone(mark!.job, metrics, run.path);
    } else if (!sweep.dryRun) tools.removeRun(run);
  }
}

interface Playing<Market> {
  readonly familyId: string;
  readonly sweep: SweepOptions;
  readonly plan: SweepPlan<Market>;
  readonly state: SweepState;
  readonly terminal: Terminal;
}

interface Played {
  readonly failed: readonly FailedRun[];
  readonly isAborted: boolean;
}

async function play(
  playing: Playing<unknown>,
  pool: ClosedPool,
  tools: SweepKeeping,
): Promise<Played> {
  const { familyId, sweep, plan, state } = playing;
  return await interruptible(async (signal) => {
    const session = new Session(playing, tools, signal);
    const phases: readonly Phase[] = plan.windows.length === 0 ? ["all"] : ["all", "test"];
    for (const phase of phases) {
      // Nothing is tried before all that is to be chosen among is there.
      if (
        signal.aborted ||
        phase === "test" && leftOf({ ...plan, windows: [] }, sweep, state) > plan.windows.length
      ) break;
      await pool.playAll(session.within(sweepJobs({ familyId, sweep, plan, state }, phase)), session);
    }
    session.finish();
    await pool.close(leftOf(plan, sweep, state) === 0);
    return { failed: session.failed, isAborted: signal.aborted };
  });
}

/** Workers on this machine's cores, or those of a queue. */
async function poolFor<
  Market extends MarketOfSweep,
  Connection,
  Store,
  Queue extends { readonly data: Store },
>(
  { familyId, sweep, plan }: Pick<Playing<Market>, "familyId" | "sweep" | "plan">,
  tools: PlayingTools<Market, Connection, Store, Queue>,
): Promise<ClosedPool> {
  const { revision } = tools;
  if (sweep.queue.servers !== null) {
    return await queuedPool(sweep, { familyId, revision, markets: plan.markets }, await tools.queues());
  }
  const pool = localPool(sweep, plan, tools);
  return { playAll: (jobs, watch) => pool.playAll(jobs, watch), close: () => Promise.resolve() };
}

/** One go of a sweep: counts, tells how far it has come, and keeps to the budget. */
class Session implements SweepWatch {
  readonly signal: AbortSignal;
  readonly failed: FailedRun[] = [];
  readonly #playing: Playing<unknown>;
  readonly #tools: SweepKeeping;
  readonly #progress: ReturnType<typeof sweepProgress>;
  readonly #began = performance.now();
  readonly #before: number;
  #begun = 0;

  constructor(
    playing: Playing<unknown>,
    tools: SweepKeeping,
    signal: AbortSignal,
  ) {
    this.#playing = playing;
    this.#tools = tools;
    this.signal = signal;
    this.#before = playing.state.done;
    const { sweep, terminal } = playing;
    const isShown = sweep.progress && !sweep.json;
    this.#progress = sweepProgress(terminal, { isShown, nowMs: () => performance.now() });
  }

  /** The jobs until the budget is used up. */
  *within(jobs: Iterable<SweepJob>): Iterable<SweepJob> {
    const { budget } = this.#playing.sweep;
    for (const job of jobs) {
      if (budget !== null && "runs" in budget && this.#begun >= budget.runs) return;
      if (
        budget !== null && "minutes" in budget && performance.now() - this.#began > budget.minutes * 60_000
      ) return;
      this.#begun++;
      yield job;
    }
  }

  onDone({ sweep: { job } }: SweepJob, result: unknown): void {
    // Stopped, a run ends as interrupted: which of them came to its own end is seen when the sweep goes on.
    if (this.signal.aborted) return;
    const { state } = this.#playing;
    const { metrics, manifest } = result as { readonly metrics: Metrics; readonly manifest: string };
    const folder = manifest.replace(/[/\\]run\.json$/, "");
    if (state.onDone(job, metrics, folder) && state.best?.job === job) {
      this.#tellBest(metrics.sharpe!, folder);
    }
    this.onProgress(0);
  }

  onFailed({ sweep: { job, point } }: SweepJob, fault: string): void {
    const { state, familyId, sweep } = this.#playing;
    const failed = { job, point, fault: oneLine(fault) };
    state.onFailed(job);
    if (this.failed.length < MOST_FAULTS) this.failed.push(failed);
    this.#tools.noteSweepFault(sweep.runs, familyId, failed);
    this.onProgress(0);
  }

  onProgress(inHand: number): void {
    const { plan, state } = this.#playing;
    const done = state.done - this.#before;
    this.#progress.update({ runs: plan.jobs - this.#before, done, failed: state.failed, inHand });
  }

  finish(): void {
    this.#progress.finish();
  }

  #tellBest(sharpe: number, path: string): void {
    const index = this.#tools.readIndex(this.#tools.findRun("", path));
    this.#progress.best(sharpe, index === null ? null : this.#tools.sweepEvidence([index.daily]));
  }
}

/** More faults are not held; all of them are in the sweep's file of faults. */
const MOST_FAULTS = 1000;

function leftOf(
  { jobs, windows }: Pick<SweepPlan<unknown>, "jobs" | "windows">,
  { points }: SweepOptions,
  state: SweepState,
): number {
  // A window that chose nothing has no test.
  const none = windows.filter((_, window) => state.chosenIn(window) === null).length;
  const trained = points * windows.length;
  const isChosen = windows.length > 0 && Array.from({ length: trained }).every((_, job) => state.isDone(job));
  return jobs - state.done - state.failed - (isChosen ? none : 0);
}

function already(state: SweepState): string {
  return state.done === 0 ? "" : `; ${state.done} done already`;
}
