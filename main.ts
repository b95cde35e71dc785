/**
 * The command line: joins each command to its composition. The only file that sees adapters and backtest.
 * @module
 */
import type { BacktestOptions, Parsed, Terminal } from "./adapters/cli/mod.ts";
import type { AgentFile } from "./adapters/agent_file/mod.ts";
import type { LoadedMarket } from "./adapters/candle_store/mod.ts";
import type { RecordedRun as Recorded } from "./adapters/jsonl_diary/mod.ts";
import {
  type BacktestChoice,
  type BacktestResult,
  type Coverage,
  feesNamed,
  manifestDraft,
  playBacktest,
  type Player,
  rangeOf,
  RecordedMarket,
  type RunRange,
  slippageNamed,
  spansOf,
} from "./backtest/mod.ts";
import {
  AGENTS,
  type Instrument,
  intervalsOf,
  type Metrics,
  RISK_PROFILES,
  type RunManifest,
} from "./engine/mod.ts";

const ROOT = new URL(".", import.meta.url).pathname;
const FIXTURES = `${ROOT}fixtures`;
/** Where recorded candles are kept, and what was parsed of any. */
const STORE = `${ROOT}.data`;
const CACHE = `${ROOT}.cache/columns`;
/** What runs the jobs in an isolate. */
const BACKTEST_HARNESS = import.meta.resolve("./backtest/play_backtest.ts");
const CHECK_HARNESS = import.meta.resolve("./backtest/agent_check/check_harness.ts");
const EXIT_INTERRUPTED = 130;
/** The models a venue can be simulated with, by their names as they are kept. */
const MODEL_NAMES = {
  slippage: (name: string) => slippageNamed(name)?.name ?? null,
  fees: (name: string) => feesNamed(name)?.name ?? null,
};
/** What every other agent's result stands beside. */
const BENCHMARK = { agent: AGENTS.get("buy-and-hold")!, isolate: null };

/** What a person asked for, what was read for it, and from when to when it goes. */
interface Plan extends RunRange {
  readonly options: BacktestOptions;
  readonly player: Player & { readonly file: AgentFile | null };
  readonly choice: BacktestChoice;
  readonly market: RecordedMarket;
  readonly loaded: LoadedMarket;
  readonly coverage: Coverage;
}

type RecordedRun = Recorded<BacktestResult>;
type CommandName = Exclude<Parsed["command"], "help">;
type OptionsOf<Name> = Extract<Parsed, { command: Name }> extends { options: infer Options } ? Options
  : never;

/** What a command may need beside its options. */
interface Surroundings {
  readonly terminal: Terminal;
  /** What is known to trade. */
  readonly instruments: readonly Instrument[];
}

/** Each command, joined to its composition; it gives the exit code, or nothing for 0. */
const COMMANDS: {
  readonly [Name in CommandName]: (options: OptionsOf<Name>, around: Surroundings) => Promise<number | void>;
} = {
  backtest,
  "check-agent": testAgent,
  data: async (options, { terminal }) => {
    const { dataCommand } = await import("./adapters/cli/mod.ts");
    const { checkFolder, FolderCache, isFolder, listFolder } = await import("./adapters/candle_store/mod.ts");
    const list = (folder: string) => listFolder(folder, new FolderCache(CACHE));
    const readers = { checkFolder, isFolder, listFolder: list, store: STORE, fixtures: FIXTURES };
    return dataCommand(options, terminal, readers);
  },
  "new-agent": async (options, { terminal }) => {
    const { newAgentCommand } = await import("./adapters/cli/mod.ts");
    newAgentCommand(options, terminal, await import("./adapters/agent_file/mod.ts"));
  },
  runs: async (options, { terminal }) => {
    const { runsCommand } = await import("./adapters/cli/mod.ts");
    runsCommand(options, terminal, await import("./adapters/jsonl_diary/mod.ts"));
  },
  verify: async (options, { terminal }) => {
    const { verifyCommand } = await import("./adapters/cli/mod.ts");
    verifyCommand(options, terminal, await import("./adapters/jsonl_diary/mod.ts"));
  },
};

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
      models: MODEL_NAMES,
    }, terminal.columns() ?? undefined);
    if (parsed.command !== "help") return await run(parsed, { terminal, instruments });
    terminal.print(parsed.text.trimEnd());
    return 0;
  } catch (error) {
    const { lines, exitCode } = printFailure(error, argv[0] ?? "reprise", argv.includes("--debug"));
    terminal.note(`${lines.join("\n")}\n`);
    return exitCode;
  }
}

async function run<Name extends CommandName>(
  { command, options }: { readonly command: Name; readonly options: OptionsOf<Name> },
  around: Surroundings,
): Promise<number> {
  return await COMMANDS[command](options, around) ?? 0;
}

async function backtest(options: BacktestOptions, { terminal, instruments }: Surroundings): Promise<number> {
  const { interruptible, showRun, showSeries } = await import("./adapters/cli/mod.ts");
  const { player, close } = await openPlayer(options);
  try {
    const plan = await planBacktest(options, { player, instruments });
    showSeries(plan.loaded.series, options, terminal);
    const { aborted, ...run } = await interruptible(async (signal) => {
      const recorded = await recordPlan(plan, terminal, signal);
      const benchmark = await benchmarkBeside(plan, recorded, signal);
      return { ...recorded, benchmark, aborted: signal.aborted };
    });
    const spans = spansOf(plan.market, options.interval);
    const played = { ...plan, ...run, agent: player.agent, market: plan.loaded, spans };
    showRun(played, terminal, await import("./adapters/jsonl_diary/mod.ts"));
    return aborted ? EXIT_INTERRUPTED : 0;
  } finally {
    close();
  }
}

/** Tests an agent of the user's: many runs, each in an isolate, none of them kept. */
async function testAgent(options: BacktestOptions, { terminal, instruments }: Surroundings): Promise<number> {
  const { showAgentCheck, tooShort } = await import("./adapters/cli/check_agent.ts");
  const { WorkerIsolate } = await import("./adapters/agent_file/mod.ts");
  const { checkAgent, checkWindows } = await import("./backtest/agent_check/mod.ts");
  const { player, close } = await openPlayer(options);
  close();
  const plan = await planBacktest(options, { player, instruments });
  const { agent, file } = player;
  const { name, parameters = null } = agent;
  const windows = checkWindows(plan, options.interval);
  if (windows.length === 0) throw tooShort(options.interval);
  const isolated = { parameters: options.params, harness: CHECK_HARNESS };
  const check = await checkAgent(
    { ...plan, agent, windows },
    (surroundings) => WorkerIsolate.open(file!, { ...isolated, surroundings }),
  );
  const { assets, interval, json } = options;
  const tested = { name, parameters, file: file!, assets, interval, windows, ...check };
  return showAgentCheck(tested, json, terminal);
}

/** Runs the plan into a folder of its own, with a progress line. */
async function recordPlan(plan: Plan, terminal: Terminal, signal: AbortSignal): Promise<RecordedRun> {
  const { codeRevision, recordRun } = await import("./adapters/jsonl_diary/mod.ts");
  const { watchRun } = await import("./adapters/cli/mod.ts");
  const watch = watchRun(plan.options, plan, terminal);
  return await recordRun(plan.options.runs, {
    draft: (id) => firstManifest(plan, { id, codeRevision: codeRevision(ROOT) }),
    play: (kept) =>
      playBacktest(plan.player, plan, { kept, signal, onCycle: watch.onCycle }).finally(watch.finish),
  });
}

/** Buy and hold on the same market; null where it is the run itself, or somebody does not want to wait. */
async function benchmarkBeside(plan: Plan, run: RecordedRun, signal: AbortSignal): Promise<Metrics | null> {
  const { breather } = await import("./adapters/cli/mod.ts");
  if (!plan.options.benchmark || plan.player.agent === BENCHMARK.agent) return null;
  if (run.result.end !== "reached-end") return null;
  const { end, metrics } = await playBacktest(BENCHMARK, plan, { signal, onCycle: breather() });
  return end === "reached-end" ? metrics : null;
}

/** The agent that was named, or the one in the user's file, loaded where it can reach nothing. */
async function openPlayer(
  { agent, params }: BacktestOptions,
): Promise<{ player: Plan["player"]; close(): void }> {
  const builtIn = AGENTS.get(agent);
  if (builtIn !== undefined) {
    return { player: { agent: builtIn, isolate: null, file: null }, close: () => undefined };
  }
  const { readAgentFile, WorkerIsolate } = await import("./adapters/agent_file/mod.ts");
  const file = readAgentFile(agent);
  const isolate = await WorkerIsolate.open(file, { parameters: params, harness: BACKTEST_HARNESS });
  return { player: { agent: isolate.traits, isolate, file }, close: () => isolate.close() };
}

/** Reads the market and settles what is run on it; nothing is written yet. */
async function planBacktest(
  options: BacktestOptions,
  { player, instruments: known }: {
    readonly player: Plan["player"];
    readonly instruments: readonly Instrument[];
  },
): Promise<Plan> {
  const { chooseFolder, FolderCache, loadMarket } = await import("./adapters/candle_store/mod.ts");
  const { outsideData } = await import("./adapters/cli/mod.ts");
  const { loadProfile } = await import("./adapters/settings/mod.ts");
  const { interval, risk } = options;
  const { agent } = player;
  const instruments = options.assets.map((asset) => known.find(({ symbol }) => symbol === asset)!);
  const request = { ...options, instruments };
  const loaded = loadMarket({
    ...request,
    ...chooseFolder({ ...request, store: STORE, fixtures: FIXTURES }),
    alsoIntervals: intervalsOf(agent, interval),
    cache: new FolderCache(CACHE),
  });
  const market = new RecordedMarket(loaded.assets, interval);
  market.prepare(intervalsOf(agent, interval));
  const range = rangeOf(market, options);
  if (range === null) throw outsideData(options, spansOf(market, interval));
  const chosen = risk.kind === "file" ? loadProfile(risk.path) : RISK_PROFILES.get(risk.name)!;
  const choice = { ...options, agent, chosen, instruments, detail: options.diary };
  return { options, player, choice, loaded, market, coverage: market.coverage(range), ...range };
}

function firstManifest(plan: Plan, of: Pick<RunManifest, "id" | "codeRevision">): RunManifest {
  const { choice, player, loaded: { source, synthetic, files }, coverage, from, until } = plan;
  const agentFile = player.file === null ? undefined : { path: player.file.path, sha256: player.file.sha256 };
  const data = { source, synthetic, files, gaps: coverage.gaps.length, prices: coverage.prices };
  const rest = { agentFile, data, range: { from, until }, started: new Date().toISOString() };
  return manifestDraft(choice, { ...of, ...rest });
}

if (import.meta.main) Deno.exit(await main(Deno.args));
