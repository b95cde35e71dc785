/**
 * The command line: joins each command to its composition. The only file that sees adapters and backtest.
 * @module
 */
import type { BacktestOptions, CommandTable, ModelOptions, PaperOptions } from "./adapters/cli/mod.ts";
import type { ProbeOptions, Terminal, VenueOptions } from "./adapters/cli/mod.ts";
import type { AgentFile } from "./adapters/agent_file/mod.ts";
import type { LoadedMarket } from "./adapters/candle_store/mod.ts";
import type { RunTerms } from "./adapters/settings/mod.ts";
import type { AssetSpan, LlmPlayer, PlannedBacktest, Player } from "./backtest/mod.ts";
import { llmPlayer, MODEL_NAMES, modelIn, planBacktest, plannedManifest, planVenue } from "./backtest/mod.ts";
import { NoCommands, paperChoice, paperManifest, playBacktest, playBenchmark } from "./backtest/mod.ts";
import { playPaper, SETTLED_WITHIN, SIMULATED_PACE, spansOf } from "./backtest/mod.ts";
import type { Instrument } from "./engine/mod.ts";
import { AGENTS, INTERVALS, intervalsOf, LLM_AGENT, RISK_PROFILES } from "./engine/mod.ts";

const ROOT = new URL(".", import.meta.url).pathname;
const FIXTURES = `${ROOT}fixtures`;
/** Where recorded candles are kept, those that are shipped, and what was parsed of any. */
const PLACES = { store: `${ROOT}.data`, fixtures: FIXTURES, cache: `${ROOT}.cache/columns` };
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

/** What is asked of whoever decides. */
type DecidingOptions = Pick<BacktestOptions, "agent" | "params" | "model" | "interval" | "seed">;

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
  data: async (options, { terminal }) =>
    (await cli()).dataCommand(options, terminal, (await candles()).folderReaders(PLACES)),
  paper,
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
  const { breather, interruptible, showRun, showSeries, watchRun } = await cli();
  const { codeRevision, recordRun, updateManifest } = await diaries();
  const terms = (await settings()).runTerms(options, instruments);
  const { player, close } = await openPlayer(options, terms);
  try {
    const { agent, file } = player;
    const plan = await planRun(options, { player, ...terms });
    showSeries(plan.loaded.series, options, terminal);
    const watch = watchRun(options, plan, terminal);
    const run = await interruptible(async (signal) => {
      const { folder, result } = await recordRun(options.runs, {
        codeRevision: codeRevision(ROOT),
        draft: (made) => plannedManifest(plan, { ...made, file }),
        play: (kept, { path }) =>
          playBacktest(player, { ...plan, ...modelIn(player, path) }, { kept, signal, ...watch })
            .finally(watch.finish),
      });
      const beside = () => playBenchmark({ agent, end: result.end }, plan, { signal, onCycle: breather() });
      const benchmark = options.benchmark ? await beside() : null;
      const warnings = [...result.warnings, ...player.warnings?.() ?? []];
      return { folder, result: { ...result, warnings }, benchmark, aborted: signal.aborted };
    });
    const spans = spansOf(plan.market, options.interval);
    showRun({ ...plan, ...run, agent, market: plan.loaded, spans }, terminal, { updateManifest });
    return run.aborted ? EXIT_INTERRUPTED : 0;
  } finally {
    close();
  }
}

/** Runs an agent on live prices against the simulated exchange, from its beginning or on from where it stopped. */
async function paper(options: PaperOptions, { terminal, instruments }: Surroundings): Promise<number> {
  const { SeenFile } = await import("./adapters/seen_store/mod.ts");
  const { codeRevision, continueRun } = await diaries();
  const { interruptible, watchPaper } = await cli();
  const terms = (await settings()).runTerms(options, instruments);
  const { player } = await openPlayer(options, terms);
  const { range, ...venue } = await openVenue(options);
  const choice = paperChoice({ ...options, ...terms, ...venue, player });
  const { end } = await continueRun(options.runs, {
    ...options,
    codeRevision: codeRevision(ROOT),
    draft: (made) => paperManifest(choice, { ...made, range, source: options.hyperliquid }),
    play: (run) => {
      const { manifest, folder: { path } } = run;
      const seen = SeenFile.open(`${path}/seen`);
      const watch = watchPaper(run, options, terminal);
      const played = { choice, ...venue, seen, written: run, ...modelIn(player, path), ...manifest.range };
      return interruptible((signal) => playPaper(played, { signal, onCycle: watch.onCycle }))
        .finally(() => seen.close());
    },
  });
  return end === "interrupted" ? EXIT_INTERRUPTED : 0;
}

/** The market that is reached, and whose time it is: the market's own where a recorded one is served, else the system's. */
async function openVenue({ hyperliquid: baseUrl }: PaperOptions) {
  const { HyperliquidMarket } = await import("./adapters/hyperliquid/mod.ts");
  const { VenueClock } = await import("./adapters/venue_clock/mod.ts");
  const clock = (await VenueClock.open(baseUrl))!;
  const marketData = new HyperliquidMarket({ baseUrl, clock, freshMs: 0, weightPerMinute: Infinity });
  const range = { from: clock.now(), until: clock.span.until };
  return { clock, marketData, commands: new NoCommands(), ...SIMULATED_PACE, range, isSimulatedTime: true };
}

/** Tests an agent of the user's: many runs, each in an isolate, none of them kept. */
async function testAgent(options: BacktestOptions, { terminal, instruments }: Surroundings): Promise<number> {
  const { showAgentCheck, tooShort } = await import("./adapters/cli/check_agent.ts");
  const { WorkerIsolate } = await agentFiles();
  const { testedAgent } = await import("./backtest/agent_check/mod.ts");
  const terms = (await settings()).runTerms(options, instruments);
  const { player, close } = await openPlayer(options, terms);
  close();
  const file = player.file!;
  const isolated = { parameters: options.params, harness: CHECK_HARNESS };
  const open = (surroundings: number) => WorkerIsolate.open(file, { ...isolated, surroundings });
  const tested = await testedAgent(await planRun(options, { player, ...terms }), open);
  if (tested === null) throw tooShort(options.interval);
  return showAgentCheck({ ...tested, file }, options.json, terminal);
}

/** Serves recorded candles as the venues do, until Ctrl-C. */
async function venue(options: VenueOptions, { terminal, instruments }: Surroundings): Promise<void> {
  const { startVenue } = await import("./adapters/venue/mod.ts");
  const { codeRevision, runKeeper } = await diaries();
  const { interrupted, outsideData, showVenue } = await cli();
  const listed = options.assets.map((asset) => instruments.find(({ symbol }) => symbol === asset)!);
  const read = (await candles()).marketReader(PLACES);
  const loaded = read({ ...options, instruments: listed, interval: SETTLED_WITHIN }, INTERVALS);
  const outside = (spans: readonly AssetSpan[]) => outsideData(options, spans);
  const planned = planVenue({ ...options, instruments: listed }, loaded, { ...options, outside });
  const plan = { ...options, ...loaded, ...planned, assets: options.assets };
  const keeper = runKeeper(options.runs, codeRevision(ROOT));
  const warn = (line: string) => terminal.note(`venue: ${line}\n`);
  const served = await startVenue({ ...plan, keeper, warn });
  showVenue({ ...plan, options, address: served.address }, terminal);
  await Promise.race([interrupted(), served.failed]).finally(served.stop);
}

/** Asks a model what it remembers; nothing is run. */
async function probe(given: ProbeOptions, { terminal, instruments }: Surroundings): Promise<number> {
  const { probePlanned } = await import("./backtest/memory_probe/mod.ts");
  const { interruptible, probedRun, showProbe } = await cli();
  const { options, run } = probedRun(given, await diaries());
  const terms = (await settings()).runTerms(options, instruments);
  const player = await openModel(options.model!, options, terms);
  const plan = await planRun(options, { player: { ...player, isolate: null, file: null }, ...terms });
  const probed = await interruptible((signal) => probePlanned(plan, { player, run, signal }));
  showProbe(probed, options.json, terminal);
  return probed.result.interrupted ? EXIT_INTERRUPTED : 0;
}

/** The agent that was named, or the one in the user's file, loaded where it can reach nothing. */
async function openPlayer(
  options: DecidingOptions,
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
async function openModel(asked: ModelOptions, { interval, seed }: DecidingOptions, terms: RunTerms) {
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
  const read = (await candles()).marketReader(PLACES);
  const loaded = read({ ...options, instruments }, intervalsOf(agent, options.interval));
  const { model: _asked, ...rest } = options;
  const choice = { ...rest, agent, chosen, instruments, detail: options.diary, ...(model && { model }) };
  const wanted = { ...options, outside: (spans: readonly AssetSpan[]) => outsideData(options, spans) };
  return { options, player, ...planBacktest(choice, loaded, wanted) };
}

if (import.meta.main) Deno.exit(await main(Deno.args));
