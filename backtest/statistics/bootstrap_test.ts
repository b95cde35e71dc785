import assert from "node:assert/strict";
import { bootstrap, differenceOf, drawdownAt, growthAt, meanAt, sharpeAt } from "./bootstrap.ts";
import {
  basicInterval,
  centredP,
  logBasicInterval,
  percentileInterval,
  standardErrorOf,
} from "./confidence_interval.ts";
import { meanOf, momentsOf, sharpeOf } from "./moments.ts";
import { ParkMiller } from "./park_miller.ts";
import { circular, type Resampling, stationary } from "./resampling.ts";
import { near, nearPart } from "./testing/near.ts";
import { pairOfSeries } from "./testing/series.ts";

const { a, b } = pairOfSeries();
const apart = a.map((value, day) => value - b[day]);
const EVERY_DAY = Int32Array.from(a, (_, day) => day);

/** A resampling with what methods.md A3 gives for it: percentile, basic, se, p; and of the Sharpe difference. */
const EXPECTED: readonly (readonly [name: string, Resampling, readonly number[], readonly number[]])[] = [
  ["stationary", stationary(10), [
    ...[-4.469133e-4, 1.347726e-3, -3.852558e-4, 1.409384e-3, 4.489341e-4, 0.287],
  ], [-0.0381144589, 0.1167309267, 0.286]],
  ["circular", circular(10), [
    ...[-4.315368e-4, 1.366201e-3, -4.037300e-4, 1.394007e-3, 4.622590e-4, 0.296],
  ], [-0.0371375560, 0.1154095588, 0.289]],
];

for (const [name, resampling, mean, sharpe] of EXPECTED) {
  Deno.test(`the ${name} bootstrap of methods.md A3, to its digits`, () => {
    const estimate = meanOf(apart);
    near(estimate, 4.812352964684e-4, 1e-15);
    const statistics = [meanAt(apart), differenceOf(sharpeAt(a), sharpeAt(b))];
    const [means, sharpes] = bootstrap(240, statistics, { seed: 20251122, draws: 999, resampling });
    const [percentile, basic] = [percentileInterval(means), basicInterval(estimate, means)];
    const found = [percentile.low, percentile.high, basic.low, basic.high, standardErrorOf(means)];
    found.forEach((value, index) => nearPart(value, mean[index], 5e-7));
    assert.equal(centredP(estimate, means), mean[5]);
    const interval = percentileInterval(sharpes);
    near(interval.low, sharpe[0], 5e-10);
    near(interval.high, sharpe[1], 5e-10);
    assert.equal(centredP(sharpeOf(a)! - sharpeOf(b)!, sharpes), sharpe[2]);
  });
}

Deno.test("the first places that are drawn", () => {
  const [ofStationary, ofCircular] = [new Int32Array(240), new Int32Array(240)];
  stationary(10)(new ParkMiller(20251122), ofStationary);
  circular(10)(new ParkMiller(20251122), ofCircular);
  assert.equal(ofStationary[0], 118);
  assert.deepEqual([...ofCircular.subarray(0, 12)], [
    118,
    119,
    120,
    121,
    122,
    123,
    124,
    125,
    126,
    127,
    190,
    191,
  ]);
});

Deno.test("places go on from the last to the first, and all of them are there", () => {
  for (const resampling of [stationary(1000), circular(50)]) {
    const places = new Int32Array(50);
    resampling(new ParkMiller(7), places);
    assert.deepEqual([...places].sort((x, y) => x - y), Array.from({ length: 50 }, (_, place) => place));
  }
});

Deno.test("the series itself gives its own figures", () => {
  near(meanAt(a)(EVERY_DAY), meanOf(a), 1e-17);
  near(sharpeAt(a)(EVERY_DAY), sharpeOf(a)!, 1e-12);
  near(sharpeOf(a)!, 0.023792708982, 1e-12);
  near(sharpeOf(b)!, -0.018265605593, 1e-12);
  near(momentsOf(a).skewness, 0.117415051711, 1e-12);
  near(momentsOf(a).kurtosis, 2.740830057028, 1e-12);
  const falls = Float64Array.from([0.1, -0.5, 0.2, -0.1, 1]);
  const places = Int32Array.from([0, 1, 2, 3, 4]);
  near(drawdownAt(falls)(places), -0.5, 1e-15);
  near(growthAt(falls)(places), 1.1 * 0.5 * 1.2 * 0.9 * 2 - 1, 1e-15);
});

Deno.test("returns that do not vary have no Sharpe ratio", () => {
  assert.equal(sharpeOf([0.01, 0.01, 0.01]), null);
  assert.equal(sharpeOf([0.01]), null);
  assert.equal(sharpeAt([0.01, 0.01, 0.01])(Int32Array.from([0, 1, 2])), 0);
});

Deno.test("on a logarithmic scale an interval stays above zero", () => {
  const draws = Float64Array.from({ length: 401 }, (_, index) => 10 ** (index / 200 - 1));
  const found = logBasicInterval(1, draws)!;
  near(found.low, 10 ** -0.95, 1e-12);
  near(found.high, 10 ** 0.95, 1e-12);
  near(logBasicInterval(2, draws)!.low, 4 * 10 ** -0.95, 1e-12);
  near(logBasicInterval(1, Float64Array.from([0, 0, 0.5]))!.high, 2, 1e-12);
  assert.equal(logBasicInterval(0, draws), null);
});
