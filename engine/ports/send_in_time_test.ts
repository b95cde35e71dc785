import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { decisionOf } from "../testing/accounts.ts";
import { World } from "../testing/world.ts";

const BOUNDS = { sendWithinMs: 5000, nakedLimitMs: 10_000 };

/** A world in which so much time passes (ms) between an intent and its order. */
function slow(passesMs: number): World {
  const world = new World({ bounds: BOUNDS });
  const commit = world.diary.commit.bind(world.diary);
  world.diary.commit = async () => {
    await commit();
    world.clock.set(world.clock.now() + passesMs);
  };
  return world;
}

Deno.test("an order that could not be sent in time is looked up, and lapses where nobody knows it", async () => {
  const world = slow(BOUNDS.sendWithinMs + 2);
  const { decisions } = await world.cycle(decisionOf());
  deepStrictEqual(world.takeLog().filter((line) => /submit|lapsed|outcome/.test(line)), ["write lapsed"]);
  const lapsed = world.diary.entries.find((entry) => entry.kind === "lapsed");
  deepStrictEqual([lapsed?.asset, lapsed?.purpose, lapsed?.orders.length, lapsed?.lateMs], [
    "ETH",
    "open",
    3,
    1,
  ]);
  deepStrictEqual(decisions?.map(({ outcome, reason }) => [outcome, reason]), [
    ["rejected", "lapsed: it was too late to send it"],
  ]);
  deepStrictEqual(world.exchange.account().positions, []);
});

Deno.test("one that the venue knows was sent by somebody before: what became of it is told, nothing is sent", async () => {
  const world = slow(60_000);
  world.exchange.onFind = () => ({ status: "found", state: "filled", filledSize: 10, price: 100 });
  const { decisions } = await world.cycle(decisionOf());
  deepStrictEqual(world.takeLog().filter((line) => /submit|lapsed|write outcome/.test(line)), [
    "write outcome",
  ]);
  strictEqual(decisions?.[0].outcome, "filled");
});

Deno.test("one that is in time is sent", async () => {
  const world = slow(BOUNDS.sendWithinMs - 2);
  const { decisions } = await world.cycle(decisionOf());
  strictEqual(decisions?.[0].outcome, "filled");
});
