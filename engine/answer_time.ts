import type { CycleFrame } from "./circumstances.ts";
import type { Engine, RunSettings } from "./engine.ts";
import { orElse } from "./model/awaitable.ts";
import { hold, isIdle } from "./model/decision.ts";
import type { Halt } from "./model/diary_entry.ts";
import { intervalMs } from "./model/interval.ts";
import type { Unanswered } from "./model/model_use.ts";
import { failureOf } from "./ports/port_failure.ts";
import { lookAround } from "./steps/ingest.ts";
import type { Reasoned } from "./steps/reason.ts";
import { sync, type Synced } from "./steps/sync.ts";

/** How long a model's answer is waited for: half the decision interval, ms on the clock. */
function deadlineMs({ interval }: Pick<RunSettings, "interval">): number {
  return intervalMs(interval) / 2;
}

/** The same in a model's own time, ms as recorded; Infinity where that does not pass on the clock. */
export function patienceMs(run: RunSettings): number {
  const { modelLatency = 1 } = run;
  return modelLatency === 0 ? Infinity : deadlineMs(run) / modelLatency;
}

/**
 * Lets the time pass that the model took, from the moment it was asked (ms): whoever settles orders by the clock settles
 * what comes in between first. On a real clock it has passed already. An answer that is late, or that a command
 * came before, is a hold of every asset.
 */
export async function passAnswerTime(engine: Engine, reasoned: Reasoned, asked: number): Promise<Reasoned> {
  const { ports: { clock, commands }, run } = engine;
  const taken = Math.ceil((reasoned.use?.latencyMs ?? 0) * (run.modelLatency ?? 1));
  if (taken === 0) return reasoned;
  const deadline = deadlineMs(run);
  const until = asked + Math.min(taken, deadline);
  await clock.sleepUntil(until, commands.waiting());
  const now = clock.now();
  if (now < until) return held(reasoned, { why: "aborted", detail: "a command came first" });
  // Who asked may have been killed, and another process has asked again long after.
  const lengthMs = Math.max(taken, now - asked);
  if (lengthMs <= deadline) return reasoned;
  const detail = `the answer took ${lengthMs} ms, ${deadline} ms are waited for`;
  return held(reasoned, { why: "late", detail });
}

/** Whether account and prices may be others than before the model was asked, and it matters. */
export function wantsLook({ modelLatency = 1 }: RunSettings, reasoned: Reasoned | null): boolean {
  const latencyMs = reasoned?.use?.latencyMs ?? 0;
  return latencyMs * modelLatency > 0 && !reasoned!.decisions.every(isIdle);
}

/**
 * The account and the prices once the model has answered: what is decided is judged by them. Where one of them cannot be
 * seen any more there is no shown price, so that nothing is acted on.
 */
export async function lookAgain(engine: Engine, frame: CycleFrame): Promise<CycleFrame> {
  const { ports, run, state, instruments } = engine;
  const shown = new Map<string, number>();
  const moment = { close: frame.close, profile: run.profile };
  const looking = orElse<Synced | string>(() => sync(ports.exchange, state, moment), failureOf);
  const again = looking instanceof Promise ? await looking : looking;
  if (typeof again === "string") {
    const fault = { step: "sync", on: "account", what: again, done: "nothing is acted on" } as const;
    return { ...frame, shown, synced: { ...frame.synced, faults: [...frame.synced.faults, fault] } };
  }
  const { contexts, failure } = await lookAround(
    ports.marketData,
    [...instruments.keys()],
    ports.clock.now(),
  );
  for (const { asset, mid } of contexts) if (mid !== null && frame.shown.has(asset)) shown.set(asset, mid);
  const synced = joined(frame.synced, again);
  if (failure === undefined) return { ...frame, synced, shown };
  const fault = { step: "ingest", on: "contexts", what: failure, done: "nothing is acted on" } as const;
  return { ...frame, synced: { ...synced, faults: [...synced.faults, fault] }, shown };
}

/** Both looks as one; the halt that holds longer counts. */
function joined(first: Synced, again: Synced): Synced {
  return {
    account: again.account,
    events: [...first.events, ...again.events],
    trades: [...first.trades, ...again.trades],
    dayEquityUsd: first.dayEquityUsd,
    newHalt: longer(first.newHalt, again.newHalt),
    halt: longer(first.halt, again.halt),
    faults: [...first.faults, ...again.faults],
  };
}

function longer(first: Halt | null, again: Halt | null): Halt | null {
  if (first === null || again?.until === "for-good" && first.until !== "for-good") return again;
  return first;
}

function held(reasoned: Reasoned, unanswered: Unanswered): Reasoned {
  const { decisions, memory: _memory, ...rest } = reasoned;
  const assets = [...new Set(decisions.map(({ asset }) => asset))];
  const reason = `${unanswered.why}: ${unanswered.detail}`;
  return { ...rest, unanswered, decisions: assets.map((asset) => hold(asset, reason)) };
}
