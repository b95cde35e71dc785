import { join } from "node:path";
import { z } from "zod";
import { type Command, type CommandOutcome, commandSchema } from "../../engine/mod.ts";
import { QueueError, reasonOf } from "./queue_error.ts";

const FOLDER = "commands";
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

/** A file of the queue by what has become of its command. */
export type QueueKind = "waiting" | "taken" | "answered";

const ENDINGS: Readonly<Record<QueueKind, string>> = {
  waiting: ".command.json",
  taken: ".taken.json",
  answered: ".answer.json",
};

const outcomeSchema: z.ZodType<CommandOutcome> = z.strictObject({
  done: z.boolean(),
  lines: z.array(z.string()),
});

/** The folder of a run's commands, open to its owner alone: a file for each, named so that they sort by their time. */
export class QueueFolder {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /** Makes the folder inside a run's where it is missing. Throws a QueueError where it cannot be the owner's alone. */
  static at(runFolder: string): QueueFolder {
    const path = join(runFolder, FOLDER);
    try {
      Deno.mkdirSync(path, { recursive: true, mode: FOLDER_MODE });
      const { isDirectory, mode } = Deno.lstatSync(path);
      if (!isDirectory) throw new Error("it is no folder");
      // On Windows the folder inherits who may read it.
      if (Deno.build.os !== "windows" && (mode! & 0o777) !== FOLDER_MODE) Deno.chmodSync(path, FOLDER_MODE);
    } catch (error) {
      const why = reasonOf(error);
      throw new QueueError(`cannot keep commands in ${path}: ${why}; wanted a folder of this user alone`, {
        cause: error,
      });
    }
    return new QueueFolder(path);
  }

  /** The names of what is there of a kind, oldest first. */
  names(kind: QueueKind): string[] {
    const ending = ENDINGS[kind];
    return [...Deno.readDirSync(this.path)]
      .filter(({ isFile, name }) => isFile && name.endsWith(ending))
      .map(({ name }) => name.slice(0, -ending.length)).sort();
  }

  /** Writes a file as a whole: it is not there, or all of it is. */
  write(name: string, kind: QueueKind, content: Command | CommandOutcome): void {
    const path = this.#file(name, kind);
    const temporary = `${path}.${Deno.pid}.tmp`;
    try {
      Deno.writeTextFileSync(temporary, JSON.stringify(content), { mode: FILE_MODE, createNew: true });
      Deno.renameSync(temporary, path);
    } catch (error) {
      throw new QueueError(`cannot write ${path}: ${reasonOf(error)}`, { cause: error });
    }
  }

  /** Takes a command out of the waiting ones; null: somebody else did, or it was withdrawn. */
  take(name: string): Command | QueueError | null {
    try {
      Deno.renameSync(this.#file(name, "waiting"), this.#file(name, "taken"));
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return null;
      throw error;
    }
    return read(this.#file(name, "taken"), commandSchema);
  }

  /** Reads an answer; null: there is none yet. */
  answer(name: string): CommandOutcome | QueueError | null {
    const path = this.#file(name, "answered");
    return exists(path) ? read(path, outcomeSchema) : null;
  }

  /** Removes a file; false: it was not there. */
  remove(name: string, kind: QueueKind): boolean {
    try {
      Deno.removeSync(this.#file(name, kind));
      return true;
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return false;
      throw error;
    }
  }

  #file(name: string, kind: QueueKind): string {
    return join(this.path, `${name}${ENDINGS[kind]}`);
  }
}

function exists(path: string): boolean {
  try {
    return Deno.lstatSync(path).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

function read<T>(path: string, schema: z.ZodType<T>): T | QueueError {
  try {
    const parsed = schema.safeParse(JSON.parse(Deno.readTextFileSync(path)));
    if (parsed.success) return parsed.data;
    const [{ path: field, message }] = parsed.error.issues;
    return new QueueError(`${path} is damaged: ${field.join(".") || "content"}: ${message}`);
  } catch (error) {
    return new QueueError(`${path} is damaged: ${reasonOf(error)}`, { cause: error });
  }
}
