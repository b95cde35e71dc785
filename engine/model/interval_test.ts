import { ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import {
  candlesSince,
  closeAfter,
  closeAtOrAfter,
  dayStart,
  type Interval,
  INTERVAL_MS,
  intervalMs,
  INTERVALS,
  isInterval,
} from "./interval.ts";

const NOON = 1_704_110_400_000; // 2024-01-01T12:00:00Z
const MINUTE = 60_000;

Deno.test("the grid of closes by hand", () => {
  const rows: [what: string, time: number, interval: Interval, atOrAfter: number, after: number][] = [
    ["a close is at itself, the next one after it", NOON, "15m", NOON, NOON + 15 * MINUTE],
    ["a moment later the next one is both", NOON + 1, "15m", NOON + 15 * MINUTE, NOON + 15 * MINUTE],
    ["a moment before", NOON - 1, "15m", NOON, NOON],
    ["4h begins at midnight", NOON - MINUTE, "4h", NOON, NOON],
    ["1d closes at midnight", NOON, "1d", NOON + 12 * 60 * MINUTE, NOON + 12 * 60 * MINUTE],
  ];
  for (const [what, time, interval, atOrAfter, after] of rows) {
    strictEqual(closeAtOrAfter(time, interval), atOrAfter, what);
    strictEqual(closeAfter(time, interval), after, what);
  }
});

Deno.test("every close lies on the grid that begins with the epoch, never further than one interval away", () => {
  const time = fc.integer({ min: 0, max: 4_102_444_800_000 });
  fc.assert(fc.property(time, fc.constantFrom(...INTERVALS), (moment, interval) => {
    const length = intervalMs(interval);
    const at = closeAtOrAfter(moment, interval);
    const after = closeAfter(moment, interval);
    strictEqual(at % length, 0);
    strictEqual(after % length, 0);
    ok(at >= moment && at < moment + length);
    ok(after > moment && after <= moment + length);
  }));
});

Deno.test("a UTC day begins at midnight", () => {
  const midnight = NOON - 12 * 60 * MINUTE;
  for (const moment of [midnight, midnight + 1, NOON, midnight + 24 * 60 * MINUTE - 1]) {
    strictEqual(dayStart(moment), midnight);
  }
  strictEqual(dayStart(midnight - 1), midnight - 24 * 60 * MINUTE);
});

Deno.test("intervals go by rising length and divide a day", () => {
  const lengths = INTERVALS.map(intervalMs);
  for (let index = 1; index < lengths.length; index++) ok(lengths[index] > lengths[index - 1]);
  for (const length of lengths) strictEqual(INTERVAL_MS["1d"] % length, 0);
  strictEqual(intervalMs("15m"), 900_000);
});

Deno.test("what is no interval is not taken for one", () => {
  for (const text of ["15m", "4h", "1d"]) ok(isInterval(text));
  for (const text of ["", "7m", "15M", "60m", "toString", "__proto__"]) strictEqual(isInterval(text), false);
});

Deno.test("candles since a moment are whole ones, and none since a moment that is still to come", () => {
  const rows: [what: string, since: number, count: number][] = [
    ["the candle that opened on it counts", NOON - 30 * MINUTE, 2],
    ["one that had opened before it does not", NOON - 30 * MINUTE + 1, 1],
    ["nothing has passed since the close itself", NOON, 0],
    ["nor since a fill while the cycle was on its way", NOON + 1, 0],
    ["nor since a later candle", NOON + 20 * MINUTE, 0],
  ];
  for (const [what, since, count] of rows) strictEqual(candlesSince(since, NOON, "15m"), count, what);
  strictEqual(
    candlesSince(NOON - 30 * MINUTE, NOON + 14 * MINUTE, "15m"),
    2,
    "the last one is still forming",
  );
});
