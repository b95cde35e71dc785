/** What goes wrong at the command line, and how it is said: one line, one hint, an exit code. */

import { oneLine } from "./format.ts";
import { nearest } from "./nearest.ts";

/** Exit code of a right question without an answer, and of anything unexpected. */
export const EXIT_FAILURE = 1;
/** Exit code of a value that cannot be right. */
export const EXIT_USAGE = 2;
/** Exit code of what Ctrl-C cut short. */
export const EXIT_INTERRUPTED = 130;

/** Something typed that cannot be right. The message is one line, without the command before it. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  /** The command it was typed for, e.g. `backtest`. */
  readonly command: string;
  /** What to type to learn more. */
  readonly hint: string;

  constructor(message: string, command: string) {
    super(oneLine(message));
    this.command = command;
    this.hint = helpHint(command);
  }
}

/** A right question without an answer: data that is not there, a damaged file, a folder that cannot be written. */
export class FailureError extends Error {
  override readonly name = "FailureError";
}

/** A name that nothing has. */
export interface UnknownName {
  readonly command: string;
  /** The kind of thing, e.g. `agent`. */
  readonly what: string;
  readonly typed: string;
  readonly known: readonly string[];
  /** Whether to list what there is; short lists only. */
  readonly list: boolean;
  /** What else could have been given, e.g. `a path to your own`. */
  readonly also?: string;
  /** How to make such a thing; null: there is no way. */
  readonly remedy?: string | null;
}

/** The error for a name that nothing has, with the nearest one that something has. */
export function unknownName(unknown: UnknownName): UsageError {
  const { command, what, typed, known, list, also, remedy } = unknown;
  const near = nearest(typed, known);
  const guess = near === null ? "" : `; did you mean "${near}"?`;
  const all = [known.join(", "), also].filter((text) => text !== undefined && text !== "").join(", or ");
  const there = list ? ` (there ${all.includes(",") ? "are" : "is"}: ${all})` : "";
  const advice = remedy === null || remedy === undefined ? "" : `; ${remedy}`;
  return new UsageError(`no ${what} ${quote(typed)}${guess}${there}${advice}`, command);
}

/** A typed value between quotes, cut where it is too long to help; of an address without user and password. */
export function quote(typed: string): string {
  const shown = typed.replace(/(?<=:\/\/)[^/@\s]+@/g, "…@");
  return `"${shown.length > 80 ? `${shown.slice(0, 80)}…` : shown}"`;
}

/** What to write to the error output, and the code to leave with. */
export interface FailurePrint {
  readonly lines: readonly string[];
  readonly exitCode: number;
}

/** Puts any thrown thing into lines for the error output; `debug` adds the stack. */
export function printFailure(error: unknown, command: string, debug: boolean): FailurePrint {
  const lines = failureLines(error, command, debug);
  if (debug) lines.push(...stackLines(error));
  return { lines, exitCode: isUsage(error) ? EXIT_USAGE : EXIT_FAILURE };
}

function failureLines(error: unknown, command: string, debug: boolean): string[] {
  if (error instanceof UsageError) return [`${error.command}: ${error.message}`, error.hint];
  const line = `${command}: ${oneLine(messageOf(error))}`;
  if (isExpected(error) || isOfTheSystem(error)) return [line, hintOf(error) ?? helpHint(command)];
  return debug ? [line] : [`${line} (--debug shows the stack)`];
}

/**
 * Failures that carry all there is to know in their message: our own, and those of another room that say so with
 * `expected: true` (rooms share no classes).
 */
export function isExpected(error: unknown): error is Error {
  if (error instanceof FailureError) return true;
  return error instanceof Error && "expected" in error && error.expected === true;
}

/** Those of the operating system (full disk, no permission), which say all there is to know, too. */
function isOfTheSystem(error: unknown): boolean {
  return error instanceof Error && "code" in error && typeof error.code === "string" &&
    /^E[A-Z]+$/.test(error.code);
}

/** Ours, or one of another room that says so with `usage: true`: a typed value that only that room can judge. */
function isUsage(error: unknown): boolean {
  return error instanceof UsageError || (error instanceof Error && "usage" in error && error.usage === true);
}

/** A failure may know better than the command's help what to type next. */
function hintOf(error: unknown): string | null {
  const knows = error instanceof Error && "hint" in error && typeof error.hint === "string";
  return knows ? `try: ${error.hint}` : null;
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const message = error.message.replace(/ \(os error \d+\)/, "");
  return message === "" ? error.name : message;
}

function stackLines(error: unknown): string[] {
  const lines: string[] = [];
  let current = error;
  while (current instanceof Error && lines.length < 200) {
    lines.push(...(current.stack ?? `${current.name}: ${current.message}`).split("\n"));
    current = current.cause;
    if (current instanceof Error) lines.push("caused by:");
  }
  return lines;
}

function helpHint(command: string): string {
  return `try: deno task ${command === "reprise" ? "backtest" : command} --help`;
}
