import { Command, CommanderError, Option } from "commander";
import { unknownName, UsageError } from "./errors.ts";
import type { RawFlags } from "./flag_reader.ts";
import { type CommandHelp, type Flag, ROOT_AFTER } from "./help.ts";

/** Stands before a message that belongs to no command. */
const PROGRAM = "reprise";

/** Commander, kept from the process: it neither exits nor prints nor looks at the environment. */
export class Program<Parsed> {
  readonly #root: Command;
  #text = "";
  #parsed: Parsed | null = null;

  constructor(width: number) {
    const take = (text: string): void => {
      this.#text += text;
    };
    this.#root = new Command("deno task")
      .usage("<command> [options]")
      .description("Reprise: an engine for LLM trading agents.")
      .exitOverride()
      .showSuggestionAfterError(false)
      .helpCommand("help [command]", "explain a command")
      .helpOption("-h, --help", "show this text")
      .addHelpText("after", ROOT_AFTER)
      // Colour and width are given, or commander would ask the environment for them.
      .configureOutput({
        writeOut: take,
        writeErr: take,
        outputError: () => undefined,
        getOutHelpWidth: () => width,
        getErrHelpWidth: () => width,
        getOutHasColors: () => false,
        getErrHasColors: () => false,
      });
  }

  /** Adds a command: its help, and what reads its flags and words. */
  add(help: CommandHelp, read: (flags: RawFlags, words: readonly string[]) => Parsed): void {
    const command = this.#root.command(help.name)
      .summary(help.summary)
      // Broken where it was typed it would be broken again where the terminal ends.
      .description(help.description.replace(/\n(?=\S)/g, " "))
      .usage([help.words ?? "", "[options]"].join(" ").trim())
      .helpOption("-h, --help", "show this text")
      .addHelpText("after", help.after)
      .allowExcessArguments(true);
    for (const flag of help.flags) addFlag(command, flag);
    command.action(() => {
      const [extra] = command.args;
      if (extra !== undefined && help.words === undefined) {
        throw new UsageError(`"${extra}" belongs to no flag; wanted flags with their values`, help.name);
      }
      this.#parsed = read(command.opts<RawFlags>(), command.args);
    });
  }

  /** What a command read; or, where it was asked for, a text that helps. Throws a UsageError for anything that cannot be right. */
  parse(argv: readonly string[]): Parsed | { readonly help: string } {
    try {
      this.#root.parse([...argv], { from: "user" });
    } catch (error) {
      if (!(error instanceof CommanderError)) throw error;
      if (!error.code.startsWith("commander.help")) throw this.#usageError(error, argv);
      this.#refuseUnknownTopic(argv);
      return { help: `${this.#text.trim()}\n` };
    }
    if (this.#parsed === null) throw new Error("the command line was read but no command answered");
    return this.#parsed;
  }

  /** Commander answers `help nonsense` with the list of commands, as if that had been asked for. */
  #refuseUnknownTopic([first, topic]: readonly string[]): void {
    if (first === "help" && topic !== undefined && !topic.startsWith("-")) this.#command(topic);
  }

  #command(typed: string): Command {
    const found = this.#root.commands.find((one) => one.name() === typed);
    if (found !== undefined) return found;
    const known = this.#root.commands.map((one) => one.name());
    throw unknownName({ command: PROGRAM, what: "command", typed, known, list: true });
  }

  #usageError(error: CommanderError, argv: readonly string[]): UsageError {
    const typed = argv.find((word) => !word.startsWith("-"));
    const command = this.#root.commands.find((one) => one.name() === typed);
    const name = command?.name() ?? PROGRAM;
    // Commander tells what it was about only in its sentence, between quotes.
    const quoted = /'(.*?)'/s.exec(error.message)?.[1] ?? "";
    if (error.code === "commander.unknownCommand") this.#command(quoted);
    if (error.code === "commander.unknownOption") return unknownFlag(quoted, command ?? this.#root, name);
    if (error.code === "commander.optionMissingArgument") {
      return new UsageError(`${quoted.replace(/ .*$/, "")} has no value; wanted ${quoted}`, name);
    }
    return new UsageError(error.message.replace(/^error: /, ""), name);
  }
}

function unknownFlag(quoted: string, command: Command, name: string): UsageError {
  const known = [...command.options.map((option) => option.long ?? option.flags), "--help"];
  const typed = quoted.replace(/=.*$/s, "");
  if (known.includes(typed)) return new UsageError(`${typed} takes no value; wanted ${typed} alone`, name);
  return unknownName({ command: name, what: "flag", typed, known, list: false });
}

function addFlag(command: Command, flag: Flag): void {
  const option = new Option(flag.flags, flag.text);
  // The second argument is how the default is shown: as it would be typed, without quotes.
  if (flag.default !== undefined) option.default(flag.default, flag.default);
  if (flag.many === true) option.argParser((typed, before: string[] = []) => [...before, typed]);
  command.addOption(option);
}
