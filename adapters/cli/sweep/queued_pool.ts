import { createHash } from "node:crypto";
import { dirname } from "node:path";
import type { JsonValue, RunIndex, RunManifest } from "../../../engine/mod.ts";
import { isAgentFile } from "../agent_flags.ts";
import { UsageError } from "../errors.ts";
import { agentModules } from "./agent_modules.ts";
import { SWEEP } from "./axis.ts";
import type { QueueChoice } from "./queue_flags.ts";
import { filesNamedIn, type QueuedRun, type ShippedFile } from "./shipped_files.ts";
import type { SweepPool } from "./sweep_command.ts";
import type { SweepJob } from "./sweep_jobs.ts";
import type { SweepOptions } from "./sweep_options.ts";
import type { MarketOfSweep } from "./sweep_plan.ts";

/** A run that was played elsewhere. */
export interface ElsewhereRun {
  readonly manifest: RunManifest;
  readonly index: RunIndex | null;
  readonly diary: string | null;
}

/** What puts runs on a queue; `Connection`, `Queue` and `Store` are its own. */
export interface QueueTools<Connection, Store, Queue extends { readonly data: Store }> {
  connectQueue(address: QueueChoice, name: string): Promise<Connection>;
  openQueue(connection: Connection): Promise<Queue>;
  shipFile(store: Store, file: ShippedFile): Promise<void>;
  shipBytes(store: Store, bytes: Uint8Array): Promise<string>;
  readonly QueuePool: new (queue: Queue, sweep: {
    readonly familyId: string;
    readonly revision: string;
    numberOf(job: SweepJob): number;
    messageOf(job: SweepJob): Promise<QueuedRun>;
    keep(job: SweepJob, result: ElsewhereRun): unknown;
  }) => SweepPool & { close(isOver: boolean): Promise<void> };
  /** Packs recorded answers of a folder into a file. */
  exportCassettes(folders: readonly string[], path: string, keys: null): unknown;
  /** Keeps a run that was played elsewhere among ours. */
  keepRun(root: string, run: ElsewhereRun): { readonly manifestPath: string };
}

/** Where answers are packed before they are shipped. */
const PACKED = ".cache/sweep-cassettes.gz";

/** Workers of a queue, wherever they are. */
export async function queuedPool<Connection, Store, Queue extends { readonly data: Store }>(
  sweep: SweepOptions,
  of: { readonly familyId: string; readonly revision: string; readonly markets: readonly MarketOfSweep[] },
  tools: QueueTools<Connection, Store, Queue>,
): Promise<SweepPool & { close(isOver: boolean): Promise<void> }> {
  const { queue: address, diaries, runs } = sweep;
  // What cannot be carried is told before a run is begun.
  for (const place of sweep.probes) {
    const { agent } = sweep.optionsAt(place);
    if (isAgentFile(agent)) agentModules(agent);
  }
  const queue = await tools.openQueue(await tools.connectQueue(address, `sweep ${of.familyId}`));
  const shipped = new Shipped(queue.data, tools);
  return new tools.QueuePool(queue, {
    ...of,
    numberOf: ({ sweep: { job } }) => job,
    messageOf: async (job) => {
      const { options, market } = job;
      if (market < 0) throw new UsageError("a run on a queue needs a market that was read before", SWEEP);
      const files = of.markets[market].files;
      for (const file of files) await shipped.file(file);
      return {
        ...{ familyId: of.familyId, job: job.sweep.job, withDiary: diaries },
        play: JSON.parse(JSON.stringify(job)) as JsonValue,
        market: files.map(({ path, sha256 }) => ({ path, sha256 })),
        files: await Promise.all(filesNamedIn(options).map((path) => shipped.named(path))),
        modules: await shipped.modules(options.agent),
        cassettes: options.model === null ? null : await shipped.cassettes(options.model.cassettes),
      };
    },
    keep: (_, run) => {
      const { manifestPath } = tools.keepRun(runs, run);
      return { metrics: run.manifest.metrics, manifest: manifestPath };
    },
  });
}

/** What is on the server already, so that it is looked up once. */
class Shipped<Store> {
  readonly #store: Store;
  readonly #tools: Pick<
    QueueTools<unknown, Store, { readonly data: Store }>,
    "shipFile" | "shipBytes" | "exportCassettes"
  >;
  readonly #there = new Map<string, Promise<unknown>>();

  constructor(
    store: Store,
    tools: Pick<
      QueueTools<unknown, Store, { readonly data: Store }>,
      "shipFile" | "shipBytes" | "exportCassettes"
    >,
  ) {
    this.#store = store;
    this.#tools = tools;
  }

  async file(file: ShippedFile): Promise<void> {
    await this.#once(file.sha256, () => this.#tools.shipFile(this.#store, file));
  }

  async named(path: string): Promise<ShippedFile> {
    return await this.#once(path, async () => {
      const sha256 = createHash("sha256").update(Deno.readFileSync(path)).digest("hex");
      await this.file({ path, sha256 });
      return { path, sha256 };
    });
  }

  async modules(agent: string): Promise<readonly ShippedFile[]> {
    if (!isAgentFile(agent)) return [];
    return await this.#once(
      `${agent} imports`,
      () =>
        Promise.all(
          agentModules(agent).map(async ({ path, name }) => ({ ...await this.named(path), path: name })),
        ),
    );
  }

  async cassettes(folder: string): Promise<string | null> {
    return await this.#once(`${folder}/`, async () => {
      if (!isFolder(folder)) return null;
      Deno.mkdirSync(dirname(PACKED), { recursive: true });
      this.#tools.exportCassettes([folder], PACKED, null);
      return await this.#tools.shipBytes(this.#store, Deno.readFileSync(PACKED));
    });
  }

  #once<Result>(name: string, action: () => Promise<Result>): Promise<Result> {
    const known = this.#there.get(name) ?? action();
    this.#there.set(name, known);
    return known as Promise<Result>;
  }
}

function isFolder(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
