import { runCommand } from "./command_cycle.ts";
import { outcomeOf } from "./command_outcome.ts";
import { AccountUnseen, runCycle } from "./cycle.ts";
import type { Engine } from "./engine.ts";
import type { Guarding } from "./guard.ts";
import { GuardRounds } from "./guard_rounds.ts";
import type { CycleTime } from "./market_in_time.ts";
import { Punctuality } from "./punctuality.ts";
import type { CycleEntry, MissedEntry } from "./model/diary_entry.ts";
import { ALWAYS_IN_TIME, type Timeliness } from "./model/timeliness.ts";
import type { Command, Commands } from "./ports/commands.ts";
import { closeAfter, closeAtOrAfter } from "./model/interval.ts";

/** From when to when a loop runs, and who watches it. */
export interface LoopOptions {
  /** The first cycle is at the first close at or after this moment, ms. */
  readonly from: number;
  /** The last cycle is at the last close strictly before this moment, ms; Infinity: until it is stopped. */
  readonly until: number;
  /** After a close, before its cycle begins, ms: real candles need a moment to appear; 0 on a simulated clock. */
  readonly graceMs: number;
  /** How long is waited for what is late, and what is too old; not given: everything is in time, as on a simulated clock. */
  readonly timeliness?: Timeliness;
  /** How positions are looked after between cycles and while a model thinks; not given: not at all, as on a simulated clock. */
  readonly guard?: Guarding | undefined;
  /** When it is aborted the cycle in progress is finished and no other begins. */
  readonly signal: AbortSignal;
  /** Told of each cycle; the next one waits for what it returns. */
  readonly onCycle?: (entry: CycleEntry) => void | Promise<void>;
  /** Told of each close that has no cycle. */
  readonly onMissed?: (entry: MissedEntry) => void | Promise<void>;
}

/** How a loop came to its end. */
export type LoopEnd = "reached-end" | "interrupted" | "stopped";

/**
 * Waits for each close of the decision interval and runs its cycle. A close whose time has passed has none, and neither
 * has one at which the account cannot be seen until the deadline: each leaves a line with the cause. Commands are
 * looked at as soon as one waits, and once more before the loop ends.
 */
export async function runLoop(engine: Engine, options: LoopOptions): Promise<LoopEnd> {
  const { clock, commands, diary } = engine.ports;
  const { until, graceMs, signal, onCycle, timeliness = ALWAYS_IN_TIME, guard } = options;
  const wake = wakeOf(commands, signal, guard);
  const punctuality = new Punctuality(graceMs, timeliness, clock.now());
  let close = closeAtOrAfter(options.from, engine.run.interval);
  let stopped = false;
  const rounds = guard === undefined ? undefined : new GuardRounds(engine, guard);
  while (close < until && !signal.aborted && !stopped) {
    guard?.onWait?.();
    punctuality.waits(clock.now());
    const sleeping = clock.sleepUntil(Math.min(close + graceMs, rounds?.dueAt ?? Infinity), wake());
    if (sleeping instanceof Promise) await sleeping;
    stopped = commands.waiting().aborted && await obey(engine);
    if (stopped || signal.aborted) continue;
    const now = clock.now();
    // Also before a cycle, which looks at nothing but its market for a while.
    if (rounds !== undefined) await rounds.look();
    if (now < close + graceMs) continue;
    const missed = punctuality.missed(close, clock.now());
    const time = { timeliness, wake: wake(), meanwhile: rounds };
    const ran = missed === null
      ? await runCycle(engine, close, time)
      : miss(engine, { kind: "missed", close, ...missed });
    const entry = ran instanceof AccountUnseen ? await again(engine, close, { unseen: ran, ...time }) : ran;
    const watched = entry.kind === "cycle" ? onCycle?.(entry) : options.onMissed?.(entry);
    if (watched !== undefined) await watched;
    close = closeAfter(close, engine.run.interval);
  }
  stopped = await obey(engine) || stopped;
  await diary.commit();
  if (stopped) return "stopped";
  return close < until ? "interrupted" : "reached-end";
}

/** The cycle of a close at which the account could not be seen: tried again until the deadline, then it is missed. */
async function again(
  engine: Engine,
  close: number,
  { unseen, ...time }: CycleTime & { readonly unseen: AccountUnseen },
): Promise<CycleEntry | MissedEntry> {
  const { clock } = engine.ports;
  const { timeliness: { deadlineMs, retryMs }, wake } = time;
  let ran: CycleEntry | AccountUnseen = unseen;
  while (ran instanceof AccountUnseen) {
    if (clock.now() >= close + deadlineMs || wake.aborted) {
      return miss(engine, { kind: "missed", close, cause: "unreachable", detail: ran.message });
    }
    await clock.sleepUntil(Math.min(clock.now() + Math.max(1, retryMs), close + deadlineMs), wake);
    ran = await runCycle(engine, close, time);
  }
  return ran;
}

function miss({ ports, state }: Engine, entry: MissedEntry): MissedEntry {
  ports.diary.append(entry);
  state.miss(entry);
  return entry;
}

/** Gives the signal that ends the waiting early: a command waits, an order needs a look, or the loop is interrupted. */
function wakeOf(commands: Commands, signal: AbortSignal, guard?: Guarding): () => AbortSignal {
  let waiting = commands.waiting();
  let events = guard?.events();
  const together = () =>
    AbortSignal.any(events === undefined ? [waiting, signal] : [waiting, signal, events]);
  let any = together();
  return () => {
    if (waiting === commands.waiting() && events === guard?.events()) return any;
    waiting = commands.waiting();
    events = guard?.events();
    return any = together();
  };
}

/** Carries out what a person asked since the last look, and answers; true when that was to stop. */
async function obey(engine: Engine): Promise<boolean> {
  const { commands } = engine.ports;
  let stopped = false;
  for (const command of await commands.take()) {
    if (stopped) commands.answer(command, { done: false, lines: ["the run was stopped before"] });
    else if (command.do === "stop") stopped = await stop(engine, command);
    else commands.answer(command, outcomeOf(await runCommand(engine, command)));
  }
  return stopped;
}

/** Whether the run is to stop: with `flatten` only once everything is closed. */
async function stop(engine: Engine, command: Extract<Command, { do: "stop" }>): Promise<boolean> {
  const { commands } = engine.ports;
  const closed = command.flatten === true
    ? outcomeOf(await runCommand(engine, { do: "close-all", by: command.by }))
    : { done: true, lines: [] };
  const said = closed.done
    ? "stopped"
    : "not stopped, since not everything is closed; stop without flatten stops it all the same";
  commands.answer(command, { done: closed.done, lines: [...closed.lines, said] });
  return closed.done;
}
