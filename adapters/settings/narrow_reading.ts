import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import type { LaunchPlan } from "./launch_plan.ts";
import { runsOf, valueOf } from "./typed_words.ts";
import { pathList } from "./write_permission.ts";

/** What of the disk decides what a command may read. */
export interface Disk {
  /** The program's own folder. */
  readonly root: string;
  /** The folder it was typed in. */
  readonly folder: string;
  /** The files that a module loads, itself among them. */
  modulesOf(path: string): readonly string[];
  /** The folders of candles that the runs in a folder name. */
  candlesOf(runs: string): readonly string[];
  /** Where a path leads when links are followed; itself where it is none, or is not there. */
  realPath(path: string): string;
  /** The files that tell the commit of a checkout. */
  revisionFiles(root: string): readonly string[];
}

/** What the flags of a plan say where all may be read. */
const ALL = "--allow-read";
/**
 * What these read is named by runs and files that they look up: candles, agents, prompts and answers anywhere. They reach
 * nobody but a model's host or a queue, where that was asked for.
 */
const FREE = ["noise", "probe-memory", "replay", "sweep"];
/** Commands of an account: they read its key. */
const TRADING = ["live", "watch", "testnet-check"];
/** What of the program is loaded or read while it runs. */
const ROOMS = ["main.ts", "engine", "backtest", "adapters", "fixtures", ".data", ".cache"];
/** What is kept beside the runs, in the folder it was typed in. */
const KEPT = [".data", ".cache", ".cassettes"];
/** Flags whose value is a file or a folder. */
const PATH_FLAGS = ["data", "cassettes", "models", "state"];
const QUEUE_FLAGS = ["nats-ca", "nats-cert", "nats-key", "nats-token-file", "nats-creds"];
/** Flags whose value is a name, a file, or some of them with commas; so no file of theirs has a comma in its name. */
const LIST_FLAGS = ["prompt", "risk"];
const LOOKS_LIKE_PATH = /[./\\]/;

/**
 * A plan whose process may read what its command needs, instead of the whole disk: the program, the folders of runs and
 * candles, the files that were typed and what an agent among them imports; `.env` where it names a variable that is read,
 * and the key's file where it trades an account. A link in such a folder is followed, as Deno does.
 */
export function narrowReading(
  plan: LaunchPlan,
  { disk, keyFile }: { readonly disk: Disk; readonly keyFile: () => string | undefined },
): LaunchPlan {
  const { words, permissions } = plan;
  if (FREE.includes(words[0])) return plan;
  const whole = (flag: string): string[] => [valueOf(words, flag) ?? ""].filter(Boolean);
  const listed = (flag: string): string[] => whole(flag).flatMap(listOf);
  const paths = [
    ...ROOMS.map((room) => join(disk.root, room)),
    ...disk.revisionFiles(disk.root),
    ...[...KEPT, runsOf(words)],
    ...[...PATH_FLAGS, ...QUEUE_FLAGS].flatMap(whole),
    ...LIST_FLAGS.flatMap(listed).filter(isPath),
    // Its name is synced to the disk with it: a folder of its own is opened for that, the working one is not.
    ...whole("state").filter((state) => /[\\/]/.test(state)).map((state) => dirname(state)),
    ...words.slice(1).filter((word) => !word.startsWith("-")).flatMap(listOf)
      .filter((word) => /[\\/]/.test(word) && !word.includes("://")),
    ...listed("agent").filter(isPath).flatMap((agent) => disk.modulesOf(agent)),
    ...(permissions.some((flag) => flag.startsWith("--allow-env=")) ? [".env"] : []),
    ...(TRADING.includes(words[0]) ? [keyFile() ?? ""].filter(Boolean) : []),
    ...(showsRuns(words) ? disk.candlesOf(runsOf(words)) : []),
  ];
  // Deno asks for the path as it is named to read a file, and for where it leads to make one.
  const both = paths.flatMap((path) => [path, disk.realPath(path)]);
  const read = outermost(both.map((path) => fromFolder(path, disk.folder)));
  const flag = `--allow-read=${pathList(read)}`;
  return { ...plan, permissions: permissions.map((one) => one === ALL ? flag : one) };
}

function listOf(text: string): string[] {
  return text.split(",").map((one) => one.trim());
}

/** A dashboard shows any run of its folder on its candles. */
function showsRuns(words: readonly string[]): boolean {
  return words[0] === "dashboard" || words.includes("--dashboard");
}

function isPath(text: string): boolean {
  return LOOKS_LIKE_PATH.test(text);
}

/** Inside the folder as seen from it, elsewhere whole. */
function fromFolder(path: string, folder: string): string {
  const inside = relative(folder, resolve(folder, path));
  return inside === ".." || /^\.\.[\\/]/.test(inside) || isAbsolute(inside)
    ? resolve(folder, path)
    : inside || ".";
}

/** Each once, and none that lies in another. */
function outermost(paths: readonly string[]): string[] {
  const all = [...new Set(paths)];
  return all.filter((path) => !all.some((other) => other !== path && isInside(path, other)));
}

function isInside(path: string, folder: string): boolean {
  if (folder === ".") return !isAbsolute(path);
  return path.startsWith(`${folder}/`) || path.startsWith(`${folder}\\`);
}
