import { strictEqual } from "node:assert/strict";
import { type FillDirection, fillDirection } from "./fill_direction.ts";

const ROWS: readonly [what: string, held: number, filled: number, wanted: FillDirection][] = [
  ["a buy without a position opens a long", 0, 1, "open-long"],
  ["a sell without a position opens a short", 0, -1, "open-short"],
  ["a buy adds to a long", 5, 1, "open-long"],
  ["a sell adds to a short", -5, -1, "open-short"],
  ["a sell closes a part of a long", 5, -1, "close-long"],
  ["a sell closes the whole long", 5, -5, "close-long"],
  ["a larger sell turns a long round", 5, -6, "long-to-short"],
  ["a buy closes a part of a short", -5, 1, "close-short"],
  ["a buy closes the whole short", -5, 5, "close-short"],
  ["a larger buy turns a short round", -5, 6, "short-to-long"],
];

for (const [what, held, filled, wanted] of ROWS) {
  Deno.test(`fillDirection: ${what}`, () => strictEqual(fillDirection(held, filled), wanted));
}
