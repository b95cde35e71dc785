import type { RawFlags } from "./flag_reader.ts";
import { formatNumber, formatPeriod, formatShare, formatUsd } from "./format.ts";
import { type CommandHelp, DATA_FLAGS, DEBUG } from "./help.ts";
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
}

/** A probe with what it was of. */
export interface ShownProbe {
  readonly provider: string;
  readonly model: string;
  readonly synthetic: boolean;
  readonly from: number;
  readonly until: number;
  readonly result: ProbedMemory;
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
      "may use more than it tells. On the synthetic market there is nothing to remember but monthly closes.",
    flags: [
      ...MODEL_FLAGS.filter(({ flags }) => PROBE_FLAGS.includes(flags.split(" ")[0])),
      { flags: "--from <when>", default: DEFAULTS.from, text: `first day, UTC: ${PERIOD_FORMS}` },
      { flags: "--to <when>", text: "last period, included; default: the end of the data" },
      { flags: "--assets <symbols>", default: DEFAULTS.assets, text: "what to ask about, a comma between" },
      ...DATA_FLAGS,
      { flags: "--json", text: "print the result as JSON and nothing else" },
      DEBUG,
    ],
    after: `
Examples:
  deno task probe-memory --model gpt-5-mini --llm record --data ../my-candles
  deno task probe-memory --model gpt-5-mini --data ../my-candles`,
  };
}

/** Checks the flags of `probe-memory`: those of a backtest at 1d with a model. */
export function readProbeOptions(flags: RawFlags, known: Known): BacktestOptions {
  const { capital, seed, diary, runs, risk } = DEFAULTS;
  const fixed = { capital, seed, diary, runs, risk, interval: "1d", agent: MODEL_AGENT };
  return readBacktestOptions({ ...flags, ...fixed }, known, COMMAND);
}

/** Shows what was found. */
export function showProbe(probe: ShownProbe, json: boolean, terminal: Terminal): void {
  terminal.print(json ? JSON.stringify(probe, null, 2) : renderProbe(probe));
}

function renderProbe({ provider, model, synthetic, from, until, result }: ShownProbe): string {
  const { dates, questions, refused, closes, directions, correlation, costUsd } = result;
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
    "",
    "  What is found is a lower bound of what it remembers.",
  ];
  return [...lines, ...(synthetic ? ["  Synthetic market: no model can remember its days."] : [])].join("\n");
}

function rate({ hits, asked, interval }: HitRate): string {
  if (interval === null) return "n/a: none were told";
  const { low, high } = interval;
  return `${hits} of ${asked}, ${formatShare(hits / asked)} (${formatShare(low)} to ${
    formatShare(high)
  } at 95 %)`;
}
