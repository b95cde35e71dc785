import {
  type AccountState,
  fromMicro,
  type Instrument,
  type OpenOrder,
  type Position,
  unitsToSize,
} from "../../engine/mod.ts";
import type { Account, Marks } from "./account.ts";
import { entryPrice, type LedgerPosition } from "./ledger.ts";
import { printedEntry, printedLiquidation } from "./printed.ts";

const NO_POSITIONS: readonly Position[] = [];

/** Orders that are open, and what resting ones hold back of the margin, micro-USDC. */
export interface Waiting {
  readonly openOrders: readonly OpenOrder[];
  readonly reservedMicro: number;
}

const NOTHING_WAITS: Waiting = { openOrders: [], reservedMicro: 0 };

/** The account as the venue prints it. */
export class AccountView {
  readonly #account: Account;
  /** The last entry price that was printed of each asset, and what it was printed from. */
  readonly #printed = new Map<string, { readonly exact: number; readonly printed: number }>();

  constructor(account: Account) {
    this.#account = account;
  }

  /** At given marks, with what waits. */
  shown(time: number, marks: Marks, { openOrders, reservedMicro }: Waiting = NOTHING_WAITS): AccountState {
    const { ledger, margin } = this.#account;
    const equityMicro = margin.equityMicro(marks);
    const usedMicro = margin.usedMicro(marks);
    return {
      time,
      balanceUsd: fromMicro(ledger.balanceMicro),
      equityUsd: fromMicro(equityMicro),
      marginUsedUsd: fromMicro(usedMicro),
      freeUsd: fromMicro(Math.max(0, equityMicro - usedMicro - reservedMicro)),
      positions: ledger.count === 0 ? NO_POSITIONS : this.#positions(marks),
      openOrders,
    };
  }

  #positions(marks: Marks): Position[] {
    const positions: Position[] = [];
    // In the order of the instruments, as the venue lists them, not in the order they were opened.
    for (const instrument of this.#account.instruments) {
      const position = this.#account.ledger.position(instrument.symbol);
      if (position !== undefined) positions.push(this.#position(position, instrument, marks));
    }
    return positions;
  }

  #position(position: Readonly<LedgerPosition>, instrument: Instrument, marks: Marks): Position {
    const asset = instrument.symbol;
    const { margin } = this.#account;
    const notional = margin.notionalMicro(asset, marks);
    const value = position.units > 0 ? notional : -notional;
    return {
      asset,
      side: position.units > 0 ? "long" : "short",
      size: unitsToSize(Math.abs(position.units), instrument),
      entryPrice: this.#printedEntry(position, instrument),
      mark: marks.get(asset)!,
      notionalUsd: fromMicro(notional),
      unrealizedPnlUsd: fromMicro(value - position.costMicro),
      marginUsedUsd: fromMicro(margin.usedByMicro(asset, marks)),
      leverage: this.#account.leverage(asset),
      liquidationPrice: printedLiquidation(margin.liquidationPrice(asset, marks)),
    };
  }

  /** Printing is slow and an entry price changes with a fill only: what was printed last is kept. */
  #printedEntry(position: Readonly<LedgerPosition>, instrument: Instrument): number {
    const exact = entryPrice(position, instrument);
    const last = this.#printed.get(instrument.symbol);
    if (last?.exact === exact) return last.printed;
    const printed = printedEntry(exact);
    this.#printed.set(instrument.symbol, { exact, printed });
    return printed;
  }
}
