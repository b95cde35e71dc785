import type { RunManifest } from "../../engine/mod.ts";
import { UsageError } from "./errors.ts";
import type { FlagReader } from "./flag_reader.ts";
import type { Flag } from "./help.ts";
import {
  ANSWER_SOURCES,
  type AnswerSource,
  isModelLatency,
  MODEL_AGENT,
  readLatencyFactor,
} from "./model_flags.ts";
import { type Known, readRisk, type RiskChoice } from "./options.ts";
import { readSimulation, type SimulationOptions } from "./simulation_flags.ts";

/** What is to be otherwise than in a past run. */
export interface WhatIf {
  /** Null: as it was, as everywhere here. */
  readonly risk: RiskChoice | null;
  readonly simulation: Partial<SimulationOptions>;
  /** How much of a model's recorded latency passes. */
  readonly modelLatency: number | null;
  readonly model: string | null;
  readonly prompt: string | null;
  /** Where the answers of an agent that is asked come from. */
  readonly answers: AnswerSource;
  /** Whether the agent is asked; else its decisions are taken as they were. */
  readonly isClosed: boolean;
  /** As it was typed. */
  readonly words: readonly string[];
}

const COMMAND = "replay";
const LATENCY = "--latency ";
/** What makes a replay a run of its own. */
const CHANGES = ["risk", "fees", "slippage", "latency", "path", "prompt", "model"] as const;
/** Of them what only an agent can answer to. */
const CLOSING = ["prompt", "model"] as const;

/** The flags of a replay that asks what if. */
export const WHAT_IF_FLAGS: readonly Flag[] = [
  { flags: "--risk <profile>", text: "what if: under another profile, by name or a JSON file" },
  { flags: "--fees <rates>", text: "what if: tier:0 to tier:6, or maker:X,taker:Y" },
  { flags: "--slippage <model>", text: "what if: none, bps:N or impact" },
  { flags: "--latency <time>", text: "what if: zero, fixed:MS; of a model recorded or xN times that" },
  { flags: "--path <order>", text: "what if: pessimistic or ohlc" },
  { flags: "--prompt <file>", text: "what if: another template; the model is asked (--closed)" },
  { flags: "--model <name>", text: "what if: another model; it is asked (--closed)" },
  { flags: "--closed", text: "ask the agent again; else its decisions are taken as they were" },
  { flags: "--llm <source>", text: "a model's answers: replay (default), record, auto, live" },
];

/** Reads the flags; null where nothing is to be otherwise. */
export function readWhatIf(reader: FlagReader, known: Known): WhatIf | null {
  const typed = CHANGES.filter((flag) => reader.has(flag));
  const isClosed = reader.isOn("closed") || CLOSING.some((flag) => reader.has(flag));
  if (reader.has("llm") && !isClosed) {
    throw new UsageError("--llm means nothing where nobody is asked; wanted --closed with it", COMMAND);
  }
  if (typed.length === 0 && !isClosed) return null;
  const beside = ["fromCycle", "until"].find((flag) => reader.has(flag));
  if (beside !== undefined) {
    const flag = beside === "until" ? "--until" : "--from-cycle";
    throw new UsageError(
      `${flag} compares a run with itself; wanted it without what is to be otherwise`,
      COMMAND,
    );
  }
  return {
    risk: reader.has("risk") ? readRisk(reader, known.profiles) : null,
    simulation: simulationOf(reader, known),
    modelLatency: reader.has("latency") ? readLatencyFactor(reader) : null,
    model: reader.has("model") ? named(reader, "model", "the name of a model") : null,
    prompt: reader.has("prompt") ? named(reader, "prompt", "a file") : null,
    answers: reader.has("llm") ? reader.oneOf("llm", "source of answers", ANSWER_SOURCES) : "replay",
    isClosed,
    words: [
      ...typed.map((flag) => `--${flag} ${reader.text(flag)}`),
      ...(isClosed ? ["--closed"] : []),
    ],
  };
}

function named(reader: FlagReader, flag: string, wanted: string): string {
  const typed = reader.text(flag);
  if (typed === "") throw reader.wrong(flag, wanted);
  return typed;
}

/** What was typed of it, and nothing that is only usual. */
function simulationOf(reader: FlagReader, known: Known): Partial<SimulationOptions> {
  const all = readSimulation(reader, known.models);
  const { fees, slippage, path, latencyMs } = all;
  return {
    ...(reader.has("fees") ? { fees } : {}),
    ...(reader.has("slippage") ? { slippage } : {}),
    ...(reader.has("path") ? { path } : {}),
    ...(reader.has("latency") ? { latencyMs } : {}),
  };
}

/** Throws a UsageError for what cannot apply to this run. `ownProfile`: of its agent, which no other one replaces. */
export function refuseInapplicable(
  { risk, model, prompt, answers, words }: WhatIf,
  { id, agent }: Pick<RunManifest, "id" | "agent">,
  ownProfile: string | undefined,
): void {
  const refuse = (flag: string, why: string): never => {
    throw new UsageError(`${flag} cannot apply to run ${id}: ${why}`, COMMAND);
  };
  if (risk !== null && ownProfile !== undefined) {
    refuse("--risk", `${agent} always trades under its own profile ${ownProfile}`);
  }
  if (agent === MODEL_AGENT) return;
  const asksNone = `its agent ${agent} asks no model`;
  if (model !== null) refuse("--model", asksNone);
  if (prompt !== null) refuse("--prompt", asksNone);
  if (answers !== "replay") refuse("--llm", asksNone);
  const latency = words.find((word) => word.startsWith(LATENCY)) ?? "";
  if (isModelLatency(latency.slice(LATENCY.length))) refuse(latency, asksNone);
}
