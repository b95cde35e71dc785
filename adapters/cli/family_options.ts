/** Lists of agents, models, prompts, profiles, controls and seeds: each combination is a run of one family. */

import { isAgentFile } from "./agent_flags.ts";
import { quote, UsageError } from "./errors.ts";
import { FlagReader, type RawFlags } from "./flag_reader.ts";
import { isModelLatency, MODEL_AGENT, MODEL_FLAG_NAMES } from "./model_flags.ts";
import { numbersIn } from "./number_range.ts";
import { type BacktestOptions, type Known, readBacktestOptions } from "./options.ts";

const COMMAND = "backtest";
/** More is a sweep and no family. */
const MOST_MEMBERS = 64;
const SEED = { flag: "--seed", command: COMMAND };
/** What can be a list; the last one changes from run to run. */
const LISTS = ["agent", "model", "prompt", "risk", "control", "seed"] as const;

/** Checks the flags of `backtest`, where some may be lists; the first that cannot be right is thrown as a UsageError. */
export function readBacktests(flags: RawFlags, known: Known): BacktestOptions {
  const repeats = readRepeats(flags);
  const distinct = combinations(flags).map((of) => readBacktestOptions(of, known, COMMAND));
  if (distinct.length * repeats > MOST_MEMBERS) {
    const runs = `${repeats} repeats of ${distinct.length} are ${distinct.length * repeats} runs`;
    throw new UsageError(`${runs}; wanted at most ${MOST_MEMBERS} in a family`, COMMAND);
  }
  const members = distinct.flatMap((one) => samplesOf(one, distinct, repeats));
  return members.length === 1 ? members[0] : { ...members[0], members };
}

/**
 * The repeats of a run, each with answers of its model's of its own: the arm of a seed differs from that of another in what the
 * model happened to answer too, not only in what is drawn.
 */
function samplesOf(
  one: BacktestOptions,
  distinct: readonly BacktestOptions[],
  repeats: number,
): BacktestOptions[] {
  const seeds = [...new Set(distinct.map(({ seed }) => seed))];
  const first = seeds.indexOf(one.seed) * repeats;
  return Array.from({ length: repeats }, (_, repeat) => {
    const sample = first + repeat;
    return sample === 0 ? one : { ...one, sample };
  });
}

/** How often each run is played, each time with other answers of its model. */
function readRepeats(flags: RawFlags): number {
  const reader = new FlagReader(COMMAND, flags);
  return reader.has("repeats") ? reader.wholeNumber("repeats", 1) : 1;
}

/** The flags of each combination, without those that mean nothing to its agent but something to another. */
function combinations(flags: RawFlags): readonly RawFlags[] {
  let all: readonly RawFlags[] = [flags];
  const lists = LISTS.map((name) => [name, listed(flags, name)] as const);
  for (const [name, values] of lists) {
    if (values.length === 0) continue;
    all = all.flatMap((one) => values.map((value) => ({ ...one, [name]: value })));
  }
  const agents = listed(flags, "agent");
  const distinct = new Map(
    all.map((one) => forItsAgent(one, agents)).map((one) => [JSON.stringify(one), one]),
  );
  if (distinct.size <= MOST_MEMBERS) return [...distinct.values()];
  const product = lists.filter(([, values]) => values.length > 1).map(([name, values]) =>
    `${values.length} of --${name}`
  );
  throw new UsageError(
    `${product.join(" times ")} are ${distinct.size} runs; wanted at most ${MOST_MEMBERS} in a family`,
    COMMAND,
  );
}

/** What was typed for a flag, by its commas; each value once. */
function listed(flags: RawFlags, name: string): readonly string[] {
  const typed = flags[name];
  if (typeof typed !== "string") return [];
  const words = typed.split(",").map((word) => word.trim());
  const values = name === "seed" ? words.flatMap((word) => numbersIn(word, SEED)) : words;
  if (values.length === 1) return values;
  const wrong = (wanted: string): UsageError =>
    new UsageError(`--${name} ${quote(typed)} cannot be right; wanted ${wanted}`, COMMAND);
  if (values.includes("")) throw wrong("a value between two commas");
  const twice = values.find((value, index) => values.indexOf(value) !== index);
  if (twice !== undefined) throw wrong(`each value once; ${twice} stands there twice`);
  return values;
}

/** Flags of a model say nothing to a rule, and parameters nothing to an agent that is built in: they are the others'. */
export function forItsAgent(flags: RawFlags, agents: readonly string[]): RawFlags {
  const agent = String(flags.agent ?? "");
  const isMine = (name: string): boolean => {
    if (name === "param") return isAgentFile(agent) || !agents.some(isAgentFile);
    if (agent === MODEL_AGENT || !agents.includes(MODEL_AGENT)) return true;
    if (name === "latency") return !isModelLatency(String(flags.latency));
    return !(MODEL_FLAG_NAMES as readonly string[]).includes(name);
  };
  return Object.fromEntries(Object.entries(flags).filter(([name]) => isMine(name)));
}
