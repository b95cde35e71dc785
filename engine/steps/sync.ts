import type { AccountState, ExchangeState } from "../model/account.ts";
import type { Awaitable } from "../model/awaitable.ts";
import type { Fault, Halt, Trade } from "../model/diary_entry.ts";
import { toMicro } from "../model/money.ts";
import { type AccountEvent, inDiaryOrder } from "../model/order.ts";
import type { RiskProfile } from "../model/risk_profile.ts";
import { haltAt, type RunState } from "../model/run_state.ts";
import type { Exchange } from "../ports/exchange.ts";

/** What the venue says at the start of a cycle. */
export interface Synced {
  readonly account: AccountState;
  readonly events: readonly AccountEvent[];
  /** Trades that these events closed. */
  readonly trades: readonly Trade[];
  /** The equity that the day's loss is judged by, USD; only where the day begins with this cycle. */
  readonly dayEquityUsd: number | undefined;
  /** A halt that begins with this cycle. */
  readonly newHalt: Halt | null;
  /** The halt in force, old or new. */
  readonly halt: Halt | null;
  readonly faults: readonly Fault[];
}

const NO_FAULTS: readonly Fault[] = [];
const NO_TRADES: readonly Trade[] = [];

/** Asks the venue for its truth, takes in what happened since, and holds it against what the diary explains. */
export function sync(
  exchange: Exchange,
  state: RunState,
  cycle: { readonly close: number; readonly profile: RiskProfile },
): Awaitable<Synced> {
  const asked = exchange.sync(state.syncedTo);
  return asked instanceof Promise
    ? asked.then((shown) => takeIn(shown, state, cycle))
    : takeIn(asked, state, cycle);
}

function takeIn(
  { account, events }: ExchangeState,
  state: RunState,
  cycle: { readonly close: number; readonly profile: RiskProfile },
): Synced {
  const dayEquityUsd = state.beginsDay(cycle.close)
    ? state.dayEquity(cycle.close, account.equityUsd)
    : undefined;
  const trades = absorbAll(state, events);
  const present = haltAt(state, cycle.close);
  const newHalt = present?.until === "for-good" ? null : judgeHalt(state, account, cycle);
  const begins = newHalt !== null && newHalt.until !== present?.until ? newHalt : null;
  return {
    account,
    events,
    trades,
    dayEquityUsd,
    newHalt: begins,
    halt: begins ?? present,
    faults: withStrangers(reconcile(state, account), state, account),
  };
}

/** Takes events into the state, in order; gives the trades they closed. */
export function absorbAll(state: RunState, events: readonly AccountEvent[]): readonly Trade[] {
  if (events.length === 0) return NO_TRADES;
  const trades: Trade[] = [];
  for (const event of inDiaryOrder(events)) {
    const trade = state.absorb(event);
    if (trade !== null) trades.push(trade);
  }
  return trades;
}

function judgeHalt(
  state: RunState,
  { equityUsd }: AccountState,
  { close, profile }: { readonly close: number; readonly profile: RiskProfile },
): Halt | null {
  const peak = state.peakEquityUsd;
  if (hasLost(profile.drawdownHalt, peak, equityUsd)) {
    return { until: "for-good", loss: equityUsd / peak - 1 };
  }
  const day = state.dayEquity(close, equityUsd);
  if (hasLost(profile.dayLossHalt, day, equityUsd)) return { until: "next-day", loss: equityUsd / day - 1 };
  return null;
}

/** Whether a share of what was there before is gone, counted in whole micro-USDC; null: no share is too much. */
function hasLost(share: number | null, beforeUsd: number, nowUsd: number): boolean {
  if (share === null || beforeUsd <= 0) return false;
  return toMicro(beforeUsd) - toMicro(nowUsd) >= toMicro(share * beforeUsd);
}

/** Also who trades on the account and did not before. */
function withStrangers(faults: readonly Fault[], state: RunState, account: AccountState): readonly Fault[] {
  const strangers = state.strangers.look(account, state.lastLook < 0);
  if (strangers.length === 0) return faults;
  const told = strangers.map(({ asset: on, what, isTraded }): Fault => {
    const done = isTraded ? "the asset is stopped as long as that stands" : "it is left as it is";
    return { step: "sync", on, what, done };
  });
  return [...faults, ...told];
}

/** What the venue shows and the diary does not explain; the venue's figure is the one that is used. */
function reconcile(state: RunState, account: AccountState): readonly Fault[] {
  const explained = state.explainedBalanceUsd;
  if (explained === account.balanceUsd && account.positions.length === state.book.count) {
    if (account.positions.every((position) => isExplained(state, position))) return NO_FAULTS;
  }
  const faults: Fault[] = [];
  if (explained !== account.balanceUsd) {
    faults.push(
      fault("balance", `the venue shows ${account.balanceUsd} USD, the diary explains ${explained} USD`),
    );
  }
  for (const position of account.positions) {
    if (isExplained(state, position) || !state.isTraded(position.asset)) continue;
    const ours = state.book.active(position.asset);
    const explains = ours === null ? "none" : `${ours.side} ${ours.size}`;
    faults.push(
      fault(
        position.asset,
        `the venue shows ${position.side} ${position.size}, the diary explains ${explains}`,
      ),
    );
  }
  for (const trade of state.book.actives()) {
    if (account.positions.some((position) => position.asset === trade.asset)) continue;
    faults.push(
      fault(trade.asset, `the venue shows no position, the diary explains ${trade.side} ${trade.size}`),
    );
  }
  return faults;
}

function isExplained(state: RunState, position: AccountState["positions"][number]): boolean {
  return state.book.holds(position.asset, position.side, position.size);
}

function fault(on: string, what: string): Fault {
  return { step: "sync", on, what, done: "the venue's figure is used" };
}
