import type { RunSettings } from "./engine.ts";
import { type AccountState, grossNotional } from "./model/account.ts";
import type { JsonValue } from "./model/decision.ts";
import type {
  CommandEntry,
  CycleEntry,
  DecisionRecord,
  Fault,
  SeriesChange,
  Trade,
} from "./model/diary_entry.ts";
import type { Observation } from "./model/observation.ts";
import type { AccountEvent, Fill, FundingPayment, Transfer } from "./model/order.ts";
import type { RunState } from "./model/run_state.ts";
import { decisionsFingerprint, type Reasoned } from "./steps/reason.ts";
import type { Secured } from "./steps/secure.ts";
import type { Synced } from "./steps/sync.ts";

/** Everything that happened in a cycle. */
export interface Done {
  readonly close: number;
  readonly run: RunSettings;
  readonly synced: Synced;
  readonly ingestFaults: readonly Fault[];
  readonly series: readonly SeriesChange[];
  readonly observation: Observation;
  /** The same as JSON, where the whole of it is kept. */
  readonly observationTold: JsonValue | undefined;
  readonly observationHash: string | undefined;
  /** Null when the agent was not asked. */
  readonly reasoned: Reasoned | null;
  readonly executed: { readonly records: readonly DecisionRecord[]; readonly faults: readonly Fault[] };
  readonly secured: Secured & {
    /** The account at the end of the cycle. */
    readonly account: AccountState;
    readonly events: readonly AccountEvent[];
    readonly trades: readonly Trade[];
  };
}

/** The line of a command that was carried out. */
export function commandEntry(
  command: Pick<CommandEntry, "command" | "asset" | "by" | "close">,
  done: Pick<Done, "synced" | "executed" | "secured">,
): CommandEntry {
  const { account } = done.secured;
  const { command: asked, asset, by, close } = command;
  const happened = happenedIn(done);
  return { kind: "command", close, command: asked, asset, by, ...balances(account), ...happened };
}

/** The last line of a cycle; a field that would be empty is not there. */
export function cycleEntry(done: Done, state: RunState): CycleEntry {
  const { close, reasoned, observation, secured: { account } } = done;
  const told: CycleEntry = {
    kind: "cycle",
    close,
    notAsked: reasoned === null
      ? state.paused ? "paused" : observation.held[0]?.reason ?? "no asset"
      : undefined,
    observationHash: done.observationHash,
    decisionsHash: reasoned === null ? undefined : decisionsFingerprint(reasoned.decisions),
    balanceUsd: account.balanceUsd,
    equityUsd: account.equityUsd,
    dayEquityUsd: done.synced.dayEquityUsd,
    notionalUsd: account.positions.length === 0 ? undefined : grossNotional(account),
    summary: reasoned?.summary,
    reasoning: reasoned?.reasoning,
    ...modelUse(reasoned),
  };
  if (isQuiet(done)) return told;
  return {
    ...told,
    held: some(observation.held),
    halt: done.synced.newHalt ?? undefined,
    series: some(done.series),
    ...happenedIn(done, state),
    memory: reasoned?.memory,
    observation: reasoned === null ? undefined : done.observationTold,
  };
}

/** What asking a model took and gave; nothing where none was asked. */
function modelUse(reasoned: Reasoned | null): Partial<CycleEntry> | undefined {
  if (reasoned === null) return undefined;
  const { use, rationales, repaired, unanswered } = reasoned;
  if (use === undefined && unanswered === undefined && rationales === undefined) return undefined;
  return { rationales, repaired, ...use, unanswered };
}

/** Whether there is nothing more to tell than the balances: so it is in nearly every cycle. */
function isQuiet(done: Done): boolean {
  const { run, synced, ingestFaults, series, observation, reasoned, executed, secured } = done;
  return synced.events.length === 0 && secured.events.length === 0 && executed.records.length === 0 &&
    synced.faults.length === 0 && ingestFaults.length === 0 && executed.faults.length === 0 &&
    secured.faults.length === 0 &&
    observation.held.length === 0 && synced.newHalt === null && series.length === 0 &&
    reasoned !== null && reasoned.faults.length === 0 && reasoned.memory === undefined &&
    run.detail !== "full";
}

function balances({ balanceUsd, equityUsd }: AccountState): Pick<CycleEntry, "balanceUsd" | "equityUsd"> {
  return { balanceUsd, equityUsd };
}

type Happened = Pick<
  CycleEntry,
  "decisions" | "transfers" | "fills" | "funding" | "trades" | "naked" | "faults"
>;

function happenedIn(
  done: Pick<Done, "synced" | "executed" | "secured"> & Partial<Done>,
  state?: RunState,
): Happened {
  const { synced, executed, secured, reasoned } = done;
  const events = joined(synced.events, secured.events);
  const { records } = executed;
  return {
    decisions: some(state === undefined ? records : records.map((record) => withOpenedAt(record, state))),
    transfers: ofKind<Transfer>("transfer", events),
    fills: ofKind<Fill>("fill", events),
    funding: ofKind<FundingPayment>("funding", events),
    trades: some(joined(synced.trades, secured.trades)),
    naked: some(secured.naked),
    faults: some(
      joined(
        joined(joined(synced.faults, done.ingestFaults ?? []), reasoned?.faults ?? []),
        joined(executed.faults, secured.faults),
      ),
    ),
  };
}

/** Both lists, one after the other: no new one where one of them is empty, as it nearly always is. */
function joined<T>(first: readonly T[], second: readonly T[]): readonly T[] {
  if (second.length === 0) return first;
  return first.length === 0 ? second : [...first, ...second];
}

function ofKind<E extends AccountEvent>(
  kind: E["kind"],
  events: readonly AccountEvent[],
): readonly E[] | undefined {
  let found: E[] | undefined;
  for (const event of events) if (event.kind === kind) (found ??= []).push(event as E);
  return found;
}

function withOpenedAt(record: DecisionRecord, state: RunState): DecisionRecord {
  const openedAt = state.book.active(record.asset)?.openedAt;
  return openedAt === undefined || record.outcome !== "filled" ? record : { ...record, openedAt };
}

function some<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}
