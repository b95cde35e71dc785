import {
  createEngine,
  DIARY_SCHEMA,
  type DiaryEntry,
  type Engine,
  type LoopEnd,
  type Ports,
  runLoop,
  type RunSettings,
} from "../../../engine/mod.ts";
import { ingest } from "../../../engine/steps/ingest.ts";
import {
  DEFAULT_EXCHANGE,
  feesNamed,
  HistoricalMarketData,
  MemoryDiary,
  NoModel,
  type RecordedMarket,
  simulate,
  SimulatedClock,
  SimulatedExchange,
  slippageNamed,
} from "../../../backtest/mod.ts";
import { type DrawnAsset, START } from "../../../backtest/testing/market.ts";
import { CommandedClock } from "./commanded_clock.ts";
import { agentOf } from "./random_agent.ts";
import { type Moment, WatchedDiary, WatchedExchange } from "./watched.ts";
import { drawnOf, marketOf, rangeOf, type WorldPlan } from "./world_plan.ts";

/** What a run left behind. */
export interface Passage {
  readonly plan: WorldPlan;
  readonly drawn: readonly DrawnAsset[];
  readonly from: number;
  readonly lines: readonly string[];
  readonly entries: readonly DiaryEntry[];
  /** Everything that passed the diary and the exchange, in order. */
  readonly moments: readonly Moment[];
  readonly end: LoopEnd;
}

interface Composition {
  readonly run: RunSettings;
  readonly market: RecordedMarket;
  readonly ports: Omit<Ports, "diary">;
  readonly moments: Moment[];
}

/** Runs the whole engine over a plan's world, composed as main.ts composes a backtest; up to `until` (ms) of it. */
export async function passThrough(plan: WorldPlan, until: number = rangeOf(plan).until): Promise<Passage> {
  const drawn = drawnOf(plan);
  const { from } = rangeOf(plan);
  const { run, ports, moments } = compose(plan, drawn, until);
  const kept = new MemoryDiary();
  const { end } = await simulate({
    run,
    ports: (diary) => ({ ...ports, diary: new WatchedDiary(diary, moments) }),
    kept,
    from,
    until,
    signal: new AbortController().signal,
  });
  // The first line is written before there is a watch.
  const shifted = moments.map((one) => one.kind === "line" ? { ...one, index: one.index + 1 } : one);
  return { plan, drawn, from, lines: kept.lines, entries: kept.entries, moments: shifted, end };
}

/**
 * The same run, but the engine is lost after each of `cuts` cycles and made anew from the diary alone, while the
 * exchange lives on. Gives the lines.
 */
export async function passInPieces(plan: WorldPlan, cuts: readonly number[]): Promise<readonly string[]> {
  const { until, from } = rangeOf(plan);
  const { run, market, ports } = compose(plan, drawnOf(plan), until);
  const diary = new MemoryDiary();
  diary.append({ kind: "run", schema: DIARY_SCHEMA, key: run.key });
  let end: LoopEnd = "interrupted";
  for (const cycles of [...cuts, Infinity]) {
    const engine = createEngine({ ...ports, diary }, run);
    await continueFrom(engine, diary.entries, market);
    const interrupt = new AbortController();
    let left = cycles;
    const onCycle = (): void => void (--left <= 0 && interrupt.abort());
    const next = Math.max(from, engine.state.lastClose + 1);
    end = await runLoop(engine, { from: next, until, graceMs: 0, signal: interrupt.signal, onCycle });
    if (end !== "interrupted") break;
  }
  return diary.lines;
}

/**
 * Makes an engine what it was: its state from the lines; from the market, at each close, the candles that its
 * indicators took and the length of those that orders settle on, which stands in no line before it changes.
 */
async function continueFrom(
  engine: Engine,
  entries: readonly DiaryEntry[],
  market: RecordedMarket,
): Promise<void> {
  const clock = new SimulatedClock(0);
  const past = new HistoricalMarketData(market, clock);
  for (const entry of entries) {
    engine.state.apply(entry);
    if (entry.kind !== "cycle") continue;
    await clock.sleepUntil(entry.close);
    const { windows, contexts } = await ingest(past, engine.assets, entry.close);
    for (const { feed, window } of windows) feed.push(window);
    engine.state.noteSeries(contexts);
  }
}

function compose(plan: WorldPlan, drawn: readonly DrawnAsset[], until: number): Composition {
  const { interval, profile, depositUsd, takerFee, slippageBps, latencyMs } = plan;
  const { from } = rangeOf(plan);
  const moments: Moment[] = [];
  const market = marketOf(drawn, interval, until);
  const clock = new CommandedClock(from, START, plan.commands.filter(({ atMs }) => START + atMs >= from));
  const marketData = new HistoricalMarketData(market, clock);
  const instruments = drawn.map(({ instrument }) => instrument);
  const venue = new SimulatedExchange({ clock, marketData, instruments }, {
    ...DEFAULT_EXCHANGE,
    depositUsd,
    fees: feesNamed(`maker:${takerFee},taker:${takerFee}`)!,
    slippage: slippageNamed(`bps:${slippageBps}`)!,
  });
  const assets = instruments.map(({ symbol }) => symbol);
  const run: RunSettings = {
    key: "law",
    agent: agentOf(plan.agent, { assets, from, interval }),
    instruments,
    interval,
    profile,
    seed: 1,
    latencyMs,
    takerFee,
    maxSlippageBps: 100,
    detail: "trades",
  };
  const exchange = new WatchedExchange(venue, clock, moments);
  return {
    run,
    market,
    moments,
    ports: { clock, marketData, exchange, chatModel: new NoModel(), commands: clock },
  };
}
