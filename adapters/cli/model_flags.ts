/** Which model decides, where its answers come from and what it may cost: the flags, and what was typed for them. */

import { UsageError } from "./errors.ts";
import type { FlagReader } from "./flag_reader.ts";
import type { Flag } from "./help.ts";

/** Where a model's answers come from. */
export type AnswerSource = "replay" | "record" | "auto" | "live";

/** What was asked of the model. */
export interface ModelOptions {
  /** Null: the one of LLM_MODEL, or of the shipped recording. */
  readonly name: string | null;
  readonly answers: AnswerSource;
  /** A template of the user's; null: the built-in one. */
  readonly prompt: string | null;
  readonly blind: boolean;
  /** The folder of recorded answers. */
  readonly cassettes: string;
  /** A table of prices and cutoffs; null: the shipped one. */
  readonly table: string | null;
  /** What may be spent in the run, and in USD in a day of the market; null: anything. */
  readonly cap:
    | { readonly unit: "USD" | "tokens"; readonly limit: number | null; readonly perDay: number | null }
    | null;
  /** How much of a model's recorded latency passes: 1 all of it, 2 twice as much, 0 nothing. */
  readonly latency: number;
}

/** The agent that asks a model. */
export const MODEL_AGENT = "llm";
/** All of them. */
export const ANSWER_SOURCES: readonly AnswerSource[] = ["replay", "record", "auto", "live"];
/** Where recorded answers are kept. */
export const DEFAULT_CASSETTES = ".cassettes";
const MOST_TIMES = 1000;

/** The flags that mean something to the agent llm alone. */
export const MODEL_FLAGS: readonly Flag[] = [
  {
    flags: "--model <name>",
    text: "the model of --agent llm; default: LLM_MODEL, or the shipped recording's",
  },
  { flags: "--llm <source>", text: "its answers: replay (default), record, auto (replay, else ask), live" },
  { flags: "--prompt <file>", text: "a template of your own, in place of the built-in one" },
  { flags: "--blind", text: "other names, dates, prices for the model, so that it cannot remember" },
  {
    flags: "--cassettes <folder>",
    text: `where its recorded answers are kept; default: ${DEFAULT_CASSETTES}`,
  },
  { flags: "--models <file>", text: "your table of prices and cutoffs; default: fixtures/models.json" },
  { flags: "--max-llm-usd <usd>", text: "hold once the model could cost more than this in the run" },
  { flags: "--max-llm-usd-per-day <usd>", text: "the same in a UTC day of the market: hold until the next" },
  { flags: "--max-llm-tokens <number>", text: "the same in tokens, where no price is known" },
];

/** Their names, as flags are read. */
export const MODEL_FLAG_NAMES = [
  "model",
  "llm",
  "prompt",
  "blind",
  "cassettes",
  "models",
  "maxLlmUsd",
  "maxLlmUsdPerDay",
  "maxLlmTokens",
] as const;

/** Reads the flags; null where another agent decides. A flag that means nothing to that one is a UsageError. */
export function readModel(reader: FlagReader, agent: string): ModelOptions | null {
  if (agent !== MODEL_AGENT) {
    const typed = MODEL_FLAG_NAMES.find((name) => reader.has(name)) ?? modelLatencyIn(reader);
    if (typed === null) return null;
    const flag = typed.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const value = typed === "latency" ? ` ${reader.text(typed)}` : "";
    const what = `--${flag}${value} means nothing to the agent ${agent}`;
    throw new UsageError(`${what}; wanted --agent llm`, reader.command);
  }
  return {
    name: reader.has("model") ? word(reader, "model", "the name of a model, like gpt-5-mini") : null,
    answers: reader.has("llm") ? reader.oneOf("llm", "source of answers", ANSWER_SOURCES) : "replay",
    prompt: reader.has("prompt") ? word(reader, "prompt", "a file") : null,
    blind: reader.isOn("blind"),
    cassettes: reader.has("cassettes") ? reader.path("cassettes") : DEFAULT_CASSETTES,
    table: reader.has("models") ? word(reader, "models", "a JSON file") : null,
    cap: readCap(reader),
    latency: readLatencyFactor(reader),
  };
}

function word(reader: FlagReader, flag: string, wanted: string): string {
  const typed = reader.text(flag);
  if (typed === "" || /\s/.test(typed) && flag === "model") throw reader.wrong(flag, wanted);
  return typed;
}

function readCap(reader: FlagReader): ModelOptions["cap"] {
  const inUsd = (["maxLlmUsd", "maxLlmUsdPerDay"] as const).find((flag) => reader.has(flag));
  if (!reader.has("maxLlmTokens")) {
    if (inUsd === undefined) return null;
    return { unit: "USD", limit: usdIn(reader, "maxLlmUsd"), perDay: usdIn(reader, "maxLlmUsdPerDay") };
  }
  if (inUsd !== undefined) {
    const flag = inUsd === "maxLlmUsd" ? "--max-llm-usd" : "--max-llm-usd-per-day";
    throw new UsageError(`${flag} and --max-llm-tokens stand there both; wanted one of them`, reader.command);
  }
  return { unit: "tokens", limit: reader.wholeNumber("maxLlmTokens", 1), perDay: null };
}

/** An amount that was typed; null: it was not. */
function usdIn(reader: FlagReader, flag: "maxLlmUsd" | "maxLlmUsdPerDay"): number | null {
  if (!reader.has(flag)) return null;
  const typed = reader.text(flag);
  const limit = Number(typed);
  if (/^\d+(\.\d+)?$/.test(typed) && limit > 0 && Number.isFinite(limit)) return limit;
  throw reader.wrong(flag, "an amount of USD above 0, like 2.50");
}

/** Whether a latency is one of a model's answers: the recorded one, or a multiple of it. */
export function isModelLatency(typed: string): boolean {
  return typed === "recorded" || /^x\d/.test(typed);
}

function modelLatencyIn(reader: FlagReader): "latency" | null {
  return isModelLatency(reader.text("latency")) ? "latency" : null;
}

/** What `--latency` says of a model's answers; what it says of orders is read elsewhere. */
export function readLatencyFactor(reader: FlagReader): number {
  const typed = reader.has("latency") ? reader.text("latency") : "recorded";
  if (typed === "recorded") return 1;
  if (typed === "zero" || /^fixed:\d+$/.test(typed)) return 0;
  const times = Number(/^x(\d+(?:\.\d+)?)$/.exec(typed)?.[1]);
  if (times > 0 && times <= MOST_TIMES) return times;
  throw reader.wrong(
    "latency",
    "recorded, zero, fixed:MS like fixed:250, or xN times the recorded one, like x2",
  );
}
