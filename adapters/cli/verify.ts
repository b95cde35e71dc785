import { UsageError } from "./errors.ts";
import { FlagReader, type RawFlags } from "./flag_reader.ts";
import { formatCount } from "./format.ts";
import type { CommandHelp } from "./help.ts";
import type { Terminal } from "./terminal.ts";

/** What `verify` was asked to do. */
export interface VerifyOptions {
  /** An id, its beginning, a path, or `last`. */
  readonly run: string;
  /** Where runs are kept. */
  readonly runs: string;
  readonly json: boolean;
  readonly debug: boolean;
}

/** A diary whose lines were all found to be whole and in their place. */
export interface VerifiedRun {
  readonly id: string;
  readonly diaryPath: string;
  readonly lines: number;
  readonly lastHash: string;
  /** Whether the end was held against run.json: only a run that ended knows it. */
  readonly ended: boolean;
  /** Bytes of a last line that was not written to its end; 0: there is none. */
  readonly tornBytes: number;
}

const COMMAND = "verify";

/** The help of `verify`. */
export function verifyHelp(runs: string): CommandHelp {
  return {
    name: COMMAND,
    summary: "check that a run's diary is whole and unchanged",
    words: "[RUN]",
    description:
      "Reads the diary of RUN (an id, its beginning, a path, or last) line by line: each must fit the\n" +
      "schema and follow from the one before, and the end must be the one that run.json tells of. The\n" +
      "first line that does not is named; the exit code is 1 then.",
    flags: [
      { flags: "--runs <folder>", default: runs, text: "where runs are kept" },
      { flags: "--json", text: "print the result as JSON and nothing else" },
      { flags: "--debug", text: "show the stack when something fails" },
    ],
    after: `
Examples:
  deno task verify last
  deno task verify 7f3a`,
  };
}

/** Checks the words and flags of `verify`. */
export function readVerifyOptions(flags: RawFlags, words: readonly string[]): VerifyOptions {
  const reader = new FlagReader(COMMAND, flags);
  if (words.length > 1) {
    throw new UsageError(`wanted one run, not ${words.length}: ${words.join(" ")}`, COMMAND);
  }
  const [run = "last"] = words;
  return { run, runs: reader.path("runs"), json: reader.isOn("json"), debug: reader.isOn("debug") };
}

/** What was found, in a line or two. */
export function renderVerified(run: VerifiedRun): string {
  const { diaryPath, lines, ended, tornBytes } = run;
  const end = ended ? "the end is the one in run.json" : "the run has not ended, so its end cannot be told";
  const whole = `${diaryPath}: ${formatCount(lines, "line")}, each follows from the one before; ${end}.`;
  if (tornBytes === 0) return whole;
  return `${whole}\nA last line of ${
    formatCount(tornBytes, "byte")
  } was not written to its end; it counts for nothing.`;
}

/** What was found, as JSON. */
export function verifiedJson({ id, diaryPath, ...rest }: VerifiedRun): string {
  return JSON.stringify({ runId: id, diary: diaryPath, ...rest }, null, 2);
}

/** Checks a run's diary and says what was found; the functions find the run and read it. */
export function verifyCommand<Folder>(
  { run, runs, json }: VerifyOptions,
  terminal: Terminal,
  { findRun, verifyRun }: {
    findRun(runs: string, run: string): Folder;
    verifyRun(folder: Folder): VerifiedRun;
  },
): void {
  const verified = verifyRun(findRun(runs, run));
  terminal.print(json ? verifiedJson(verified) : renderVerified(verified));
}
