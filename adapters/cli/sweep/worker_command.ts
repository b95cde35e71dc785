import type { Instrument, RunIndex, RunManifest } from "../../../engine/mod.ts";
import { FailureError } from "../errors.ts";
import type { FamilyJob } from "../family_member.ts";
import { formatCount } from "../format.ts";
import { interruptible } from "../interruptible.ts";
import type { Terminal } from "../terminal.ts";
import { workerPermissions } from "./local_pool.ts";
import type { QueueChoice } from "./queue_flags.ts";
import type { ElsewhereRun } from "./queued_pool.ts";
import type { MarketOfSweep, SweepPlanTools } from "./sweep_plan.ts";
import type { QueuedRun } from "./shipped_files.ts";
import { asSent, type FetchedFiles, localJob, type WorkerPlaces } from "./worker_files.ts";
import { type TakenRun, WorkerLine, type WorkerPool } from "./worker_line.ts";
import type { WorkerOptions } from "./worker_options.ts";

interface FoundRun {
  readonly path: string;
  readonly diaryPath: string;
  readonly manifest: RunManifest;
}

/** What takes runs off a queue and plays them; `Connection`, `Queue` and `Store` are the queue's own. */
export interface WorkerTools<
  Terms,
  Player,
  Market extends MarketOfSweep,
  Connection,
  Store,
  Queue extends { readonly data: Store },
> extends
  Pick<SweepPlanTools<Terms, Player, Market>, "openPlayer" | "planRun">,
  Pick<WorkerPlaces, "face" | "importCassettes"> {
  readonly revision: string;
  /** Address of the module that plays a run. */
  readonly module: string;
  /** Where what is fetched is kept. */
  readonly cache: string;
  connectQueue(address: QueueChoice, name: string): Promise<Connection & { close(): Promise<void> }>;
  openQueue(connection: Connection): Promise<Queue>;
  /** Revisions of sweeps that are not over, where none is ours. */
  foreignRevisions(queue: Queue, revision: string): Promise<readonly string[]>;
  takeRuns(
    queue: Queue,
    revision: string,
    watch: {
      readonly signal: AbortSignal;
      onForeign(revisions: readonly string[]): void;
      onLink(isThere: boolean): void;
    },
  ): AsyncGenerator<TakenRun, void, void>;
  readonly ObjectFiles: new (store: Store, folder: string) => FetchedFiles;
  withSharedColumns(markets: readonly Market[]): readonly Market[];
  readonly RunPool: new (options: {
    readonly module: string;
    readonly size: number;
    readonly shared: unknown;
    readonly permissions: Deno.PermissionOptions;
  }) => WorkerPool;
  /** The run whose folder lies at a path. */
  findRun(root: string, path: string): FoundRun;
  /** Null where there is none. */
  readIndex(run: FoundRun): RunIndex | null;
  /** Removes the folder of a run. */
  removeRun(run: FoundRun): void;
}

/** Plays the runs of a queue until Ctrl-C; those in hand come to their end first. */
export async function workerCommand<
  Terms,
  Player,
  Market extends MarketOfSweep,
  Connection,
  Store,
  Queue extends { readonly data: Store },
>(
  options: WorkerOptions,
  { terminal, instruments }: { readonly terminal: Terminal; readonly instruments: readonly Instrument[] },
  tools: WorkerTools<Terms, Player, Market, Connection, Store, Queue>,
): Promise<void> {
  const { revision, cache } = tools;
  const say = (text: string): void => terminal.note(`worker: ${text}\n`);
  const connection = await tools.connectQueue(options.queue, "worker");
  const runs = `${cache}/runs/${crypto.randomUUID()}`;
  try {
    const queue = await tools.openQueue(connection);
    const foreign = await tools.foreignRevisions(queue, revision);
    if (foreign.length > 0) throw new FailureError(refusal(foreign, revision));
    const files = new tools.ObjectFiles(queue.data, cache);
    Deno.mkdirSync(runs, { recursive: true });
    const size = options.cores ?? navigator.hardwareConcurrency;
    say(
      `${formatCount(size, "core")}, code revision ${
        revision.slice(0, 12)
      }; Ctrl-C ends it after the runs in hand`,
    );
    const places: WorkerPlaces = { ...tools, files, folder: cache, runs };
    await interruptible(async (signal) => {
      const taken = tools.takeRuns(queue, revision, {
        signal,
        onForeign: once((all) => say(refusal(all, revision))),
        onLink: (isThere) =>
          say(isThere ? "the queue is back" : "the queue went away; it is asked until it is back"),
      });
      const parts = {
        ...{ taken, say, prepare: (run: QueuedRun) => localJob(run, places) },
        readMarket: (job: Omit<FamilyJob, "market">) => readMarket(job, instruments, tools),
        openPool: (markets: readonly Market[]) =>
          new tools.RunPool({
            ...{ module: tools.module, size, permissions: workerPermissions([runs]) },
            shared: tools.withSharedColumns(markets),
          }),
        collect: (result: unknown, run: QueuedRun) => collect(result, run, tools),
      };
      await new WorkerLine<Market>(parts).play();
    });
  } finally {
    await connection.close();
    removeFolder(runs);
  }
}

function refusal(revisions: readonly string[], revision: string): string {
  const theirs = revisions.map((one) => one.slice(0, 12)).join(", ");
  return `the sweep there is of code revision ${theirs}, this is ${
    revision.slice(0, 12)
  }; wanted the same code`;
}

/** Says a thing once. */
function once(say: (revisions: readonly string[]) => void): (revisions: readonly string[]) => void {
  const said = new Set<string>();
  return (revisions) => {
    const text = revisions.join();
    if (said.size !== said.add(text).size) say(revisions);
  };
}

async function readMarket<Terms, Player, Market extends MarketOfSweep>(
  { options }: Omit<FamilyJob, "market">,
  instruments: readonly Instrument[],
  { openPlayer, planRun }: Pick<SweepPlanTools<Terms, Player, Market>, "openPlayer" | "planRun">,
): Promise<Market> {
  const { terms, player, close } = await openPlayer(options, instruments);
  try {
    return (await planRun(options, { ...terms, player })).loaded;
  } finally {
    close();
  }
}

/** What is sent back of a run that lies here; its folder is removed. */
function collect(
  result: unknown,
  run: QueuedRun,
  tools: {
    findRun(root: string, path: string): FoundRun;
    readIndex(run: FoundRun): RunIndex | null;
    removeRun(run: FoundRun): void;
  },
): ElsewhereRun {
  const { manifest: path } = result as { readonly manifest: string };
  const found = tools.findRun("", path);
  const sent = {
    manifest: asSent(found.manifest, run),
    index: tools.readIndex(found),
    diary: run.withDiary ? Deno.readTextFileSync(found.diaryPath) : null,
  };
  tools.removeRun(found);
  return sent;
}

function removeFolder(path: string): void {
  try {
    Deno.removeSync(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
