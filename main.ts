// deno-lint-ignore-file reprise/file-length -- each mode and command is composed here and nowhere else (architecture); a command costs three lines at most
/**
 * The command line: joins each command to its composition. The only file that sees adapters and backtest.
 * @module
 */
import type { BacktestOptions, CommandTable, DecidingOptions, ModelOptions } from "./adapters/cli/mod.ts";
import type { FamilyAnswer, FamilyAsked } from "./adapters/cli/mod.ts";
import type { BacktestTools, LiveOptions, MemberWatch, PaperOptions } from "./adapters/cli/mod.ts";
import type { PricedSurroundings, Terminal } from "./adapters/cli/mod.ts";
import type { LoadedMarket } from "./adapters/candle_store/mod.ts";
import type { AgentFile, KeptIsolates } from "./adapters/agent_file/mod.ts";
import type { RunTerms } from "./adapters/settings/mod.ts";
import { type Contestant, type KnownNames, SETTLED_WITHIN } from "./backtest/mod.ts";
import { basisTerms, judgeHoldings } from "./backtest/mod.ts";
import { answering, backtestChoice, knownNames, liveManifest, llmPlayer } from "./backtest/mod.ts";
import {
  paperChoice,
  paperManifest,
  planBacktest,
  plannedManifest,
  planVenue,
  profileOf,
} from "./backtest/mod.ts";
import { openMarkets, playBenchmark, playInto, playLive, playPaper, spansOf } from "./backtest/mod.ts";
import { controlDifference, repeatFigures } from "./backtest/noise/mod.ts";
import { AGENTS, type AgentTraits, intervalsOf } from "./engine/mod.ts";

const ROOT = new URL(".", import.meta.url).pathname;
const FIXTURES = `${ROOT}fixtures`;
/** Where recorded candles are kept, those that are shipped, and what was parsed of any. */
const PLACES = { store: `${ROOT}.data`, fixtures: FIXTURES, cache: `${ROOT}.cache/columns` };
/** What is known to trade: what is shipped, and what was recorded beside it. */
const INSTRUMENTS = [FIXTURES, PLACES.store].map((folder) => `${folder}/instruments.json`);
/** What models cost and remember, and their recorded answers that are shipped. */
const MODELS = `${FIXTURES}/models.json`;
const CASSETTES = `${FIXTURES}/cassettes`;
/** What runs a backtest in an isolate. */
const BACKTEST_HARNESS = import.meta.resolve("./backtest/play_backtest.ts");

/** Of agents from files; what is open at the end goes with the process. */
let isolates: KeptIsolates | null = null;

// Loaded when they are needed: a plain backtest loads neither a server's client nor what checks an agent.
const attending = async () => ({
  ...{ ...await import("./adapters/alerts/mod.ts"), ...await import("./adapters/pulse/mod.ts") },
  ...await settings(),
});
const agentFiles = () => import("./adapters/agent_file/mod.ts");
const candles = () => import("./adapters/candle_store/mod.ts");
const cassettes = () => import("./adapters/cassette_store/mod.ts");
const cli = () => import("./adapters/cli/mod.ts");
const noises = () => import("./backtest/noise/mod.ts");
const diaries = () => import("./adapters/jsonl_diary/mod.ts");
const hyperliquid = () => import("./adapters/hyperliquid/mod.ts");
const clocks = async () => ({
  ...{ ...await import("./adapters/system_clock/mod.ts"), ...await import("./adapters/venue_clock/mod.ts") },
});
const markets = async () => ({ ...await import("./adapters/binance/mod.ts"), ...await hyperliquid() });
const queues = () => import("./adapters/run_queue/mod.ts");
const recorder = async () => ({
  ...{ ...await markets(), ...await import("./adapters/recorder/mod.ts"), ...await candles(), ...PLACES },
});
const recordingOf = async (instruments: KnownNames["instruments"]) => ({
  ...{ ...await diaries(), ...await candles(), ...await seen(), instruments },
  ...await import("./backtest/seen/mod.ts"),
});
const pastRuns = async () => ({ ...await diaries(), ...await import("./backtest/replay/mod.ts") });
const settings = () => import("./adapters/settings/mod.ts");
const agentCheck = async () => ({
  ...{ ...await agentFiles(), ...await import("./backtest/agent_check/mod.ts") },
  harness: import.meta.resolve("./backtest/agent_check/check_harness.ts"),
});
const memoryProbe = async () => ({
  ...{ ...await settings(), ...await diaries(), ...await import("./backtest/memory_probe/mod.ts") },
});
const servingVenue = async () => {
  const { runKeeper, codeRevision } = await diaries();
  const keeper = (root: string) => runKeeper(root, codeRevision(ROOT));
  const { standingVenue, startVenue } = await import("./adapters/venue/mod.ts");
  const read = (await candles()).marketReader(PLACES);
  return { standingVenue, startVenue, planVenue, keeper, read, settledWithin: SETTLED_WITHIN } as const;
};
const runPool = () => import("./adapters/run_pool/mod.ts");
const sweepQueue = () => import("./adapters/sweep_queue/mod.ts");
const sweeps = async () => ({
  ...{ ...await agentFiles(), ...await diaries(), ...await import("./backtest/sweep/mod.ts") },
  queues: async () => ({ ...await sweepQueue(), ...await diaries(), ...await cassettes() }),
});
const working = async () => ({
  ...{
    ...await playing(),
    ...await diaries(),
    ...await sweepQueue(),
    ...await cassettes(),
    ...await runPool(),
  },
  ...{ cache: ".cache/queue", face: import.meta.resolve("./engine/mod.ts") },
});
const seen = () => import("./adapters/seen_store/mod.ts");
const trading = () => import("./adapters/hyperliquid/trading/mod.ts");
const testnetCheck = async () => ({
  ...{ ...await settings(), ...await trading() },
  ...await import("./adapters/hyperliquid/testnet_check/mod.ts"),
});
const watching = async () => ({
  ...{ ...await attending(), ...await clocks(), ...await diaries(), ...await queues() },
  ...{ ...await trading(), watched: "live" },
});
const dashboards = async ({ instruments }: Pick<KnownNames, "instruments">) => ({
  ...{ ...await diaries(), ...await queues(), ...await cassettes(), ...await candles(), instruments },
  ...{ ...await seen(), ...await import("./adapters/dashboard/mod.ts") },
  ...{ ...await import("./backtest/moment/mod.ts"), root: ROOT, places: PLACES, shipped: CASSETTES },
  ...{ compared: (await cli()).comparedBy(await comparing()) },
  ...{ variedSettings: (await cli()).variedBy(await comparing()), tellFamily: await familyTeller() },
});
const comparing = async () => ({
  ...{ ...await diaries(), ...await import("./adapters/page_file/mod.ts") },
  ...{ ...await import("./backtest/compare/mod.ts"), ...await import("./backtest/report/mod.ts") },
  ...await import("./backtest/sweep/mod.ts"),
});
/** Ranks families on a thread of its own, which may read files and nothing else. */
const familyTeller = async () =>
  (await runPool()).inThread<FamilyAsked, FamilyAnswer>({
    ...{ module: import.meta.url, does: "tellFamilyJob" },
    permissions: {
      read: "inherit",
      write: false,
      net: false,
      env: false,
      run: false,
      sys: false,
      ffi: false,
    },
  });
const tables = () => import("./adapters/csv_tables/mod.ts");

/** What a command may need beside its options. */
type Surroundings = KnownNames & { readonly terminal: Terminal };
type Plan = Awaited<ReturnType<typeof planRun>>;

/** Each command, joined to its composition; it gives the exit code, or nothing for 0. */
const COMMANDS: CommandTable<Surroundings> = {
  backtest: async (options, around) => (await cli()).backtestCommand(options, around, await playing()),
  cassette: async (options, { terminal }) =>
    (await cli()).cassetteCommand(options, terminal, { ...await cassettes(), ...await diaries() }),
  compare: async (options, around) => (await cli()).compareCommand(options, around, await comparing()),
  "check-agent": async (options, around) =>
    (await cli()).checkAgentCommand(options, around, { openPlayer, planRun, ...await agentCheck() }),
  dashboard: async (options, around) =>
    (await cli()).dashboardCommand(options, around.terminal, await dashboards(around)),
  data: async (options, { terminal }) =>
    (await cli()).dataCommand(options, terminal, (await candles()).folderReaders(PLACES)),
  do: async (options, { terminal }) =>
    (await cli()).doCommand(options, terminal, { ...await queues(), ...await diaries() }),
  live,
  paper,
  record: async (options, { terminal, instruments }) =>
    (await cli()).recordCommand(options, terminal, {
      markets: recorder,
      run: () => recordingOf(instruments),
    }),
  noise: async (options, around) =>
    (await cli()).noiseCommand(options, around.terminal, { ...await reopening(around), ...await noises() }),
  "probe-memory": async (options, around) =>
    (await cli()).probeCommand(options, around, { openModel, planRun, ...await memoryProbe() }),
  explain: async (options, around) => (await cli()).explainCommand(options, around, await reopening(around)),
  export: async (options, { terminal }) =>
    (await cli()).exportCommand(options, terminal, { ...await pastRuns(), ...await tables() }),
  "new-agent": async (options, { terminal }) =>
    (await cli()).newAgentCommand(options, terminal, await agentFiles()),
  replay: async (options, around) =>
    (await cli()).replayCommand(options, around.terminal, await reopening(around)),
  worker: async (options, around) => (await cli()).workerCommand(options, around, await working()),
  sweep: async (options, around) =>
    (await cli()).sweepCommand(options, around, { ...await playing(), ...await sweeps() }),
  report: async (options, around) =>
    (await cli()).reportCommand(options, around, { ...await reopening(around), ...await comparing() }),
  runs: async (options, { terminal }) =>
    (await cli()).runsCommand(options, terminal, { ...await diaries(), ...await queues() }),
  "testnet-check": async (options, around) =>
    (await cli()).testnetCheckCommand(options, around, { ...await servingVenue(), ...await testnetCheck() }),
  watch: async (options, around) => (await cli()).watchCommand(options, around, await watching()),
  venue: async (options, around) => (await cli()).venueCommand(options, around, await servingVenue()),
  verify: async (options, { terminal }) => (await cli()).verifyCommand(options, terminal, await diaries()),
};

async function main(argv: readonly string[]): Promise<number> {
  const { knownInstruments } = await candles();
  const known = () => knownNames(knownInstruments(INSTRUMENTS));
  return await (await cli()).runCommandLine(argv, { known, commands: COMMANDS });
}

/** In a worker of a pool: plays one run of a family. */
export async function playJob(job: unknown, watch: MemberWatch): Promise<unknown> {
  const instruments = (await candles()).knownInstruments(INSTRUMENTS);
  return await (await cli()).familyMember(job, watch, { ...await playing(), instruments });
}

/** In a thread beside a dashboard: ranks a family, or judges its best run. */
export async function tellFamilyJob(asked: unknown): Promise<FamilyAnswer> {
  return (await cli()).tellFamily(asked as FamilyAsked, await comparing());
}

/** What plays a run into its folder, alone or as one of a family. */
async function playing(): Promise<BacktestTools<RunTerms, Contestant<AgentFile>, LoadedMarket, Plan>> {
  const runs = await diaries();
  const parts = {
    plannedManifest,
    playInto,
    playBenchmark,
    repeatFigures,
    controlDifference,
    spansOf,
    openPlayer,
    planRun,
  };
  const family = { ...await runPool(), module: import.meta.url };
  return { ...runs, ...parts, ...family, revision: runs.codeRevision(ROOT) };
}

/** Trades live prices against the simulated exchange. */
async function paper(options: PaperOptions, { terminal, instruments }: Surroundings): Promise<number> {
  const { answers, choice, range, ...priced } = await openPriced(options, instruments);
  const made = { ...options, ...priced, range };
  return await (await cli()).pricedCommand(options, terminal, {
    ...{ ...priced, mode: "paper", draft: (run) => paperManifest(choice, { ...made, ...run }) },
    play: (own, watch) => playPaper({ ...priced, ...range, ...own, ...answers(own), choice }, watch),
  });
}

/** Trades live prices on an account at the venue. */
async function live(asked: LiveOptions, { terminal, instruments }: Surroundings): Promise<number> {
  if (asked.check) return (await cli()).liveCheck(asked, terminal, await checking(asked, instruments));
  const { hyperliquid: baseUrl, nakedLimitMs, runs } = asked;
  const { account, network, open } = await (await trading()).openTrading({
    ...(await settings()).readTradingKeys(),
    ...{ network: asked.network, baseUrl },
  });
  const own = account === null ? null : { network, account, nakedLimitMs };
  using _lock = own === null ? null : await (await queues()).lockAccount(runs, own);
  const parts = { ...await diaries(), judgeHoldings, instruments };
  const found = own === null ? null : await open({ id: "", openedAt: null });
  const settled = found === null ? null : await (await cli()).settleAccount(asked, terminal, {
    ...{ ...parts, account: own!, exchange: found.exchange },
  });
  const options = { ...asked, assets: settled?.assets ?? asked.assets };
  const { answers, choice, range, ...priced } = await openPriced(options, instruments);
  if (found !== null && network !== "simulation") {
    const { used, allowed } = await found.requests();
    const actions = { left: Math.max(0, allowed - used), allowed, remark: found.remark() };
    (await cli()).confirmLive(options, { ...own!, profile: profileOf(choice), actions }, { terminal });
  }
  await settled?.clear();
  const made = { ...options, ...priced, range };
  let traded = found;
  return await (await cli()).pricedCommand(options, terminal, {
    remark: () => traded?.remark() ?? null,
    ...{ ...priced, mode: "live", draft: (run) => liveManifest(choice, { ...made, ...run }, own) },
    play: async (run, watch) => {
      const { folder: { id }, manifest: { key } } = run.written;
      const { exchange } = traded = await open({ id, openedAt: run.from, onFew: watch.onNote });
      const parts = { ...priced, ...range, ...run, ...answers(run), choice, key, exchange };
      if (own === null) return await playLive(parts, watch);
      using heard = new (await trading()).OrderEvents(baseUrl, own.account);
      return await playLive({ ...parts, basis: basisTerms(network), events: () => heard.signal() }, watch);
    },
  });
}

/** What looks whether a live run has all that it needs. */
async function checking(options: LiveOptions, known: KnownNames["instruments"]) {
  const { model: asked, interval } = options;
  const { modelTerms, ...set } = await attending();
  const openMarketsFor = async (agent: AgentTraits) =>
    openMarkets({ ...options, looksAt: intervalsOf(agent, interval) }, {
      ...await markets(),
      ...await clocks(),
    });
  const openModel = async () => {
    const { choice, access, price } = modelTerms(asked!, MODELS);
    if (access === null) return null;
    const { OpenAiModel } = await import("./adapters/openai/mod.ts");
    return { choice, model: new OpenAiModel({ ...access, price, retries: 0, timeoutMs: 10_000 }) };
  };
  return {
    ...{
      ...set,
      ...await trading(),
      openPlayer: () => openPlayer(options, known),
      openMarkets: openMarketsFor,
    },
    openModel: asked === null ? () => Promise.resolve(null) : openModel,
  };
}

/** What a run on live prices stands on: who decides, the markets, and where it is kept. */
async function openPriced(options: PaperOptions | LiveOptions, known: KnownNames["instruments"]) {
  const { terms, player, close: release } = await openPlayer(options, known);
  const looksAt = intervalsOf(player.agent, options.interval);
  const venue = await openMarkets({ ...options, looksAt }, { ...await markets(), ...await clocks() });
  const choice = paperChoice({ ...options, ...terms, ...venue, player });
  const { codeRevision, continueRun } = await diaries();
  const pages = { dashboards: () => dashboards({ instruments: known }) };
  const stores = { ...await queues(), ...await seen(), ...pages, continueRun };
  const answers = ({ written: { folder } }: PricedSurroundings) => answering(player, folder.path);
  const close = () => [venue.close, release].forEach((end) => end());
  const rest = { answers, attendants: await attending(), codeRevision: codeRevision(ROOT), close };
  return { ...venue, ...stores, ...terms, ...rest, choice, file: player.file };
}

/** The agent that was named, or the one in the user's file, loaded where it can reach nothing. */
async function openPlayer(options: DecidingOptions, known: KnownNames["instruments"]) {
  const { agent, params, model } = options;
  const terms = (await settings()).runTerms(options, known);
  const opened = (player: Contestant<AgentFile>, close = (): void => undefined) => ({ terms, player, close });
  if (model !== null) return opened(await openModel(model, options, terms));
  const builtIn = AGENTS.get(agent);
  if (builtIn !== undefined) return opened({ agent: builtIn, isolate: null, file: null });
  const { KeptIsolates, readAgentFile } = await agentFiles();
  const file = readAgentFile(agent);
  isolates ??= new KeptIsolates();
  const { isolate, giveBack } = await isolates.open(file, { parameters: params, harness: BACKTEST_HARNESS });
  return opened({ agent: isolate.traits, isolate, file }, giveBack);
}

/** The agent that asks a model, and what it asks: recorded answers, a server, or both. */
async function openModel(asked: ModelOptions, options: DecidingOptions, terms: RunTerms) {
  const { interval, seed, control, sample } = options;
  const { modelTerms } = await settings();
  const { openCassettes } = await cassettes();
  const { choice, access, price, prompt, ...rest } = modelTerms(asked, MODELS);
  const reached = access === null ? null : await import("./adapters/openai/mod.ts");
  const player = llmPlayer({
    ...{ ...asked, ...rest },
    agent: { choice, interval, prompt, sample, blind: asked.blind ? { seed } : null, ...terms },
    control: { ...control, seed },
    model: reached === null ? null : new reached.OpenAiModel({ ...access!, price }),
    cassettes: (folder) =>
      openCassettes({ shared: asked.cassettes, run: folder, shipped: CASSETTES, model: choice }),
  });
  return { ...player, isolate: null, file: null };
}

/** What puts a past run together again and plays it. */
async function reopening({ agents, instruments }: KnownNames) {
  const runs = await pastRuns();
  const files = { ...await candles(), ...await agentFiles(), ...await seen() };
  const parts = { ...files, ...await settings(), ...await cassettes() };
  const playing = { openPlayer, openModel, planRun, plannedManifest, playInto, agents, instruments };
  return { ...runs, ...parts, ...playing, revision: runs.codeRevision(ROOT), shipped: CASSETTES };
}

/** Reads the market and settles what is run on it; nothing is written yet. */
async function planRun(
  options: BacktestOptions,
  terms: RunTerms & { readonly player: Contestant<AgentFile>; readonly market?: LoadedMarket | undefined },
) {
  const { player } = terms;
  const instruments = [...terms.instruments, ...terms.donors];
  const read = (await candles()).marketReader(PLACES);
  const loaded = terms.market ??
    read({ ...options, instruments }, intervalsOf(player.agent, options.interval));
  const wanted = { ...options, outside: (await cli()).outsideData(options) };
  return { options, player, ...planBacktest(backtestChoice(options, terms), loaded, wanted) };
}

if (import.meta.main) Deno.exit(await main(Deno.args));
