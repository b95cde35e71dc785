import { UsageError } from "./errors.ts";
import { FlagReader, type RawFlags } from "./flag_reader.ts";
import { type CommandHelp, DEBUG, PERMISSIONS_NOTE } from "./help.ts";
import { type AnswerSource, DEFAULT_CASSETTES } from "./model_flags.ts";
import { DEFAULTS } from "./options.ts";

/** What `noise` was asked to do. */
export interface NoiseOptions {
  /** An id, its beginning, a path, or `last`. */
  readonly run: string;
  /** Answers to each question, the run's own among them. */
  readonly samples: number;
  readonly answers: AnswerSource;
  readonly cassettes: string;
  readonly runs: string;
  readonly json: boolean;
  readonly debug: boolean;
}

const COMMAND = "noise";
const SOURCES = ["replay", "record", "auto"] as const;
const MOST_SAMPLES = 100;

/** The help of `noise`. */
export function noiseHelp(): CommandHelp {
  return {
    name: COMMAND,
    summary: "ask a run's questions again, and tell how far the answers agree",
    words: "[RUN]",
    description:
      "Asks every question of RUN (an id, its beginning, a path, or last) that the model decided on again, each\n" +
      "time as another sample, and tells how far the answers agree: text by text, decision by decision, and\n" +
      "beyond chance. A run of a rule is played again instead. Nothing is traded and no run is written.",
    flags: [
      {
        flags: "--samples <number>",
        default: "10",
        text: "answers to each question, the run's own among them",
      },
      {
        flags: "--llm <source>",
        default: "replay",
        text: "replay: recorded samples only; auto: else ask and keep; record: ask",
      },
      { flags: "--cassettes <folder>", default: DEFAULT_CASSETTES, text: "where recorded answers are kept" },
      { flags: "--runs <folder>", default: DEFAULTS.runs, text: "where runs are kept" },
      { flags: "--json", text: "print the result as JSON and nothing else" },
      DEBUG,
    ],
    after: `
Examples:
  deno task noise last --samples 10 --llm auto
  deno task noise 7f3a --samples 5

The model is that of LLM_MODEL and must be the run's.
${PERMISSIONS_NOTE}`,
  };
}

/** Checks the words and flags of `noise`. */
export function readNoiseOptions(flags: RawFlags, words: readonly string[]): NoiseOptions {
  const reader = new FlagReader(COMMAND, flags);
  if (words.length > 1) {
    throw new UsageError(`wanted one run, not ${words.length}: ${words.join(" ")}`, COMMAND);
  }
  const samples = reader.wholeNumber("samples", 2);
  if (samples > MOST_SAMPLES) throw reader.wrong("samples", `a whole number from 2 to ${MOST_SAMPLES}`);
  return {
    run: words[0] ?? "last",
    samples,
    answers: reader.oneOf("llm", "source of answers", SOURCES),
    cassettes: reader.path("cassettes"),
    runs: reader.path("runs"),
    json: reader.isOn("json"),
    debug: reader.isOn("debug"),
  };
}
