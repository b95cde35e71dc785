import type { Command, CommandOutcome, RunManifest } from "../../engine/mod.ts";
import { FailureError, quote, unknownName, UsageError } from "./errors.ts";
import { FlagReader, type RawFlags } from "./flag_reader.ts";
import type { CommandHelp } from "./help.ts";
import type { Terminal } from "./terminal.ts";

/** What `do` was asked to do. */
export interface DoOptions {
  /** An id, its beginning, a path, or `last`. */
  readonly run: string;
  readonly command: Command;
  /** How long the answer is waited for, ms. */
  readonly waitMs: number;
  readonly runs: string;
  readonly json: boolean;
  readonly debug: boolean;
}

interface RunInFolder {
  readonly path: string;
  readonly manifest: RunManifest;
}

/** What finds a run and hands it a command. */
export interface DoTools {
  /** The run that a person means, in its folder; `last` is the newest that `isMeant`. */
  findRun(runs: string, run: string, isMeant: (run: RunInFolder) => boolean): RunInFolder;
  /** Whether a process runs it now. */
  isRunning(folder: string): boolean;
  /** Gives the command to the run in a folder and waits so long (ms) for its answer. */
  sendCommand(folder: string, command: Command, waitMs: number): Promise<CommandOutcome>;
}

const COMMAND = "do";
const ACTIONS: readonly Command["do"][] = ["pause", "resume", "close", "close-all", "stop"];
const WAIT_SECONDS = "30";
const EXIT_NOT_DONE = 1;
const GOING_ON: ReadonlySet<RunManifest["status"]> = new Set(["running", "interrupted"]);
/** Who asked, as it stands in the diary. */
const BY = "terminal";

/** The help of `do`. */
export function doHelp(runs: string): CommandHelp {
  return {
    name: COMMAND,
    summary: "tell a running agent to pause, resume, close or stop",
    words: "RUN pause | resume | close ASSET | close-all | stop",
    description:
      "Hands a command to RUN (an id, its beginning, a path, or last: the newest that is running), and prints\n" +
      "what came of it. It acts within a second, also while a model is thinking. pause: the agent is not\n" +
      "asked any more, stops and targets stay. close-all: pauses, and closes every position; what could\n" +
      "not be closed is said. stop ends the run for good; positions stay as they are without --flatten.\n" +
      "The exit code is 1 where not all of it was done.",
    flags: [
      {
        flags: "--flatten",
        text: "stop: close every position first; where one stays the run goes on, paused",
      },
      { flags: "--wait <seconds>", default: WAIT_SECONDS, text: "how long the answer is waited for" },
      { flags: "--runs <folder>", default: runs, text: "where runs are kept" },
      { flags: "--json", text: "print the result as JSON and nothing else" },
      { flags: "--debug", text: "show the stack when something fails" },
    ],
    after: `
Examples:
  deno task do last pause
  deno task do 7f3a close BTC
  deno task do last stop --flatten`,
  };
}

/** Checks the words and flags of `do`; the first that cannot be right is thrown as a UsageError. */
export function readDoOptions(flags: RawFlags, words: readonly string[]): DoOptions {
  const reader = new FlagReader(COMMAND, flags);
  const [run, typed, ...rest] = words;
  if (run === undefined || typed === undefined) {
    throw new UsageError(`wanted a run and what it is to do: one of ${ACTIONS.join(", ")}`, COMMAND);
  }
  const action = ACTIONS.find((name) => name === typed);
  if (action === undefined) {
    throw unknownName({ command: COMMAND, what: "action", typed, known: ACTIONS, list: true });
  }
  const flatten = reader.isOn("flatten");
  if (flatten && action !== "stop") throw new UsageError("--flatten belongs to stop alone", COMMAND);
  return {
    run,
    command: commandOf(action, rest, flatten),
    waitMs: reader.wholeNumber("wait", 1) * 1000,
    runs: reader.path("runs"),
    json: reader.isOn("json"),
    debug: reader.isOn("debug"),
  };
}

/** Hands the command to the run and prints what came of it; gives the exit code. */
export async function doCommand(
  { run, command, waitMs, runs, json }: DoOptions,
  terminal: Terminal,
  { findRun, isRunning, sendCommand }: DoTools,
): Promise<number> {
  const { path, manifest } = findRun(runs, run, (one) => isRunning(one.path));
  const { id, status, settings } = manifest;
  if (!isRunning(path)) throw new FailureError(notRunning(id, status));
  if (command.do === "close") mustTrade(command.asset, settings.assets);
  const outcome = await sendCommand(path, { ...command, by: BY }, waitMs);
  const lines = outcome.lines.length === 0 ? [outcome.done ? "done" : "not done"] : outcome.lines;
  terminal.print(json ? JSON.stringify({ runId: id, command, ...outcome }, null, 2) : lines.join("\n"));
  return outcome.done ? 0 : EXIT_NOT_DONE;
}

function commandOf(action: Command["do"], rest: readonly string[], flatten: boolean): Command {
  const [asset, ...more] = rest;
  if (action === "close") {
    if (asset === undefined || more.length > 0) {
      throw new UsageError("close wants one asset, such as close BTC; close-all closes every one", COMMAND);
    }
    return { do: action, asset };
  }
  if (asset !== undefined) {
    throw new UsageError(`${action} takes nothing after it, not ${quote(asset)}`, COMMAND);
  }
  return action === "stop" && flatten ? { do: action, flatten } : { do: action };
}

function notRunning(id: string, status: RunManifest["status"]): string {
  const end = status === "running" ? "is unfinished and no process runs it" : `is ${status} and runs no more`;
  const goesOn = GOING_ON.has(status) ? "; the command that began it goes on with it" : "";
  return `run ${id} ${end}; wanted a run that is running${goesOn}`;
}

/** A name that is mistyped is told at once; the run would only refuse it. */
function mustTrade(asset: string, assets: unknown): void {
  if (!Array.isArray(assets) || assets.includes(asset)) return;
  throw unknownName({ command: COMMAND, what: "asset", typed: asset, known: assets.map(String), list: true });
}
