import type {
  AgentTraits,
  CycleEntry,
  Diary,
  Instrument,
  LoopEnd,
  Metrics,
  RunManifest,
} from "../../engine/mod.ts";
import { EXIT_INTERRUPTED } from "./errors.ts";
import { familyCommand, type FamilyTools, type MarketOfFiles } from "./family_command.ts";
import { type FamilyJob, type MemberPlay, type MemberWatch, playMember } from "./family_member.ts";
import { interruptible } from "./interruptible.ts";
import type { BacktestOptions } from "./options.ts";
import { breather, type PlayedRun, showRun, watchRun } from "./present.ts";
import type { RemarkedRun } from "./remarks.ts";
import { showSeries } from "./show_series.ts";
import type { Terminal } from "./terminal.ts";

type Made = Pick<RunManifest, "id" | "codeRevision" | "started">;
/** A market as it was read. */
type ReadOfRun = RemarkedRun["market"] & MarketOfFiles & {
  readonly series: Parameters<typeof showSeries>[0];
};

/** Who decides in a run. */
interface PlayerOfRun {
  readonly agent: AgentTraits;
  readonly file: NonNullable<RunManifest["agentFile"]> | null;
  warnings?(): string[];
}

/** A run as it was planned. */
interface PlanOfRun<Read> extends Pick<RemarkedRun, "coverage"> {
  readonly options: BacktestOptions;
  readonly loaded: Read;
  readonly market: unknown;
  readonly from: number;
  readonly until: number;
}

interface FolderOfRun {
  readonly path: string;
  readonly diaryPath: string;
}

type ResultOfRun = PlayedRun<FolderOfRun>["result"] & { readonly end: LoopEnd };

interface RunWatch {
  readonly signal: AbortSignal;
  readonly kept?: Diary;
  readonly onCycle?: (entry: CycleEntry) => void | Promise<void>;
}

/** What plans a run, plays it into its folder, and sets buy and hold beside it. */
export interface BacktestTools<
  Terms,
  Player extends PlayerOfRun,
  Read extends ReadOfRun,
  Plan extends PlanOfRun<Read>,
> extends FamilyTools<Terms, Player, Read> {
  /** The code that plays. */
  readonly revision: string;
  /** Reads the market, unless it is given, and settles what is run on it. */
  planRun(
    options: BacktestOptions,
    terms: Terms & { readonly player: Player; readonly market?: Read | undefined },
  ): Promise<Plan>;
  /** Plays a run into a new folder, which says how it ended whatever happens. */
  recordRun<Result extends { readonly end: LoopEnd; readonly metrics: Metrics | null }>(
    root: string,
    run: {
      readonly codeRevision: string;
      readonly draft: (made: Made) => RunManifest;
      readonly play: (diary: Diary, folder: FolderOfRun) => Promise<Result>;
    },
  ): Promise<{ readonly folder: FolderOfRun; readonly result: Result }>;
  /** What run.json says before the first cycle. */
  plannedManifest(
    plan: Plan,
    made:
      & Made
      & { readonly file: Player["file"]; readonly familyId?: string | undefined }
      & Pick<RunManifest, "sweep">,
  ): RunManifest;
  /** Plays a run whose files lie in this folder. */
  playInto(
    folder: string,
    run: { readonly player: Player; readonly plan: Plan },
    watch: RunWatch,
  ): Promise<ResultOfRun>;
  /** Plays buy and hold on the same market; null where it cannot stand beside. */
  playBenchmark(
    run: { readonly agent: AgentTraits; readonly end: LoopEnd },
    plan: Plan,
    watch: RunWatch,
  ): Promise<Metrics | null>;
  /** What the market has of each asset. */
  spansOf(market: Plan["market"], interval: BacktestOptions["interval"]): RemarkedRun["spans"];
  /** Changes run.json, and gives the whole. */
  updateManifest(folder: FolderOfRun, changes: Partial<RunManifest>): RunManifest;
}

interface Around {
  readonly terminal: Terminal;
  readonly instruments: readonly Instrument[];
}

/** Plays one run, or where lists were typed each of a family; gives the exit code. */
export async function backtestCommand<
  Terms,
  Player extends PlayerOfRun,
  Read extends ReadOfRun,
  Plan extends PlanOfRun<Read>,
>(
  options: BacktestOptions,
  around: Around,
  tools: BacktestTools<Terms, Player, Read, Plan>,
): Promise<number> {
  if (options.members !== undefined) return await familyCommand(options, around, tools);
  return await new RunPlay(tools, {}).play(options, around);
}

/** In a worker of a pool: plays one run of a family, and gives what `--json` prints of it. */
export async function familyMember<
  Terms,
  Player extends PlayerOfRun,
  Read extends ReadOfRun,
  Plan extends PlanOfRun<Read>,
>(
  job: unknown,
  watch: MemberWatch,
  { instruments, ...tools }: BacktestTools<Terms, Player, Read, Plan> & Pick<Around, "instruments">,
): Promise<unknown> {
  return await playMember<Read>(
    job as FamilyJob,
    watch,
    (options, terminal, member) => new RunPlay(tools, member).play(options, { terminal, instruments }),
  );
}

/** Plays runs into their folders, and shows what came of each. */
class RunPlay<
  Terms,
  Player extends PlayerOfRun,
  Read extends ReadOfRun,
  Plan extends PlanOfRun<Read>,
> {
  readonly #tools: BacktestTools<Terms, Player, Read, Plan>;
  readonly #member: Partial<MemberPlay<Read>>;

  constructor(tools: BacktestTools<Terms, Player, Read, Plan>, member: Partial<MemberPlay<Read>>) {
    this.#tools = tools;
    this.#member = member;
  }

  /** Gives the exit code. */
  async play(options: BacktestOptions, { terminal, instruments }: Around): Promise<number> {
    const { openPlayer, planRun, spansOf, updateManifest } = this.#tools;
    const { market, within = interruptible } = this.#member;
    const { terms, player, close } = await openPlayer(options, instruments);
    try {
      const plan = await planRun(options, { ...terms, player, market });
      showSeries(plan.loaded.series, options, terminal);
      const watch = (this.#member.watch ?? watchRun)(options, plan, terminal);
      const run = await within((signal) => this.#record(plan, player, { ...watch, signal }));
      const spans = spansOf(plan.market, options.interval);
      showRun({ ...plan, ...run, agent: player.agent, market: plan.loaded, spans }, terminal, {
        updateManifest,
      });
      return run.aborted ? EXIT_INTERRUPTED : 0;
    } finally {
      close();
    }
  }

  async #record(
    plan: Plan,
    player: Player,
    { signal, onCycle, finish }: ReturnType<typeof watchRun> & { readonly signal: AbortSignal },
  ) {
    const tools = this.#tools;
    const { agent, file } = player;
    const { familyId, sweep, beside = (play) => play() } = this.#member;
    const { options } = plan;
    const { folder, result } = await tools.recordRun(options.runs, {
      codeRevision: tools.revision,
      draft: (made) => tools.plannedManifest(plan, { ...made, file, familyId, sweep }),
      play: (kept, { path }) =>
        tools.playInto(path, { player, plan }, { kept, signal, onCycle }).finally(finish),
    });
    const { end } = result;
    const buyAndHold = () => tools.playBenchmark({ agent, end }, plan, { signal, onCycle: breather() });
    const benchmark = options.benchmark ? await beside(buyAndHold) : null;
    const warnings = [...result.warnings, ...player.warnings?.() ?? []];
    return { folder, result: { ...result, warnings }, benchmark, aborted: signal.aborted };
  }
}
