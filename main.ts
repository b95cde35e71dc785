/**
 * The command line: joins each command to its composition. The only file that sees adapters and backtest.
 * @module
 */
import type { BacktestOptions, Parsed, Terminal } from "./adapters/cli/mod.ts";
import type { LoadedMarket } from "./adapters/candle_store/mod.ts";
import type { RunFolder } from "./adapters/jsonl_diary/mod.ts";
import {
  type Backtest,
  type BacktestResult,
  type Coverage,
  manifestDraft,
  rangeOf,
  RecordedMarket,
  runBacktest,
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
const EXIT_INTERRUPTED = 130;
/** What every other agent's result stands beside. */
const BENCHMARK = AGENTS.get("buy-and-hold")!;

/** A backtest with what a person asked for and what was read for it. */
interface Plan extends Backtest {
  readonly options: BacktestOptions;
  readonly loaded: LoadedMarket;
  readonly coverage: Coverage;
}

/** A run that lies in its folder. */
interface RecordedRun {
  readonly folder: RunFolder;
  readonly result: BacktestResult;
}

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
  data: async (options, { terminal }) => {
    const { dataCommand } = await import("./adapters/cli/mod.ts");
    const { checkFolder, FolderCache, isFolder, listFolder } = await import("./adapters/candle_store/mod.ts");
    const list = (folder: string) => listFolder(folder, new FolderCache(CACHE));
    const readers = { checkFolder, isFolder, listFolder: list, store: STORE, fixtures: FIXTURES };
    return dataCommand(options, terminal, readers);
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
  const plan = await planBacktest(options, instruments);
  const { showSeries } = await import("./adapters/cli/mod.ts");
  showSeries(plan.loaded.series, options, terminal);
  const interrupt = new AbortController();
  const stop = (): void => interrupt.abort();
  Deno.addSignalListener("SIGINT", stop);
  const recorded = await recordRun(plan, terminal, interrupt.signal);
  const benchmark = await benchmarkBeside(plan, recorded, interrupt.signal);
  Deno.removeSignalListener("SIGINT", stop);
  await showRun(plan, { ...recorded, benchmark }, terminal);
  return interrupt.signal.aborted ? EXIT_INTERRUPTED : 0;
}

/** Runs the plan into a folder of its own, which says how it ended whatever happens. */
async function recordRun(plan: Plan, terminal: Terminal, signal: AbortSignal): Promise<RecordedRun> {
  const { closeRun, codeRevision, failRun, openRun } = await import("./adapters/jsonl_diary/mod.ts");
  const { watchRun } = await import("./adapters/cli/mod.ts");
  const draft = (id: string): RunManifest => firstManifest(plan, { id, codeRevision: codeRevision(ROOT) });
  const run = await openRun(plan.options.runs, draft, { durable: false, lazy: true });
  const watch = watchRun(plan.options, plan, terminal);
  try {
    const watched = { kept: run.diary, signal, onCycle: watch.onCycle };
    const result = await runBacktest(plan, watched).finally(watch.finish);
    const status = result.end === "reached-end" ? "finished" : "interrupted";
    await closeRun(run, { status, ended: new Date().toISOString(), metrics: result.metrics });
    return { folder: run.folder, result };
  } catch (error) {
    await failRun(run, new Date().toISOString());
    throw error;
  }
}

/** Buy and hold on the same market; null where it is the run itself, or somebody does not want to wait. */
async function benchmarkBeside(plan: Plan, run: RecordedRun, signal: AbortSignal): Promise<Metrics | null> {
  const { breather } = await import("./adapters/cli/mod.ts");
  if (plan.choice.agent === BENCHMARK || run.result.end !== "reached-end") return null;
  const beside = { ...plan, choice: { ...plan.choice, agent: BENCHMARK } };
  const { end, metrics } = await runBacktest(beside, { signal, onCycle: breather() });
  return end === "reached-end" ? metrics : null;
}

/** Writes the figures into the manifest, and shows them. */
async function showRun(
  plan: Plan,
  { folder, result, benchmark }: RecordedRun & { readonly benchmark: Metrics | null },
  terminal: Terminal,
): Promise<void> {
  const { updateManifest } = await import("./adapters/jsonl_diary/mod.ts");
  const { presentRun, remarksOf } = await import("./adapters/cli/mod.ts");
  const { options, market, choice: { agent } } = plan;
  const spans = spansOf(market, options.interval);
  const { warnings, notes } = remarksOf({ ...plan, agent, market: plan.loaded, spans, result });
  const manifest = updateManifest(folder, { metrics: result.metrics, benchmark, warnings });
  const equity = result.equity.map(({ close, equityUsd }) => ({ time: close, equityUsd }));
  const { path, diaryPath } = folder;
  const shown = { manifest, folder: path, diaryPath, equity, notes, detail: result.breakdown };
  presentRun(shown, options, terminal);
}

/** Reads the market and settles what is run on it; nothing is written yet. */
async function planBacktest(options: BacktestOptions, known: readonly Instrument[]): Promise<Plan> {
  const { chooseFolder, FolderCache, loadMarket } = await import("./adapters/candle_store/mod.ts");
  const { outsideData } = await import("./adapters/cli/mod.ts");
  const { loadProfile } = await import("./adapters/settings/mod.ts");
  const { interval, risk } = options;
  const agent = AGENTS.get(options.agent)!;
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
  return { options, choice, loaded, market, coverage: market.coverage(range), ...range };
}

function firstManifest(plan: Plan, of: Pick<RunManifest, "id" | "codeRevision">): RunManifest {
  const { choice, loaded: { source, synthetic, files }, coverage, from, until } = plan;
  const data = { source, synthetic, files, gaps: coverage.gaps.length };
  return manifestDraft(choice, { ...of, data, range: { from, until }, started: new Date().toISOString() });
}

if (import.meta.main) Deno.exit(await main(Deno.args));
