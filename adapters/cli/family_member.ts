import type { CycleEntry, Metrics, SweepMark } from "../../engine/mod.ts";
import type { BacktestOptions } from "./options.ts";
import { breather, type watchRun } from "./present.ts";
import type { Terminal } from "./terminal.ts";

/** One run of a family, as it is handed to a worker: plain data. */
export interface FamilyJob {
  readonly options: BacktestOptions;
  readonly familyId: string;
  /** Which of the shared markets it runs on. */
  readonly market: number;
  /** Not given: it is of no sweep. */
  readonly sweep?: SweepMark;
}

/** What a run is played with that is one of a family. */
export interface MemberPlay<Market> {
  readonly familyId: string;
  readonly sweep?: SweepMark | undefined;
  readonly market: Market;
  /** Plays it, to be stopped by the signal. */
  within<Result>(action: (signal: AbortSignal) => Promise<Result>): Promise<Result>;
  readonly watch: typeof watchRun;
  /** Buy and hold beside it: the same for all that run on the same terms, so it is played once. */
  beside(play: () => Promise<Metrics | null>): Promise<Metrics | null>;
}

/** Who follows it from outside the worker. */
export interface MemberWatch {
  readonly shared: unknown;
  readonly signal: AbortSignal;
  /** Says how far it has come, 0 to 1. */
  onProgress(share: number): void;
}

/** How often it is told how far a run has come, ms of wall time. */
const TELL_MS = 100;
/** What makes a run another one beside the same buy and hold. */
const OWN = ["agent", "params", "model", "risk", "members", "sample"] as const;
const BESIDE = new Map<string, Metrics>();

/**
 * Plays one run of a family in a worker, as it would be played alone, and gives what `--json` prints of it. `play` plays it.
 */
export async function playMember<Market>(
  { options, familyId, market, sweep }: FamilyJob,
  { shared, signal, onProgress }: MemberWatch,
  play: (options: BacktestOptions, terminal: Terminal, member: MemberPlay<Market>) => Promise<number>,
): Promise<unknown> {
  const printed: string[] = [];
  const kept = Object.entries(options).filter(([name]) => !(OWN as readonly string[]).includes(name));
  const terms = JSON.stringify([familyId, market, kept]);
  const beside: MemberPlay<Market>["beside"] = async (playBeside) => {
    const known = signal.aborted || options.agent === "buy-and-hold" ? undefined : BESIDE.get(terms);
    const metrics = known ?? await playBeside();
    if (metrics !== null) BESIDE.set(terms, metrics);
    return metrics;
  };
  await play({ ...options, json: true, progress: false }, quietTerminal(printed), {
    familyId,
    sweep,
    market: (shared as readonly Market[])[market],
    within: (action) => action(signal),
    watch: (_, range) => watchShare(range, onProgress),
    beside,
  });
  return JSON.parse(printed.join(""));
}

function watchShare(
  { from, until }: { readonly from: number; readonly until: number },
  onProgress: (share: number) => void,
): ReturnType<typeof watchRun> {
  const breathe = breather();
  let told = performance.now();
  let cycles = 0;
  return {
    onCycle({ close }: CycleEntry): void | Promise<void> {
      if (++cycles % 64 === 0 && performance.now() - told > TELL_MS) {
        told = performance.now();
        onProgress((close - from) / (until - from));
      }
      return breathe();
    },
    finish: () => undefined,
  };
}

function quietTerminal(printed: string[]): Terminal {
  return {
    redraws: false,
    colour: false,
    columns: () => null,
    size: () => null,
    keys: () => null,
    print: (text) => void printed.push(text),
    note: () => undefined,
  };
}
