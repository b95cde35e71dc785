/** Runs the program from outside, as its tasks do: a real process with the task's own flags, in a temporary folder. */

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import type { RunManifest } from "../../engine/mod.ts";
import { launchPlan } from "../../adapters/settings/mod.ts";
import {
  readDiary,
  readManifest,
  runFolderAt,
  verifyAgainst,
  type WholeDiary,
} from "../../adapters/jsonl_diary/mod.ts";

/** Where the project lies. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** Where the shipped market lies. */
export const FIXTURES = `${ROOT}fixtures`;
/** The hint under every complaint of `backtest`. */
export const HINT = "try: deno task backtest --help";

/** What a process came to. */
export interface Result {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** What starts a command that may need the network: it starts main.ts with the permissions the command needs. */
const LAUNCHER = "adapters/settings/launch.ts";

/**
 * The words of a task's command in deno.json, with the program's full path: the flags are those that users get. Where a
 * first process finds the permissions, they are what it finds for these words, and the program is started by them.
 */
export function taskWords(task: string, words: readonly string[] = []): string[] {
  const { tasks } = JSON.parse(Deno.readTextFileSync(`${ROOT}deno.json`));
  const typed: string[] = tasks[task].command.split(" ");
  if (typed.includes(LAUNCHER)) {
    const { permissions } = launchPlan([task, ...words], () => ({}));
    return [Deno.execPath(), "run", ...permissions, `${ROOT}main.ts`, task];
  }
  assert.ok(
    typed[0] === "deno" && typed.includes("main.ts"),
    `the task ${task} is no longer deno run main.ts`,
  );
  return [Deno.execPath(), ...typed.slice(1).map((word) => word === "main.ts" ? `${ROOT}main.ts` : word)];
}

/** The words of a task's command as it stands, the first process included. */
export function launcherWords(task: string): string[] {
  const { tasks } = JSON.parse(Deno.readTextFileSync(`${ROOT}deno.json`));
  const typed: string[] = tasks[task].command.split(" ");
  return [Deno.execPath(), ...typed.slice(1).map((word) => word === LAUNCHER ? `${ROOT}${LAUNCHER}` : word)];
}

/** A temporary folder in which the program is run; its runs lie in `runs`. */
export class Workplace {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** Starts a task with more words after its own; the caller awaits or ends the process. */
  start(task: string, words: readonly string[]): Deno.ChildProcess {
    return this.spawn([...taskWords(task, words), ...words]);
  }

  /** Starts any command in this folder. */
  spawn([command, ...args]: readonly string[]): Deno.ChildProcess {
    const options = { args, cwd: this.path, stdin: "null", stdout: "piped", stderr: "piped" } as const;
    return new Deno.Command(command, options).spawn();
  }

  /** Runs any command in this folder to its end. */
  async command(words: readonly string[]): Promise<Result> {
    return await resultOf(this.spawn(words));
  }

  /** Runs `backtest` with flags as typed, blanks between them. */
  async backtest(flags: string): Promise<Result> {
    return await resultOf(this.start("backtest", split(flags)));
  }

  /** Runs `runs` with flags as typed. */
  async runs(flags = ""): Promise<Result> {
    return await resultOf(this.start("runs", split(flags)));
  }

  /** Runs a backtest that must go well, and gives what it left. */
  async good(flags: string): Promise<Run> {
    const { code, out, err } = await this.backtest(`${flags} --json`);
    assert.deepEqual({ code, err }, { code: 0, err: "" }, `backtest ${flags}`);
    return runOf(JSON.parse(out).manifest.replace(/\/run\.json$/, ""));
  }

  /** Names of the run folders there are; the trial ledger beside them is none. */
  runFolders(): string[] {
    try {
      const entries = [...Deno.readDirSync(`${this.path}/runs`)];
      return entries.filter(({ isDirectory }) => isDirectory).map(({ name }) => name);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return [];
      throw error;
    }
  }
}

/** What a run left in its folder. */
export interface Run {
  readonly folder: string;
  readonly manifest: RunManifest;
  /** The diary's lines as they stand in the file. */
  readonly lines: readonly string[];
}

/** Reads a run's files; its diary is checked against its manifest. */
export function runOf(folder: string): Run {
  const place = runFolderAt(folder);
  const manifest = readManifest(place);
  verifyAgainst(manifest, diaryOf(folder).end);
  const lines = Deno.readTextFileSync(place.diaryPath).split("\n").slice(0, -1);
  return { folder, manifest, lines };
}

/** Reads and checks the diary in a run's folder. */
export function diaryOf(folder: string): WholeDiary {
  return readDiary(runFolderAt(folder).diaryPath);
}

/** Waits for a process and gives what it wrote. */
export async function resultOf(process: Deno.ChildProcess): Promise<Result> {
  const { code, stdout, stderr } = await process.output();
  const text = new TextDecoder();
  return { code, out: text.decode(stdout), err: text.decode(stderr) };
}

/** Does something in a new workplace, then removes it. */
export async function atWork(use: (place: Workplace) => Promise<void>): Promise<void> {
  const path = Deno.realPathSync(Deno.makeTempDirSync({ prefix: "reprise-" }));
  try {
    await use(new Workplace(path));
  } finally {
    Deno.removeSync(path, { recursive: true });
  }
}

/** Does the same to every item, two at a time: as many as there are cores to count on. */
export async function inPairs<Item>(
  items: readonly Item[],
  use: (item: Item) => Promise<void>,
): Promise<void> {
  for (let index = 0; index < items.length; index += 2) {
    await Promise.all(items.slice(index, index + 2).map(use));
  }
}

function split(flags: string): string[] {
  return flags.split(" ").filter((word) => word !== "");
}
