import { checked, type Instrument, mulDivCut, mulDivFloor, priceScale } from "../../engine/mod.ts";

/** Fee rates are counted in parts per billion. */
const BILLION = 1_000_000_000;
/** Funding rates are printed with up to twelve decimals: they are counted in parts per trillion. */
const TRILLION = 1_000_000_000_000;

/** A position in whole units. */
export interface LedgerPosition {
  /** Size units, below zero for a short. */
  units: number;
  /** Σ size × entry price of what is held, micro-USDC, below zero for a short. */
  costMicro: number;
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
}

/**
 * The account's books in whole micro-USDC. Cash moves by the notional of each fill, its fee and funding, so
 * cash + Σ units × mark is the equity to the last unit; entry prices are kept as costs, never as fractions.
 * Source: exchange-rules 3.3 and 3.4.
 */
export class Ledger {
  #cashMicro = 0;
  #depositsMicro = 0;
  #realizedMicro = 0;
  #fundingMicro = 0;
  #feesMicro = 0;
  readonly #positions = new Map<string, LedgerPosition>();

  /** Cash as the venue keeps it: deposits − Σ signed notional of fills − fees + funding, micro-USDC. */
  get cashMicro(): number {
    return this.#cashMicro;
  }

  /** Deposits + realised + funding − fees, micro-USDC. */
  get balanceMicro(): number {
    return checked(this.#depositsMicro + this.#realizedMicro + this.#fundingMicro - this.#feesMicro, 0);
  }

  /** Symbols of the assets held. */
  get held(): Iterable<string> {
    return this.#positions.keys();
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
   * Books a fill. The fee is cut to whole micro-USDC (rounded down); a rebate likewise. The cost of the part
   * that is closed is its share of the whole cost, cut towards zero; what is left keeps the rest.
   */
  fill(fill: LedgerFill): Booked {
    const { instrument, units, priceUnits, feePpb } = fill;
    const notionalMicro = checked(units * priceUnits, priceUnits);
    const feeMicro = mulDivFloor(Math.abs(notionalMicro), feePpb, BILLION);
    const realizedMicro = this.#move(instrument.symbol, units, notionalMicro);
    this.#cashMicro = checked(this.#cashMicro - notionalMicro - feeMicro, notionalMicro);
    this.#feesMicro = checked(this.#feesMicro + feeMicro, feeMicro);
    this.#realizedMicro = checked(this.#realizedMicro + realizedMicro, realizedMicro);
    return { feeMicro, realizedMicro };
  }

  /** Takes an extra fee, as the venue does when it keeps the margin of a liquidated account. */
  charge(feeMicro: number): void {
    this.#feesMicro = checked(this.#feesMicro + feeMicro, feeMicro);
    this.#cashMicro = checked(this.#cashMicro - feeMicro, feeMicro);
  }

  /**
   * Pays an hour's funding on size × oracle price: longs pay when the rate is above zero. The amount is cut
   * towards zero. Gives what came in (+) or went out (−), micro-USDC. Source: exchange-rules 3.2.
   */
  fund(asset: string, oracleUnits: number, rate: number): number {
    const position = this.#positions.get(asset);
    if (position === undefined) return 0;
    const notionalMicro = checked(position.units * oracleUnits, oracleUnits);
    const paid = mulDivCut(notionalMicro, Math.round(rate * TRILLION), TRILLION);
    const amount = paid === 0 ? 0 : -paid;
    this.#fundingMicro = checked(this.#fundingMicro + amount, amount);
    this.#cashMicro = checked(this.#cashMicro + amount, amount);
    return amount;
  }

  #move(asset: string, units: number, notionalMicro: number): number {
    const position = this.#positions.get(asset) ?? { units: 0, costMicro: 0 };
    if (position.units === 0 || (position.units > 0) === (units > 0)) {
      position.units += units;
      position.costMicro = checked(position.costMicro + notionalMicro, notionalMicro);
      this.#positions.set(asset, position);
      return 0;
    }
    const closing = Math.abs(units) <= Math.abs(position.units) ? units : -position.units;
    const closedCost = mulDivCut(position.costMicro, Math.abs(closing), Math.abs(position.units));
    const closedNotional = mulDivCut(notionalMicro, Math.abs(closing), Math.abs(units));
    position.units += closing;
    position.costMicro -= closedCost;
    if (position.units === 0) this.#positions.delete(asset);
    const rest = units - closing;
    if (rest !== 0) this.#positions.set(asset, { units: rest, costMicro: notionalMicro - closedNotional });
    // What was paid for it against what it brought; a long's cost is above zero, its closing notional below.
    return -closedNotional - closedCost;
  }
}

/** A position's value at a mark in price units, micro-USDC, below zero for a short. */
export function valueMicro(position: Readonly<LedgerPosition>, markUnits: number): number {
  return checked(position.units * markUnits, markUnits);
}

/** A position's average entry price in USD, unrounded. */
export function entryPrice({ units, costMicro }: Readonly<LedgerPosition>, instrument: Instrument): number {
  return costMicro / units / priceScale(instrument);
}

/** A fee rate given as a fraction, in parts per billion. */
export function toPpb(rate: number): number {
  return Math.round(rate * BILLION);
}
