/**
 * The command line: joins each command to its composition. The only file that sees adapters and backtest.
 * @module
 */
import type {
  BacktestOptions,
  CommandTable,
  ModelOptions,
  ProbeOptions,
  Terminal,
  VenueOptions,
} from "./adapters/cli/mod.ts";
import type { AgentFile } from "./adapters/agent_file/mod.ts";
import type { LoadedMarket, MarketAsked } from "./adapters/candle_store/mod.ts";
import type { RunTerms } from "./adapters/settings/mod.ts";
import type { AssetSpan, LlmPlayer, PlannedBacktest, Player } from "./backtest/mod.ts";
import { llmPlayer, MODEL_NAMES, planBacktest, plannedManifest, planVenue } from "./backtest/mod.ts";
import { playBacktest, playBenchmark, SETTLED_WITHIN, spansOf } from "./backtest/mod.ts";
import type { Clock, Instrument, Interval } from "./engine/mod.ts";
import { AGENTS, INTERVALS, intervalsOf, LLM_AGENT, RISK_PROFILES } from "./engine/mod.ts";

const ROOT = new URL(".", import.meta.url).pathname;
const FIXTURES = `${ROOT}fixtures`;
/** Where recorded candles are kept, and what was parsed of any. */
const STORE = `${ROOT}.data`;
const CACHE = `${ROOT}.cache/columns`;
/** What models cost and remember, and their recorded answers that are shipped. */
const MODELS = `${FIXTURES}/models.json`;
const CASSETTES = `${FIXTURES}/cassettes`;
/** What runs the jobs in an isolate. */
const BACKTEST_HARNESS = import.meta.resolve("./backtest/play_backtest.ts");
const CHECK_HARNESS = import.meta.resolve("./backtest/agent_check/check_harness.ts");
const EXIT_INTERRUPTED = 130;

// Loaded when they are needed: a plain backtest loads neither a server's client nor what checks an agent.
const agentFiles = () => import("./adapters/agent_file/mod.ts");
const candles = () => import("./adapters/candle_store/mod.ts");
const cassettes = () => import("./adapters/cassette_store/mod.ts");
const cli = () => import("./adapters/cli/mod.ts");
const diaries = () => import("./adapters/jsonl_diary/mod.ts");
const settings = () => import("./adapters/settings/mod.ts");

/** Who decides, with whom it asks where it asks a model. */
type Contestant = Player & { readonly file: AgentFile | null } & Partial<Omit<LlmPlayer, "agent">>;

/** What a person asked for, what was read for it, and from when to when it goes. */
interface Plan extends PlannedBacktest<LoadedMarket> {
  readonly options: BacktestOptions;
  readonly player: Contestant;
}

/** What a command may need beside its options. */
interface Surroundings {
  readonly terminal: Terminal;
  /** What is known to trade. */
  readonly instruments: readonly Instrument[];
}

/** Each command, joined to its composition; it gives the exit code, or nothing for 0. */
const COMMANDS: CommandTable<Surroundings> = {
  backtest,
  cassette: async (options, { terminal }) =>
    (await cli()).cassetteCommand(options, terminal, { ...await cassettes(), ...await diaries() }),
  "check-agent": testAgent,
  data: async (options, { terminal }) => {
    const readers = { ...(await candles()).folderReaders(CACHE), store: STORE, fixtures: FIXTURES };
    return (await cli()).dataCommand(options, terminal, readers);
  },
  "probe-memory": probe,
  "new-agent": async (options, { terminal }) =>
    (await cli()).newAgentCommand(options, terminal, await agentFiles()),
  runs: async (options, { terminal }) => (await cli()).runsCommand(options, terminal, await diaries()),
  venue,
  verify: async (options, { terminal }) => (await cli()).verifyCommand(options, terminal, await diaries()),
};

async function main(argv: readonly string[]): Promise<number> {
  const { runCommandLine } = await cli();
  const { loadInstruments } = await candles();
  const known = () => {
    const instruments = loadInstruments(`${FIXTURES}/instruments.json`);
    const assets = instruments.map(({ symbol }) => symbol);
    const agents = [...AGENTS.keys(), LLM_AGENT];
    return { instruments, agents, profiles: [...RISK_PROFILES.keys()], assets, models: MODEL_NAMES };
  };
  return await runCommandLine(argv, { known, commands: COMMANDS });
}

async function backtest(options: BacktestOptions, { terminal, instruments }: Surroundings): Promise<number> {
  const { breather, interruptible, showRun, showSeries } = await cli();
  const terms = (await settings()).runTerms(options, instruments);
  const { player, close } = await openPlayer(options, terms);
  try {
    const plan = await planRun(options, { player, ...terms });
    showSeries(plan.loaded.series, options, terminal);
    const { aborted, ...run } = await interruptible(async (signal) => {
      const recorded = await recordPlan(plan, terminal, signal);
      const played = { agent: player.agent, end: recorded.result.end };
      const beside = () => playBenchmark(played, plan, { signal, onCycle: breather() });
      const benchmark = options.benchmark ? await beside() : null;
      const { result } = recorded;
      const warnings = [...result.warnings, ...player.warnings?.() ?? []];
      return { ...recorded, result: { ...result, warnings }, benchmark, aborted: signal.aborted };
    });
    const spans = spansOf(plan.market, options.interval);
    const played = { ...plan, ...run, agent: player.agent, market: plan.loaded, spans };
    showRun(played, terminal, await diaries());
    return aborted ? EXIT_INTERRUPTED : 0;
  } finally {
    close();
  }
}

/** Tests an agent of the user's: many runs, each in an isolate, none of them kept. */
async function testAgent(options: BacktestOptions, { terminal, instruments }: Surroundings): Promise<number> {
  const { showAgentCheck, tooShort } = await import("./adapters/cli/check_agent.ts");
  const { WorkerIsolate } = await agentFiles();
  const { checkAgent, checkWindows } = await import("./backtest/agent_check/mod.ts");
  const terms = (await settings()).runTerms(options, instruments);
  const { player, close } = await openPlayer(options, terms);
  close();
  const plan = await planRun(options, { player, ...terms });
  const { agent, file } = player;
  const { name, parameters = null } = agent;
  const { assets, interval, json, params } = options;
  const windows = checkWindows(plan, interval);
  if (windows.length === 0) throw tooShort(interval);
  const open = (surroundings: number) =>
    WorkerIsolate.open(file!, { parameters: params, harness: CHECK_HARNESS, surroundings });
  const check = await checkAgent({ ...plan, agent, windows }, open);
  const tested = { name, parameters, file: file!, assets, interval, windows, ...check };
  return showAgentCheck(tested, json, terminal);
}

/** Serves recorded candles as the venues do, until Ctrl-C. */
async function venue(options: VenueOptions, { terminal, instruments }: Surroundings): Promise<void> {
  const { MarketClock, openState, serveVenue, stateHeader } = await import("./adapters/venue/mod.ts");
  const { codeRevision, runKeeper } = await diaries();
  const { interrupted, outsideData, showVenue } = await cli();
  const listed = options.assets.map((asset) => instruments.find(({ symbol }) => symbol === asset)!);
  const loaded = await readCandles({ ...options, instruments: listed, interval: SETTLED_WITHIN }, INTERVALS);
  const outside = (spans: readonly AssetSpan[]) => outsideData(options, spans);
  const plan = planVenue({ ...options, instruments: listed }, loaded, { ...options, outside });
  const terms = { ...loaded, ...options, ...plan, simulation: plan.settings };
  const state = options.state === null ? null : openState(options.state, stateHeader(terms));
  const clock = new MarketClock(plan.from);
  const world = plan.open(clock);
  const records = plan.runs(world, runKeeper(options.runs, codeRevision(ROOT)));
  const warn = (line: string) => terminal.note(`venue: ${line}\n`);
  const served = await serveVenue({ ...options, ...plan, clock, world, state, records, warn });
  showVenue({ ...loaded, ...plan, options, address: served.address }, terminal);
  await Promise.race([interrupted(), served.failed]).finally(served.stop);
}

/** Asks a model what it remembers; nothing is run. */
async function probe(given: ProbeOptions, { terminal, instruments }: Surroundings): Promise<number> {
  const { HeldSides, probeMemory } = await import("./backtest/memory_probe/mod.ts");
  const { interruptible, probedRun, showProbe } = await cli();
  const { options, run } = probedRun(given, await diaries());
  const terms = (await settings()).runTerms(options, instruments);
  const player = await openModel(options.model!, options, terms);
  const plan = await planRun(options, { player: { ...player, isolate: null, file: null }, ...terms });
  const { from, until, loaded: { synthetic, source } } = plan;
  const held = run === null ? null : new HeldSides(run.entries({ ...player.asked, source }));
  const asked = { ...plan, choice: player.asked, model: player.chatModel(null, { now: () => until }), held };
  const result = await interruptible((signal) => probeMemory({ ...asked, signal }));
  const shown = { ...player.asked, synthetic, from, until, run: run?.id ?? null, result };
  showProbe(shown, options.json, terminal);
  return result.interrupted ? EXIT_INTERRUPTED : 0;
}

/** Runs the plan into a folder of its own, with a progress line. */
async function recordPlan(plan: Plan, terminal: Terminal, signal: AbortSignal) {
  const { codeRevision, recordRun } = await diaries();
  const { watchRun } = await cli();
  const watch = watchRun(plan.options, plan, terminal);
  return await recordRun(plan.options.runs, {
    draft: (id) => {
      const made = { codeRevision: codeRevision(ROOT), started: new Date().toISOString() };
      return plannedManifest(plan, { id, ...made, file: plan.player.file });
    },
    play: (kept, { path }) => {
      const { chatModel: opened } = plan.player;
      const backtest = opened === undefined
        ? plan
        : { ...plan, chatModel: (clock: Clock) => opened(path, clock) };
      return playBacktest(plan.player, backtest, { kept, signal, onCycle: watch.onCycle })
        .finally(watch.finish);
    },
  });
}

/** The agent that was named, or the one in the user's file, loaded where it can reach nothing. */
async function openPlayer(
  options: BacktestOptions,
  terms: RunTerms,
): Promise<{ player: Contestant; close(): void }> {
  const { agent, params, model } = options;
  const here = { isolate: null, file: null };
  const close = (): void => undefined;
  if (model !== null) return { player: { ...here, ...await openModel(model, options, terms) }, close };
  const builtIn = AGENTS.get(agent);
  if (builtIn !== undefined) return { player: { ...here, agent: builtIn }, close };
  const { readAgentFile, WorkerIsolate } = await agentFiles();
  const file = readAgentFile(agent);
  const isolate = await WorkerIsolate.open(file, { parameters: params, harness: BACKTEST_HARNESS });
  return { player: { agent: isolate.traits, isolate, file }, close: () => isolate.close() };
}

/** The agent that asks a model, and what it asks: recorded answers, a server, or both. */
async function openModel(asked: ModelOptions, { interval, seed }: BacktestOptions, terms: RunTerms) {
  const { modelTerms } = await settings();
  const { openCassettes } = await cassettes();
  const { choice, access, price, prompt, ...rest } = modelTerms(asked, MODELS);
  const reached = access === null ? null : await import("./adapters/openai/mod.ts");
  return llmPlayer({
    ...{ ...asked, ...rest },
    agent: { choice, interval, prompt, blind: asked.blind ? { seed } : null, ...terms },
    model: reached === null ? null : new reached.OpenAiModel({ ...access!, price }),
    cassettes: (folder) =>
      openCassettes({ shared: asked.cassettes, run: folder, shipped: CASSETTES, model: choice }),
  });
}

/** Reads the market and settles what is run on it; nothing is written yet. */
async function planRun(
  options: BacktestOptions,
  { player, instruments, profile: chosen }: RunTerms & { readonly player: Contestant },
): Promise<Plan> {
  const { outsideData } = await cli();
  const { agent, model } = player;
  const loaded = await readCandles({ ...options, instruments }, intervalsOf(agent, options.interval));
  const { model: _asked, ...rest } = options;
  const choice = { ...rest, agent, chosen, instruments, detail: options.diary, ...(model && { model }) };
  const wanted = { ...options, outside: (spans: readonly AssetSpan[]) => outsideData(options, spans) };
  return { options, player, ...planBacktest(choice, loaded, wanted) };
}

/** Reads the candles that were asked for, with those of other intervals. */
async function readCandles(
  asked: Omit<MarketAsked, "store" | "fixtures">,
  alsoIntervals: readonly Interval[],
): Promise<LoadedMarket> {
  const { FolderCache, openMarket } = await candles();
  const request = { ...asked, store: STORE, fixtures: FIXTURES };
  return openMarket(request, { alsoIntervals, cache: new FolderCache(CACHE) });
}

if (import.meta.main) Deno.exit(await main(Deno.args));
