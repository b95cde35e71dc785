/** What was typed, read before the command line is: only what permissions follow from. */

/** Gives what was typed for a flag. */
export function typedIn(words: readonly string[]): (flag: string) => string | undefined {
  return (flag) => valueOf(words, flag);
}

/** Where runs are kept. */
export function runsOf(words: readonly string[]): string {
  return valueOf(words, "runs") ?? "runs";
}

/** What was typed for a flag, `--name value` or `--name=value`; the last one counts. */
export function valueOf(words: readonly string[], name: string): string | undefined {
  let value: string | undefined;
  for (const [index, word] of words.entries()) {
    if (word === `--${name}`) value = words[index + 1];
    if (word.startsWith(`--${name}=`)) value = word.slice(name.length + 3);
  }
  return value;
}

/** Whether a name is one of those that stand in a list with commas. */
export function isListed(name: string, list: string | undefined): boolean {
  return (list ?? "").split(",").some((one) => one.trim() === name);
}

/**
 * The path of the run that a command is about, where it is named by one; `valued` are its flags that take a value. An id
 * lies in the folder of all runs.
 */
export function runPath(words: readonly string[], valued: readonly string[]): string[] {
  const run = words.slice(1).find((word, at) => !word.startsWith("-") && !valued.includes(words[at]));
  return run !== undefined && /[\\/]/.test(run) ? [run] : [];
}
