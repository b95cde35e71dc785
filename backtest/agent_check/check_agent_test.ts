import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import {
  type AgentDefinition,
  createAgent,
  defineAgent,
  hold,
  RISK_PROFILES,
  sma,
} from "../../engine/mod.ts";
import { COIN, drawnMarket, MINUTE, START } from "../testing/market.ts";
import type { BacktestChoice } from "../backtest_settings.ts";
import { type AgentCheck, checkAgent, type OpenIsolate } from "./check_agent.ts";
import checkHarness from "./check_harness.ts";
import keepsCount from "./testing/peeking/keeps_count.ts";
import neverWarm from "./testing/peeking/never_warm.ts";

const HOUR = 60;
const HOURS = 400;

/** Prices that go up and down in waves of some days. */
const price = (hour: number): number => 100 + 6 * Math.sin(hour / 6) + Math.sin(hour / 3);
const rows = Array.from({ length: HOURS }, (_, hour) => {
  const [open, close] = [price(hour), price(hour + 1)];
  return [hour * HOUR, open, Math.max(open, close) + 0.1, Math.min(open, close) - 0.1, close] as const;
});
const market = drawnMarket({ instrument: COIN, candles: { "1h": rows } });
const windows = [{ from: START + 100 * HOUR * MINUTE, until: START + 350 * HOUR * MINUTE }];

/** Isolates that are none: every agent is made anew, but in this one process. */
const open: (definition: AgentDefinition) => OpenIsolate = (definition) => () =>
  Promise.resolve({
    run: (job, { signal, onEntry }) =>
      checkHarness(() => createAgent(definition, []), structuredClone(job), {
        signal,
        append: (entry) => onEntry(structuredClone(entry)),
        onCycle: () => undefined,
        ask: () => Promise.reject(new Error("a check asks nothing")),
      }),
    close: () => undefined,
  });

async function check(definition: AgentDefinition): Promise<AgentCheck> {
  const agent = createAgent(definition, []);
  const choice: BacktestChoice = {
    agent: { name: agent.name, needs: agent.needs },
    chosen: RISK_PROFILES.get("high")!,
    instruments: [COIN],
    interval: "1h",
    capitalUsd: 10_000,
    seed: 1,
    detail: "trades",
    funding: "off",
  };
  return await checkAgent({ agent, choice, market, windows }, open(definition));
}

function failedIn({ results }: AgentCheck): unknown[] {
  return results.filter(({ result }) => result === "failed").map((
    { name, finding },
  ) => [name, finding?.comparison]);
}

const CROSS = defineAgent({
  name: "cross",
  create: () => ({
    needs: [{ interval: "decision", indicators: [sma(5), sma(20)], values: 2 }],
    decide: ({ assets, account }, { memory }) => ({
      decisions: assets.map((view) => {
        const [fast, slow] = [view.on().series("sma5"), view.on().series("sma20")];
        if (view.position !== null && fast.last < slow.last) {
          return { asset: view.asset, action: "close" as const, rationale: "below" };
        }
        if (view.position !== null || fast.at(1) > slow.at(1) || fast.last <= slow.last) {
          return hold(view.asset, "waits");
        }
        const allocationUsd = 0.1 * account.equityUsd;
        return { asset: view.asset, action: "buy" as const, allocationUsd, rationale: "above" };
      }),
      memory: Number(memory ?? 0) + 1,
    }),
  }),
});

Deno.test("an agent that decides by its observation and its memory passes every test", async () => {
  const checked = await check(CROSS);
  deepStrictEqual(failedIn(checked), []);
  ok(checked.results.every(({ result }) => result === "ok"));
  strictEqual(checked.asked, 250);
  ok(checked.acted > 5, "there was something to compare");
});

Deno.test("state beside the memory is found by the restart; memory that never fades by the later start", async () => {
  const counted = await check(keepsCount);
  deepStrictEqual(failedIn(counted), [["warm-up", "later-start"], ["continuity", "restart"]]);
  const { finding } = counted.results.find(({ name }) => name === "continuity")!;
  ok(finding!.difference.close > finding!.turn!);
  strictEqual(finding!.difference.asset, "COIN");
  deepStrictEqual(failedIn(await check(neverWarm)), [["warm-up", "later-start"]]);
});

Deno.test("what is not the same twice is not compared further", async () => {
  let draws = 0;
  const drawing = defineAgent({
    ...CROSS,
    create: () => ({
      needs: [],
      decide: ({ assets: [{ asset }] }) => ({ decisions: [hold(asset, String(++draws))] }),
    }),
  });
  const { results, asked } = await check(drawing);
  deepStrictEqual(results.map(({ result }) => result), ["failed", "not-run", "not-run", "not-run", "ok"]);
  const { difference } = results[0].finding!;
  deepStrictEqual([difference.entry, difference.field, difference.asset], [
    "answer",
    "decisions.rationale",
    "COIN",
  ]);
  strictEqual(asked, 250);
});

Deno.test("what it looks at and has not declared is a fault with the engine's words", async () => {
  const greedy = defineAgent({
    ...CROSS,
    create: () => ({
      needs: [{ interval: "decision", indicators: [sma(5)], values: 2 }],
      decide: ({ assets: [view] }) => ({ decisions: [hold(view.asset, String(view.on().closes.at(5)))] }),
    }),
  });
  const checked = await check(greedy);
  deepStrictEqual(failedIn(checked), [["faults", null]]);
  strictEqual(
    checked.results.at(-1)!.finding!.difference.found,
    "the agent failed: value 5 of the last 2",
  );
});

Deno.test("a plan that code is to look at goes through a restart: the position is left by it, and that is continuity", async () => {
  const planned = defineAgent({
    name: "planned",
    create: () => ({
      needs: [{ interval: "decision", indicators: [], values: 1 }],
      decide: ({ assets }) => ({
        decisions: assets.map(({ asset, mid, position }) => {
          if (position !== null) return hold(asset, "as planned");
          // Bought in the trough before the turn, it is past only after it.
          const level = mid * 1.08;
          const invalidation = { indicator: "close", interval: "1h", comparison: "above", level } as const;
          const exits = { stop: mid * 0.991, target: mid * 1.5, invalidation };
          return { asset, action: "buy", allocationUsd: 1000, leverage: 1, ...exits, rationale: "in" };
        }),
      }),
    }),
  });
  const found = await check(planned);
  deepStrictEqual(failedIn(found), []);
  ok(found.acted > 20, String(found.acted));
});

Deno.test("a memory that fades is none: what came before the agent was asked is forgotten in time", async () => {
  // It buys when five closes in a row rose, by the closes it has noted itself.
  const fading = defineAgent({
    name: "fading",
    create: () => ({
      needs: [{ interval: "decision", indicators: [], values: 1 }],
      decide: ({ assets: [{ asset, mid, position }] }, { memory }) => {
        const noted = [...(memory as readonly number[] | null) ?? [], mid].slice(-40);
        const isRising = noted.length === 40 &&
          noted.slice(-5).every((one, at, all) => at === 0 || one > all[at - 1]);
        if (position !== null || !isRising) return { decisions: [hold(asset, "waits")], memory: noted };
        return { decisions: [{ asset, action: "buy", allocationUsd: 1000, rationale: "up" }], memory: noted };
      },
    }),
  });
  const checked = await check(fading);
  deepStrictEqual(failedIn(checked), []);
  ok(checked.acted > 5, String(checked.acted));
});
