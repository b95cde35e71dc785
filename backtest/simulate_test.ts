import { deepStrictEqual, notDeepStrictEqual, ok, strictEqual } from "node:assert/strict";
import {
  type AccountEvent,
  AGENT_PROFILES,
  AGENTS,
  type CycleEntry,
  type DiaryEntry,
  RISK_PROFILES,
  type RiskProfile,
  type RunSettings,
  toMicro,
} from "../engine/mod.ts";
import { DEFAULT_EXCHANGE } from "./exchange/options.ts";
import { SimulatedExchange } from "./exchange/simulated_exchange.ts";
import { HistoricalMarketData } from "./market/historical_market_data.ts";
import type { RecordedMarket } from "./market/recorded_market.ts";
import { MemoryDiary } from "./memory_diary.ts";
import { NoCommands } from "./no_commands.ts";
import { NoModel } from "./no_model.ts";
import { simulate, type SimulationResult } from "./simulate.ts";
import { SimulatedClock } from "./simulated_clock.ts";
import { drawnMarket, MINUTE, START } from "./testing/market.ts";
import { type AssetPlan, drawAssets } from "./testing/random_market.ts";

const SLOTS = 5 * 288;
const UNTIL = START + SLOTS * 5 * MINUTE;
const QUARTER = 15 * MINUTE;
const DEPOSIT = 10_000;

const PLAN: AssetPlan = {
  seed: 11,
  szDecimals: 2,
  magnitude: 2,
  maxLeverage: 20,
  tiered: false,
  volatility: 0.003,
  holes: "none",
  maxRate: 0.0005,
};
const PLANS: readonly AssetPlan[] = [PLAN, { ...PLAN, seed: 12, szDecimals: 4, magnitude: 3, holes: "few" }];
/** Without the 15m candles that fill holes: a recorded 15m series would be what is decided on. */
const DRAWN = drawAssets(PLANS, SLOTS).map((asset) => ({
  ...asset,
  candles: { "5m": asset.candles["5m"]! },
}));
const MARKET = drawnMarket(...DRAWN);

/** What a test changes of a run. */
interface Change {
  readonly agent?: string;
  readonly profile?: RiskProfile;
  readonly seed?: number;
  readonly market?: RecordedMarket;
  readonly until?: number;
  readonly kept?: MemoryDiary | null;
  readonly signal?: AbortSignal;
  readonly onCycle?: (entry: CycleEntry) => void;
}

interface Ran {
  readonly result: SimulationResult;
  readonly lines: readonly string[];
  readonly entries: readonly DiaryEntry[];
}

/** A whole run over the small market, composed as main.ts composes a backtest. */
async function run(change: Change = {}): Promise<Ran> {
  const { agent = "random", profile = RISK_PROFILES.get("high")!, seed = 1, market = MARKET } = change;
  const { until = UNTIL, kept = new MemoryDiary(), signal = new AbortController().signal } = change;
  const from = START + QUARTER;
  const clock = new SimulatedClock(from);
  const marketData = new HistoricalMarketData(market, clock);
  const instruments = DRAWN.map(({ instrument }) => instrument);
  const exchange = new SimulatedExchange({ clock, marketData, instruments }, {
    ...DEFAULT_EXCHANGE,
    depositUsd: DEPOSIT,
  });
  const settings: RunSettings = {
    key: `key of ${agent} ${seed}`,
    agent: AGENTS.get(agent)!,
    instruments,
    interval: "15m",
    profile,
    seed,
    latencyMs: 1,
    takerFee: DEFAULT_EXCHANGE.fees.takerFee,
    maxSlippageBps: 100,
    detail: "trades",
  };
  const ports = { clock, marketData, exchange, chatModel: new NoModel(), commands: new NoCommands() };
  const watch = change.onCycle === undefined ? {} : { onCycle: change.onCycle };
  const simulation = { run: settings, from, until, signal, kept, ...watch };
  const result = await simulate({ ...simulation, ports: (diary) => ({ ...ports, diary }) });
  return { result, lines: kept?.lines ?? [], entries: kept?.entries ?? [] };
}

function cyclesOf(entries: readonly DiaryEntry[]): CycleEntry[] {
  return entries.filter((entry) => entry.kind === "cycle");
}

function eventsOf({ transfers = [], fills = [], funding = [] }: CycleEntry): AccountEvent[] {
  return [...transfers, ...fills, ...funding];
}

Deno.test("simulate: the same run twice gives the same diary and the same figures", async () => {
  const [first, second] = [await run(), await run()];
  deepStrictEqual(second.lines, first.lines);
  deepStrictEqual(second.result.metrics, first.result.metrics);
  notDeepStrictEqual((await run({ seed: 2 })).lines, first.lines);
});

Deno.test("simulate: a run is worth looking at: it trades, is stopped, reaches targets, is funded", async () => {
  const { result, entries } = await run();
  const trades = cyclesOf(entries).flatMap((cycle) => cycle.trades ?? []);
  ok(trades.length > 50, `${trades.length} trades`);
  strictEqual(result.metrics.trades, trades.length);
  for (const side of ["long", "short"]) ok(trades.some((trade) => trade.side === side), side);
  const legs = new Map(
    entries.flatMap((entry) => entry.kind === "intent" ? entry.orders : []).flatMap((order) => order.legs)
      .map(({ clientOrderId, leg }) => [clientOrderId, leg]),
  );
  const filled = new Set(
    cyclesOf(entries).flatMap((cycle) => cycle.fills ?? []).map(({ clientOrderId }) =>
      legs.get(clientOrderId!)
    ),
  );
  deepStrictEqual([...filled].sort(), ["close", "entry", "stop", "target"]);
  ok(cyclesOf(entries).some(({ funding }) => funding !== undefined));
});

for (const agent of ["random", "buy-and-hold"]) {
  Deno.test(`simulate: the diary of ${agent} alone explains every balance, to the last unit`, async () => {
    const profile = AGENT_PROFILES.get(agent) ?? RISK_PROFILES.get("high")!;
    const { entries, result } = await run({ agent, profile });
    let micro = 0;
    for (const cycle of cyclesOf(entries)) {
      for (const event of eventsOf(cycle)) {
        micro += event.kind === "fill"
          ? toMicro(event.realizedPnlUsd) - toMicro(event.feeUsd)
          : toMicro(event.amountUsd);
      }
      strictEqual(toMicro(cycle.balanceUsd), micro, `at ${cycle.close}`);
      strictEqual(cycle.faults, undefined);
    }
    strictEqual(result.metrics.faults, 0);
  });
}

Deno.test("simulate: no position is ever naked", async () => {
  for (const seed of [1, 2, 3]) {
    const { result, entries } = await run({ seed });
    strictEqual(result.metrics.longestNakedMs, 0);
    ok(cyclesOf(entries).every(({ naked }) => naked === undefined));
  }
});

Deno.test("simulate: every event stands in one line only, and none before it could be known", async () => {
  const { entries } = await run();
  const seen = new Set<string>();
  for (const cycle of cyclesOf(entries)) {
    for (const event of eventsOf(cycle)) {
      // Those of a cycle's own orders come with the latency behind its close.
      ok(event.time <= cycle.close + 1 && event.time > cycle.close - QUARTER, `${event.time} ${cycle.close}`);
      const text = JSON.stringify(event);
      ok(!seen.has(text), text);
      seen.add(text);
    }
  }
});

Deno.test("simulate: the first cycle is at the first close, the last strictly before the end", async () => {
  const closes: number[] = [];
  const { entries, result } = await run({ onCycle: ({ close }) => void closes.push(close) });
  const expected: number[] = [];
  for (let close = START + QUARTER; close < UNTIL; close += QUARTER) expected.push(close);
  deepStrictEqual(closes, expected);
  deepStrictEqual(cyclesOf(entries).map(({ close }) => close), expected);
  strictEqual(entries[0].kind, "run");
  strictEqual(result.end, "reached-end");
});

Deno.test("simulate: a run that ends earlier, or on a market that does, is the beginning of the longer one", async () => {
  const whole = await run();
  for (const part of [1 / 3, 0.8]) {
    const slots = Math.floor(SLOTS * part / 3) * 3;
    const until = START + slots * 5 * MINUTE;
    const market = drawnMarket(...DRAWN.map(({ instrument, candles, funding = [] }) => ({
      instrument,
      candles: { "5m": candles["5m"].filter(([minute]) => minute < slots * 5) },
      funding: funding.filter(([hour]) => hour * 60 <= slots * 5),
    })));
    for (const change of [{ until }, { until, market }]) {
      const { lines } = await run(change);
      ok(lines.length > 100);
      deepStrictEqual(lines, whole.lines.slice(0, lines.length));
    }
  }
});

Deno.test("simulate: an aborted signal ends the run after the cycle in progress", async () => {
  const interrupt = new AbortController();
  let cycles = 0;
  const onCycle = () => void (++cycles === 10 && interrupt.abort());
  const { result, entries } = await run({ signal: interrupt.signal, onCycle });
  strictEqual(result.end, "interrupted");
  strictEqual(cyclesOf(entries).length, 10);
});

Deno.test("simulate: the figures do not need a diary that is kept", async () => {
  const kept = await run();
  const folded = await run({ kept: null });
  deepStrictEqual(folded.result.metrics, kept.result.metrics);
  deepStrictEqual(folded.result.equityCurve(10), kept.result.equityCurve(10));
  ok(kept.result.equityCurve(10).length <= 10);
});

Deno.test("simulate: buy-and-hold ends with what its fills, fees and funding make of the last prices", async () => {
  const { entries, result } = await run({
    agent: "buy-and-hold",
    profile: AGENT_PROFILES.get("buy-and-hold")!,
  });
  const cycles = cyclesOf(entries);
  const events = cycles.flatMap(eventsOf);
  const fills = events.filter((event) => event.kind === "fill");
  deepStrictEqual(fills.map(({ asset, side }) => [asset, side]), [["A0", "buy"], ["A1", "buy"]]);
  const lastClose = cycles.at(-1)!.close;
  let equity = DEPOSIT;
  for (const event of events) {
    if (event.kind === "funding") equity += event.amountUsd;
    if (event.kind === "fill") {
      const { settled } = MARKET.assets.get(event.asset)!;
      const mark = settled.columns.close[settled.closedAt(lastClose) - 1];
      equity += event.size * (mark - event.price) - event.feeUsd;
    }
  }
  // The recorded closes are not on the grid, the marks are: half a tick of each size lies between.
  const tick = fills.reduce((sum, { size, price }) => sum + size * price * 1e-4, 0);
  ok(Math.abs(result.metrics.endEquityUsd! - equity) < tick);
  ok(Math.abs(equity - DEPOSIT) > 20 * tick, "the market moved");
});
