import { deflatedSharpe, expectedMaximum, minimumBacktestYears } from "./deflated_sharpe.ts";
import { momentsOf, sharpeOf, varianceOf } from "./moments.ts";
import { probabilisticSharpe } from "./probabilistic_sharpe.ts";
import { nearPart } from "./testing/near.ts";
import { eightVariants } from "./testing/series.ts";

/** Trials and the expected highest of so many draws, methods.md A3. */
const MAXIMA = [
  ...[[2, .519755344281], [5, 1.192594001015], [8, 1.459014077442], [10, 1.574598301346]],
  ...[[20, 1.900707951181], [45, 2.235640177766], [100, 2.530602893202], [1000, 3.255121513652]],
];

Deno.test("the expected highest of N draws, methods.md A3", () => {
  for (const [trials, wanted] of MAXIMA) nearPart(expectedMaximum(trials), wanted, 2e-12);
  if (expectedMaximum(1) !== 0) throw new Error("one draw is expected at zero");
});

Deno.test("the shortest backtest for so many trials, methods.md A3", () => {
  nearPart(minimumBacktestYears(7, 1), 1.923143, 5e-7);
  nearPart(minimumBacktestYears(10, 1), 2.479359810601, 1e-12);
  nearPart(minimumBacktestYears(20, 1), 3.612691, 5e-7);
  nearPart(minimumBacktestYears(45, 1), 4.998087004443, 1e-12);
  nearPart(minimumBacktestYears(100, 1), 6.403951, 5e-7);
  nearPart(minimumBacktestYears(100, 2), 6.403951 / 4, 5e-7);
});

Deno.test("the deflated Sharpe ratio of the paper's example, methods.md A3", () => {
  const shape = { sharpe: 2.5 / Math.sqrt(250), count: 1250, skewness: -3, kurtosis: 10 };
  const variance = 0.5 / 250;
  nearPart(deflatedSharpe(shape, { trials: 100, variance })!.threshold, 0.113172001865, 1e-11);
  nearPart(deflatedSharpe(shape, { trials: 100, variance })!.probability, 0.900396834449, 1e-11);
  // The page has 0.950501701876, a misprint: Python's own normal distribution gives 0.9505017068755786.
  nearPart(deflatedSharpe(shape, { trials: 46, variance })!.probability, 0.9505017068755786, 1e-12);
  const normal = { ...shape, skewness: 0, kurtosis: 3 };
  nearPart(deflatedSharpe(normal, { trials: 88, variance })!.probability, 0.950490816676, 1e-11);
});

Deno.test("the best of the eight variants of methods.md A3", () => {
  const variants = eightVariants();
  const sharpes = variants.map((variant) => sharpeOf(variant)!);
  const best = sharpes.indexOf(Math.max(...sharpes));
  const { skewness, kurtosis, count } = momentsOf(variants[best]);
  nearPart(sharpes[5], .124695482950, 1e-10);
  nearPart(skewness, .029854670926, 1e-10);
  nearPart(kurtosis, 2.869510893001, 1e-11);
  const variance = varianceOf(sharpes);
  nearPart(variance, .005484719353893, 1e-12);
  const shape = { sharpe: sharpes[best], count, skewness, kurtosis };
  nearPart(probabilisticSharpe(shape)!, .972843884616, 1e-11);
  const found = deflatedSharpe(shape, { trials: 8, variance })!;
  nearPart(found.threshold, .108052964704, 1e-11);
  nearPart(found.probability, .601345890651, 1e-11);
});
