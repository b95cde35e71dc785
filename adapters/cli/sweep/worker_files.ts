import { basename, join, resolve } from "node:path";
import type { JsonValue, RunManifest } from "../../../engine/mod.ts";
import { isAgentFile } from "../agent_flags.ts";
import type { FamilyJob } from "../family_member.ts";
import { withOwnFace, withPaths } from "./shipped_files.ts";

/** A file by its content. */
interface ShippedFile {
  readonly path: string;
  readonly sha256: string;
}

/** A run as it came over the queue. */
export interface QueuedRun {
  readonly familyId: string;
  readonly job: number;
  readonly play: JsonValue;
  readonly market: readonly ShippedFile[];
  readonly files: readonly ShippedFile[];
  readonly cassettes: string | null;
  readonly withDiary: boolean;
}

/** Files of the queue on this machine, each fetched once. */
export interface FetchedFiles {
  fetch(sha256: string): Promise<string>;
  folderOf(files: readonly ShippedFile[]): Promise<string>;
}

/** Where a worker keeps what it fetches. */
export interface WorkerPlaces {
  readonly files: FetchedFiles;
  /** The folder of all it keeps. */
  readonly folder: string;
  /** Where runs lie until they are sent back. */
  readonly runs: string;
  /** Address of the engine's face, which agents import. */
  readonly face: string;
  /** Takes packed answers over into a folder. */
  importCassettes(folder: string, path: string): unknown;
}

/** The job of a queued run with all that it reads on this machine. */
export async function localJob(run: QueuedRun, places: WorkerPlaces): Promise<Omit<FamilyJob, "market">> {
  const job = run.play as unknown as FamilyJob;
  const paths = new Map<string, string>();
  for (const file of run.files) paths.set(file.path, await localPath(file, places));
  const cassettes = await answersOf(run, places);
  const data = resolve(await places.files.folderOf(run.market));
  const path = (named: string): string => paths.get(named)!;
  return { ...job, options: withPaths(job.options, { path, data, runs: places.runs, cassettes }) };
}

/** What run.json says of files is what the sweep knows them by. */
export function asSent(manifest: RunManifest, { market, files }: QueuedRun): RunManifest {
  const byHash = new Map(market.map(({ path, sha256 }) => [sha256, path]));
  const data = {
    ...manifest.data,
    files: manifest.data.files.map((file) => ({ ...file, path: byHash.get(file.sha256) ?? file.path })),
  };
  const agent = files.find(({ path }) => isAgentFile(path) && /\.(ts|js|mjs)$/.test(path));
  const { model } = manifest;
  const prompt = files.find(({ sha256 }) => sha256 === model?.prompt?.sha256);
  return {
    ...manifest,
    data,
    ...(agent === undefined ? {} : { agentFile: { path: agent.path, sha256: agent.sha256 } }),
    ...(prompt === undefined
      ? {}
      : { model: { ...model!, prompt: { path: prompt.path, sha256: prompt.sha256 } } }),
  };
}

async function localPath(file: ShippedFile, { files, folder, face }: WorkerPlaces): Promise<string> {
  const fetched = join(await files.folderOf([file]), basename(file.path));
  if (!/\.(ts|js|mjs)$/.test(file.path)) return fetched;
  // An agent imports our face by a path that holds on the sweep's machine.
  const own = join(folder, "agents", file.sha256);
  const path = join(own, basename(file.path));
  Deno.mkdirSync(own, { recursive: true });
  const draft = `${path}.${crypto.randomUUID()}`;
  Deno.writeTextFileSync(draft, withOwnFace(Deno.readTextFileSync(fetched), face));
  Deno.renameSync(draft, path);
  return resolve(path);
}

async function answersOf({ cassettes }: QueuedRun, places: WorkerPlaces): Promise<string> {
  const folder = join(places.folder, "cassettes", cassettes ?? "none");
  if (
    cassettes !== null &&
    !Deno.readDirSync(join(places.folder, "objects")).some(({ name }) => name === `${cassettes}.done`)
  ) {
    places.importCassettes(folder, await places.files.fetch(cassettes));
    Deno.writeTextFileSync(join(places.folder, "objects", `${cassettes}.done`), "");
  }
  return folder;
}
