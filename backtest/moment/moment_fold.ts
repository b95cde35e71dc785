import {
  type CommandEntry,
  type CycleEntry,
  DAY_MS,
  dayStart,
  type DiaryEntry,
  type DiaryLine,
  type Fault,
  fromMicro,
  type GuardEntry,
  type IntentEntry,
  type Moment,
  type OutcomeEntry,
  toMicro,
  type Traced,
  type Trade,
  type Transfer,
} from "../../engine/mod.ts";
import { absorbFill, absorbFunding } from "./held_positions.ts";
import { momentOf } from "./moment_of.ts";
import { emptyState, type IntendedState, type MomentState, type PlanState } from "./moment_state.ts";

type AccountEntry = CycleEntry | CommandEntry;

/**
 * A run as it stands after each line of its diary: account, positions, waiting orders and totals, every figure with the
 * line it came from. Its whole state is plain data, so that a copy of it is a snapshot to go on from.
 */
export class MomentFold {
  readonly #state: MomentState;

  /** `snapshot`: where to go on from; not given: before the first line. It is copied. */
  constructor(snapshot?: MomentState) {
    this.#state = snapshot === undefined ? emptyState() : structuredClone(snapshot);
  }

  /** The last line taken in; −1: none. */
  get seq(): number {
    return this.#state.seq;
  }

  /** The fall from the highest growth so far, zero or below it. */
  get drawdown(): number {
    return this.#state.growth.value / this.#state.peak - 1;
  }

  /** A copy of the state, to go on from. */
  snapshot(): MomentState {
    return structuredClone(this.#state);
  }

  /** How the run stands after the last line. */
  moment(): Moment {
    return momentOf(this.#state);
  }

  /** Takes in the next line. */
  add({ seq, entry }: Pick<DiaryLine, "seq" | "entry">): void {
    const state = this.#state;
    state.seq = seq;
    switch (entry.kind) {
      case "intent":
        return this.#intend(entry, seq);
      case "outcome":
        return this.#settle(entry, seq);
      case "cycle":
        return this.#endCycle(entry, seq);
      case "command":
        return this.#obey(entry, seq);
      case "guard":
        // Its fills stand in the line of the next cycle.
        return this.#note(entry, seq);
      case "run":
      case "missed":
      case "lapsed":
        return;
      default:
        return entry satisfies never as DiaryEntry as never;
    }
  }

  #intend({ orders }: IntentEntry, seq: number): void {
    for (const { asset, legs, leverage, exitPlan, invalidation } of orders) {
      const plan: PlanState = {
        words: exitPlan === undefined ? null : { value: exitPlan, seq },
        invalidation: invalidation === undefined ? null : { value: invalidation, seq },
      };
      for (const { leg, clientOrderId, side, size, limitPrice, triggerPrice } of legs) {
        const waiting = triggerPrice === null
          ? null
          : { side, clientOrderId, size, limitPrice, triggerPrice, seq };
        const set = leverage === null ? null : { value: leverage, seq };
        this.#state.intended[clientOrderId] = { asset, leg, waiting, leverage: set, plan };
      }
    }
  }

  #settle({ legs }: OutcomeEntry, seq: number): void {
    for (const outcome of legs) {
      const intended = this.#state.intended[outcome.clientOrderId];
      if (intended === undefined || outcome.status === "rejected") continue;
      this.#accept(intended, seq);
    }
  }

  /** Takes an order for placed: a stop or target waits, in place of the one before. */
  #accept({ asset, leg, waiting, leverage, plan }: IntendedState, seq: number): void {
    const state = this.#state;
    if (leg === "stop" && waiting !== null) state.stops[asset] = { ...waiting, seq };
    if (leg === "target" && waiting !== null) state.targets[asset] = { ...waiting, seq };
    if (leverage !== null) state.leverages[asset] = leverage;
    if (leg === "close") return;
    const before = state.plans[asset];
    state.plans[asset] = {
      words: plan.words ?? before?.words ?? null,
      invalidation: plan.invalidation ?? before?.invalidation ?? null,
    };
  }

  #endCycle(entry: CycleEntry, seq: number): void {
    const state = this.#state;
    state.cycles = { value: state.cycles.value + 1, seq };
    this.#happened(entry, seq);
    this.#measure(entry, seq);
    if (entry.halt !== undefined) state.halt = { value: { ...entry.halt, since: entry.close }, seq };
    const { costUsd } = entry;
    if (costUsd === null) state.unpriced++;
    if (costUsd !== undefined) {
      state.costUsd = { value: (state.costUsd?.value ?? 0) + (costUsd ?? 0), seq };
    }
  }

  #obey(entry: CommandEntry, seq: number): void {
    const { command } = entry;
    this.#happened(entry, seq);
    this.#state.equity = { value: entry.equityUsd, seq };
    if (command !== "close") this.#state.paused = { value: command !== "resume", seq };
  }

  /** What changed the account, and what went wrong. */
  #happened(entry: AccountEntry, seq: number): void {
    const state = this.#state;
    const { fills = [], funding = [], trades = [], decisions = [] } = entry;
    state.close = entry.close;
    state.balance = { value: entry.balanceUsd, seq };
    for (const fill of fills) absorbFill(state, fill, seq);
    for (const payment of funding) absorbFunding(state, payment, seq);
    for (const trade of trades) this.#closeTrade(trade, seq);
    for (const { outcome } of decisions) {
      if (outcome === "refused") state.refusals = more(state.refusals, seq);
    }
    this.#note(entry, seq);
    this.#flow(entry.transfers ?? []);
    this.#forgetFlat();
  }

  /** What went wrong, and how long something stood without a stop. */
  #note({ close, faults = [], naked = [] }: AccountEntry | GuardEntry, seq: number): void {
    const state = this.#state;
    for (const { lengthMs } of naked) {
      if (lengthMs > state.longestNakedMs.value) state.longestNakedMs = { value: lengthMs, seq };
    }
    for (const fault of faults) this.#fail(fault, close);
  }

  #closeTrade({ netPnlUsd }: Trade, seq: number): void {
    const state = this.#state;
    state.trades = more(state.trades, seq);
    if (netPnlUsd > 0) state.wins = more(state.wins, seq);
    state.netMicro = { value: state.netMicro.value + toMicro(netPnlUsd), seq };
  }

  #fail(fault: Fault, close: number): void {
    const state = this.#state;
    state.faults = more(state.faults, state.seq);
    state.lastFault = { value: { ...fault, close }, seq: state.seq };
  }

  #flow(transfers: readonly Transfer[]): void {
    for (const { amountUsd } of transfers) {
      this.#state.flowMicro += toMicro(amountUsd);
      this.#state.dayFlowMicro += toMicro(amountUsd);
    }
  }

  /** Orders of an asset go with its position, and so does the plan; nothing intended outlives its cycle. */
  #forgetFlat(): void {
    const state = this.#state;
    for (const kept of [state.stops, state.targets, state.plans]) {
      for (const asset of Object.keys(kept)) if (!(asset in state.held)) delete kept[asset];
    }
    state.intended = {};
  }

  /** Growth with what was paid in and out taken out, as the figures of a run have it. Source: methods.md A4. */
  #measure({ close, equityUsd, notionalUsd = 0, dayEquityUsd }: CycleEntry, seq: number): void {
    const state = this.#state;
    const before = state.equity?.value ?? 0;
    const flow = fromMicro(state.flowMicro);
    state.flowMicro = 0;
    if (state.start === null) this.#begin(equityUsd, { flow, seq });
    else {
      const capital = before + Math.max(flow, 0);
      const earned = capital > 0 ? (equityUsd - before - flow) / capital : 0;
      state.growth = { value: state.growth.value * (1 + earned), seq };
    }
    state.equity = { value: equityUsd, seq };
    state.notional = { value: notionalUsd, seq };
    this.#beginDay({ close, equityUsd: dayEquityUsd ?? before });
    state.peak = Math.max(state.peak, state.growth.value);
    const fall = state.growth.value / state.peak - 1;
    if (fall < state.maxDrawdown.value) state.maxDrawdown = { value: fall, seq };
  }

  #begin(equityUsd: number, { flow, seq }: { readonly flow: number; readonly seq: number }): void {
    const capital = flow > 0 ? flow : equityUsd;
    if (capital <= 0) return;
    this.#state.start = { value: capital, seq };
    this.#state.growth = { value: equityUsd / capital, seq };
    // What it begins with is not earned on its first day.
    this.#state.dayFlowMicro = 0;
    this.#state.dayEquity = capital;
  }

  #beginDay({ close, equityUsd }: { readonly close: number; readonly equityUsd: number }): void {
    const state = this.#state;
    const day = dayStart(close);
    if (day === state.day) return;
    const isFirst = state.day === -1;
    state.day = day;
    if (isFirst) return;
    state.dayEquity = equityUsd;
    state.dayFlowMicro = 0;
    const halt = state.halt?.value;
    if (halt?.until === "next-day" && halt.since < day && close >= dayStart(halt.since) + DAY_MS) {
      state.halt = null;
    }
  }
}

function more({ value }: Traced, seq: number): Traced {
  return { value: value + 1, seq };
}
