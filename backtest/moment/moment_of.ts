import {
  fromMicro,
  type Moment,
  type MomentAccount,
  type MomentOrder,
  type MomentPosition,
  type MomentTotals,
  type Traced,
} from "../../engine/mod.ts";
import type { HeldState, MomentState, WaitingState } from "./moment_state.ts";

const COIN = 1_000_000;

/** The state of a fold as figures; what hangs on the prices of several assets is not in it, see `valuedMoment`. */
export function momentOf(state: MomentState): Moment {
  const { seq, close, cycles, paused, halt, lastFault } = state;
  const positions = Object.entries(state.held).map(([asset, held]) => positionOf(state, asset, held));
  const orders = [
    ...Object.entries(state.stops).map(([asset, one]) => orderOf(asset, "stop", one)),
    ...Object.entries(state.targets).map(([asset, one]) => orderOf(asset, "target", one)),
  ].sort((a, b) => a.asset < b.asset ? -1 : a.asset > b.asset ? 1 : 0);
  return {
    ...{ seq, close, cycles, paused, halt, lastFault, positions, orders },
    account: accountOf(state),
    totals: totalsOf(state),
  };
}

function accountOf(state: MomentState): MomentAccount {
  const { equity, balance, notional, start, growth, peak, maxDrawdown } = state;
  const of = (value: number): Traced | null => equity === null ? null : { value, seq: equity.seq };
  const isKnown = equity !== null && start !== null;
  return {
    equityUsd: equity,
    balanceUsd: balance,
    unrealizedPnlUsd: equity === null || balance === null
      ? null
      : { value: rounded(equity.value - balance.value), seq: equity.seq },
    notionalUsd: equity === null ? null : notional,
    marginUsedUsd: Object.keys(state.held).length === 0 ? of(0) : null,
    startUsd: start,
    totalReturn: isKnown ? { value: growth.value - 1, seq: growth.seq } : null,
    dayPnlUsd: isKnown ? of(rounded(equity.value - state.dayEquity - fromMicro(state.dayFlowMicro))) : null,
    drawdown: isKnown ? { value: growth.value / peak - 1, seq: growth.seq } : null,
    maxDrawdown: isKnown ? maxDrawdown : null,
  };
}

function totalsOf(state: MomentState): MomentTotals {
  const { trades, wins, fills, refusals, faults, longestNakedMs, costUsd, unpriced } = state;
  const usd = ({ value, seq }: Traced): Traced => ({ value: fromMicro(value), seq });
  return {
    ...{ trades, wins, fills, refusals, faults, longestNakedMs, unpriced },
    winRate: trades.value === 0 ? null : { value: wins.value / trades.value, seq: trades.seq },
    netPnlUsd: usd(state.netMicro),
    feesUsd: usd(state.feesMicro),
    fundingUsd: usd(state.fundingMicro),
    modelCostUsd: costUsd,
  };
}

function positionOf(state: MomentState, asset: string, held: HeldState): MomentPosition {
  const plan = state.plans[asset];
  const level = (one: WaitingState | undefined): Traced | null =>
    one === undefined ? null : { value: one.triggerPrice, seq: one.seq };
  const usd = ({ value, seq }: Traced): Traced => ({ value: fromMicro(value), seq });
  return {
    asset,
    side: held.side,
    size: { value: held.units / COIN, seq: held.sizeSeq },
    entryPrice: { value: held.costMicro / held.units, seq: held.entrySeq },
    openedAt: held.openedAt,
    leverage: state.leverages[asset] ?? null,
    stop: level(state.stops[asset]),
    target: level(state.targets[asset]),
    exitPlan: plan?.words ?? null,
    invalidation: plan?.invalidation ?? null,
    feesUsd: usd(held.feesMicro),
    fundingUsd: usd(held.fundingMicro),
    ...{ mark: null, unrealizedPnlUsd: null, marginUsedUsd: null, liquidationPrice: null },
  };
}

function orderOf(asset: string, leg: MomentOrder["leg"], waiting: WaitingState): MomentOrder {
  const { side, clientOrderId, triggerPrice, limitPrice, size, seq } = waiting;
  return {
    ...{ asset, leg, side, clientOrderId, size },
    triggerPrice: { value: triggerPrice, seq },
    limitPrice: { value: limitPrice, seq },
  };
}

/** Differences of printed amounts carry the noise of doubles. */
function rounded(usd: number): number {
  return Math.round(usd * 1e6) / 1e6;
}
