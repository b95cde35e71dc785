import { createHash } from "node:crypto";
import { basename, dirname, join, resolve } from "node:path";
import type { RunManifest } from "../../../engine/mod.ts";
import { isAgentFile } from "../agent_flags.ts";
import type { FamilyJob } from "../family_member.ts";
import { isCode, withOwnFace } from "./agent_modules.ts";
import { type QueuedRun, type ShippedFile, withPaths } from "./shipped_files.ts";

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
  for (const file of run.files) {
    const isAgent = file.path === job.options.agent;
    const local = isAgent ? await agentPath(file, run.modules, places) : await fetchedPath(file, places);
    paths.set(file.path, local);
  }
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
  const agent = files.find(({ path }) => isAgentFile(path) && isCode(path));
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

async function fetchedPath(file: ShippedFile, { files }: WorkerPlaces): Promise<string> {
  return join(await files.folderOf([file]), basename(file.path));
}

/** An agent among the files it imports, as they lay beside it; our face they import where it lies here. */
async function agentPath(
  agent: ShippedFile,
  modules: readonly ShippedFile[],
  { files, folder, face }: WorkerPlaces,
): Promise<string> {
  const all = [{ ...agent, path: basename(agent.path) }, ...modules];
  const name = createHash("sha256").update(JSON.stringify(all)).digest("hex").slice(0, 32);
  const own = join(folder, "agents", name);
  for (const { path, sha256 } of all) {
    const target = join(own, path);
    const fetched = await files.fetch(sha256);
    Deno.mkdirSync(dirname(target), { recursive: true });
    const draft = `${target}.${crypto.randomUUID()}`;
    if (isCode(path)) Deno.writeTextFileSync(draft, withOwnFace(Deno.readTextFileSync(fetched), face));
    else Deno.copyFileSync(fetched, draft);
    Deno.renameSync(draft, target);
  }
  return resolve(join(own, basename(agent.path)));
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
