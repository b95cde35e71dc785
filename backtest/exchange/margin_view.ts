import {
  fromMicro,
  initialMargin,
  liquidationPrice,
  maintenanceMargin,
  priceToUnits,
  unitsToSize,
} from "../../engine/mod.ts";
import type { Account, Marks } from "./account.ts";
import { type LedgerPosition, valueMicro } from "./ledger.ts";

/** What must stay of the notional when money leaves, as one part of so many. Source: exchange-rules 3.3. */
const TRANSFER_PART = 10;

/**
 * What an account is worth and needs at given marks, in micro-USDC. Cross positions share the cash; an isolated one
 * stands for itself. Source: exchange-rules 3.3.
 */
export class MarginView {
  readonly #account: Pick<Account, "ledger" | "instrument" | "leverage">;

  constructor(account: Pick<Account, "ledger" | "instrument" | "leverage">) {
    this.#account = account;
  }

  /** Cash + Σ isolated + Σ size × mark of all positions. */
  equityMicro(marks: Marks): number {
    const { ledger } = this.#account;
    let equity = ledger.cashMicro;
    for (const asset of ledger.held) {
      const position = ledger.position(asset)!;
      equity += this.#value(position, asset, marks) + (position.isolatedMicro ?? 0);
    }
    return equity;
  }

  /** Cash + Σ size × mark of the cross positions. */
  crossMicro(marks: Marks): number {
    const { ledger } = this.#account;
    let value = ledger.cashMicro;
    for (const asset of ledger.held) {
      const position = ledger.position(asset)!;
      if (position.isolatedMicro === null) value += this.#value(position, asset, marks);
    }
    return value;
  }

  /** What an isolated position has: its own money + size × mark; 0 for any other. */
  isolatedMicro(asset: string, marks: Marks): number {
    const position = this.#account.ledger.position(asset);
    if (position === undefined || position.isolatedMicro === null) return 0;
    return position.isolatedMicro + this.#value(position, asset, marks);
  }

  /** Σ maintenance margin of the cross positions. */
  maintenanceMicro(marks: Marks): number {
    const { ledger } = this.#account;
    let sum = 0;
    for (const asset of ledger.held) {
      const position = ledger.position(asset)!;
      if (position.isolatedMicro !== null) continue;
      const notional = Math.abs(this.#value(position, asset, marks));
      sum += maintenanceMargin(notional, this.#account.instrument(asset));
    }
    return sum;
  }

  /** What a position takes of the account: cross its initial margin, isolated all that it has. */
  usedByMicro(asset: string, marks: Marks): number {
    const position = this.#account.ledger.position(asset);
    if (position === undefined) return 0;
    const value = this.#value(position, asset, marks);
    if (position.isolatedMicro !== null) return position.isolatedMicro + value;
    return initialMargin(Math.abs(value), this.#account.leverage(asset));
  }

  /** Σ of what the positions take of the account. */
  usedMicro(marks: Marks): number {
    let sum = 0;
    for (const asset of this.#account.ledger.held) sum += this.usedByMicro(asset, marks);
    return sum;
  }

  /**
   * What may leave the cash: what is above the initial margin of the cross positions with `reservedMicro` for resting
   * orders, and above a tenth of their notional; never below zero.
   */
  withdrawableMicro(marks: Marks, reservedMicro = 0): number {
    const initial = this.#sumCross((asset) => this.usedByMicro(asset, marks)) + reservedMicro;
    const tenth = this.#sumCross((asset) => initialMargin(this.notionalMicro(asset, marks), TRANSFER_PART));
    return Math.max(0, this.crossMicro(marks) - Math.max(initial, tenth));
  }

  /** What must stay in an isolated position when margin is taken out. */
  keptMicro(asset: string, marks: Marks): number {
    const notional = this.notionalMicro(asset, marks);
    return Math.max(
      initialMargin(notional, this.#account.leverage(asset)),
      initialMargin(notional, TRANSFER_PART),
    );
  }

  /** |size| × mark of an asset's position. */
  notionalMicro(asset: string, marks: Marks): number {
    const position = this.#account.ledger.position(asset);
    return position === undefined ? 0 : Math.abs(this.#value(position, asset, marks));
  }

  /** The price, USD, at which a position is liquidated if only this asset moves; null: never. */
  liquidationPrice(asset: string, marks: Marks): number | null {
    const { ledger } = this.#account;
    const position = ledger.position(asset);
    if (position === undefined) return null;
    const instrument = this.#account.instrument(asset);
    const isCross = position.isolatedMicro === null;
    const value = isCross ? this.crossMicro(marks) : this.isolatedMicro(asset, marks);
    const maintenance = isCross
      ? this.maintenanceMicro(marks)
      : maintenanceMargin(this.notionalMicro(asset, marks), instrument);
    const signedSize = unitsToSize(position.units, instrument);
    return liquidationPrice(
      { instrument, signedSize, mark: marks.get(asset)! },
      { valueUsd: fromMicro(value), maintenanceUsd: fromMicro(maintenance) },
    );
  }

  #sumCross(of: (asset: string) => number): number {
    const { ledger } = this.#account;
    let sum = 0;
    for (const asset of ledger.held) {
      if (ledger.position(asset)!.isolatedMicro === null) sum += of(asset);
    }
    return sum;
  }

  #value(position: Readonly<LedgerPosition>, asset: string, marks: Marks): number {
    const mark = marks.get(asset);
    if (mark === undefined) throw new Error(`no mark for ${asset}, which is held`);
    return valueMicro(position, priceToUnits(mark, this.#account.instrument(asset)));
  }
}
