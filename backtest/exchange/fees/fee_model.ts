/** Fee rates are counted in parts per billion. */
export const BILLION = 1_000_000_000;

/** What one account pays; it keeps the volume where the rates go by it. */
export interface AccountFees {
  /** The rate of an order that takes liquidity (`crossed`) or makes it, parts per billion; below zero it is paid out. */
  ratePpb(time: number, crossed: boolean): number;
  /** Counts what was traded, micro-USDC. */
  took(time: number, notionalMicro: number): void;
}

/** What trading costs. Each model has a file. */
export interface FeeModel {
  /** As it is written on the command line. */
  readonly name: string;
  /** What taking liquidity costs an account that has not traded yet, as a fraction. */
  readonly takerFee: number;
  /** The fees of a new account. */
  open(): AccountFees;
}

/** A fee rate given as a fraction, in parts per billion. */
export function toPpb(rate: number): number {
  return Math.round(rate * BILLION);
}
