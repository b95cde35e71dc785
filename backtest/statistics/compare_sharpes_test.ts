import assert from "node:assert/strict";
import { bootstrapSharpes, compareSharpes } from "./compare_sharpes.ts";
import { kernelCovariance } from "./long_run_covariance.ts";
import { matrixOf } from "./matrix.ts";
import { ParkMiller } from "./park_miller.ts";
import { circular } from "./resampling.ts";
import {
  deviationsOf,
  fourMoments,
  gradientOf,
  sharpeDifference,
  standardErrorBy,
} from "./sharpe_moments.ts";
import { near, nearPart } from "./testing/near.ts";
import { pairOfSeries } from "./testing/series.ts";

const { a, b } = pairOfSeries();

Deno.test("the kernel and pre-whitened errors of Ledoit and Wolf on A and B, methods.md A3", () => {
  const { alpha, bandwidth } = kernelCovariance(deviationsOf(a, b));
  nearPart(alpha, 0.127578832361, 1e-11);
  nearPart(bandwidth, 5.27604055918, 1e-11);
  const found = compareSharpes(a, b)!;
  nearPart(found.difference, 0.0420583145745, 1e-11);
  nearPart(found.standardError, 0.0444673554218, 1e-11);
  nearPart(found.p, 0.344238102976, 1e-11);
  nearPart(found.standardErrorPrewhitened, 0.0442302030175, 1e-11);
  nearPart(found.pPrewhitened, 0.341657270743, 1e-11);
});

/** Block lengths with the p-values of Wolf's own program, methods.md A3. */
const BLOCKS = [[1, 0.3392], [3, 0.3384], [5, 0.3522], [6, 0.3446], [10, 0.3556]] as const;

for (const [blockLength, p] of BLOCKS) {
  Deno.test(`bootstrapped in blocks of ${blockLength} the p is Wolf's within 0.02`, () => {
    const found = bootstrapSharpes([a, b], compareSharpes(a, b)!, { seed: 1, draws: 4999, blockLength });
    near(found.p, p, 0.02);
    // The interval holds zero just as the p says.
    assert.ok(found.interval.low < 0 && found.interval.high > 0);
    near((found.interval.low + found.interval.high) / 2, 0.0420583145745, 1e-12);
  });
}

Deno.test("a draw's error has the factor T ÷ (T − 4) of Ledoit and Wolf, which tells on few days", () => {
  const few = pairOfSeries({ days: 12 });
  const compared = compareSharpes(few.a, few.b)!;
  const { interval } = bootstrapSharpes([few.a, few.b], compared, { seed: 3, draws: 1, blockLength: 1 });
  const places = new Int32Array(12);
  circular(1)(new ParkMiller(3), places);
  const [first, second] = [few.a, few.b].map((series) => Float64Array.from(places, (place) => series[place]));
  const days = deviationsOf(first, second);
  const product = (row: number, column: number): number =>
    days.reduce((sum, day) => sum + day[row] * day[column], 0);
  const psi = matrixOf(4, (row, column) => product(row, column) / (12 - 4));
  const error = standardErrorBy(gradientOf(fourMoments(first, second)), psi, 12);
  const distance = Math.abs(sharpeDifference(first, second)! - compared.difference) / error;
  nearPart((interval.high - interval.low) / 2, distance * compared.standardErrorPrewhitened, 1e-9);
});

Deno.test("a clear difference is told, and its interval leaves zero out", () => {
  const far = pairOfSeries({ meanA: 0.006 });
  const found = bootstrapSharpes([far.a, far.b], compareSharpes(far.a, far.b)!, {
    ...{ seed: 1, draws: 999, blockLength: 5 },
  });
  assert.equal(found.p, 1 / 1000);
  assert.ok(found.interval.low > 0);
});

Deno.test("equal series are equal, and what does not vary cannot be compared", () => {
  const same = compareSharpes(a, a)!;
  assert.deepEqual([same.difference, same.p, same.pPrewhitened], [0, 1, 1]);
  assert.equal(bootstrapSharpes([a, a], same, { seed: 1, draws: 99, blockLength: 5 }).p, 1);
  assert.equal(compareSharpes(a, new Float64Array(240)), null);
  assert.equal(compareSharpes(a.subarray(0, 5), b.subarray(0, 5)), null);
});
