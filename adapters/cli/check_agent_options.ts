import { isAgentFile } from "./agent_flags.ts";
import { quote, UsageError } from "./errors.ts";
import type { RawFlags } from "./flag_reader.ts";
import { type CommandHelp, DATA_FLAGS, DEBUG, PARAM_FLAG, RANGE_FLAGS, riskFlag } from "./help.ts";
import { type BacktestOptions, DEFAULTS, type Known, readBacktestOptions } from "./options.ts";

const COMMAND = "check-agent";

/** The help of `check-agent`. */
export function checkAgentHelp(known: Known): CommandHelp {
  return {
    name: COMMAND,
    summary: "test whether an agent of your own peeks, or keeps what a restart loses",
    words: "FILE",
    description:
      "Runs the agent in FILE many times, in three windows of the data, and holds the runs against each other,\n" +
      "what it answers and every line of the diary. The first value that differs is told; the exit code is 1\n" +
      "then. The tests: determinism, prefix, warm-up, continuity, faults (more in engine/agents/AGENTS.md).",
    flags: [
      PARAM_FLAG,
      ...RANGE_FLAGS,
      riskFlag(known),
      ...DATA_FLAGS,
      { flags: "--json", text: "print the result as JSON and nothing else" },
      DEBUG,
    ],
    after: `
Examples:
  deno task check-agent ./mine.ts
  deno task check-agent ./mine.ts --param fast=10 --interval 1h --data ../my-candles`,
  };
}

/** Checks the words and flags of `check-agent`: those of the backtests that it is made of. */
export function readCheckAgentOptions(
  flags: RawFlags,
  words: readonly string[],
  known: Known,
): BacktestOptions {
  const [agent, extra] = words;
  if (agent === undefined) throw new UsageError("no file was named; wanted one like ./mine.ts", COMMAND);
  if (extra !== undefined) throw new UsageError(`${quote(extra)} is one file too many; wanted one`, COMMAND);
  if (!isAgentFile(agent)) {
    throw new UsageError(`${quote(agent)} cannot be right; wanted a file like ./mine.ts`, COMMAND);
  }
  const { capital, seed, diary, runs } = DEFAULTS;
  return readBacktestOptions({ capital, seed, diary, runs, ...flags, agent }, known, COMMAND);
}
