/** Size units in one coin: the venue's sizes have at most six decimals, so whole units add up exactly. */
const UNITS_PER_COIN = 1_000_000;

/** A size in coins as a whole number of units. */
export function sizeUnits(size: number): number {
  return Math.round(size * UNITS_PER_COIN);
}
