import { commandEntry, type Done } from "./cycle_entry.ts";
import type { CycleFrame } from "./circumstances.ts";
import { executeDecisions } from "./cycle.ts";
import type { Engine } from "./engine.ts";
import { lookAndSecure } from "./look_and_secure.ts";
import { orElse } from "./model/awaitable.ts";
import type { Decision } from "./model/decision.ts";
import type { AccountState } from "./model/account.ts";
import type { CommandEntry, Fault } from "./model/diary_entry.ts";
import { type CancelledOrder, cancelOpening } from "./ports/cancel_opening.ts";
import type { Command } from "./ports/commands.ts";
import { failureOf } from "./ports/port_failure.ts";
import { lookAround } from "./steps/ingest.ts";
import { sync, type Synced } from "./steps/sync.ts";

/** A command that leaves a line in the diary; `stop` ends the loop and leaves none. */
export type DiaryCommand = Exclude<Command, { do: "stop" }>;

/** What one go at a command came to. */
type Went = Pick<Done, "synced" | "executed" | "secured">;

/** So often is closed what did not close the first time, and the account asked for that did not show. */
const GOES = 5;
/** Before the next go, ms. */
const AGAIN_MS = 1000;

/**
 * Carries out what a person asked, at once: Sync, the closes it asks for through the gate, Secure, and a line. What was
 * sent and did not close is closed again a few times; what is left then stands in the line. No agent is asked, and it
 * is no candle's cycle. `close-all` also pauses, and cancels orders of ours that could still open something; those
 * that protect a position go when it has gone, so that none is ever naked.
 */
export async function runCommand(engine: Engine, command: DiaryCommand): Promise<CommandEntry> {
  const { ports, state } = engine;
  const close = ports.clock.now();
  let all: Went | null = null;
  let failure: string | null = null;
  for (let goes = 1; goes <= GOES; goes++) {
    const went: Went | string = await go(engine, command, close);
    failure = typeof went === "string" ? went : null;
    if (typeof went !== "string") all = all === null ? went : joined(all, went);
    if (isOver(command, went) || goes === GOES) break;
    await ports.clock.sleepUntil(ports.clock.now() + AGAIN_MS);
  }
  const asset = command.do === "close" ? command.asset : undefined;
  const named = { command: command.do, asset, by: command.by, close };
  const entry = all === null ? blindEntry(engine, named, failure!) : {
    ...commandEntry(named, all),
    left: leftOf(command, all.secured.account),
  };
  ports.diary.append(entry);
  state.obey(entry);
  await ports.diary.commit();
  return entry;
}

/** One go; why, where the account does not show. */
async function go(engine: Engine, command: DiaryCommand, close: number): Promise<Went | string> {
  const { ports, run, state } = engine;
  const looking = () => sync(ports.exchange, state, { close, profile: run.profile });
  const synced = await orElse<Synced | string>(looking, failureOf);
  if (typeof synced === "string") return synced;
  const { contexts, failure } = await lookAround(ports.marketData, [...engine.instruments.keys()], close);
  const shown = new Map<string, number>();
  for (const { asset, mid } of contexts) if (mid !== null) shown.set(asset, mid);
  const frame: CycleFrame = { close, synced, shown };
  const cancelled = command.do === "close-all"
    ? await cancelOpening(synced.account, ports.exchange, (id) => state.ownLeg(id) !== null)
    : [];
  const decisions = closesFor(command, synced.account);
  const executed = await executeDecisions(engine, frame, {
    origin: "command",
    reasoned: decisions.length === 0 ? null : { decisions, faults: [] },
  });
  const secured = await lookAndSecure(engine, frame);
  const unpriced: Fault[] = failure === undefined
    ? []
    : [{ step: "ingest", on: "contexts", what: failure, done: "what has no price is not closed" }];
  const faults = [...unpriced, ...cancelled.map(faultOf), ...executed.faults];
  return { synced, executed: { records: executed.records, faults }, secured };
}

function faultOf({ asset, kind, clientOrderId, outcome }: CancelledOrder): Fault {
  const done = outcome.status === "accepted" ? "cancelled it" : `could not cancel it: ${outcome.reason}`;
  return { step: "execute", on: asset, what: `${kind} ${clientOrderId} could still open`, done };
}

function closesFor(command: DiaryCommand, account: AccountState): Decision[] {
  const rationale = `a person asked: ${command.do}`;
  if (command.do === "close") return [{ asset: command.asset, action: "close", rationale }];
  if (command.do !== "close-all") return [];
  return account.positions.map(({ asset }) => ({ asset, action: "close", rationale }));
}

/** Whether another go is of no use: nothing is left, or nothing could be sent for what is. */
function isOver(command: DiaryCommand, went: Went | string): boolean {
  if (command.do === "pause" || command.do === "resume") return true;
  if (typeof went === "string") return false;
  if (went.secured.faults.some(({ on }) => on === "account")) return false;
  const isSent = went.executed.records.some(({ outcome }) => outcome !== "refused");
  return leftOf(command, went.secured.account) === undefined || !isSent;
}

/** Positions that were to be closed and stand; not there where none does. */
function leftOf(command: DiaryCommand, { positions }: AccountState): CommandEntry["left"] {
  if (command.do === "pause" || command.do === "resume") return undefined;
  const left = positions.filter(({ asset }) => command.do === "close-all" || asset === command.asset)
    .map(({ asset, side, size }) => ({ asset, side, size }));
  return left.length === 0 ? undefined : left;
}

/** Both goes as one. */
function joined(first: Went, next: Went): Went {
  const events = [...first.secured.events, ...next.synced.events, ...next.secured.events];
  const trades = [...first.secured.trades, ...next.synced.trades, ...next.secured.trades];
  const faults = [...first.secured.faults, ...next.synced.faults, ...next.secured.faults];
  return {
    synced: first.synced,
    executed: {
      records: [...first.executed.records, ...next.executed.records],
      faults: [...first.executed.faults, ...next.executed.faults],
    },
    secured: {
      account: next.secured.account,
      events,
      trades,
      naked: [...first.secured.naked, ...next.secured.naked],
      faults,
    },
  };
}

/** The line where the account did not show: the balances are those known last. */
function blindEntry(
  { state }: Engine,
  named: Pick<CommandEntry, "command" | "asset" | "by" | "close">,
  what: string,
): CommandEntry {
  const done = named.command === "pause" || named.command === "resume"
    ? "carried out without a look at it"
    : "nothing was closed";
  const balances = { balanceUsd: state.explainedBalanceUsd, equityUsd: state.lastEquityUsd };
  return { kind: "command", ...named, ...balances, faults: [{ step: "sync", on: "account", what, done }] };
}
