import {
  checked,
  initialMargin,
  type Instrument,
  mulDivCut,
  mulDivFloor,
  priceScale,
} from "../../engine/mod.ts";
import { BILLION } from "./fees/fee_model.ts";

/** Funding rates are printed with up to twelve decimals: they are counted in parts per trillion. */
const TRILLION = 1_000_000_000_000;

/** A position in whole units. */
export interface LedgerPosition {
  /** Size units, below zero for a short. */
  units: number;
  /** Σ size × entry price of what is held, micro-USDC, below zero for a short. */
  costMicro: number;
  /**
   * Isolated: its margin − Σ signed notional of its fills + funding, micro-USDC, so that with units × mark it is what
   * the position is worth. Null: cross, it shares the account's cash.
   */
  isolatedMicro: number | null;
}

/** What a fill did to the account, micro-USDC. */
export interface Booked {
  readonly feeMicro: number;
  readonly realizedMicro: number;
}

/** A fill in whole units. */
export interface LedgerFill {
  readonly instrument: Instrument;
  /** Size units, below zero for a sell. */
  readonly units: number;
  /** Price units. */
  readonly priceUnits: number;
  /** Fee rate in parts per billion. */
  readonly feePpb: number;
  /** The leverage at which what it opens gets a margin of its own; null: cross. */
  readonly isolatedAt: number | null;
}

/** A part of a fill that only opens or only closes. */
type Part = Pick<LedgerFill, "units" | "priceUnits" | "isolatedAt">;

/**
 * The account's books in whole micro-USDC. Cash (or, isolated, the position's own) moves by the notional of each fill,
 * its fee and funding, so cash + Σ isolated + Σ units × mark is the equity to the last unit; entry prices are kept as
 * costs, never as fractions. Source: exchange-rules 3.3 and 3.4.
 */
export class Ledger {
  #cashMicro = 0;
  #depositsMicro = 0;
  #realizedMicro = 0;
  #fundingMicro = 0;
  #feesMicro = 0;
  readonly #positions = new Map<string, LedgerPosition>();
  /** Its keys: they change seldom and are walked at every mark. */
  #held: readonly string[] = [];

  /** Cash as the venue keeps it, without what isolated positions have: what all cross positions share, micro-USDC. */
  get cashMicro(): number {
    return this.#cashMicro;
  }

  /** Deposits + realised + funding − fees, micro-USDC. */
  get balanceMicro(): number {
    return checked(this.#depositsMicro + this.#realizedMicro + this.#fundingMicro - this.#feesMicro, 0);
  }

  /** Symbols of the assets held, as they are now: what is opened or closed later does not change this list. */
  get held(): readonly string[] {
    return this.#held;
  }

  /** How many assets are held. */
  get count(): number {
    return this.#positions.size;
  }

  /** The position of an asset, or undefined when it is flat. */
  position(asset: string): Readonly<LedgerPosition> | undefined {
    return this.#positions.get(asset);
  }

  /** Money that came in (+) or left (−), micro-USDC. */
  deposit(micro: number): void {
    this.#depositsMicro = checked(this.#depositsMicro + micro, micro);
    this.#cashMicro = checked(this.#cashMicro + micro, micro);
  }

  /**
   * Books a fill. The cost of the part that is closed is its share of the whole cost, cut towards zero; what is left
   * keeps the rest. The fee comes from the cash, isolated or not.
   */
  fill(fill: LedgerFill): Booked {
    const { instrument: { symbol }, units, priceUnits, feePpb, isolatedAt } = fill;
    const notionalMicro = checked(units * priceUnits, priceUnits);
    const fee = feeMicro(Math.abs(notionalMicro), feePpb);
    const closing = closingUnits(this.#positions.get(symbol)?.units ?? 0, units);
    const realizedMicro = closing === 0 ? 0 : this.#close(symbol, { units: closing, priceUnits, isolatedAt });
    if (closing !== units) this.#open(symbol, { units: units - closing, priceUnits, isolatedAt });
    this.#cashMicro = checked(this.#cashMicro - fee, notionalMicro);
    this.#feesMicro = checked(this.#feesMicro + fee, fee);
    this.#realizedMicro = checked(this.#realizedMicro + realizedMicro, realizedMicro);
    return { feeMicro: fee, realizedMicro };
  }

  /** Moves cash (+) to an isolated position or (−) from it, micro-USDC; throws where there is none. */
  moveMargin(asset: string, micro: number): void {
    const position = this.#positions.get(asset);
    if (position === undefined || position.isolatedMicro === null) {
      throw new Error(`${asset} is not isolated`);
    }
    position.isolatedMicro = checked(position.isolatedMicro + micro, micro);
    this.#cashMicro = checked(this.#cashMicro - micro, micro);
  }

  /** Takes an extra fee, as the venue does when it keeps the margin of a liquidated account. */
  charge(feeMicro: number): void {
    this.#feesMicro = checked(this.#feesMicro + feeMicro, feeMicro);
    this.#cashMicro = checked(this.#cashMicro - feeMicro, feeMicro);
  }

  /**
   * Pays an hour's funding on size × oracle price: longs pay when the rate is above zero. The amount is cut
   * towards zero; an isolated position pays it of its own. Gives what came in (+) or went out (−), micro-USDC.
   * Source: exchange-rules 3.2.
   */
  fund(asset: string, oracleUnits: number, rate: number): number {
    return this.fundUnits(asset, { oracleUnits, rate, units: this.#positions.get(asset)?.units ?? 0 });
  }

  /** The same for so many signed units, which were held at the hour; what is not held any more pays from the cash. */
  fundUnits(
    asset: string,
    { oracleUnits, rate, units }: {
      readonly oracleUnits: number;
      readonly rate: number;
      readonly units: number;
    },
  ): number {
    if (units === 0) return 0;
    const position = this.#positions.get(asset);
    const notionalMicro = checked(units * oracleUnits, oracleUnits);
    const paid = mulDivCut(notionalMicro, Math.round(rate * TRILLION), TRILLION);
    const amount = paid === 0 ? 0 : -paid;
    this.#fundingMicro = checked(this.#fundingMicro + amount, amount);
    const isolated = position?.isolatedMicro ?? null;
    if (position === undefined || isolated === null) {
      this.#cashMicro = checked(this.#cashMicro + amount, amount);
    } else position.isolatedMicro = checked(isolated + amount, amount);
    return amount;
  }

  #open(asset: string, { units, priceUnits, isolatedAt }: Part): void {
    let position = this.#positions.get(asset);
    if (position === undefined) {
      position = { units: 0, costMicro: 0, isolatedMicro: isolatedAt === null ? null : 0 };
      this.#positions.set(asset, position);
      this.#held = [...this.#positions.keys()];
    }
    const notionalMicro = units * priceUnits;
    position.units += units;
    position.costMicro = checked(position.costMicro + notionalMicro, notionalMicro);
    this.#spend(position, notionalMicro);
    if (isolatedAt !== null) this.moveMargin(asset, initialMargin(Math.abs(notionalMicro), isolatedAt));
  }

  /** Gives what it realised: what was paid for the part against what it brought. */
  #close(asset: string, { units, priceUnits }: Part): number {
    const position = this.#positions.get(asset)!;
    const notionalMicro = units * priceUnits;
    const [part, whole] = [Math.abs(units), Math.abs(position.units)];
    const closedCost = mulDivCut(position.costMicro, part, whole);
    // Of what an isolated position is worth at this price the closed share goes back to the cash, cut towards zero.
    const worth = position.isolatedMicro === null
      ? null
      : checked(position.isolatedMicro + valueMicro(position, priceUnits), priceUnits);
    this.#spend(position, notionalMicro);
    if (worth !== null) this.moveMargin(asset, -mulDivCut(worth, part, whole));
    position.units += units;
    position.costMicro -= closedCost;
    if (position.units === 0) {
      this.#positions.delete(asset);
      this.#held = [...this.#positions.keys()];
    }
    // A long's cost is above zero, its closing notional below.
    return -notionalMicro - closedCost;
  }

  #spend(position: LedgerPosition, micro: number): void {
    if (position.isolatedMicro === null) this.#cashMicro = checked(this.#cashMicro - micro, micro);
    else position.isolatedMicro = checked(position.isolatedMicro - micro, micro);
  }
}

/** The fee of a notional in micro-USDC, cut to whole micro-USDC (rounded down); a rebate likewise. */
export function feeMicro(notionalMicro: number, feePpb: number): number {
  return mulDivFloor(notionalMicro, feePpb, BILLION);
}

/** The part of a fill that closes what is held, with the fill's sign. */
function closingUnits(held: number, units: number): number {
  if (held === 0 || (held > 0) === (units > 0)) return 0;
  return Math.abs(units) <= Math.abs(held) ? units : -held;
}

/** A position's value at a mark in price units, micro-USDC, below zero for a short. */
export function valueMicro(position: Readonly<LedgerPosition>, markUnits: number): number {
  return checked(position.units * markUnits, markUnits);
}

/** A position's average entry price in USD, unrounded. */
export function entryPrice({ units, costMicro }: Readonly<LedgerPosition>, instrument: Instrument): number {
  return costMicro / units / priceScale(instrument);
}
