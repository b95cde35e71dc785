/**
 * The laws of the whole engine on the simulated exchange: random markets, random agents, random profiles and
 * commands, held line by line against reckonings of their own. `deno task laws` hunts longer, see LAWS.md.
 * @module
 */
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { intervalMs } from "../../engine/mod.ts";
import { START } from "../../backtest/testing/market.ts";
import { checkLaws } from "./testing/laws.ts";
import { passInPieces, passThrough } from "./testing/passage.ts";
import { reachedIn } from "./testing/reached.ts";
import { huntOf } from "./testing/hunt.ts";
import { witnessOf } from "./testing/spans.ts";
import { rangeOf, type WorldPlan, worldPlans } from "./testing/world_plan.ts";

/** Runs of each property, and a seed to begin with: `-- --runs=5000 --seed=7`. */
const HUNT = huntOf(Deno.args);

Deno.test("laws: ledger, protection, triggers, sending, limits and halts hold at every line of every run", async () => {
  await fc.assert(
    fc.asyncProperty(worldPlans, async (plan) => checkLaws(witnessOf(await passThrough(plan)))),
    { ...HUNT, numRuns: 3 * HUNT.numRuns },
  );
});

Deno.test("laws: a run on the beginning of a market is the beginning of the run on all of it", async () => {
  await fc.assert(
    fc.asyncProperty(worldPlans, fc.nat(1000), async (plan, share) => {
      const until = cutAt(plan, share);
      const part = await passThrough(plan, until);
      const whole = await passThrough(plan);
      sameLines(part.lines, whole.lines.slice(0, part.lines.length));
      const closes = whole.entries.flatMap((entry) =>
        entry.kind === "cycle" && entry.close < until ? [entry.close] : []
      );
      deepStrictEqual(part.entries.flatMap((entry) => entry.kind === "cycle" ? [entry.close] : []), closes);
    }),
    HUNT,
  );
});

Deno.test("laws: the same run twice gives the same bytes", async () => {
  await fc.assert(
    fc.asyncProperty(worldPlans, async (plan) => {
      const [first, second] = [await passThrough(plan), await passThrough(plan)];
      sameLines(second.lines, first.lines);
    }),
    { ...HUNT, numRuns: Math.ceil(HUNT.numRuns / 2) },
  );
});

Deno.test("laws: an engine lost between cycles and made anew from its diary goes on with the same bytes", async () => {
  const cuts = fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 5, size: "max" });
  await fc.assert(
    fc.asyncProperty(worldPlans, cuts, async (plan, after) => {
      sameLines(await passInPieces(plan, after), (await passThrough(plan)).lines);
    }),
    HUNT,
  );
});

Deno.test("laws: the random worlds reach everything that the laws speak of", async () => {
  const reached = new Map<string, number>();
  for (const plan of fc.sample(worldPlans, { numRuns: 400, seed: 1 })) {
    for (const what of reachedIn(await passThrough(plan))) reached.set(what, (reached.get(what) ?? 0) + 1);
  }
  const missing = EVERYTHING.filter((what) => !reached.has(what));
  deepStrictEqual(missing, [], `reached: ${JSON.stringify(Object.fromEntries(reached))}`);
  ok((reached.get("cycle") ?? 0) > 10_000);
});

/** Compares two diaries byte for byte, and shows of the first line that differs what differs in it. */
function sameLines(actual: readonly string[], expected: readonly string[]): void {
  const at = expected.findIndex((line, index) => line !== actual[index]);
  if (at >= 0) deepStrictEqual(JSON.parse(actual[at] ?? "null"), JSON.parse(expected[at]));
  strictEqual(actual.length, expected.length, `line ${expected.length} follows only in one of them`);
}

/** A moment within a plan's range, on the grid of its closes, ms. */
function cutAt(plan: WorldPlan, share: number): number {
  const { from, until } = rangeOf(plan);
  const length = intervalMs(plan.interval);
  return Math.max(from, START + Math.floor((until - START) * share / 1000 / length) * length);
}

const EVERYTHING: readonly string[] = [
  ...["fill", "funding", "trade by stop", "trade by target", "trade by close", "trade by liquidation"],
  ...["halt next-day", "halt for-good", "naked", "series", "held", "paused"],
  ...[
    "command pause",
    "command resume",
    "command close",
    "command close-all",
    "end stopped",
    "end reached-end",
  ],
  ...["purpose open", "purpose add", "purpose close", "purpose protect", "secure protect", "secure close"],
  ...["filled", "accepted", "rejected", "refused"],
  ...[
    "unknown-asset",
    "duplicate",
    "malformed",
    "stale-data",
    "no-position",
    "halt",
    "cool-down",
    "below-minimum",
  ],
  ...[
    "margin",
    "leverage",
    "gross",
    "free-balance",
    "stop-side",
    "target-side",
    "stop-too-wide",
    "stop-widened",
  ],
  ...["stop-beyond-liquidation", "off-grid"],
];
