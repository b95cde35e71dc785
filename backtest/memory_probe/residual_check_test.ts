import assert from "node:assert/strict";
import { type ActedDay, residualCheck } from "./residual_check.ts";

/** Days on which a return goes up or down in turn, by what was held and what was told. */
function days(held: (day: number, isUp: boolean) => number, told: (day: number, isUp: boolean) => number) {
  return Array.from({ length: 80 }, (_, day): ActedDay => {
    const isUp = day * 7919 % 13 < 6;
    const nextReturn = (isUp ? 1 : -1) * (0.01 + (day % 5) / 1000);
    return {
      held: held(day, isUp) as ActedDay["held"],
      told: told(day, isUp) as ActedDay["told"],
      nextReturn,
    };
  });
}
const right = (_day: number, isUp: boolean): number => isUp ? 1 : -1;
const lots = (day: number): number => day * 31 % 3 - 1;

Deno.test("who acts on its recall alone has nothing left of it", () => {
  const { moments, before, after } = residualCheck(days(right, right));
  assert.ok(moments === 80 && before!.r > 0.95 && before!.low > 0.9);
  assert.equal(after, null);
  // A slope of 2 does not come out even, and what rounding leaves of it goes with nothing.
  const rising = (_day: number, isUp: boolean): number => isUp ? 1 : 0;
  for (let count = 70; count < 80; count++) {
    assert.equal(residualCheck(days(right, rising).slice(0, count)).after, null, String(count));
  }
});

Deno.test("foresight that is not recall is left; where nothing was told, all of it", () => {
  const { before, after } = residualCheck(days(right, lots));
  assert.ok(before!.r > 0.95 && after!.r > 0.9);
  const silent = residualCheck(days(right, () => 0));
  assert.ok(Math.abs(silent.after!.r - silent.before!.r) < 1e-9);
});

Deno.test("recall that is mixed with lots falls to about nothing", () => {
  const { before, after } = residualCheck(
    days((day, isUp) => day % 2 === 0 ? right(day, isUp) : lots(day), right),
  );
  assert.ok(before!.low > 0.2, `${before!.r}`);
  assert.ok(after!.low < 0 && after!.high > 0, `${after!.r}`);
});

Deno.test("without moments there is nothing to tell", () => {
  assert.deepEqual(residualCheck([]), { moments: 0, before: null, after: null });
});
