import type { DiaryEntry, RunManifest } from "../../engine/mod.ts";
import { FailureError, UsageError } from "./errors.ts";
import { FlagReader, type RawFlags } from "./flag_reader.ts";
import { formatNumber, formatPeriod, formatShare, formatUsd } from "./format.ts";
import { type CommandHelp, DATA_FLAGS, DEBUG, PERMISSIONS_NOTE } from "./help.ts";
import { MODEL_AGENT, MODEL_FLAGS } from "./model_flags.ts";
import { type BacktestOptions, DEFAULTS, type Known, readBacktestOptions } from "./options.ts";
import { PERIOD_FORMS } from "./period.ts";
import type { Terminal } from "./terminal.ts";

/** A share that was hit. */
interface HitRate {
  readonly hits: number;
  readonly asked: number;
  readonly interval: { readonly low: number; readonly high: number } | null;
}

/** What a model was found to remember. */
export interface ProbedMemory {
  readonly dates: number;
  readonly questions: number;
  readonly refused: number;
  readonly closes: HitRate;
  readonly directions: HitRate;
  readonly correlation: number | null;
  readonly costUsd: number | null;
  readonly residual: {
    readonly moments: number;
    readonly before: Correlation | null;
    readonly after: Correlation | null;
  } | null;
  readonly interrupted: boolean;
}

/** How two things go together, with an interval at 95 %. */
interface Correlation {
  readonly r: number;
  readonly low: number;
  readonly high: number;
}

/** A probe with what it was of. */
export interface ShownProbe {
  readonly provider: string;
  readonly model: string;
  readonly synthetic: boolean;
  readonly from: number;
  readonly until: number;
  /** The run that was looked at beside it; null: none. */
  readonly run: string | null;
  readonly result: ProbedMemory;
}

/** What was asked for: a backtest's options as far as they go, and a run to look at. */
export interface ProbeOptions extends BacktestOptions {
  readonly run: string | null;
}

/** A run whose actions are held against what its model remembers. */
export interface ProbedRun {
  readonly id: string;
  /** Its diary. Throws a FailureError where the run was of another model, or on other data, than what is asked now. */
  entries(
    asked: { readonly provider: string; readonly model: string; readonly source: string },
  ): DiaryEntry[];
}

/** How past runs are found and read. */
export interface RunReaders {
  findRun(root: string, ref: string): { readonly manifest: RunManifest; readonly diaryPath: string };
  readDiary(path: string): { readonly lines: readonly { readonly entry: DiaryEntry }[] };
}

const COMMAND = "probe-memory";
const PROBE_FLAGS = ["--model", "--llm", "--cassettes", "--models"];

/** The help of `probe-memory`. */
export function probeMemoryHelp(): CommandHelp {
  return {
    name: COMMAND,
    summary: "ask a model what it remembers of past prices",
    description:
      "Asks a model for the close and the next day's direction at 40 dates of each asset, without showing it\n" +
      "a price, and holds what it says against the candles. Memory that is found is a lower bound: a model\n" +
      "may use more than it tells. On the synthetic market there is nothing to remember but monthly closes.\n" +
      "With --run it asks about the days of that run, and tells how far what the run held goes with the day\n" +
      "after: as it is, and with the model's own recall taken out (a straight line through it).",
    flags: [
      ...MODEL_FLAGS.filter(({ flags }) => PROBE_FLAGS.includes(flags.split(" ")[0])),
      { flags: "--from <when>", default: DEFAULTS.from, text: `first day, UTC: ${PERIOD_FORMS}` },
      { flags: "--to <when>", text: "last period, included; default: the end of the data" },
      { flags: "--assets <symbols>", default: DEFAULTS.assets, text: "what to ask about, a comma between" },
      ...DATA_FLAGS,
      { flags: "--run <run>", text: "also hold a run of this model against it: an id, a path, or last" },
      { flags: "--runs <folder>", default: DEFAULTS.runs, text: "where runs are kept" },
      { flags: "--json", text: "print the result as JSON and nothing else" },
      DEBUG,
    ],
    after: `
Examples:
  deno task probe-memory --model gpt-5-mini --llm record --data ../my-candles
  deno task probe-memory --model gpt-5-mini --data ../my-candles
  deno task probe-memory --model gpt-5-mini --llm auto --data ../my-candles --run last

${PERMISSIONS_NOTE}`,
  };
}

/** Checks the flags of `probe-memory`: those of a backtest at 1d with a model. */
export function readProbeOptions(flags: RawFlags, known: Known): ProbeOptions {
  const { capital, seed, diary, risk, from } = DEFAULTS;
  const fixed = { capital, seed, diary, risk, interval: "1d", agent: MODEL_AGENT };
  const reader = new FlagReader(COMMAND, flags);
  const run = reader.has("run") ? reader.text("run") : null;
  if (run !== null && (reader.has("to") || reader.text("from") !== from)) {
    throw new UsageError("--run has a period of its own; wanted it without --from and --to", COMMAND);
  }
  return { ...readBacktestOptions({ runs: DEFAULTS.runs, ...flags, ...fixed }, known, COMMAND), run };
}

/** The options with the period and the assets of the run that was named, and that run; null: none was named. */
export function probedRun(
  options: ProbeOptions,
  readers: RunReaders,
): { readonly options: BacktestOptions; readonly run: ProbedRun | null } {
  if (options.run === null) return { options, run: null };
  const { manifest, diaryPath } = readers.findRun(options.runs, options.run);
  const { id, range: { from, until }, settings: { assets } } = manifest;
  const run: ProbedRun = {
    id,
    entries: ({ provider, model, source }) => {
      const { model: of, data } = manifest;
      if (of?.provider !== provider || of.model !== model) {
        const what = of === undefined ? "asked no model" : `asked ${of.provider}/${of.model}`;
        throw new FailureError(`run ${id} ${what}; wanted one of ${provider}/${model}`);
      }
      if (data.source !== source) {
        throw new FailureError(
          `run ${id} was on ${data.source}, this is ${source}; wanted --data with the former`,
        );
      }
      return readers.readDiary(diaryPath).lines.map(({ entry }) => entry);
    },
  };
  return { options: { ...options, from, until, assets: assets as readonly string[] }, run };
}

/** Shows what was found. */
export function showProbe(probe: ShownProbe, json: boolean, terminal: Terminal): void {
  terminal.print(json ? JSON.stringify(probe, null, 2) : renderProbe(probe));
}

function renderProbe({ provider, model, synthetic, from, until, run, result }: ShownProbe): string {
  const { dates, questions, refused, closes, directions, correlation, costUsd, residual, interrupted } =
    result;
  const lines = [
    `${model} (${provider}) · ${formatPeriod(from, until)} · ${dates} dates, ${questions} questions`,
    "",
    `  closes within 1 %      ${rate(closes)}`,
    `  direction of next day  ${rate(directions)}   half are hit by chance`,
    `  log price, Pearson r   ${
      correlation === null ? "n/a: fewer than 5 closes were told" : formatNumber(correlation)
    }`,
    `  not told               ${refused} of ${questions}`,
    `  cost                   ${costUsd === null ? "n/a: no price is known" : formatUsd(costUsd)}`,
    ...residualLines(run, residual),
    "",
    ...(interrupted ? ["  Interrupted: that is what was asked so far."] : []),
    "  What is found is a lower bound of what it remembers.",
  ];
  return [...lines, ...(synthetic ? ["  Synthetic market: no model can remember its days."] : [])].join("\n");
}

/** What a run held, with the return of the day after: before and after the model's recall is taken out. */
function residualLines(run: string | null, residual: ProbedMemory["residual"]): string[] {
  if (run === null || residual === null) return [];
  const { moments, before, after } = residual;
  return [
    "",
    `  run ${run}, held at the end of a day with the return of the next, ${moments} moments:`,
    `    as it is             ${correlationText(before, "too few, or it always held the same")}`,
    `    without its recall   ${correlationText(after, "nothing is left beside what it remembers")}`,
  ];
}

function correlationText(found: Correlation | null, why: string): string {
  if (found === null) return `n/a: ${why}`;
  const { r, low, high } = found;
  return `r ${formatNumber(r)} (${formatNumber(low)} to ${formatNumber(high)} at 95 %)`;
}

function rate({ hits, asked, interval }: HitRate): string {
  if (interval === null) return "n/a: none were told";
  const { low, high } = interval;
  return `${hits} of ${asked}, ${formatShare(hits / asked)} (${formatShare(low)} to ${
    formatShare(high)
  } at 95 %)`;
}
