import assert from "node:assert/strict";
import fc from "fast-check";
import { civilFromDays, minuteOf, monthOf } from "./civil_date.ts";

const DAY = 86_400_000;

function assertLikeDate(fromYear: number, untilYear: number): void {
  for (let time = Date.UTC(fromYear, 0, 1); time < Date.UTC(untilYear, 0, 1); time += DAY) {
    const date = new Date(time);
    const wanted = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
    assert.deepEqual(civilFromDays(time / DAY), wanted);
  }
}

Deno.test("civilFromDays: every day of 2020 to 2030 is the one that Date says", () => {
  assertLikeDate(2020, 2031);
});

Deno.test("civilFromDays: so are the days around the centuries' leap rule and before 1970", () => {
  assertLikeDate(1899, 1902);
  assertLikeDate(1968, 1972);
  assertLikeDate(1999, 2002);
  assertLikeDate(2099, 2102);
});

Deno.test("monthOf: a month begins at 00:00 UTC, not a millisecond before", () => {
  const march = Date.UTC(2024, 2, 1);
  assert.deepEqual([monthOf(march - 1), monthOf(march)], ["2024-02", "2024-03"]);
  assert.equal(monthOf(Date.UTC(2024, 11, 31, 23, 59)), "2024-12");
});

Deno.test("times are those of the calendar, to the minute", () => {
  assert.equal(minuteOf(Date.UTC(2024, 1, 29, 23, 59, 59, 999)), "2024-02-29T23:59Z");
  fc.assert(
    fc.property(fc.integer({ min: -2_208_988_800_000, max: 4_102_444_800_000 }), (time) => {
      assert.equal(minuteOf(time), `${new Date(time).toISOString().slice(0, 16)}Z`);
    }),
    { numRuns: 2000 },
  );
});
