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
  command: Pick<CommandEntry, "command" | "asset" | "close">,
  done: Pick<Done, "synced" | "executed" | "secured">,
): CommandEntry {
  const { account } = done.secured;
  const { command: asked, asset, close } = command;
  const happened = happenedIn(done);
  return { kind: "command", close, command: asked, asset, ...balances(account), ...happened };
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
function isQuiet({ run, synced, series, observation, reasoned, executed, secured }: Done): boolean {
  return synced.events.length === 0 && secured.events.length === 0 && executed.records.length === 0 &&
    synced.faults.length === 0 && executed.faults.length === 0 && secured.faults.length === 0 &&
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
  const { synced, executed, secured } = done;
  const events = sortEvents(synced.events, secured.events);
  const faults = [...synced.faults, ...(done.reasoned?.faults ?? []), ...executed.faults, ...secured.faults];
  return {
    decisions: some(
      executed.records.map((record) => state === undefined ? record : withOpenedAt(record, state)),
    ),
    transfers: some(events.transfers),
    fills: some(events.fills),
    funding: some(events.funding),
    trades: some([...synced.trades, ...secured.trades]),
    naked: some(secured.naked),
    faults: some(faults),
  };
}

function withOpenedAt(record: DecisionRecord, state: RunState): DecisionRecord {
  const openedAt = state.book.active(record.asset)?.openedAt;
  return openedAt === undefined || record.outcome !== "filled" ? record : { ...record, openedAt };
}

function sortEvents(
  ...lists: readonly (readonly AccountEvent[])[]
): { transfers: Transfer[]; fills: Fill[]; funding: FundingPayment[] } {
  const sorted = { transfers: [] as Transfer[], fills: [] as Fill[], funding: [] as FundingPayment[] };
  for (const events of lists) {
    for (const event of events) {
      if (event.kind === "fill") sorted.fills.push(event);
      else if (event.kind === "funding") sorted.funding.push(event);
      else sorted.transfers.push(event);
    }
  }
  return sorted;
}

function some<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}
