/** Measures a replay against the backtest that made the run, in turns: both in the engine, the diary on disk. */
import { loadInstruments } from "../../adapters/candle_store/mod.ts";
import { recordedLines } from "../../adapters/jsonl_diary/mod.ts";
import { plannedManifest } from "../../backtest/mod.ts";
import { replayRun } from "../../backtest/replay/mod.ts";
import type { Measured } from "./measure.ts";
import { marketOf, type Scenario } from "./scenarios.ts";
import { backtestOf, keptWork } from "./simulate_scenario.ts";

const RUNS = 9;
const INSTRUMENTS = new URL("../../fixtures/instruments.json", import.meta.url).pathname;

/** Plays a work and replays what it wrote, resampling included in both. */
export async function measureReplay(scenario: Scenario, folder: string): Promise<readonly Measured[]> {
  const assets = marketOf(scenario, loadInstruments(INSTRUMENTS));
  const [played, replayed]: [number[], number[]] = [[], []];
  let cycles = 0;
  for (let run = 0; run < RUNS; run++) {
    const path = `${folder}/${run}.jsonl`;
    const start = performance.now();
    const { metrics } = await keptWork(backtestOf(scenario, assets), path);
    const middle = performance.now();
    await replay(scenario, { assets, path });
    played.push((middle - start) / 1000);
    replayed.push((performance.now() - middle) / 1000);
    cycles = metrics.cycles;
  }
  return [
    measured(`${scenario.name}, played`, played, cycles),
    measured(`${scenario.name}, replayed`, replayed, cycles),
  ];
}

async function replay(
  scenario: Scenario,
  { assets, path }: { readonly assets: ReturnType<typeof marketOf>; readonly path: string },
): Promise<void> {
  const plan = backtestOf(scenario, assets);
  const loaded = { assets: [], source: "bench", synthetic: true, files: [] };
  const coverage = { gaps: [], prices: { mark: "candles", oracle: "candles" } } as never;
  const made = { id: "00000000", codeRevision: "", started: "", file: null };
  const manifest = { ...plannedManifest({ ...plan, loaded, coverage }, made), status: "finished" } as const;
  const run = {
    manifest,
    lines: recordedLines(path, true),
    player: { agent: scenario.agent, isolate: null },
    plan,
  };
  const signal = new AbortController().signal;
  const { status, divergence } = await replayRun(run, { signal, compareFrom: null, until: null });
  if (status !== "equal") throw new Error(`the replay is ${status}: ${JSON.stringify(divergence)}`);
}

function measured(name: string, seconds: readonly number[], cycles: number): Measured {
  const bestSeconds = Math.min(...seconds);
  return { name, decisionsPerSecond: cycles / bestSeconds, firstSeconds: seconds[0], bestSeconds };
}
