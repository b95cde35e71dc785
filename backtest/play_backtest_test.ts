import { deepStrictEqual, ok } from "node:assert/strict";
import { AGENTS, type CycleEntry, type DiaryEntry, RISK_PROFILES } from "../engine/mod.ts";
import type { BacktestChoice } from "./backtest_settings.ts";
import { MemoryDiary } from "./memory_diary.ts";
import backtestHarness, { playBacktest, type Player } from "./play_backtest.ts";
import { COIN, drawnMarket, MINUTE, START } from "./testing/market.ts";

const HOURS = 300;
const rows = Array.from({ length: HOURS }, (_, hour) => {
  const [open, close] = [hour, hour + 1].map((at) => 100 + 5 * Math.sin(at / 7));
  return [hour * 60, open, Math.max(open, close) + 0.1, Math.min(open, close) - 0.1, close] as const;
});
const market = drawnMarket({ instrument: COIN, candles: { "1h": rows } });
const agent = AGENTS.get("random")!;
const traits = { name: agent.name, needs: agent.needs };
const choice: BacktestChoice = {
  agent: traits,
  chosen: RISK_PROFILES.get("high")!,
  instruments: [COIN],
  interval: "1h",
  capitalUsd: 10_000,
  seed: 3,
  detail: "trades",
  funding: "off",
};
const range = { from: START + 24 * 60 * MINUTE, until: START + 290 * 60 * MINUTE };

/** An isolate that only messages reach: everything is cloned on its way. */
const APART: Player = {
  agent: traits,
  isolate: {
    run: async (job, { signal, onEntry }) =>
      structuredClone(
        await backtestHarness(() => agent, structuredClone(job), {
          signal,
          append: (entry) => onEntry(structuredClone(entry)),
          onCycle: () => undefined,
          ask: () => Promise.reject(new Error("a backtest asks nothing")),
        }),
      ),
  },
};

async function played(
  player: Player,
): Promise<{ lines: readonly string[]; closes: number[]; figures: unknown }> {
  const kept = new MemoryDiary();
  const closes: number[] = [];
  const onCycle = ({ close }: CycleEntry): void => void closes.push(close);
  const signal = new AbortController().signal;
  const figures = await playBacktest(player, { choice, market, ...range }, { signal, kept, onCycle });
  return { lines: kept.lines, closes, figures };
}

Deno.test("where its agent is changes nothing of a run: the same diary, the same figures, each cycle told", async () => {
  const here = await played({ agent, isolate: null });
  const apart = await played(APART);
  ok(here.lines.filter((line) => (JSON.parse(line) as DiaryEntry).kind === "intent").length > 10);
  deepStrictEqual(apart.lines, here.lines);
  deepStrictEqual(apart.closes, here.closes);
  deepStrictEqual(apart.figures, here.figures);
});
