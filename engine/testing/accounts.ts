import type { AccountState, Position } from "../model/account.ts";
import type { Decision } from "../model/decision.ts";
import type { Fill, OpenOrder } from "../model/order.ts";
import { MIDNIGHT } from "./times.ts";

/** An account of 10,000 USD, flat; what is given goes before. */
export function accountOf(given: Partial<AccountState> = {}): AccountState {
  const equityUsd = given.equityUsd ?? 10_000;
  const marginUsedUsd = (given.positions ?? []).reduce((sum, { marginUsedUsd }) => sum + marginUsedUsd, 0);
  return {
    time: MIDNIGHT,
    balanceUsd: equityUsd,
    equityUsd,
    marginUsedUsd,
    freeUsd: equityUsd - marginUsedUsd,
    positions: [],
    openOrders: [],
    ...given,
  };
}

/** A long of 10 ETH at 100 USD and 1×; notional and margin follow from what is given. */
export function positionOf10(given: Partial<Position> = {}): Position {
  const { size = 10, mark = 100, leverage = 1 } = given;
  const notionalUsd = size * mark;
  return {
    asset: "ETH",
    side: "long",
    size,
    entryPrice: 100,
    mark,
    notionalUsd,
    unrealizedPnlUsd: 0,
    marginUsedUsd: notionalUsd / leverage,
    leverage,
    liquidationPrice: null,
    ...given,
  };
}

/** A waiting stop for a whole long of ETH, placed by nobody we know. */
export function openOrderOf(given: Partial<OpenOrder> = {}): OpenOrder {
  return {
    asset: "ETH",
    clientOrderId: null,
    kind: "stop",
    side: "sell",
    size: null,
    limitPrice: 88.2,
    triggerPrice: 98,
    reduceOnly: true,
    ...given,
  };
}

/** A purchase of 1 ETH at 100 USD, without fee, that nobody we know ordered. */
export function fillOf(given: Partial<Fill> = {}): Fill {
  return {
    kind: "fill",
    time: MIDNIGHT,
    asset: "ETH",
    side: "buy",
    size: 1,
    price: 100,
    feeUsd: 0,
    realizedPnlUsd: 0,
    clientOrderId: null,
    liquidation: false,
    ...given,
  };
}

/** A purchase of ETH with 1,000 USD; what is given goes before. */
export function decisionOf(given: Partial<Decision> = {}): Decision {
  return { asset: "ETH", action: "buy", allocationUsd: 1000, rationale: "because", ...given };
}
