import type { AccountEvent, OpenOrder, PositionSide } from "./order.ts";

/** A position as the venue shows it. */
export interface Position {
  readonly asset: string;
  readonly side: PositionSide;
  /** In coins, above zero. */
  readonly size: number;
  /** Average price of the entries as the venue prints it, USD: cut to six figures. */
  readonly entryPrice: number;
  readonly mark: number;
  /** size × mark, USD. */
  readonly notionalUsd: number;
  readonly unrealizedPnlUsd: number;
  /** Initial margin at its leverage, USD. */
  readonly marginUsedUsd: number;
  readonly leverage: number;
  /** The mark at which the account would be liquidated were nothing else to move; null: never. */
  readonly liquidationPrice: number | null;
}

/** The account as the venue shows it. */
export interface AccountState {
  /** The moment it holds for, ms. */
  readonly time: number;
  /** Cash: deposits + realised PnL + funding − fees, USD. */
  readonly balanceUsd: number;
  /** Balance + unrealised PnL, USD. */
  readonly equityUsd: number;
  /** Initial margin of all positions, USD. */
  readonly marginUsedUsd: number;
  /** What new positions may take as margin, USD: what resting orders hold back is not in it. */
  readonly freeUsd: number;
  readonly positions: readonly Position[];
  readonly openOrders: readonly OpenOrder[];
}

/** The venue's truth at a moment, and what changed the balance since the last look. */
export interface ExchangeState {
  readonly account: AccountState;
  /** In order of time. */
  readonly events: readonly AccountEvent[];
}

/** The position of an asset, or null when it is flat. */
export function positionOf(account: AccountState, asset: string): Position | null {
  for (const position of account.positions) {
    if (position.asset === asset) return position;
  }
  return null;
}

/** Σ size × mark over all positions, USD. */
export function grossNotional(account: AccountState): number {
  let sum = 0;
  for (const position of account.positions) sum += position.notionalUsd;
  return sum;
}
