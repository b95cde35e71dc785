import { parseCommandLine, type Parsed } from "./command_line.ts";
import { printFailure } from "./errors.ts";
import type { Known } from "./options.ts";
import { processTerminal, type Terminal } from "./terminal.ts";

/** What is behind the command line. */
export interface CommandLineParts {
  /** The names that exist; what goes wrong while they are read is told like any failure. */
  readonly known: () => Known;
  /** Does what was asked for, and gives the exit code. */
  readonly run: (asked: Exclude<Parsed, { readonly command: "help" }>, terminal: Terminal) => Promise<number>;
}

/** Reads what was typed, does it, and tells what goes wrong in a line; gives the exit code. */
export async function runCommandLine(argv: readonly string[], parts: CommandLineParts): Promise<number> {
  const terminal = processTerminal();
  try {
    const parsed = parseCommandLine(argv, parts.known(), terminal.columns() ?? undefined);
    if (parsed.command !== "help") return await parts.run(parsed, terminal);
    terminal.print(parsed.text.trimEnd());
    return 0;
  } catch (error) {
    const { lines, exitCode } = printFailure(error, argv[0] ?? "reprise", argv.includes("--debug"));
    terminal.note(`${lines.join("\n")}\n`);
    return exitCode;
  }
}
