import {
  type AccountState,
  type Fill,
  type Instrument,
  type OpenOrder,
  ownSize,
  type Position,
} from "../../engine/mod.ts";

/** An account before a run, and what is known of it. */
export interface Holdings {
  readonly account: Pick<AccountState, "positions" | "openOrders">;
  /** What stood there and was taken over when the last run began, and every fill since, in order of time. */
  readonly takenOver: readonly Fill[];
  readonly fills: readonly Fill[];
  /** Client order ids of every order that runs on this account intended. */
  readonly intended: ReadonlySet<string>;
  readonly instruments: readonly Instrument[];
}

/** Whose what stands in an account is. */
export interface JudgedHoldings {
  /** What no order of ours explains. */
  readonly strangePositions: readonly Position[];
  readonly strangeOrders: readonly OpenOrder[];
  /** Orders of earlier runs whose asset is flat: they protect nothing. */
  readonly orphans: readonly OpenOrder[];
  /** Orders of earlier runs in whose asset a position stands. */
  readonly standing: readonly OpenOrder[];
}

/** Tells ours from strangers': an order is ours by its client order id, a position as far as fills of such orders explain it. */
export function judgeHoldings(
  { account, takenOver, fills, intended, instruments }: Holdings,
): JudgedHoldings {
  const isIntended = ({ clientOrderId }: OpenOrder): boolean =>
    clientOrderId !== null && intended.has(clientOrderId);
  const held = new Set(account.positions.map(({ asset }) => asset));
  const ours = account.openOrders.filter(isIntended);
  const isOwn = (position: Position): boolean => {
    const instrument = instruments.find(({ symbol }) => symbol === position.asset);
    if (instrument === undefined) return false;
    const all = [...takenOver, ...fills].filter(({ asset }) => asset === position.asset);
    // What was taken over is as good as our own.
    const isOwnFill = (fill: Fill): boolean =>
      takenOver.includes(fill) || fill.clientOrderId !== null && intended.has(fill.clientOrderId);
    return ownSize({ instrument, position, fills: all }, isOwnFill) === position.size;
  };
  return {
    strangePositions: account.positions.filter((position) => !isOwn(position)),
    strangeOrders: account.openOrders.filter((order) => !isIntended(order)),
    orphans: ours.filter(({ asset }) => !held.has(asset)),
    standing: ours.filter(({ asset }) => held.has(asset)),
  };
}
