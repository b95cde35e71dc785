import type { CycleFrame } from "./cycle.ts";
import type { Engine, RunSettings } from "./engine.ts";
import { hold, isIdle } from "./model/decision.ts";
import type { Halt } from "./model/diary_entry.ts";
import { intervalMs } from "./model/interval.ts";
import type { Unanswered } from "./model/model_use.ts";
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
  if (clock.now() < until) return held(reasoned, { why: "aborted", detail: "a command came first" });
  if (taken <= deadline) return reasoned;
  const detail = `the answer took ${taken} ms, ${deadline} ms are waited for`;
  return held(reasoned, { why: "late", detail });
}

/** Whether account and prices may be others than before the model was asked, and it matters. */
export function wantsLook({ modelLatency = 1 }: RunSettings, reasoned: Reasoned | null): boolean {
  const latencyMs = reasoned?.use?.latencyMs ?? 0;
  return latencyMs * modelLatency > 0 && !reasoned!.decisions.every(isIdle);
}

/** The account and the prices once the model has answered: what is decided is judged by them. */
export async function lookAgain(engine: Engine, frame: CycleFrame): Promise<CycleFrame> {
  const { ports, run, state, instruments } = engine;
  const again = await sync(ports.exchange, state, { close: frame.close, profile: run.profile });
  const contexts = await ports.marketData.contexts([...instruments.keys()]);
  const shown = new Map<string, number>();
  for (const { asset, mid } of contexts) if (mid !== null && frame.shown.has(asset)) shown.set(asset, mid);
  return { close: frame.close, synced: joined(frame.synced, again), shown };
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
