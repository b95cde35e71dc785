import { eigenOf, matrixOf } from "./matrix.ts";
import { meanOf, type Values } from "./moments.ts";

/**
 * How many independent trials so many correlated ones come to: exp of the entropy of the eigenvalues of their correlations
 * (Roy and Vetterli's effective rank). `returns`: of each trial over the same days; one that does not vary counts as one of its
 * own. Source: methods.md A3.
 */
export function effectiveTrials(returns: readonly Values[]): number {
  const count = returns.length;
  if (count < 2) return count;
  const standard = returns.map(standardised);
  const correlations = matrixOf(count, (row, column) => {
    if (row === column) return 1;
    let sum = 0;
    for (let day = 0; day < standard[row].length; day++) sum += standard[row][day] * standard[column][day];
    return sum;
  });
  let entropy = 0;
  for (const value of eigenOf(correlations).values) {
    const share = value / count;
    // Rounding leaves some a hair below zero.
    if (share > 0) entropy -= share * Math.log(share);
  }
  return Math.exp(entropy);
}

/** Fewer days in common say nothing of how alike trials are. */
const FEWEST_DAYS = 30;
/** Eigenvalues of more trials take minutes. */
const MOST_TRIALS = 200;

/**
 * The same of `raw` trials, of which these are the days that are known: the others count as independent ones. Null where that
 * cannot be told: no days are known, too few of them, or those of too many trials.
 */
export function effectiveAmong(raw: number, returns: readonly Values[]): number | null {
  const days = returns[0]?.length ?? 0;
  if (days < FEWEST_DAYS || returns.length > MOST_TRIALS) return null;
  if (returns.some(({ length }) => length !== days)) return null;
  return effectiveTrials(returns) + Math.max(0, raw - returns.length);
}

/** Mean zero and length one; all zeros where it does not vary. */
function standardised(values: Values): Float64Array {
  const mean = meanOf(values);
  const apart = Float64Array.from(values, (value) => value - mean);
  const length = Math.sqrt(apart.reduce((sum, value) => sum + value * value, 0));
  return length > 0 ? apart.map((value) => value / length) : apart;
}
