/** Measures works as a whole process: `deno run main.ts backtest …` from candles on disk, as a user starts it, but for npx. */
import { loadInstruments, writeCandles } from "../../adapters/candle_store/mod.ts";
import { type Measured, peakOf } from "./measure.ts";
import { BENCH_PROFILE, marketOf, type Scenario } from "./scenarios.ts";

const ROOT = new URL("../..", import.meta.url).pathname;
const RUNS = 4;
/** How often a process is asked for its memory, ms; what is read last before its end is the peak but for a moment. */
const LOOK_MS = 20;

/** Measures a scenario from its candles on disk; the first run, which fills the cache of parsed candles, does not count. */
export async function measureWhole(scenario: Scenario, folder: string): Promise<Measured> {
  const data = `${folder}/data-${scenario.name}`;
  Deno.mkdirSync(data, { recursive: true });
  const instruments = loadInstruments(`${ROOT}fixtures/instruments.json`);
  const assets = marketOf(scenario, instruments);
  for (const { instrument, columns } of assets) {
    writeCandles(`${data}/binance-perp-${instrument.symbol}USDT-${scenario.candles}.csv.gz`, columns);
  }
  Deno.writeTextFileSync(`${folder}/profile.json`, JSON.stringify(BENCH_PROFILE));
  const { agentFile, interval, days } = scenario;
  const args = [
    ...["--data", data, "--from", "2023-01-01", "--assets", scenario.assets.join(",")],
    ...["--interval", interval, "--agent", `${ROOT}.dev/bench/agents/${agentFile}`],
    ...["--risk", `${folder}/profile.json`, "--capital", "100000", "--funding", "off", "--no-benchmark"],
  ];
  const candles = assets.reduce((sum, { columns }) => sum + columns.time.length, 0);
  const decisions = days * 24 * (interval === "1h" ? 1 : 4) * assets.length;
  const name = `${scenario.name}, whole process`;
  return { name, ...await measureCommand(args, folder, { candles, decisions }) };
}

/** Measures the first command of the README, warm. */
export async function measureReadmeCommand(folder: string): Promise<Measured> {
  const year = 366 * 24;
  // 5m candles, and 1m beside them in January and February, of three assets; decisions every 15m.
  const candles = 3 * 12 * year + 3 * 60 * 24 * 60;
  const of = { candles, decisions: 3 * 4 * year };
  return { name: "e, the README's command", ...await measureCommand(["--from", "2024-01"], folder, of) };
}

async function measureCommand(
  args: readonly string[],
  folder: string,
  of: { readonly candles: number; readonly decisions: number },
): Promise<Omit<Measured, "name">> {
  let best = Infinity;
  let peakMb: number | null = null;
  for (let run = 0; run < RUNS; run++) {
    const start = performance.now();
    const peak = await runOnce(args, folder);
    const seconds = (performance.now() - start) / 1000;
    if (run > 0) best = Math.min(best, seconds);
    peakMb = peak === null ? peakMb : Math.max(peakMb ?? 0, peak);
  }
  return {
    candlesPerSecond: of.candles / best,
    decisionsPerSecond: of.decisions / best,
    ...(peakMb === null ? {} : { peakMb }),
    bestSeconds: best,
  };
}

/** Runs the program to its end; gives its peak memory. */
async function runOnce(args: readonly string[], folder: string): Promise<number | null> {
  const permissions = ["--no-prompt", "--allow-read", `--allow-write=${folder},${ROOT}.cache`];
  const rest = ["backtest", ...args, "--no-progress", "--runs", `${folder}/runs`];
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", ...permissions, `${ROOT}main.ts`, ...rest],
    cwd: ROOT,
    stdout: "null",
    stderr: "piped",
  });
  const child = command.spawn();
  let peak: number | null = null;
  const look = setInterval(() => peak = peakOf(child.pid) ?? peak, LOOK_MS);
  const { success, stderr } = await child.output();
  clearInterval(look);
  if (!success) throw new Error(`${rest.join(" ")} failed: ${new TextDecoder().decode(stderr)}`);
  return peak;
}
