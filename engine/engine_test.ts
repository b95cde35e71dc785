import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { runCommand } from "./command_cycle.ts";
import { createEngine } from "./engine.ts";
import { ema } from "./indicators/mod.ts";
import { positionOf } from "./model/account.ts";
import type { Action, Decision } from "./model/decision.ts";
import { diaryEntrySchema } from "./model/diary_schema.ts";
import { toMicro } from "./model/money.ts";
import { bySymbol, ETH, SOL } from "./testing/instruments.ts";
import { foldOf, stateDigest } from "./testing/state_digest.ts";
import { agentOf, WIDE, World } from "./testing/world.ts";

const ASSETS = ["ETH", "SOL"] as const;
const INSTRUMENTS = bySymbol(ETH, SOL);

Deno.test("an engine has its instruments by symbol, feeds for what the agent needs, and an empty state", () => {
  const world = new World();
  const agent = agentOf(() => ({ decisions: [] }), {
    needs: [{ interval: "4h", indicators: [ema(3)], values: 2 }],
  });
  const { instruments, assets, state } = createEngine(world.engine.ports, {
    ...world.engine.run,
    agent,
    instruments: [SOL, ETH],
  });
  deepStrictEqual([...instruments.keys()], ["SOL", "ETH"]);
  deepStrictEqual(assets.map(({ asset, feeds }) => [asset, ...feeds.map(({ interval }) => interval)]), [
    ["SOL", "15m", "4h"],
    ["ETH", "15m", "4h"],
  ]);
  strictEqual(state.lastClose, -1);
  deepStrictEqual(world.log, [], "nothing happens before it is run");
});

/** What can happen before a cycle, and in it. */
const event = fc.record({
  what: fc.constantFrom(
    "nothing",
    "stop",
    "target",
    "funding",
    "deposit",
    "stranger",
    "pause",
    "resume",
    "close",
  ),
  asset: fc.constantFrom(...ASSETS),
  price: fc.constantFrom(96, 98, 99, 100, 101, 103),
});
const decision: fc.Arbitrary<Decision> = fc.record({
  asset: fc.constantFrom<string>(...ASSETS),
  action: fc.constantFrom<Action>("buy", "buy", "sell", "hold", "close"),
  allocationUsd: fc.constantFrom(100, 500, 1000),
  leverage: fc.constantFrom(1, 2, 3),
  stop: fc.constantFrom(undefined, 95, 99.5, 100.5),
  target: fc.constantFrom(undefined, 110),
  exitPlan: fc.constantFrom(undefined, "words"),
  rationale: fc.constant("because"),
}, { requiredKeys: ["asset", "action", "allocationUsd", "rationale"] });
const cycle = fc.record({
  events: fc.array(event, { maxLength: 3 }),
  decisions: fc.array(decision, { maxLength: 3 }),
  /** How the venue behaves: whether it fills in part, hides its events, or refuses all of a purpose. */
  fillShare: fc.constantFrom(1, 1, 1, 0.5),
  hides: fc.constantFrom(false, false, false, true),
  refuses: fc.constantFrom(null, null, null, "open", "add", "protect", "close"),
});
type Cycle = typeof cycle extends fc.Arbitrary<infer T> ? T : never;

async function happen(world: World, { what, asset, price }: Cycle["events"][number]): Promise<void> {
  const { exchange, clock, engine } = world;
  const waits = (kind: "stop" | "target") =>
    exchange.openOrders.some((one) => one.asset === asset && one.kind === kind);
  const position = positionOf(exchange.account(), asset);
  clock.set(clock.now() + 1);
  world.price(asset, price);
  if ((what === "stop" || what === "target") && waits(what) && position !== null) exchange.fire(asset, what);
  if (what === "funding" && position !== null) exchange.fund(asset, -0.123457);
  if (what === "deposit") exchange.transfer(100);
  if (what === "stranger") exchange.trade(asset, position?.side === "short" ? "sell" : "buy", { size: 0.5 });
  if (what === "pause" || what === "resume") await runCommand(engine, { do: what });
  if (what === "close") await runCommand(engine, { do: "close", asset });
}

async function play(world: World, { events, decisions, fillShare, hides, refuses }: Cycle): Promise<void> {
  const { exchange } = world;
  for (const one of events) await happen(world, one);
  exchange.fillShare = fillShare;
  exchange.holdsEvents = hides;
  exchange.onSubmit = ({ purpose, legs }) =>
    purpose !== refuses
      ? null
      : legs.map(({ leg, clientOrderId }) => ({ leg, clientOrderId, status: "rejected", reason: "refused" }));
  world.clock.set(world.clock.now() + 1);
  await world.cycle(...decisions);
}

Deno.test("whatever happens, the lines of the diary read one by one give the state that the engine has", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(cycle, { minLength: 1, maxLength: 12 }), async (cycles) => {
      const world = new World({ instruments: [ETH, SOL], profile: { ...WIDE, dayLossHalt: 0.01 } });
      for (const one of cycles) {
        await play(world, one);
        const { entries } = world.diary;
        deepStrictEqual(
          stateDigest(foldOf(entries, INSTRUMENTS), ASSETS),
          stateDigest(world.engine.state, ASSETS),
        );
      }
    }),
    { numRuns: 300 },
  );
});

Deno.test("whatever happens, every line is in the schema, and after a cycle of a willing venue all is protected", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(cycle, { minLength: 1, maxLength: 12 }), async (cycles) => {
      const world = new World({ instruments: [ETH, SOL] });
      for (const one of cycles) await play(world, { ...one, hides: false });
      for (const entry of world.diary.entries) ok(diaryEntrySchema.safeParse(entry).success);
      const quiet: Cycle = { events: [], decisions: [], fillShare: 1, hides: false, refuses: null };
      await play(world, quiet);
      await play(world, quiet);
      const { positions, openOrders, balanceUsd } = world.exchange.account();
      const { strangers, ownShares } = world.engine.state;
      for (const { asset } of positions) {
        const isOurs = !strangers.has(asset) || ownShares.of(asset) > 0;
        ok(
          !isOurs || openOrders.some((order) => order.asset === asset && order.kind === "stop"),
          `${asset} has no stop`,
        );
      }
      for (const { asset } of openOrders) ok(positions.some((position) => position.asset === asset));
      strictEqual(toMicro(world.engine.state.explainedBalanceUsd), toMicro(balanceUsd));
      strictEqual(world.diary.cycles.at(-1)?.faults, undefined, "the last cycle found nothing to mend");
    }),
    { numRuns: 200 },
  );
});
