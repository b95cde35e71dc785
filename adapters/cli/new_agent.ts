import { quote, UsageError } from "./errors.ts";
import type { RawFlags } from "./flag_reader.ts";
import type { CommandHelp } from "./help.ts";
import { nextLines } from "./next_commands.ts";
import { painter } from "./paint.ts";
import { shellWord } from "./shell_word.ts";
import type { Terminal } from "./terminal.ts";

/** What `new-agent` was asked to do. */
export interface NewAgentOptions {
  readonly path: string;
  readonly debug: boolean;
}

const COMMAND = "new-agent";

/** The help of `new-agent`. */
export function newAgentHelp(): CommandHelp {
  return {
    name: COMMAND,
    summary: "write the template of an agent of your own",
    words: "FILE",
    description:
      "Writes a commented agent that trades into FILE, a new TypeScript file in this folder or below.",
    flags: [{ flags: "--debug", text: "show the stack when something fails" }],
    after: `
Examples:
  deno task new-agent mine.ts
  deno task backtest --agent ./mine.ts --param fast=10`,
  };
}

/** Checks the words of `new-agent`. */
export function readNewAgentOptions(flags: RawFlags, words: readonly string[]): NewAgentOptions {
  const [path, extra] = words;
  if (path === undefined) throw new UsageError("no file was named; wanted one like mine.ts", COMMAND);
  if (extra !== undefined) throw new UsageError(`${quote(extra)} is one file too many; wanted one`, COMMAND);
  if (!path.endsWith(".ts")) {
    throw new UsageError(`${quote(path)} cannot be right; wanted a file like mine.ts`, COMMAND);
  }
  return { path, debug: flags.debug === true };
}

/** Writes the template and says what to type next; `writeTemplate` writes it. */
export function newAgentCommand(
  { path }: NewAgentOptions,
  terminal: Terminal,
  { writeTemplate }: { writeTemplate(path: string): void },
): void {
  writeTemplate(path);
  const typed = shellWord(/[/\\]/.test(path) ? path : `./${path}`);
  const next = [`deno task backtest --agent ${typed}`, `deno task check-agent ${typed}`];
  terminal.print(`${path} is written: an agent that trades, to be changed.\n`);
  terminal.print(nextLines(next, terminal.columns(), painter(terminal.colour)).join("\n"));
}
