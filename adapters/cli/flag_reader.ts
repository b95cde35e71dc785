import { quote, unknownName, UsageError } from "./errors.ts";

/** The values of flags as typed; a switch is true or false, a flag that may be repeated a list. */
export type RawFlags = { readonly [flag: string]: string | boolean | readonly string[] | undefined };

/** Reads single flags and says what is wrong with them. */
export class FlagReader {
  readonly command: string;
  readonly #flags: RawFlags;

  constructor(command: string, flags: RawFlags) {
    this.command = command;
    this.#flags = flags;
  }

  /** Whether it was typed or has a default. */
  has(flag: string): boolean {
    return this.#flags[flag] !== undefined;
  }

  /** A switch; its name in camelCase. */
  isOn(flag: string): boolean {
    return this.#flags[flag] === true;
  }

  /** What was typed, without blanks around it. */
  text(flag: string): string {
    const value = this.#flags[flag];
    return typeof value === "string" ? value.trim() : "";
  }

  /** All that was typed for a flag that may be repeated. */
  list(flag: string): readonly string[] {
    const value = this.#flags[flag];
    return typeof value === "object" ? value : [];
  }

  /** The path of a folder. */
  path(flag: string): string {
    const value = this.text(flag);
    if (value === "") throw this.wrong(flag, "a folder");
    return value;
  }

  /** One of the names that exist. */
  oneOf<Name extends string>(flag: string, what: string, known: readonly Name[]): Name {
    const typed = this.text(flag);
    const found = known.find((name) => name === typed);
    if (found !== undefined) return found;
    throw unknownName({ command: this.command, what, typed, known, list: true });
  }

  /** A whole number that is not too small. */
  wholeNumber(flag: string, least: number): number {
    const typed = this.text(flag);
    const value = Number(typed);
    if (/^\d+$/.test(typed) && Number.isSafeInteger(value) && value >= least) return value;
    throw this.wrong(flag, `a whole number from ${least} up`);
  }

  /** The error for a value that cannot be right. */
  wrong(flag: string, wanted: string): UsageError {
    return new UsageError(
      `--${asTyped(flag)} ${quote(this.text(flag))} cannot be right; wanted ${wanted}`,
      this.command,
    );
  }
}

/** A flag's name as it is typed: `maxSlippageBps` is `max-slippage-bps`. */
function asTyped(flag: string): string {
  return flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
