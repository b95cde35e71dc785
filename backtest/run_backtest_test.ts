import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import {
  type Agent,
  type CycleEntry,
  type Decision,
  type DiaryEntry,
  hold,
  type IntentEntry,
  type LegOutcome,
  type OutcomeEntry,
  RISK_PROFILES,
} from "../engine/mod.ts";
import type { PlayedChoice } from "./backtest_settings.ts";
import { MemoryDiary } from "./memory_diary.ts";
import { runBacktest } from "./run_backtest.ts";
import { DEFAULT_SIMULATION, type SimulationChoice } from "./simulation_choice.ts";
import { type CandleRow, COIN, drawnMarket, MINUTE, START } from "./testing/market.ts";

/** Buys for 2,000 USD with a stop at 98 at the first close it sees, and holds. */
const BUYER: Agent = {
  name: "buyer",
  needs: [],
  decide: ({ assets, account }) => ({
    decisions: assets.map(({ asset }): Decision =>
      account.fills.length > 0 || account.closedTrades.length > 0 ? hold(asset, "bought") : {
        asset,
        action: "buy",
        allocationUsd: 2000,
        leverage: 1,
        stop: 98,
        target: 103,
        rationale: "a test",
      }
    ),
  }),
};

/** A candle of five minutes that does not move. */
function flat(minute: number, price = 100, volume = 1000): CandleRow {
  return [minute, price, price, price, price, volume];
}

/** The lines of a run over these candles, deciding every five minutes from the fifth on. */
async function run(
  candles: readonly CandleRow[],
  simulation: Partial<SimulationChoice> = {},
): Promise<readonly DiaryEntry[]> {
  const choice: PlayedChoice = {
    agent: BUYER,
    chosen: RISK_PROFILES.get("conservative")!,
    instruments: [COIN],
    interval: "5m",
    capitalUsd: 10_000,
    seed: 1,
    detail: "trades",
    funding: "off",
    simulation: { ...DEFAULT_SIMULATION, slippage: "none", ...simulation },
  };
  const market = drawnMarket({ instrument: COIN, candles: { "5m": candles } });
  const kept = new MemoryDiary();
  const until = START + (candles.at(-1)![0] + 5) * MINUTE;
  await runBacktest({ choice, market, from: START + 5 * MINUTE, until }, {
    kept,
    signal: new AbortController().signal,
  });
  return kept.lines.map((line) => JSON.parse(line) as DiaryEntry);
}

function cyclesOf(entries: readonly DiaryEntry[]): CycleEntry[] {
  return entries.filter((entry) => entry.kind === "cycle");
}

function outcomesOf(entries: readonly DiaryEntry[], purpose: OutcomeEntry["purpose"]): LegOutcome[] {
  return entries.filter((entry) => entry.kind === "outcome")
    .filter((entry) => entry.purpose === purpose)
    .flatMap(({ legs }) => legs);
}

const QUIET = [flat(0), flat(5), flat(10), flat(15), flat(20)];

Deno.test("an entry that fills partly loses its exits, and Secure puts a stop on the whole position", async () => {
  const thin = QUIET.map(([minute]) => flat(minute, 100, 100));
  const entries = await run(thin, { partialFills: 0.1 });
  const [entry, ...exits] = outcomesOf(entries, "open");
  ok(entry.status === "accepted");
  strictEqual(entry.filledSize, 10);
  deepStrictEqual(exits.map(({ status }) => status), ["rejected", "rejected"]);
  deepStrictEqual(outcomesOf(entries, "protect").map(({ leg, status }) => [leg, status]), [
    ["stop", "accepted"],
    ["target", "accepted"],
  ]);
  const secured = entries.find((one): one is IntentEntry =>
    one.kind === "intent" && one.origin === "secure"
  )!;
  deepStrictEqual(secured.orders[0].legs.map(({ size, triggerPrice }) => [size, triggerPrice]), [
    [null, 98],
    [null, 103],
  ]);
  const [first, ...later] = cyclesOf(entries);
  strictEqual(first.naked?.length, 1);
  ok(later.every(({ naked }) => naked === undefined));
});

Deno.test("a gap beyond a stop's worst price leaves a naked position, and Secure closes it in the next cycle", async () => {
  const entries = await run([...QUIET, flat(25, 80), flat(30, 80), flat(35, 80)]);
  const naked = cyclesOf(entries).filter((entry) => entry.naked !== undefined);
  strictEqual(naked.length, 1);
  strictEqual(naked[0].close, START + 30 * MINUTE);
  deepStrictEqual(outcomesOf(entries, "close").map(({ status }) => status), ["accepted"]);
  const fills = cyclesOf(entries).flatMap((entry) => entry.fills ?? []);
  deepStrictEqual(fills.map(({ side, size, price }) => [side, size, price]), [["buy", 20, 100], [
    "sell",
    20,
    80,
  ]]);
});

Deno.test("a worst price nearer than the slippage lets no entry fill", async () => {
  const entries = await run(QUIET, { slippage: "bps:20", maxSlippageBps: 10 });
  const [entry] = outcomesOf(entries, "open");
  strictEqual(
    entry.status === "rejected" && entry.reason,
    "Order could not immediately match against any resting orders.",
  );
  const wide = await run(QUIET, { slippage: "bps:20", maxSlippageBps: 20 });
  strictEqual(outcomesOf(wide, "open")[0].status, "accepted");
});

Deno.test("latency is the time from the close to the fill", async () => {
  for (const latencyMs of [1, 250, 30_000]) {
    const [fill] = cyclesOf(await run(QUIET, { latencyMs })).flatMap((entry) => entry.fills ?? []);
    strictEqual(fill.time, START + 5 * MINUTE + latencyMs);
  }
});

Deno.test("fees are those that were asked for", async () => {
  const feeAt = async (fees: string): Promise<number> => {
    const [fill] = cyclesOf(await run(QUIET, { fees })).flatMap((entry) => entry.fills ?? []);
    return fill.feeUsd;
  };
  deepStrictEqual(
    [await feeAt("tier:0"), await feeAt("tier:6"), await feeAt("maker:0,taker:0.001")],
    [0.9, 0.48, 2],
  );
});

Deno.test("the path decides which exit of a candle that holds both fills", async () => {
  const both: CandleRow = [25, 100, 104, 97, 98];
  const exitOf = async (path: SimulationChoice["path"]): Promise<number> => {
    const entries = await run([...QUIET, both, flat(30, 98)], { path });
    return cyclesOf(entries).flatMap((entry) => entry.fills ?? [])[1].price;
  };
  deepStrictEqual([await exitOf("pessimistic"), await exitOf("ohlc")], [98, 103]);
});
