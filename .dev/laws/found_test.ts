/**
 * What the random worlds found, shrunk: each a test of its own, so that it is tried every time.
 * @module
 */
import { deepStrictEqual } from "node:assert/strict";
import { HOUR_MS } from "../../engine/mod.ts";
import { START } from "../../backtest/testing/market.ts";
import { eventsOf } from "./testing/ledger_law.ts";
import { checkLaws } from "./testing/laws.ts";
import { passThrough } from "./testing/passage.ts";
import { witnessOf } from "./testing/spans.ts";
import { PLAIN_WORLD } from "./testing/world_plan.ts";

Deno.test("found: a close by Secure on the hour comes after that hour's funding, in the diary's order too", async () => {
  const plan = {
    ...PLAIN_WORLD,
    // The price falls by half and comes back a little: the stop cannot fill within its worst price.
    weather: [
      { kind: "jump", asset: null, slot: 20, slots: 1, size: -0.5 },
      { kind: "rate", asset: null, slot: 0, slots: 36, size: 0.02 },
    ],
  } as const;
  const passage = await passThrough(plan);
  const events = witnessOf(passage).spans.flatMap(({ entry }) => eventsOf(entry));
  deepStrictEqual(
    events.slice(-2).map(({ kind, time }) => [kind, time - START]),
    [["funding", 2 * HOUR_MS], ["fill", 2 * HOUR_MS + 1]],
  );
  checkLaws(witnessOf(passage));
});
