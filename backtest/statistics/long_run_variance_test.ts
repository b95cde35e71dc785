import { longRunVariance } from "./long_run_variance.ts";
import { nearPart } from "./testing/near.ts";
import { eightVariants, pairOfSeries } from "./testing/series.ts";

Deno.test("the closed form of the stationary bootstrap's variance, methods.md A3", () => {
  const { a, b } = pairOfSeries();
  const variance = longRunVariance(a.map((value, day) => value - b[day]), 10);
  nearPart(variance, 4.879361549703e-5, 1e-12);
  nearPart(Math.sqrt(variance / 240), 4.508954770649e-4, 1e-12);
});

Deno.test("of the seven differences that SPA is tested with", () => {
  const [first, ...others] = eightVariants();
  const wanted = [
    ...[2.8781062197685e-4, 2.6575834250027e-4, 2.4280323110886e-4, 3.1190632961312e-4],
    ...[2.6438009378031e-4, 2.8015770615999e-4, 2.0537618969524e-4],
  ];
  others.forEach((variant, k) => {
    nearPart(longRunVariance(variant.map((value, day) => value - first[day]), 10), wanted[k], 1e-12);
  });
});
