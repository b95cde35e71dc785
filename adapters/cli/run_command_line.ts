import { parseCommandLine, type Parsed } from "./command_line.ts";
import { printFailure } from "./errors.ts";
import type { Known } from "./options.ts";
import { processTerminal, type Terminal } from "./terminal.ts";

type Asked = Exclude<Parsed, { readonly command: "help" }>;
type OptionsOf<Name> = Extract<Asked, { command: Name }> extends { options: infer Options } ? Options : never;

/** Each command with what does it; it gives the exit code, or nothing for 0. */
export type CommandTable<Around> = {
  readonly [Name in Asked["command"]]: (options: OptionsOf<Name>, around: Around) => Promise<number | void>;
};

/** What is behind the command line. */
export interface CommandLineParts<Names extends Known> {
  /** The names that exist; what goes wrong while they are read is told like any failure. */
  readonly known: () => Names;
  /** What does what is asked for; it is given what is known, and the terminal. */
  readonly commands: CommandTable<Names & { readonly terminal: Terminal }>;
}

/** Reads what was typed, does it, and tells what goes wrong in a line; gives the exit code. */
export async function runCommandLine<Names extends Known>(
  argv: readonly string[],
  { known, commands }: CommandLineParts<Names>,
): Promise<number> {
  const terminal = processTerminal();
  try {
    const names = known();
    const parsed = parseCommandLine(argv, names, terminal.columns() ?? undefined);
    if (parsed.command !== "help") return await perform(commands, parsed, { ...names, terminal });
    terminal.print(parsed.text.trimEnd());
    return 0;
  } catch (error) {
    const { lines, exitCode } = printFailure(error, argv[0] ?? "reprise", argv.includes("--debug"));
    terminal.note(`${lines.join("\n")}\n`);
    return exitCode;
  }
}

async function perform<Around, Name extends Asked["command"]>(
  commands: CommandTable<Around>,
  { command, options }: { readonly command: Name; readonly options: OptionsOf<Name> },
  around: Around,
): Promise<number> {
  return await commands[command](options, around) ?? 0;
}
