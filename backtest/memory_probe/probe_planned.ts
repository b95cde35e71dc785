import type { ChatModel, Clock, DiaryEntry, ModelChoice } from "../../engine/mod.ts";
import type { RecordedMarket } from "../market/recorded_market.ts";
import type { RunRange } from "../run_range.ts";
import { HeldSides } from "./held_sides.ts";
import { probeMemory, type ProbeResult } from "./probe_memory.ts";

/** A planned run whose market is asked about. */
export interface PlannedProbe extends RunRange {
  readonly market: RecordedMarket;
  readonly loaded: { readonly synthetic: boolean; readonly source: string };
}

/** Who is asked, and whose actions are held against what it remembers. */
export interface ProbeParts {
  readonly player: {
    readonly asked: ModelChoice;
    chatModel(folder: string | null, clock: Pick<Clock, "now">): ChatModel;
  };
  /** Null: no run's. */
  readonly run:
    | { readonly id: string; entries(asked: ModelChoice & { readonly source: string }): DiaryEntry[] }
    | null;
  readonly signal: AbortSignal;
}

/** What was asked of whom about which market, and what came of it. */
export interface ProbedMarket extends ModelChoice, RunRange {
  readonly synthetic: boolean;
  /** The run that was looked at beside it; null: none. */
  readonly run: string | null;
  readonly result: ProbeResult;
}

/** Asks a model about the market of a planned run, outside of any run of its own. */
export async function probePlanned(
  { market, from, until, loaded: { synthetic, source } }: PlannedProbe,
  { player, run, signal }: ProbeParts,
): Promise<ProbedMarket> {
  const held = run === null ? null : new HeldSides(run.entries({ ...player.asked, source }));
  const model = player.chatModel(null, { now: () => until });
  const result = await probeMemory({ market, from, until, choice: player.asked, model, held, signal });
  return { ...player.asked, synthetic, from, until, run: run?.id ?? null, result };
}
