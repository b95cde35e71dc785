import type { CycleEntry, Diary, Metrics } from "../../engine/mod.ts";
import type { ModelByClock } from "../run_backtest.ts";
import { decidingAgent } from "../isolated_agent.ts";
import { NoCommands } from "../no_commands.ts";
import { playLive } from "../live/play_live.ts";
import { playPaper } from "../paper/play_paper.ts";
import { playBacktest, type Player } from "../play_backtest.ts";
import { EndOfSeen, PlayedSeen } from "./end_of_seen.ts";
import type { RecordedPlan, SeenPlan } from "./recorded_plan.ts";

/** Who answers, and who looks on. */
export interface AgainWatch {
  /** Who answers an agent that asks a model; not given: nobody. */
  readonly chatModel?: ModelByClock;
  readonly signal: AbortSignal;
  readonly kept: Diary;
  readonly onCycle?: (entry: CycleEntry) => void | Promise<void>;
}

/** What came of it. */
export interface PlayedAgain {
  readonly metrics: Metrics;
  /** Whether it came to the end of what the run saw, and had not come to its own. */
  readonly sawNoMore: boolean;
}

/** Plays a past run again: on its recorded market, or from what it saw. */
export async function playAgain(player: Player, plan: RecordedPlan, watch: AgainWatch): Promise<PlayedAgain> {
  if (plan.seen !== undefined) return await playSeen(player, plan, watch);
  const { chatModel, ...heard } = watch;
  const backtest = chatModel === undefined ? plan : { ...plan, chatModel };
  const { metrics } = await playBacktest(player, backtest, heard);
  return { metrics, sawNoMore: false };
}

/**
 * As it went, without network and without the time it took: the composition it was played with, on what it saw. Commands
 * and interruptions come when they came.
 */
async function playSeen(
  player: Player,
  { choice, pace, seen, from, until, key, hasExchange, basis }: SeenPlan,
  { chatModel, signal, kept, onCycle }: AgainWatch,
): Promise<PlayedAgain> {
  const end = new EndOfSeen();
  const diary: Diary = {
    append: (entry) => {
      if (!end.signal.aborted) kept.append(entry);
    },
    commit: () => kept.commit(),
  };
  const surroundings = {
    ...pace,
    // It was forgotten then, or it was gone on with: both stand in what was seen.
    leftAfterMs: Infinity,
    choice: { ...choice, agent: decidingAgent(player, choice.seed) },
    ...{ from, until, chatModel, clock: end.clock, marketData: end.marketData },
    commands: new NoCommands(),
    seen: new PlayedSeen(seen),
    written: { hashes: [], diary },
  };
  const watch = {
    signal: AbortSignal.any([signal, end.signal]),
    ...(onCycle === undefined ? {} : { onCycle }),
  };
  const { metrics } = hasExchange
    ? await playLive({ ...surroundings, key, basis, exchange: end.exchange }, watch)
    : await playPaper(surroundings, watch);
  return { metrics, sawNoMore: end.signal.aborted };
}
