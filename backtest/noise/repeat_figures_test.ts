import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { type RepeatedRun, repeatFigures } from "./repeat_figures.ts";

const DAILY = Array.from({ length: 60 }, (_, day) => 10_000 * (1 + 0.02 * Math.sin(day * 1.7) + day / 2000));

function run(totalReturn: number, maxDrawdown = -0.1): RepeatedRun {
  return { totalReturn, maxDrawdown, daily: DAILY };
}

Deno.test("repeats that are one and the same have no noise: the share is 0, however returns are rounded", () => {
  const found = repeatFigures([run(0.1), run(0.1), run(0.1)]);
  strictEqual(found.modelVariance, 0);
  strictEqual(found.noiseShare, 0);
  ok(found.marketVariance! > 0);
  deepStrictEqual(found.totalReturn, {
    median: 0.1,
    lowerQuartile: 0.1,
    upperQuartile: 0.1,
    least: 0.1,
    most: 0.1,
  });
});

Deno.test("median, middle half and range are over all repeats; the share rises with the spread between them", () => {
  const found = repeatFigures([run(0.4, -0.3), run(0, -0.1), run(0.1, -0.2), run(0.3, -0.5), run(0.2, -0.4)]);
  const { median, lowerQuartile, upperQuartile, least, most } = found.totalReturn;
  deepStrictEqual([median, lowerQuartile, upperQuartile, least, most], [0.2, 0.1, 0.3, 0, 0.4]);
  strictEqual(found.maxDrawdown.median, -0.3);
  ok(Math.abs(found.modelVariance - 0.025) < 1e-15);
  const expected = 0.025 / (0.025 + found.marketVariance!);
  strictEqual(found.noiseShare, expected);
  const closer = repeatFigures([run(0.21), run(0.19), run(0.2)]);
  ok(closer.noiseShare! > 0 && closer.noiseShare! < expected);
});

Deno.test("without daily returns the market's part is not known, nor is the share", () => {
  const found = repeatFigures([{ ...run(0.1), daily: [10_000] }, { ...run(0.2), daily: [10_000] }]);
  deepStrictEqual([found.marketVariance, found.noiseShare], [null, null]);
  const still = repeatFigures([{ ...run(0), daily: [1, 1, 1, 1] }, { ...run(0), daily: [1, 1, 1, 1] }]);
  strictEqual(still.noiseShare, 0, "nothing varies: none of it is the model's");
});
