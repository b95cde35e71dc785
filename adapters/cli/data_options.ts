import { quote, unknownName, UsageError } from "./errors.ts";
import { FlagReader, type RawFlags } from "./flag_reader.ts";
import { nearest } from "./nearest.ts";
import { shellWord } from "./shell_word.ts";

/** What `data` was asked to do. */
export interface DataOptions {
  readonly action: "list" | "check";
  /** Null: what comes with the project, and for a list also what was kept. */
  readonly folder: string | null;
  readonly json: boolean;
  readonly debug: boolean;
}

const COMMAND = "data";
/** The one word that is not a folder. */
const CHECK = "check";

/** Checks the words and flags of `data`; the first that cannot be right is thrown as a UsageError. */
export function readDataOptions(flags: RawFlags, words: readonly string[]): DataOptions {
  const reader = new FlagReader(COMMAND, flags);
  const { action, folders: [folder, extra] } = readAction(words);
  if (extra !== undefined) {
    throw new UsageError(`${quote(extra)} is one folder too many; wanted one at a time`, COMMAND);
  }
  if (folder?.trim() === "") {
    throw new UsageError(`${quote(folder)} cannot be right; wanted a folder`, COMMAND);
  }
  return { action, folder: folder ?? null, json: reader.isOn("json"), debug: reader.isOn("debug") };
}

function readAction(words: readonly string[]): {
  readonly action: DataOptions["action"];
  readonly folders: readonly string[];
} {
  const [first, ...rest] = words;
  if (first === undefined) return { action: "list", folders: [] };
  if (first === CHECK) return { action: "check", folders: rest };
  const known = [CHECK];
  const isPath = /[./\\~]/.test(first);
  if (isPath || (rest.length === 0 && nearest(first, known) === null)) {
    return { action: "list", folders: words };
  }
  // A slip of the finger would read as a folder that is not there.
  const remedy = `a folder of that name is ${shellWord(`./${first}`)}`;
  throw unknownName({ command: COMMAND, what: "action", typed: first, known, list: true, remedy });
}
