import type { Instrument, JsonValue } from "../../engine/mod.ts";
import { EXIT_FAILURE, EXIT_INTERRUPTED } from "./errors.ts";
import { type ControlReport, controlReports, type ControlTools } from "./family_controls.ts";
import type { FamilyJob } from "./family_member.ts";
import { familyProgress } from "./family_progress.ts";
import { type FailedMember, memberFault, renderFamily } from "./family_view.ts";
import { type Repeats, repeatsOf, type RepeatTools } from "./family_repeats.ts";
import { interruptible } from "./interruptible.ts";
import type { BacktestOptions } from "./options.ts";
import { type FoundRun, pastRun } from "./past_run.ts";
import type { Terminal } from "./terminal.ts";

/** A market as it was read: which files it was read from tells whether two are the same. */
export interface MarketOfFiles {
  readonly files: readonly unknown[];
}

type FamilyRun = FoundRun & { readonly diaryPath: string };

/** Who follows a pool. */
interface FamilyWatch {
  readonly signal: AbortSignal;
  onDone(job: FamilyJob, result: unknown): void;
  onFailed(job: FamilyJob, fault: string): void;
  onProgress(inHand: number): void;
}

/** What plans the runs of a family and plays them on all cores. */
export interface FamilyTools<Terms, Player, Market extends MarketOfFiles> extends RepeatTools, ControlTools {
  /** Address of the module that plays a member. */
  readonly module: string;
  openPlayer(
    options: BacktestOptions,
    known: readonly Instrument[],
  ): Promise<{ readonly terms: Terms; readonly player: Player; close(): void }>;
  planRun(
    options: BacktestOptions,
    terms: Terms & { readonly player: Player },
  ): Promise<{ readonly loaded: Market }>;
  /** Makes the folder of runs where it is missing, and gives a new id. */
  openFamily(root: string): string;
  findFamily(root: string, familyId: string): { readonly runs: readonly FamilyRun[] };
  withSharedColumns(markets: readonly Market[]): readonly Market[];
  readonly RunPool: new (options: {
    readonly module: string;
    readonly size: number;
    readonly shared: unknown;
    readonly permissions: Deno.PermissionOptions;
  }) => { playAll(jobs: Iterable<FamilyJob>, watch: FamilyWatch): Promise<void> };
}

/**
 * Plays each combination of the lists that were typed, on all cores, as runs of one family; gives the exit code. What cannot
 * be right of any is told before the first begins; one that fails is told with its fault, and the others go on.
 */
export async function familyCommand<Terms, Player, Market extends MarketOfFiles>(
  options: BacktestOptions,
  around: { readonly terminal: Terminal; readonly instruments: readonly Instrument[] },
  tools: FamilyTools<Terms, Player, Market>,
): Promise<number> {
  const members = options.members!;
  const { terminal } = around;
  const planned = await planMembers(members, around.instruments, tools);
  const familyId = tools.openFamily(options.runs);
  const jobs = members.map((member, index): FamilyJob => ({
    options: member,
    familyId,
    market: planned.marketOf[index],
  }));
  const pool = new tools.RunPool({
    module: tools.module,
    size: Math.min(jobs.length, options.cores ?? navigator.hardwareConcurrency),
    shared: tools.withSharedColumns(planned.markets),
    permissions: permissionsOf(options.runs, members),
  });
  const played = await playJobs(jobs, pool, { ...around, isShown: options.progress && !options.json });
  const { results, faults } = played;
  const failed = jobs.flatMap((job) =>
    faults.has(job) ? [memberFault(job.options, members, faults.get(job)!)] : []
  );
  const done = jobs.flatMap((job) => results.has(job) ? [results.get(job)!] : []);
  const runs = done.length === 0 ? [] : tools.findFamily(options.runs, familyId).runs;
  const runOf = (job: FamilyJob): FamilyRun | null => {
    const { runId } = (results.get(job) ?? {}) as { runId?: string };
    return runs.find(({ manifest }) => manifest?.id === runId) ?? null;
  };
  const repeats = repeatsOf(jobs, runOf, tools);
  const controls = controlReports(jobs, runOf, tools);
  if (options.json) terminal.print(familyJson({ familyId, runs: done, failed, repeats, controls }));
  else {
    const notBegun = jobs.length - done.length - failed.length;
    const view = {
      familyId,
      options,
      runs: runs.map((run) => pastRun(run)),
      results: done,
      failed,
      notBegun,
      repeats,
      controls,
    };
    terminal.print(renderFamily(view, terminal));
  }
  return played.isAborted ? EXIT_INTERRUPTED : failed.length > 0 ? EXIT_FAILURE : 0;
}

/** What became of the jobs of a family; those that never began are in neither map. */
interface PlayedJobs {
  readonly results: ReadonlyMap<FamilyJob, JsonValue>;
  readonly faults: ReadonlyMap<FamilyJob, string>;
  readonly isAborted: boolean;
}

async function playJobs(
  jobs: readonly FamilyJob[],
  pool: { playAll(jobs: Iterable<FamilyJob>, watch: FamilyWatch): Promise<void> },
  { terminal, isShown }: { readonly terminal: Terminal; readonly isShown: boolean },
): Promise<PlayedJobs> {
  const results = new Map<FamilyJob, JsonValue>();
  const faults = new Map<FamilyJob, string>();
  const progress = familyProgress(terminal, { isShown, nowMs: () => performance.now() });
  return await interruptible(async (signal) => {
    await pool.playAll(jobs, {
      signal,
      onDone: (job, result) => void results.set(job, result as JsonValue),
      onFailed: (job, fault) => void faults.set(job, fault),
      onProgress: (inHand) =>
        progress.update({ runs: jobs.length, done: results.size, failed: faults.size, inHand }),
    }).finally(progress.finish);
    return { results, faults, isAborted: signal.aborted };
  });
}

/** Looks at every member before the first begins, and reads each market once. */
async function planMembers<Terms, Player, Market extends MarketOfFiles>(
  members: readonly BacktestOptions[],
  instruments: readonly Instrument[],
  tools: FamilyTools<Terms, Player, Market>,
): Promise<{ readonly markets: readonly Market[]; readonly marketOf: readonly number[] }> {
  const markets: Market[] = [];
  const marketByAgent = new Map<string, number>();
  const marketOf: number[] = [];
  for (const member of members) {
    const { terms, player, close } = await tools.openPlayer(member, instruments);
    try {
      // Which candles are read hangs on what the agent looks at, and what is made of them on the control.
      const agent = JSON.stringify([member.agent, member.params, member.control]);
      const index = marketByAgent.get(agent) ??
        indexOf((await tools.planRun(member, { ...terms, player })).loaded, markets);
      marketByAgent.set(agent, index);
      marketOf.push(index);
    } finally {
      close();
    }
  }
  return { markets, marketOf };
}

/** Where a market stands in the list, which gets it if it is not there. */
function indexOf<Market extends MarketOfFiles>(market: Market, markets: Market[]): number {
  const files = JSON.stringify(market.files);
  const index = markets.findIndex((one) => JSON.stringify(one.files) === files);
  return index >= 0 ? index : markets.push(market) - 1;
}

/** Workers may read what we may, write runs and answers, and reach a model's host where one is asked: nothing else of what we may. */
function permissionsOf(runs: string, members: readonly BacktestOptions[]): Deno.PermissionOptions {
  const models = members.flatMap(({ model }) => model === null ? [] : [model]);
  const asks = models.length > 0;
  const reaches = models.some(({ answers }) => answers !== "replay");
  return {
    read: "inherit",
    write: [...new Set([runs, ...models.map(({ cassettes }) => cassettes)])],
    env: asks ? "inherit" : false,
    net: reaches ? "inherit" : false,
    ...{ run: false, sys: false, ffi: false, import: false },
  };
}

function familyJson(
  { familyId, runs, ...lists }: {
    readonly familyId: string;
    readonly runs: readonly JsonValue[];
    readonly failed: readonly FailedMember[];
    readonly repeats: readonly Repeats[];
    readonly controls: readonly ControlReport[];
  },
): string {
  const told = Object.entries(lists).filter(([, list]) => list.length > 0);
  return JSON.stringify({ familyId, runs, ...Object.fromEntries(told) }, null, 2);
}
