import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { CandleFeed } from "../indicators/candle_feed.ts";
import { intervalMs } from "../model/interval.ts";
import { AGENTS } from "./mod.ts";

Deno.test("the rule-based agents by name", () => {
  deepStrictEqual([...AGENTS.keys()].sort(), ["buy-and-hold", "mean-reversion", "random", "trend"]);
  for (const [name, agent] of AGENTS) strictEqual(agent.name, name);
});

Deno.test("no agent needs more of four hours than December has before January, nor shows fewer than ten values", () => {
  for (const { needs } of AGENTS.values()) {
    for (const { interval, indicators, values } of needs) {
      const of = interval === "decision" ? "15m" : interval;
      const { needed } = new CandleFeed({ interval: of, indicators, values });
      if (of === "4h") ok(needed <= 170, `${needed} candles of 4h`);
      ok(needed * intervalMs(of) <= 31 * intervalMs("1d"));
      strictEqual(values, 10);
    }
  }
});
