import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { DAY_MS, type RunIndex } from "../../engine/mod.ts";
import { controlDifference } from "./control_difference.ts";

const DAILY = Array.from({ length: 40 }, (_, day) => 10_000 + 50 * Math.sin(day * 2.1) + day * 3);
const RANGE = { from: 0, until: 1 };
const BOTH = ["BTC", "ETH"];

function index(changes: Partial<RunIndex> = {}): RunIndex {
  return {
    firstDay: 0,
    daily: DAILY,
    curve: [],
    asked: [[1000, 10_000, 10]],
    decisions: [[2000, "BTC", "buy"], [5000, "ETH", "sell"], [7000, "BTC", "close"]],
    trades: [],
    fills: 0,
    ...changes,
  };
}

Deno.test("other names and times are looked through: the same decisions agree in full, and so do the days", () => {
  const shift = 14 * DAY_MS;
  const moved = index({
    asked: [[1000 - shift, 10_000 - shift, 10]],
    decisions: index().decisions.map(([close, asset, action]) => [close - shift, asset, action]),
  });
  const epoch = { name: "epoch:14", range: RANGE, detail: { days: 14 } };
  const found = controlDifference([{ plain: index(), other: moved, control: epoch }], BOTH);
  deepStrictEqual(found.agreement, { points: 20, equal: 20, acted: 3, actedEqual: 3 });
  deepStrictEqual(found.dailyReturn, { mean: 0, interval: { low: 0, high: 0 }, least: 0, most: 0 });
  const renamed = index({
    decisions: [[2000, "ASSET-B", "buy"], [5000, "ASSET-A", "sell"], [7000, "ASSET-B", "close"]],
  });
  const alias = { name: "alias", range: RANGE, detail: { names: { BTC: "ASSET-B", ETH: "ASSET-A" } } };
  const { agreement } = controlDifference([{ plain: index(), other: renamed, control: alias }], BOTH);
  deepStrictEqual([agreement.acted, agreement.actedEqual], [3, 3]);
});

Deno.test("mirrored, what goes the other way is the same; the days are other days", () => {
  const control = { name: "mirror", range: RANGE, detail: null };
  const turned = index({ decisions: [[2000, "BTC", "sell"], [5000, "ETH", "buy"], [7000, "BTC", "close"]] });
  const { agreement, dailyReturn } = controlDifference([{ plain: index(), other: turned, control }], BOTH);
  deepStrictEqual([agreement.acted, agreement.actedEqual, dailyReturn], [3, 3, null]);
  strictEqual(
    controlDifference([{ plain: index(), other: index(), control }], BOTH).agreement.actedEqual,
    1,
  );
});

Deno.test("a mask under which less is earned each day is told with an interval around the mean", () => {
  const control = { name: "rescale:2", range: RANGE, detail: null };
  const worse = DAILY.map((equity, day) => equity * 0.999 ** day * (1 + 0.0001 * Math.sin(day)));
  const pair = { plain: index(), other: index({ daily: worse }), control };
  const { dailyReturn } = controlDifference([pair], BOTH);
  const { mean, interval: { low, high } } = dailyReturn!;
  ok(Math.abs(mean - 0.001) < 0.0001 && low > 0 && low < mean && mean < high, `${mean} ${low} ${high}`);
});

Deno.test("fewer than five returns, or days that are not the same in number, are no difference to tell", () => {
  const control = { name: "alias", range: RANGE, detail: null };
  const days = (count: number) => index({ daily: DAILY.slice(0, count) });
  const worse = (count: number) =>
    index({ daily: DAILY.slice(0, count).map((equity, day) => equity - day ** 2) });
  const told = (...pairs: readonly [RunIndex, RunIndex][]) =>
    controlDifference(pairs.map(([plain, other]) => ({ plain, other, control })), ["BTC"]).dailyReturn;
  strictEqual(told([days(5), worse(5)]), null);
  strictEqual(told([days(7), worse(6)]), null);
  strictEqual(told([days(6), worse(6)], [days(7), worse(7)]), null);
  ok(told([days(6), worse(6)])!.mean > 0);
  strictEqual(told([days(7), index({ daily: [1, 1, 1, 0, 0, 0, 0] })]), null);
});

Deno.test("pairs of several seeds count together: decisions in sum, days in the mean, with the least and the most of them", () => {
  const control = { name: "rescale", range: RANGE, detail: null };
  const other = (share: number, decisions = index().decisions) => ({
    plain: index(),
    other: index({ daily: DAILY.map((equity, day) => equity * (1 - share) ** day), decisions }),
    control,
  });
  const few = [other(0), other(0.001, []), other(0.002)];
  const { agreement, dailyReturn } = controlDifference(few, BOTH);
  deepStrictEqual(agreement, { points: 60, equal: 57, acted: 9, actedEqual: 6 });
  const { mean, interval: { low, high }, least, most } = dailyReturn!;
  ok(
    Math.abs(mean - 0.001) < 1e-5 && least === 0 && Math.abs(most - 0.002) < 1e-5,
    `${mean} ${least} ${most}`,
  );
  // Which of the three are drawn moves the mean as far as 0 or 0.002: days alone would hardly move it.
  ok(low < 0.0003 && high > 0.0017, `${low} to ${high}`);
  const alike = controlDifference([other(0.001), other(0.001), other(0.001)], BOTH).dailyReturn!;
  ok(alike.interval.high - alike.interval.low < 1e-5);
});
