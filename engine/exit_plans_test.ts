import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { sma } from "./indicators/mod.ts";
import type { Invalidation } from "./model/invalidation.ts";
import { readLine } from "./model/chain.ts";
import { chainLine } from "./model/chain.ts";
import { decisionOf } from "./testing/accounts.ts";
import { foldOf } from "./testing/state_digest.ts";
import { agentOf, World } from "./testing/world.ts";
import type { Decided } from "./agents/agent.ts";

const OFF: Invalidation = { indicator: "close", interval: "15m", comparison: "below", level: 99.5 };
const HOLD = { asset: "ETH", action: "hold", rationale: "wait" } as const;

/** A world that has bought ETH with this invalidation; its agent looks at a mean of two candles. */
async function bought(invalidation: Invalidation | undefined): Promise<World> {
  const world: World = new World({
    agent: agentOf((): Decided => {
      const decisions = world.next;
      world.next = [];
      return { decisions };
    }, { needs: [{ interval: "decision", indicators: [sma(2)], values: 2 }] }),
  });
  for (let warmUp = 0; warmUp < 3; warmUp++) await world.cycle();
  await world.cycle(decisionOf({ stop: 90, invalidation }));
  return world;
}

Deno.test("a plan whose invalidation holds is closed by code, whatever the agent decides", async () => {
  const rows: [what: string, invalidation: Invalidation | undefined, price: number, closed: boolean][] = [
    ["the close is below", OFF, 99, true],
    ["the close is at the level", OFF, 99.5, false],
    ["the close is above", OFF, 101, false],
    ["above", { ...OFF, comparison: "above", level: 100.5 }, 101, true],
    ["an indicator", { ...OFF, indicator: "sma2", level: 99.8 }, 99, true],
    ["an indicator that has not come so far", { ...OFF, indicator: "sma2", level: 99.5 }, 99, false],
    ["an indicator nobody looks at", { ...OFF, indicator: "rsi14", level: 1000 }, 99, false],
    ["an interval nobody looks at", { ...OFF, interval: "1d", level: 1000 }, 99, false],
    ["none", undefined, 99, false],
  ];
  for (const [what, invalidation, price, closed] of rows) {
    const world = await bought(invalidation);
    world.price("ETH", price);
    const entry = await world.cycle(HOLD);
    strictEqual(entry.trades?.length ?? 0, closed ? 1 : 0, what);
    strictEqual(entry.decisions?.[0].action, closed ? "close" : undefined, what);
  }
});

Deno.test("an add does not go before the plan's end; other assets' decisions stand", async () => {
  const world = await bought(OFF);
  world.price("ETH", 99);
  const stranger = decisionOf({ asset: "SOL" });
  const entry = await world.cycle(decisionOf(), stranger);
  deepStrictEqual(entry.decisions?.map(({ asset, action, outcome }) => [asset, action, outcome]), [
    ["ETH", "close", "filled"],
    ["SOL", "buy", "refused"],
  ]);
});

Deno.test("it holds where the agent fails, and is over with its trade", async () => {
  const world = await bought(OFF);
  world.price("ETH", 99);
  world.next = null as unknown as [];
  await world.cycle();
  strictEqual(world.exchange.account().positions.length, 0);
  deepStrictEqual((await world.cycle(decisionOf({ stop: 90 }))).decisions?.[0].outcome, "filled");
  deepStrictEqual((await world.cycle()).decisions, undefined, "the new trade has no invalidation");
});

Deno.test("the diary tells the invalidation: a state read back has it, and an old line has none", async () => {
  const world = await bought(OFF);
  let end = { seq: 0, hash: "0".repeat(64) };
  const read = world.diary.entries.map((entry) => {
    const { text, hash } = chainLine(end, entry);
    const { entry: back } = readLine(text, end);
    end = { seq: end.seq + 1, hash };
    return back;
  });
  const state = foldOf(read, world.engine.instruments);
  deepStrictEqual(state.book.plan("ETH").invalidation, OFF);
  const moved = await world.cycle({ asset: "ETH", action: "hold", stop: 95, rationale: "nearer" });
  strictEqual(moved.decisions?.[0].outcome, "accepted");
  deepStrictEqual(world.engine.state.book.plan("ETH"), {
    stop: 95,
    target: 104,
    words: "",
    invalidation: OFF,
  });
});

Deno.test("where the venue shows no position there is nothing to close", async () => {
  const world = await bought(OFF);
  world.price("ETH", 99);
  const account = world.exchange.account.bind(world.exchange);
  world.exchange.account = () => ({ ...account(), positions: [] });
  strictEqual((await world.cycle()).decisions, undefined);
});
