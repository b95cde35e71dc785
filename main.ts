/**
 * The command line: joins each command to its composition. The only file that sees adapters and backtest.
 * @module
 */
import type { BacktestOptions, RunsOptions, Terminal } from "./adapters/cli/mod.ts";
import type { LoadedMarket } from "./adapters/candle_store/mod.ts";
import {
  type Coverage,
  DEFAULT_EXCHANGE,
  HistoricalMarketData,
  NoCommands,
  NoModel,
  rangeOf,
  RecordedMarket,
  simulate,
  SimulatedClock,
  SimulatedExchange,
  type Simulation,
  type SimulationResult,
  spansOf,
} from "./backtest/mod.ts";
import {
  type Agent,
  AGENT_PROFILES,
  AGENTS,
  type Diary,
  type Instrument,
  type JsonValue,
  MANIFEST_SCHEMA,
  RISK_PROFILES,
  type RiskProfile,
  runKey,
  type RunManifest,
  type RunSettings,
  type RunStatus,
} from "./engine/mod.ts";

const ROOT = new URL(".", import.meta.url).pathname;
const FIXTURES = `${ROOT}fixtures`;
const EXIT_INTERRUPTED = 130;
/** An order decided at a close never arrives on it. */
const LATENCY_MS = 1;
/** Points of the equity curve that are drawn from. */
const CURVE_POINTS = 400;
/** What every other agent's result stands beside. */
const BENCHMARK = AGENTS.get("buy-and-hold")!;

/** Everything a backtest is made of. */
interface Plan {
  readonly options: BacktestOptions;
  readonly loaded: LoadedMarket;
  readonly market: RecordedMarket;
  readonly coverage: Coverage;
  readonly agent: Agent;
  /** The profile that was asked for; an agent's own goes before it. */
  readonly chosen: RiskProfile;
  readonly from: number;
  readonly until: number;
}

async function main(argv: readonly string[]): Promise<number> {
  const { parseCommandLine, printFailure, processTerminal } = await import("./adapters/cli/mod.ts");
  const terminal = processTerminal();
  try {
    const { loadInstruments } = await import("./adapters/candle_store/mod.ts");
    const instruments = loadInstruments(`${FIXTURES}/instruments.json`);
    const parsed = parseCommandLine(argv, {
      agents: [...AGENTS.keys()],
      profiles: [...RISK_PROFILES.keys()],
      assets: instruments.map(({ symbol }) => symbol),
    }, terminal.columns() ?? undefined);
    if (parsed.command === "help") terminal.print(parsed.text.trimEnd());
    else if (parsed.command === "runs") await runs(parsed.options, terminal);
    else return await backtest(parsed.options, instruments, terminal);
    return 0;
  } catch (error) {
    const { lines, exitCode } = printFailure(error, argv[0] ?? "reprise", argv.includes("--debug"));
    terminal.note(`${lines.join("\n")}\n`);
    return exitCode;
  }
}

async function runs(options: RunsOptions, terminal: Terminal): Promise<void> {
  const { pastRun, renderRuns, runsJson } = await import("./adapters/cli/mod.ts");
  const { listRuns } = await import("./adapters/jsonl_diary/mod.ts");
  const view = { ...options, folder: options.runs, runs: listRuns(options.runs).map(pastRun) };
  const { colour } = terminal;
  const text = options.json ? runsJson(view) : renderRuns({ ...view, columns: terminal.columns(), colour });
  terminal.print(text.trimEnd());
}

async function backtest(
  options: BacktestOptions,
  instruments: readonly Instrument[],
  terminal: Terminal,
): Promise<number> {
  const { createRunFolder, JsonlDiary, updateManifest, writeManifest } = await import(
    "./adapters/jsonl_diary/mod.ts"
  );
  const { notesOf, presentRun, watchRun } = await import("./adapters/cli/mod.ts");
  const plan = await planBacktest(options, instruments);
  const interrupt = new AbortController();
  const stop = (): void => interrupt.abort();
  Deno.addSignalListener("SIGINT", stop);
  const folder = createRunFolder(options.runs);
  writeManifest(folder, await firstManifest(plan, folder.id));
  const diary = JsonlDiary.create(folder.diaryPath, { durable: false });
  const watch = watchRun(options, plan, terminal);
  let status: RunStatus = "failed";
  let result: SimulationResult;
  try {
    result = await simulatePlan(plan, plan.agent, {
      kept: diary,
      signal: interrupt.signal,
      onCycle: watch.onCycle,
    });
    status = result.end === "reached-end" ? "finished" : "interrupted";
  } finally {
    watch.finish();
    updateManifest(folder, { status, ended: new Date().toISOString(), diary: await diary.close() });
  }
  const isBenchmark = plan.agent === BENCHMARK || interrupt.signal.aborted;
  const benchmark = isBenchmark ? null : await simulatePlan(plan, BENCHMARK, { signal: interrupt.signal });
  Deno.removeSignalListener("SIGINT", stop);
  const manifest = updateManifest(folder, {
    metrics: result.metrics,
    benchmark: benchmark?.end === "reached-end" ? benchmark.metrics : null,
    warnings: [...result.warnings, ...warningsOf(plan)],
  });
  const equity = result.equityCurve(CURVE_POINTS).map(({ close, equityUsd }) => ({ time: close, equityUsd }));
  const notes = notesOf(plan.coverage);
  presentRun(
    { manifest, folder: folder.path, diaryPath: folder.diaryPath, equity, notes },
    options,
    terminal,
  );
  return status === "interrupted" ? EXIT_INTERRUPTED : 0;
}

/** Reads the market and settles what is run on it; nothing is written yet. */
async function planBacktest(options: BacktestOptions, instruments: readonly Instrument[]): Promise<Plan> {
  const { loadMarket } = await import("./adapters/candle_store/mod.ts");
  const { outsideData } = await import("./adapters/cli/mod.ts");
  const { loadProfile } = await import("./adapters/settings/mod.ts");
  const { interval, risk } = options;
  const agent = AGENTS.get(options.agent)!;
  const loaded = loadMarket({
    folder: options.data ?? FIXTURES,
    instruments: options.assets.map((asset) => instruments.find(({ symbol }) => symbol === asset)!),
    interval,
    alsoIntervals: agent.needs.map((need) => need.interval).filter((need) => need !== "decision"),
  });
  const market = new RecordedMarket(loaded.assets);
  const range = rangeOf(market, options);
  if (range === null) throw outsideData(options, spansOf(market));
  const chosen = risk.kind === "file" ? loadProfile(risk.path) : RISK_PROFILES.get(risk.name)!;
  return { options, loaded, market, agent, chosen, coverage: market.coverage(range), ...range };
}

/** Runs an agent over the plan's market: the composition of a backtest. */
async function simulatePlan(
  plan: Plan,
  agent: Agent,
  watch: Pick<Simulation, "signal" | "onCycle"> & { readonly kept?: Diary },
): Promise<SimulationResult> {
  const { from, until, market } = plan;
  const run = settingsOf(plan, agent);
  const clock = new SimulatedClock(from);
  const marketData = new HistoricalMarketData(market, clock);
  const parts = { clock, marketData, instruments: run.instruments };
  const exchange = new SimulatedExchange(parts, { ...DEFAULT_EXCHANGE, depositUsd: plan.options.capitalUsd });
  const ports = { clock, marketData, exchange, chatModel: new NoModel(), commands: new NoCommands() };
  return await simulate({ kept: null, ...watch, run, ports: (diary) => ({ ...ports, diary }), from, until });
}

function settingsOf(plan: Plan, agent: Agent): RunSettings {
  const { options, loaded } = plan;
  return {
    key: runKey(keySettings(plan, agent)),
    agent,
    instruments: loaded.assets.map(({ instrument }) => instrument),
    interval: options.interval,
    profile: profileOf(plan, agent),
    seed: options.seed,
    latencyMs: LATENCY_MS,
    takerFee: DEFAULT_EXCHANGE.takerFee,
    detail: options.diary,
  };
}

/** Everything that can change a decision or a fill, and nothing else. */
function keySettings(plan: Plan, agent: Agent): { [name: string]: JsonValue } {
  const { assets, interval, capitalUsd, seed } = plan.options;
  const profile = { ...profileOf(plan, agent) };
  const simulation = { latencyMs: LATENCY_MS, ...DEFAULT_EXCHANGE };
  return {
    agent: agent.name,
    parameters: agent.parameters ?? null,
    assets,
    interval,
    profile,
    capitalUsd,
    seed,
    ...simulation,
  };
}

function profileOf({ chosen }: Plan, { ownProfile }: Agent): RiskProfile {
  return ownProfile === undefined ? chosen : AGENT_PROFILES.get(ownProfile)!;
}

async function firstManifest(plan: Plan, id: string): Promise<RunManifest> {
  const { codeRevision } = await import("./adapters/jsonl_diary/mod.ts");
  const { agent, loaded, coverage, from, until } = plan;
  const settings = keySettings(plan, agent);
  return {
    schema: MANIFEST_SCHEMA,
    id,
    mode: "backtest",
    key: runKey(settings),
    agent: agent.name,
    settings,
    codeRevision: codeRevision(ROOT),
    data: {
      source: loaded.source,
      synthetic: loaded.synthetic,
      files: loaded.files,
      gaps: coverage.gaps.length,
    },
    range: { from, until },
    started: new Date().toISOString(),
    ended: null,
    status: "running",
    diary: null,
    metrics: null,
    benchmark: null,
    warnings: [],
  };
}

function warningsOf({ agent, loaded, options }: Plan): string[] {
  const warnings: string[] = [];
  if (agent.ownProfile !== undefined) {
    warnings.push(`${agent.name} trades under a profile of its own; --risk does not apply to it.`);
  }
  const unfunded = loaded.assets.filter(({ funding }) => funding === null).map(({ instrument }) =>
    instrument.symbol
  );
  if (unfunded.length > 0) {
    warnings.push(
      `No hourly funding in ${options.data ?? "the fixtures"} for ${unfunded.join(", ")}: none was paid.`,
    );
  }
  return warnings;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
