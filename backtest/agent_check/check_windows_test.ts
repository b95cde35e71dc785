import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { checkWindows, closeAt } from "./check_windows.ts";

const HOUR = 3_600_000;
const START = Date.UTC(2024, 0, 1);

Deno.test("three windows in the range, on closes, each of the same length and with its own start", () => {
  const range = { from: START + 60_000, until: START + 1000 * HOUR + 60_000 };
  const windows = checkWindows(range, "1h");
  strictEqual(windows.length, 3);
  strictEqual(new Set(windows.map(({ from }) => from)).size, 3);
  for (const { from, until } of windows) {
    strictEqual(from % HOUR, 0);
    strictEqual(Math.ceil((until - from) / HOUR), 400);
    ok(from >= range.from && until <= range.until);
  }
});

Deno.test("a long range is not run as a whole, a short one has no window", () => {
  const [first] = checkWindows({ from: START, until: START + 100_000 * HOUR }, "1h");
  strictEqual(first.until - first.from, 2500 * HOUR);
  deepStrictEqual(checkWindows({ from: START, until: START + 59 * HOUR }, "1h"), []);
  strictEqual(checkWindows({ from: START, until: START + 60 * HOUR }, "1h").length, 3);
});

Deno.test("a share of a window is a close in it", () => {
  strictEqual(closeAt({ from: START, until: START + 10 * HOUR }, 0.37, "1h"), START + 3 * HOUR);
});
