/**
 * Money is counted in whole micro-USDC (1 USDC = 1,000,000). A price has at most `6 − szDecimals` decimals
 * and a size at most `szDecimals`, so size × price is a whole number of micro-USDC and needs no rounding;
 * what does need it (fees, funding, the cost of a part of a position) names its direction here.
 */

const MICRO = 1_000_000;

/** The nearest whole micro-USDC to an amount in USD that was printed with at most six decimals. */
export function toMicro(usd: number): number {
  return checked(Math.round(usd * MICRO), usd);
}

/** An amount in USD, as the venue prints it, from whole micro-USDC. */
export function fromMicro(micro: number): number {
  return micro / MICRO;
}

/** a × b ÷ c rounded down (towards −∞), exact for any safe integers; c > 0. */
export function mulDivFloor(a: number, b: number, c: number): number {
  const product = a * b;
  if (Number.isSafeInteger(product)) return floorDiv(product, c);
  const big = BigInt(a) * BigInt(b);
  const divisor = BigInt(c);
  const quotient = big / divisor;
  const down = big % divisor !== 0n && big < 0n ? quotient - 1n : quotient;
  return checked(Number(down), a);
}

/** a × b ÷ c cut towards zero, exact for any safe integers; c > 0. */
export function mulDivCut(a: number, b: number, c: number): number {
  const sign = (a < 0) !== (b < 0) ? -1 : 1;
  const cut = mulDivFloor(Math.abs(a), Math.abs(b), c);
  return cut === 0 ? 0 : sign * cut;
}

/** a ÷ b rounded down (towards −∞), exact for safe integers; b > 0. */
export function floorDiv(a: number, b: number): number {
  const quotient = Math.floor(a / b);
  // The division of two doubles may round up onto the next whole number; the remainder tells.
  if (quotient * b > a) return quotient - 1;
  return (quotient + 1) * b <= a ? quotient + 1 : quotient;
}

/** Throws a RangeError when a count of micro-USDC (or of grid units) left the range of exact integers. */
export function checked(value: number, of: number): number {
  if (Number.isSafeInteger(value)) return value === 0 ? 0 : value;
  throw new RangeError(`money: ${of} cannot be counted exactly; amounts must stay below 9,007,199,254 USD`);
}
