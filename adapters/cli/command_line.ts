/** The command line as a value: what was typed, checked, or one line on what cannot be right. */

import { cassetteHelp, type CassetteOptions, readCassetteOptions } from "./cassette_command.ts";
import { checkAgentHelp, readCheckAgentOptions } from "./check_agent_options.ts";
import { compareHelp, type CompareOptions, readCompareOptions } from "./compare_options.ts";
import { type DataOptions, readDataOptions } from "./data_options.ts";
import { readBacktests } from "./family_options.ts";
import { backtestHelp, dataHelp, runsHelp } from "./help.ts";
import { type BacktestOptions, DEFAULTS, type Known, readRunsOptions, type RunsOptions } from "./options.ts";
import { dashboardHelp, type DashboardOptions, readDashboardOptions } from "./dashboard_options.ts";
import { doHelp, type DoOptions, readDoOptions } from "./do_command.ts";
import { type FromRunOptions, readFromRun } from "./record_from_run.ts";
import { readRecordOptions, recordHelp, type RecordOptions } from "./record_options.ts";
import { liveHelp, type LiveOptions, readLiveOptions } from "./live_options.ts";
import { paperHelp, type PaperOptions, readPaperOptions } from "./paper_options.ts";
import { noiseHelp, type NoiseOptions, readNoiseOptions } from "./noise_options.ts";
import { probeMemoryHelp, type ProbeOptions, readProbeOptions } from "./probe_memory.ts";
import { newAgentHelp, type NewAgentOptions, readNewAgentOptions } from "./new_agent.ts";
import {
  explainHelp,
  type ExplainOptions,
  exportHelp,
  type ExportOptions,
  readExplainOptions,
  readExportOptions,
  readReplayOptions,
  replayHelp,
  type ReplayOptions,
} from "./replay_options.ts";
import {
  readTestnetCheckOptions,
  testnetCheckHelp,
  type TestnetCheckOptions,
} from "./testnet_check_options.ts";
import { readWatchOptions, watchHelp, type WatchOptions } from "./watch_options.ts";
import { readReportOptions, reportHelp, type ReportOptions } from "./report_options.ts";
import { readVenueOptions, venueHelp, type VenueOptions } from "./venue_options.ts";
import { readSweepOptions, sweepHelp, type SweepOptions } from "./sweep/sweep_options.ts";
import { readWorkerOptions, workerHelp, type WorkerOptions } from "./sweep/worker_options.ts";
import { Program } from "./program.ts";
import { readVerifyOptions, verifyHelp, type VerifyOptions } from "./verify.ts";

/** What the person asked for. */
export type Parsed =
  | { readonly command: "backtest"; readonly options: BacktestOptions }
  | { readonly command: "dashboard"; readonly options: DashboardOptions }
  | { readonly command: "do"; readonly options: DoOptions }
  | { readonly command: "record"; readonly options: RecordOptions | FromRunOptions }
  | { readonly command: "live"; readonly options: LiveOptions }
  | { readonly command: "paper"; readonly options: PaperOptions }
  | { readonly command: "watch"; readonly options: WatchOptions }
  | { readonly command: "testnet-check"; readonly options: TestnetCheckOptions }
  | { readonly command: "runs"; readonly options: RunsOptions }
  | { readonly command: "data"; readonly options: DataOptions }
  | { readonly command: "sweep"; readonly options: SweepOptions }
  | { readonly command: "worker"; readonly options: WorkerOptions }
  | { readonly command: "verify"; readonly options: VerifyOptions }
  | { readonly command: "check-agent"; readonly options: BacktestOptions }
  | { readonly command: "new-agent"; readonly options: NewAgentOptions }
  | { readonly command: "cassette"; readonly options: CassetteOptions }
  | { readonly command: "noise"; readonly options: NoiseOptions }
  | { readonly command: "probe-memory"; readonly options: ProbeOptions }
  | { readonly command: "venue"; readonly options: VenueOptions }
  | { readonly command: "replay"; readonly options: ReplayOptions }
  | { readonly command: "compare"; readonly options: CompareOptions }
  | { readonly command: "report"; readonly options: ReportOptions }
  | { readonly command: "explain"; readonly options: ExplainOptions }
  | { readonly command: "export"; readonly options: ExportOptions }
  | { readonly command: "help"; readonly text: string };

/** The widest a help page gets. */
const HELP_WIDTH = 100;

/**
 * Reads the arguments after the program's name. `columns`: the terminal's width, for the help. Throws a
 * UsageError for anything that cannot be right. Reads no environment and writes nothing.
 */
export function parseCommandLine(argv: readonly string[], known: Known, columns = HELP_WIDTH): Parsed {
  const program = new Program<Parsed>(Math.max(40, Math.min(columns, HELP_WIDTH)));
  // In this order they are listed.
  addSimulations(program, known);
  addLivePrices(program, known);
  addOwn(program, known);
  addPastRuns(program, known);
  addModels(program, known);
  program.add(venueHelp(), (flags) => ({ command: "venue", options: readVenueOptions(flags, known) }));
  const parsed = program.parse(argv);
  return "help" in parsed ? { command: "help", text: parsed.help } : parsed;
}

/** What plays recorded candles. */
function addSimulations(program: Program<Parsed>, known: Known): void {
  program.add(backtestHelp(known), (flags) => ({
    command: "backtest",
    options: readBacktests(flags, known),
  }));
  program.add(
    sweepHelp(),
    (flags, words) => ({ command: "sweep", options: readSweepOptions(flags, words, known) }),
  );
  program.add(workerHelp(), (flags) => ({ command: "worker", options: readWorkerOptions(flags) }));
}

/** What runs on live prices, and what looks after it. */
function addLivePrices(program: Program<Parsed>, known: Known): void {
  program.add(paperHelp(known), (flags) => ({ command: "paper", options: readPaperOptions(flags, known) }));
  program.add(liveHelp(known), (flags) => ({ command: "live", options: readLiveOptions(flags, known) }));
  program.add(
    watchHelp(),
    (flags, words) => ({ command: "watch", options: readWatchOptions(flags, words) }),
  );
  program.add(
    testnetCheckHelp(),
    (flags) => ({ command: "testnet-check", options: readTestnetCheckOptions(flags, known) }),
  );
  program.add(
    doHelp(DEFAULTS.runs),
    (flags, words) => ({ command: "do", options: readDoOptions(flags, words) }),
  );
  program.add(
    dashboardHelp(),
    (flags) => ({ command: "dashboard", options: readDashboardOptions(flags) }),
  );
  program.add(
    recordHelp(),
    (flags, words) => ({ command: "record", options: readFromRun(flags, words) ?? readRecordOptions(flags) }),
  );
}

/** What a person brings, and what there is. */
function addOwn(program: Program<Parsed>, known: Known): void {
  program.add(
    newAgentHelp(),
    (flags, words) => ({ command: "new-agent", options: readNewAgentOptions(flags, words) }),
  );
  program.add(
    checkAgentHelp(known),
    (flags, words) => ({ command: "check-agent", options: readCheckAgentOptions(flags, words, known) }),
  );
  program.add(runsHelp(), (flags) => ({ command: "runs", options: readRunsOptions(flags) }));
  program.add(
    dataHelp(),
    (flags, words) => ({ command: "data", options: readDataOptions(flags, words) }),
  );
}

/** What asks models, and keeps what they answered. */
function addModels(program: Program<Parsed>, known: Known): void {
  program.add(
    cassetteHelp(DEFAULTS.runs),
    (flags, words) => ({ command: "cassette", options: readCassetteOptions(flags, words) }),
  );
  program.add(
    noiseHelp(),
    (flags, words) => ({ command: "noise", options: readNoiseOptions(flags, words) }),
  );
  program.add(
    probeMemoryHelp(),
    (flags) => ({ command: "probe-memory", options: readProbeOptions(flags, known) }),
  );
}

/** What is done with a past run. */
function addPastRuns(program: Program<Parsed>, known: Known): void {
  program.add(
    compareHelp(),
    (flags, words) => ({ command: "compare", options: readCompareOptions(flags, words) }),
  );
  program.add(
    reportHelp(),
    (flags, words) => ({ command: "report", options: readReportOptions(flags, words) }),
  );
  program.add(
    verifyHelp(DEFAULTS.runs),
    (flags, words) => ({ command: "verify", options: readVerifyOptions(flags, words) }),
  );
  program.add(
    replayHelp(),
    (flags, words) => ({ command: "replay", options: readReplayOptions(flags, words, known) }),
  );
  program.add(
    explainHelp(),
    (flags, words) => ({ command: "explain", options: readExplainOptions(flags, words) }),
  );
  program.add(
    exportHelp(),
    (flags, words) => ({ command: "export", options: readExportOptions(flags, words) }),
  );
}
