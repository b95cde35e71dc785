import { lookAgain, passAnswerTime, wantsLook } from "./answer_time.ts";
import type { Engine } from "./engine.ts";
import { judgeBasis } from "./basis.ts";
import { circumstances, type CycleFrame } from "./circumstances.ts";
import { lookAndSecure } from "./look_and_secure.ts";
import type { Awaitable } from "./model/awaitable.ts";
import { isIdle } from "./model/decision.ts";
import type { CycleEntry, IntentEntry } from "./model/diary_entry.ts";
import type { Held, Observation } from "./model/observation.ts";
import type { Strangers } from "./model/strangers.ts";
import { observationJson } from "./model/observation_json.ts";
import { CycleTools } from "./cycle_tools.ts";
import { cycleEntry, type Done } from "./cycle_entry.ts";
import type { GuardRounds } from "./guard_rounds.ts";
import { withExits } from "./exit_plans.ts";
import { type CycleTime, IN_TIME, ingestInTime } from "./market_in_time.ts";
import { failureOf } from "./ports/port_failure.ts";
import { intentOf, type Judged, judgeDecisions, type ShownPrices } from "./risk/judge_decisions.ts";
import { execute } from "./steps/execute.ts";
import { reason, type Reasoned } from "./steps/reason.ts";
import { sync, type Synced } from "./steps/sync.ts";

const NOTHING_EXECUTED: Done["executed"] = { records: [], faults: [] };

/** The exchange does not show the account: there can be no cycle. */
export class AccountUnseen {
  /** `message`: why it does not. */
  constructor(readonly message: string) {}
}

/**
 * One cycle, for the candles that closed at `close` (ms): six steps, then its line in the diary. What a step answers at
 * once is not waited for: in a backtest of a rule that is everything but an order. Where Sync cannot see the account it
 * gives an {@link AccountUnseen}: then nothing was done and nothing is written.
 */
export async function runCycle(
  engine: Engine,
  close: number,
  time: CycleTime = IN_TIME,
): Promise<CycleEntry | AccountUnseen> {
  const { ports, run, state, calculator } = engine;
  const syncing = firstLook(engine, close);
  const synced = syncing instanceof Promise ? await syncing : syncing;
  if (synced instanceof AccountUnseen) return synced;
  const ingesting = ingestInTime(engine, close, time);
  const ingested = ingesting instanceof Promise ? await ingesting : ingesting;
  const { windows, contexts, faults } = ingested;
  const unusable = withStopped(ingested.unusable, state.strangers);
  const seen = { close, account: synced.account, contexts, memory: state.memory, unusable };
  const observation = calculator.calculate(windows, seen, state);
  // Told now: what the account shows later, this cycle's own fills among it, was not known when it was decided.
  const observationTold = run.detail === "full" ? observationJson(observation) : undefined;
  const asked = askAgent(engine, observation, time.meanwhile);
  const reasoned = asked instanceof Promise ? await asked : asked;
  const observationHash = reasoned === null ? undefined : calculator.fingerprint(seen);
  const basis = judgeBasis(observation, run.basis);
  const first = { close, synced, shown: new ObservedPrices(observation), farBps: basis.refused };
  const frame = wantsLook(run, reasoned) ? await lookAgain(engine, first) : first;
  const executing = executeDecisions(engine, frame, { origin: "agent", reasoned, observationHash });
  const executed = executing instanceof Promise ? await executing : executing;
  const securing = lookAndSecure(engine, frame);
  const secured = securing instanceof Promise ? await securing : securing;
  const series = state.noteSeries(contexts);
  const done = {
    close,
    run,
    synced: frame.synced,
    ingestFaults: basis.faults.length === 0 ? faults : [...faults, ...basis.faults],
    series,
    observation,
    observationTold,
    observationHash,
    reasoned,
    executed,
    secured,
  };
  const entry = cycleEntry(done, state);
  ports.diary.append(entry);
  state.finish(entry);
  return entry;
}

/** Also the assets in which somebody else trades. */
function withStopped(
  unusable: readonly Held[] | undefined,
  strangers: Strangers,
): readonly Held[] | undefined {
  const traded = strangers.all().filter(({ isTraded }) => isTraded);
  const stopped = traded.map(({ asset, what }) => ({ asset, reason: `stopped: ${what}` }));
  if (stopped.length === 0) return unusable;
  return [...(unusable ?? []).filter(({ asset }) => !strangers.has(asset)), ...stopped];
}

/** Sync, at the start of a cycle. */
function firstLook({ ports, run, state }: Engine, close: number): Awaitable<Synced | AccountUnseen> {
  try {
    const synced = sync(ports.exchange, state, { close, profile: run.profile });
    return synced instanceof Promise ? synced.catch(cannotSee) : synced;
  } catch (error) {
    return cannotSee(error);
  }
}

function cannotSee(error: unknown): AccountUnseen {
  return new AccountUnseen(failureOf(error));
}

/** The mids of what is observed. */
class ObservedPrices implements ShownPrices {
  readonly #observation: Observation;

  constructor(observation: Observation) {
    this.#observation = observation;
  }

  get(asset: string): number | undefined {
    for (const view of this.#observation.assets) if (view.asset === asset) return view.mid;
    return undefined;
  }

  has(asset: string): boolean {
    return this.get(asset) !== undefined;
  }
}

/** Reason; null when the agent is not asked: no asset can be observed, or a person paused the run. */
function askAgent(
  engine: Engine,
  observation: Observation,
  meanwhile: GuardRounds | undefined,
): Reasoned | null | Promise<Reasoned> {
  const { run, state } = engine;
  if (observation.assets.length === 0 || state.paused) return null;
  const tools = new CycleTools(engine, observation.close, meanwhile);
  const answer = reason(run.agent, observation, tools);
  if (!(answer instanceof Promise)) return withExits(answer, observation, state.book);
  return answered(engine, observation, { answer, tools, meanwhile });
}

/** What an agent answered that had to be waited for, with what a model took for it. */
async function answered(
  engine: Engine,
  observation: Observation,
  { answer, tools, meanwhile }: {
    readonly answer: Promise<Reasoned>;
    readonly tools: CycleTools;
    readonly meanwhile: GuardRounds | undefined;
  },
): Promise<Reasoned> {
  const asked = engine.ports.clock.now();
  const reasoned = await answer;
  meanwhile?.rethrow();
  const { use } = tools;
  const passed = use === null ? reasoned : await passAnswerTime(engine, { ...reasoned, use }, asked);
  return withExits(passed, observation, engine.state.book);
}

/**
 * Execute: judged first, then written down, then sent once the latency has passed. Here as in Secure nothing is
 * waited for where there is nothing to do: that is nearly every cycle.
 */
export function executeDecisions(
  engine: Engine,
  frame: CycleFrame,
  from: {
    readonly origin: IntentEntry["origin"];
    readonly reasoned: Reasoned | null;
    readonly observationHash?: string | undefined;
  },
): Awaitable<Done["executed"]> {
  const { close } = frame;
  const { origin, reasoned, observationHash } = from;
  if (reasoned === null || reasoned.decisions.every(isIdle)) return NOTHING_EXECUTED;
  const judged = judgeDecisions(reasoned.decisions, circumstances(engine, frame, frame.synced.account));
  if (judged.sendings.length === 0) return { records: judged.records, faults: [] };
  const rest = { close, origin, observationHash, memory: reasoned.memory };
  return send(engine, judged, intentOf(reasoned.decisions, judged, rest));
}

async function send(
  { ports, run, state }: Engine,
  judged: Judged,
  intent: IntentEntry,
): Promise<Done["executed"]> {
  const decided = ports.clock.now();
  ports.diary.append(intent);
  state.intend(intent);
  await ports.diary.commit();
  const sleeping = ports.clock.sleepUntil(decided + run.latencyMs);
  if (sleeping instanceof Promise) await sleeping;
  const until = decided + run.latencyMs + (run.bounds?.sendWithinMs ?? Infinity);
  const faults = await execute(judged, ports, { close: intent.close, state, until });
  return { records: judged.records, faults };
}
