import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { type Axis, parameterAxes } from "./axis.ts";
import { LIST, type Point, type SweepSpace, sweepSpace } from "./sweep_space.ts";

const axis = (name: string, ...values: string[]): Axis => ({ name, isParameter: false, values });
const points = (space: SweepSpace): Point[] =>
  Array.from({ length: space.points }, (_, at) => space.pointAt(at));

Deno.test("a grid has every combination, the last axis changes first, and what is fixed is no part of a point", () => {
  const axes = [axis("agent", "./a.ts"), ...parameterAxes(["fast=1,2"]), axis("risk", "moderate", "high")];
  const space = sweepSpace({ capital: "5" }, axes, null);
  deepStrictEqual(points(space), [
    { fast: "1", risk: "moderate" },
    { fast: "1", risk: "high" },
    { fast: "2", risk: "moderate" },
    { fast: "2", risk: "high" },
  ]);
  deepStrictEqual(space.flagsAt(3), { capital: "5", agent: "./a.ts", risk: "high", param: ["fast=2"] });
});

Deno.test("a built-in agent is one point however many parameters the others have", () => {
  const space = sweepSpace({}, [axis("agent", "trend", "./a.ts"), ...parameterAxes(["fast=1..3"])], null);
  deepStrictEqual(points(space).map((point) => Object.values(point).join(" ")), [
    "trend",
    "./a.ts 1",
    "./a.ts 2",
    "./a.ts 3",
  ]);
});

Deno.test("windows are from and to, and a list sets what each of its points says", () => {
  const entry = [{ name: "agent", isParameter: false, value: "./a.ts" }, {
    name: "fast",
    isParameter: true,
    value: "7",
  }];
  const list = axis(LIST, JSON.stringify(entry), JSON.stringify(entry.slice(0, 1)));
  const space = sweepSpace({}, [axis("window", "2024-01..2024-02", "2024-03..2024-04"), list], null);
  deepStrictEqual(space.flagsAt(2), { from: "2024-03", to: "2024-04", agent: "./a.ts", param: ["fast=7"] });
  deepStrictEqual(space.pointAt(1), { window: "2024-01..2024-02", agent: "./a.ts" });
});

Deno.test("a sample is so many distinct points, the same for the same seed, out of a space of any size", () => {
  const axes = parameterAxes(["a=1..1000", "b=1..1000", "c=1..1000", "d=1..1000"]);
  const sample = (seed: number): Point[] =>
    points(sweepSpace({ agent: "./a.ts" }, axes, { points: 300, seed }));
  const one = sample(1);
  strictEqual(new Set(one.map((point) => JSON.stringify(point))).size, 300);
  deepStrictEqual(sample(1), one);
  ok(JSON.stringify(sample(2)) !== JSON.stringify(one));
  const low = one.filter(({ a }) => Number(a) <= 500).length;
  ok(low > 110 && low < 190, `${low} of 300 in the lower half`);
});

Deno.test("an order by lot holds every point once", () => {
  const space = sweepSpace({}, [axis("seed", ..."123456789")], { points: null, seed: 3 });
  const order = points(space).map(({ seed }) => seed);
  deepStrictEqual(order.toSorted(), [..."123456789"]);
  ok(order.join("") !== "123456789");
});

Deno.test("more than a hundred thousand are refused with their product, unless some are drawn", () => {
  const axes = [...parameterAxes(["a=1..1000", "b=1..1000"]), axis("risk", "high")];
  throws(
    () => sweepSpace({ agent: "./a.ts" }, axes, null),
    /^UsageError: 1000 of a times 1000 of b are 1,000,000 runs; wanted at most 100,000, or --sample N/,
  );
  strictEqual(sweepSpace({ agent: "./a.ts" }, axes, { points: 10, seed: 1 }).points, 10);
});
