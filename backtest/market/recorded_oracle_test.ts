import { strictEqual } from "node:assert/strict";
import { HOUR_MS } from "../../engine/mod.ts";
import { recordedOracle } from "./recorded_oracle.ts";

const VALUES = { time: Float64Array.of(HOUR_MS, 2 * HOUR_MS), value: Float64Array.of(10, 11) };

const ROWS: readonly (readonly [what: string, time: number, price: number | null])[] = [
  ["before the first value there is none", HOUR_MS - 1, null],
  ["at its time a value holds", HOUR_MS, 10],
  ["until the next one", 2 * HOUR_MS - 1, 10],
  ["which holds from its time on", 2 * HOUR_MS, 11],
  ["for less than an hour", 3 * HOUR_MS - 1, 11],
  ["and no longer", 3 * HOUR_MS, null],
];

for (const [what, time, price] of ROWS) {
  Deno.test(`recordedOracle: ${what}`, () => strictEqual(recordedOracle(VALUES, time), price));
}

Deno.test("recordedOracle: nothing recorded is no price", () => {
  strictEqual(recordedOracle(null, HOUR_MS), null);
  strictEqual(recordedOracle(undefined, HOUR_MS), null);
});
