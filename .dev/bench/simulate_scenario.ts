import { JsonlDiary } from "../../adapters/jsonl_diary/mod.ts";
import {
  type Backtest,
  type BacktestResult,
  DEFAULT_SIMULATION,
  RecordedMarket,
  runBacktest,
} from "../../backtest/mod.ts";
import { type Agent, type Interval, intervalsOf } from "../../engine/mod.ts";
import { BENCH_PROFILE, type ScenarioAsset, START } from "./scenarios.ts";

/** What is run on a market, and which candles it is made of. */
export interface Work {
  readonly agent: Agent;
  readonly interval: Interval;
  readonly candles: Interval;
}

const CAPITAL_USD = 100_000;

/**
 * Runs a work as `deno task backtest` does, resampling and the whole diary (a new file in `folder`) included: the
 * recorded candles as they come from disk are all that is there before.
 */
export async function simulateWork(
  work: Work,
  assets: readonly ScenarioAsset[],
  folder: string,
): Promise<BacktestResult> {
  return await keptWork(backtestOf(work, assets), `${folder}/${crypto.randomUUID()}.jsonl`);
}

/** Runs a backtest into a diary at `path`. */
export async function keptWork(backtest: Backtest, path: string): Promise<BacktestResult> {
  const kept = JsonlDiary.create(path, { durable: false, lazy: true });
  const result = await runBacktest(backtest, { kept, signal: new AbortController().signal });
  await kept.close();
  return result;
}

/** A work as a backtest, its market made anew of the recorded candles. */
export function backtestOf(work: Work, assets: readonly ScenarioAsset[]): Backtest {
  const recorded = assets.map(({ instrument, columns }) => ({
    instrument,
    candles: [{ interval: work.candles, columns }],
    funding: null,
    openInterest: null,
  }));
  const market = new RecordedMarket(recorded, work.interval);
  market.prepare(intervalsOf(work.agent, work.interval));
  const { agent, interval } = work;
  const instruments = assets.map(({ instrument }) => instrument);
  const choice = {
    ...{ agent, chosen: BENCH_PROFILE, instruments, interval, capitalUsd: CAPITAL_USD, seed: 1 },
    ...{ detail: "trades", funding: "off", simulation: { ...DEFAULT_SIMULATION, slippage: "none" } } as const,
  };
  return { choice, market, from: START, until: endOf(assets) };
}

/** The close of the last candle, ms: the last cycle is strictly before it. */
function endOf([{ columns: { time } }]: readonly ScenarioAsset[]): number {
  return 2 * time[time.length - 1] - time[time.length - 2];
}
