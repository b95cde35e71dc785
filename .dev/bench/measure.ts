/** Measures one work in this process: the first run, the best of several, and the bare loop in turns with it. */
import { loadInstruments } from "../../adapters/candle_store/mod.ts";
import { type Instrument, intervalMs } from "../../engine/mod.ts";
import { busy, idle } from "./agents/idle.ts";
import { watcher } from "./agents/watcher.ts";
import { bareLoop } from "./bare_loop.ts";
import { indicatorsOf, marketOf, type Scenario, type ScenarioAsset } from "./scenarios.ts";
import { simulateWork, type Work } from "./simulate_scenario.ts";

/** What was measured of a work; a field that does not apply is not there. */
export interface Measured {
  readonly name: string;
  readonly candlesPerSecond?: number;
  readonly decisionsPerSecond?: number;
  /** Highest resident memory of the process, MiB; where the system tells it. */
  readonly peakMb?: number;
  readonly ratioToBareLoop?: number;
  /** Over HTTP, one core serving. */
  readonly requestsPerSecond?: number;
  /** The time within which 99 of 100 requests are answered, ms. */
  readonly p99Ms?: number;
  /** Of a sweep: runs a second, that of all cores to that of one times their number, and what a queue takes of a run, ms. */
  readonly runsPerSecond?: number;
  readonly scaling?: number;
  readonly msPerRun?: number;
  /** Time of the first and of the best run, s. */
  readonly firstSeconds?: number;
  readonly bestSeconds?: number;
}

/** Each work is run so often, and short ones on until so long has passed: until the code is compiled, and past what disturbs. */
const RUNS = 7;
const MOST_RUNS = 40;
const LEAST_SECONDS = 8;
const TURNS = 30;
const DAY = { interval: "1d" } as const;

/** Measures a scenario in the engine: no start of a process, no reading of files; the diary is written whole. */
export async function measureScenario(scenario: Scenario, folder: string): Promise<Measured> {
  const assets = marketOf(scenario, knownInstruments());
  const { seconds, cycles, held } = await timeRuns(scenario, assets, folder);
  const best = Math.min(...seconds);
  return {
    name: scenario.name,
    candlesPerSecond: candlesOf(assets) / best,
    decisionsPerSecond: cycles * assets.length / best,
    ...held,
    // Where the candles are the decision's own there are none between decisions.
    ...(scenario.candles === scenario.interval
      ? {}
      : { ratioToBareLoop: await ratioOf(scenario, assets, folder) }),
    firstSeconds: seconds[0],
    bestSeconds: best,
  };
}

/** What one cycle costs: nothing done on one and on three assets, and an order in every cycle. */
export async function measureCycles(scenario: Scenario, folder: string): Promise<readonly Measured[]> {
  const three = marketOf(scenario, knownInstruments());
  const one = three.slice(0, 1);
  const works = [
    { name: "cycle, one asset, nothing done", agent: idle, assets: one },
    { name: "cycle, three assets, nothing done", agent: idle, assets: three },
    { name: "cycle, one asset, an order in each", agent: busy, assets: one },
  ];
  const measured: Measured[] = [];
  for (const { name, agent, assets } of works) {
    const { seconds, cycles } = await timeRuns({ ...scenario, agent }, assets, folder);
    const best = Math.min(...seconds);
    measured.push({ name, decisionsPerSecond: cycles * assets.length / best, bestSeconds: best / cycles });
  }
  return measured;
}

/** Times several runs of a work, the first one too, s; what the process held at most is that of the first few. */
async function timeRuns(
  work: Work,
  assets: readonly ScenarioAsset[],
  folder: string,
): Promise<
  { readonly seconds: readonly number[]; readonly cycles: number; readonly held: ReturnType<typeof peak> }
> {
  const seconds: number[] = [];
  let cycles = 0;
  let held = peak();
  const until = performance.now() + LEAST_SECONDS * 1000;
  for (let run = 0; run < RUNS || run < MOST_RUNS && performance.now() < until; run++) {
    const start = performance.now();
    const { metrics } = await simulateWork(work, assets, folder);
    seconds.push((performance.now() - start) / 1000);
    cycles = metrics.cycles;
    if (seconds.length <= RUNS) held = peak();
  }
  return { seconds, cycles, held };
}

async function ratioOf(
  scenario: Scenario,
  assets: readonly ScenarioAsset[],
  folder: string,
): Promise<number> {
  const { interval } = scenario;
  const indicators = indicatorsOf(scenario);
  const work = { ...scenario, ...DAY, agent: watcher(interval, indicators) };
  let [bare, run] = [Infinity, Infinity];
  for (let turn = 0; turn < TURNS; turn++) {
    const start = performance.now();
    for (const { columns } of assets) bareLoop(columns, intervalMs(interval), indicators);
    const middle = performance.now();
    await simulateWork(work, assets, folder);
    const end = performance.now();
    bare = Math.min(bare, middle - start);
    run = Math.min(run, end - middle);
  }
  return bare / run;
}

function candlesOf(assets: readonly ScenarioAsset[]): number {
  return assets.reduce((sum, { columns }) => sum + columns.time.length, 0);
}

function peak(): { readonly peakMb: number } | Record<string, never> {
  const found = peakOf("self");
  return found === null ? {} : { peakMb: found };
}

/** The highest resident memory of a process so far, MiB; null where the system does not tell it. */
export function peakOf(pid: number | "self"): number | null {
  try {
    const found = /VmHWM:\s+(\d+) kB/.exec(Deno.readTextFileSync(`/proc/${pid}/status`));
    return found === null ? null : Number(found[1]) / 1024;
  } catch {
    return null; // not Linux, or the process is gone
  }
}

function knownInstruments(): readonly Instrument[] {
  return loadInstruments(new URL("../../fixtures/instruments.json", import.meta.url).pathname);
}
