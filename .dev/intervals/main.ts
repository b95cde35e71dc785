/**
 * `deno task intervals`: how often the intervals that `compare` prints hold a difference that is known. Pairs of daily returns
 * are simulated as in methods.md A3 (a common part with memory, two parts of their own), tested as two runs are, and counted.
 * An interval of 95 % should hold it in 93 to 97 % of the trials; the exit code is 1 where one does not.
 * @module
 */
import { compareDays } from "../../backtest/compare/compare_days.ts";
import type { ConfidenceInterval } from "../../backtest/statistics/mod.ts";
import { pairOfSeries } from "../../backtest/statistics/testing/series.ts";

const TRIALS = 1000;
const DRAWS = 999;
const DAYS = 365;
const MEANS = { meanA: 0.0012, meanB: 0.0004 };
/** Of a day: a common part of 1 % with a memory of 0.2, and an own one of 0.6 %. */
const DEVIATION = Math.sqrt(0.01 ** 2 / (1 - 0.2 ** 2) + 0.006 ** 2);
const LOWEST = 0.93;
const HIGHEST = 0.97;

/** What is known of the pairs, and how often an interval held it. */
const known = {
  meanReturn: MEANS.meanA - MEANS.meanB,
  sharpe: (MEANS.meanA - MEANS.meanB) / DEVIATION * Math.sqrt(365),
};
const held = { meanReturn: 0, sharpe: 0 };

const holds = ({ low, high }: ConfidenceInterval, value: number): number =>
  low <= value && value <= high ? 1 : 0;

for (let trial = 1; trial <= TRIALS; trial++) {
  // Seeds far apart: neighbouring ones of this generator begin alike.
  const { a, b } = pairOfSeries({ days: DAYS, seed: trial * 1_000_003 % 2_147_483_646 + 1, ...MEANS });
  const { meanReturn, sharpe } = compareDays(a, b, { seed: trial, draws: DRAWS });
  held.meanReturn += holds(meanReturn.interval, known.meanReturn);
  held.sharpe += holds(sharpe!.interval, known.sharpe);
}

const shares = Object.entries(held).map(([figure, count]) => ({ figure, share: count / TRIALS }));
for (const { figure, share } of shares) {
  console.log(
    `${figure}: ${(share * 100).toFixed(1)} % of ${TRIALS} trials of ${DAYS} days, ${DRAWS} draws each`,
  );
}
if (shares.some(({ share }) => share < LOWEST || share > HIGHEST)) {
  console.error(`wanted ${LOWEST * 100} to ${HIGHEST * 100} %`);
  Deno.exit(1);
}
