/** The command line as a value: what was typed, checked, or one line on what cannot be right. */

import { Command, CommanderError, Option } from "commander";
import { cassetteHelp, type CassetteOptions, readCassetteOptions } from "./cassette_command.ts";
import { checkAgentHelp, readCheckAgentOptions } from "./check_agent_options.ts";
import { compareHelp, type CompareOptions, readCompareOptions } from "./compare_options.ts";
import { type DataOptions, readDataOptions } from "./data_options.ts";
import { unknownName, UsageError } from "./errors.ts";
import { readBacktests } from "./family_options.ts";
import type { RawFlags } from "./flag_reader.ts";
import { backtestHelp, type CommandHelp, dataHelp, type Flag, ROOT_AFTER, runsHelp } from "./help.ts";
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
/** Stands before a message that belongs to no command. */
const PROGRAM = "reprise";

/**
 * Reads the arguments after the program's name. `columns`: the terminal's width, for the help. Throws a
 * UsageError for anything that cannot be right. Reads no environment and writes nothing.
 */
export function parseCommandLine(argv: readonly string[], known: Known, columns = HELP_WIDTH): Parsed {
  const program = new Program(Math.max(40, Math.min(columns, HELP_WIDTH)));
  program.add(backtestHelp(known), (flags) => ({
    command: "backtest",
    options: readBacktests(flags, known),
  }));
  program.add(
    sweepHelp(),
    (flags, words) => ({ command: "sweep", options: readSweepOptions(flags, words, known) }),
  );
  program.add(workerHelp(), (flags) => ({ command: "worker", options: readWorkerOptions(flags) }));
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
  addPastRuns(program, known);
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
  program.add(venueHelp(), (flags) => ({ command: "venue", options: readVenueOptions(flags, known) }));
  return program.parse(argv);
}

/** What is done with a past run. */
function addPastRuns(program: Program, known: Known): void {
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

/** Commander, kept from the process: it neither exits nor prints nor looks at the environment. */
class Program {
  readonly #root: Command;
  #text = "";
  #parsed: Parsed | null = null;

  constructor(width: number) {
    const take = (text: string): void => {
      this.#text += text;
    };
    this.#root = new Command("deno task")
      .usage("<command> [options]")
      .description("Reprise: an engine for LLM trading agents.")
      .exitOverride()
      .showSuggestionAfterError(false)
      .helpCommand("help [command]", "explain a command")
      .helpOption("-h, --help", "show this text")
      .addHelpText("after", ROOT_AFTER)
      // Colour and width are given, or commander would ask the environment for them.
      .configureOutput({
        writeOut: take,
        writeErr: take,
        outputError: () => undefined,
        getOutHelpWidth: () => width,
        getErrHelpWidth: () => width,
        getOutHasColors: () => false,
        getErrHasColors: () => false,
      });
  }

  add(help: CommandHelp, read: (flags: RawFlags, words: readonly string[]) => Parsed): void {
    const command = this.#root.command(help.name)
      .summary(help.summary)
      // Broken where it was typed it would be broken again where the terminal ends.
      .description(help.description.replace(/\n(?=\S)/g, " "))
      .usage([help.words ?? "", "[options]"].join(" ").trim())
      .helpOption("-h, --help", "show this text")
      .addHelpText("after", help.after)
      .allowExcessArguments(true);
    for (const flag of help.flags) addFlag(command, flag);
    command.action(() => {
      const [extra] = command.args;
      if (extra !== undefined && help.words === undefined) {
        throw new UsageError(`"${extra}" belongs to no flag; wanted flags with their values`, help.name);
      }
      this.#parsed = read(command.opts<RawFlags>(), command.args);
    });
  }

  parse(argv: readonly string[]): Parsed {
    try {
      this.#root.parse([...argv], { from: "user" });
    } catch (error) {
      if (!(error instanceof CommanderError)) throw error;
      if (!error.code.startsWith("commander.help")) throw this.#usageError(error, argv);
      this.#refuseUnknownTopic(argv);
      return { command: "help", text: `${this.#text.trim()}\n` };
    }
    if (this.#parsed === null) throw new Error("the command line was read but no command answered");
    return this.#parsed;
  }

  /** Commander answers `help nonsense` with the list of commands, as if that had been asked for. */
  #refuseUnknownTopic([first, topic]: readonly string[]): void {
    if (first === "help" && topic !== undefined && !topic.startsWith("-")) this.#command(topic);
  }

  #command(typed: string): Command {
    const found = this.#root.commands.find((one) => one.name() === typed);
    if (found !== undefined) return found;
    const known = this.#root.commands.map((one) => one.name());
    throw unknownName({ command: PROGRAM, what: "command", typed, known, list: true });
  }

  #usageError(error: CommanderError, argv: readonly string[]): UsageError {
    const typed = argv.find((word) => !word.startsWith("-"));
    const command = this.#root.commands.find((one) => one.name() === typed);
    const name = command?.name() ?? PROGRAM;
    // Commander tells what it was about only in its sentence, between quotes.
    const quoted = /'(.*?)'/s.exec(error.message)?.[1] ?? "";
    if (error.code === "commander.unknownCommand") this.#command(quoted);
    if (error.code === "commander.unknownOption") return unknownFlag(quoted, command ?? this.#root, name);
    if (error.code === "commander.optionMissingArgument") {
      return new UsageError(`${quoted.replace(/ .*$/, "")} has no value; wanted ${quoted}`, name);
    }
    return new UsageError(error.message.replace(/^error: /, ""), name);
  }
}

function unknownFlag(quoted: string, command: Command, name: string): UsageError {
  const known = [...command.options.map((option) => option.long ?? option.flags), "--help"];
  const typed = quoted.replace(/=.*$/s, "");
  if (known.includes(typed)) return new UsageError(`${typed} takes no value; wanted ${typed} alone`, name);
  return unknownName({ command: name, what: "flag", typed, known, list: false });
}

function addFlag(command: Command, flag: Flag): void {
  const option = new Option(flag.flags, flag.text);
  // The second argument is how the default is shown: as it would be typed, without quotes.
  if (flag.default !== undefined) option.default(flag.default, flag.default);
  if (flag.many === true) option.argParser((typed, before: string[] = []) => [...before, typed]);
  command.addOption(option);
}
