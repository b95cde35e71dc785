import {
  type AccountState,
  type Clock,
  type Commands,
  type CycleEntry,
  type DiaryEntry,
  type Exchange,
  type Guarding,
  type MarketData,
  observedExchange,
  type RunSettings,
  type SeenStore,
  type Timeliness,
} from "../../engine/mod.ts";
import { FoldingDiary } from "../folding_diary.ts";
import { InterruptedModel } from "../interrupted_model.ts";
import { NoModel } from "../no_model.ts";
import type { PaperPace } from "../paper/paper_pace.ts";
import type { ModelByClock } from "../run_backtest.ts";
import type { RunRange } from "../run_range.ts";
import { simulate, type SimulationResult } from "../simulate.ts";
import { ContinuedDiary, type WrittenDiary } from "./continued_diary.ts";
import { SeenChatModel } from "./seen_chat_model.ts";
import { SeenClock } from "./seen_clock.ts";
import { SeenCommands } from "./seen_commands.ts";
import type { SeenExchangeTerms } from "./seen_exchange.ts";
import { SeenMarketData } from "./seen_market_data.ts";
import { SeenTape } from "./seen_tape.ts";

/** What a run on a market that goes on stands on, whoever fills its orders. */
export interface SeenSurroundings extends RunRange, PaperPace {
  readonly clock: Clock;
  readonly marketData: MarketData;
  readonly commands: Commands;
  /** Who answers an agent that asks a model, by the run's clock; not given: nobody. */
  readonly chatModel?: ModelByClock | undefined;
  /** What it has seen so far, and where it keeps what it sees. */
  readonly seen: SeenStore;
  /** What it has written so far, and where it writes. */
  readonly written: WrittenDiary;
}

/** What an exchange is made on: clock and market as the run sees them, and what it saw. */
export interface SeenWorld extends SeenExchangeTerms {
  readonly clock: Clock;
  readonly marketData: MarketData;
}

/** A run, from its first moment on (also where it goes on). */
export interface SeenRun extends SeenSurroundings {
  readonly run: RunSettings;
  /** How positions are looked after between cycles; not given: not at all. */
  readonly guard?: Pick<Guarding, "everyMs" | "events"> | undefined;
  readonly exchangeOn: (world: SeenWorld) => Exchange;
}

/** Who looks on while it runs. */
export interface SeenWatch {
  readonly signal: AbortSignal;
  /** Told of each line; `isNew`: it did not stand there before. */
  readonly onEntry?: (entry: DiaryEntry, isNew: boolean) => void;
  /** Told of each cycle; the next one waits for what it returns. */
  readonly onCycle?: (entry: CycleEntry) => void | Promise<void>;
  /** Told each account that the run looks at. */
  readonly onAccount?: (account: AccountState) => void;
}

/**
 * Plays a run on a market that goes on. One that goes on is first played again from what it saw, which brings back its
 * account, its agent and its indicators as they were.
 */
export async function playSeen(played: SeenRun, watch: SeenWatch): Promise<SimulationResult> {
  const { chatModel, from, until, graceMs, timeliness, written, bounds, guard } = played;
  const run = bounds === undefined ? played.run : { ...played.run, bounds };
  const { leftAfterMs: afterMs } = played;
  const left = Number.isFinite(afterMs) ? { now: played.clock.now(), afterMs } : null;
  // A run that is only played again has no lines of its own, and no clock that goes on.
  const goesOnAt = written.hashes.length > 0 ? played.clock.now() : undefined;
  const tape = new SeenTape(played.seen, left, goesOnAt);
  const noteInterruption = (): void => void tape.keep<"interrupted">({ kind: "interrupted" });
  watch.signal.addEventListener("abort", noteInterruption, { once: true });
  const clock = new SeenClock(played.clock, tape);
  const marketData = new SeenMarketData(played.marketData, tape);
  const kept = new ContinuedDiary(written, tape);
  const bare = played.exchangeOn({ clock, marketData, tape, isResumed: () => !kept.isBeyond });
  const exchange = observedExchange(bare, (account) => watch.onAccount?.(account));
  const asked = chatModel === undefined
    ? new NoModel()
    : new SeenChatModel(new InterruptedModel(chatModel(clock), watch.signal), tape);
  const commands = new SeenCommands(played.commands, tape);
  const ports = { clock, marketData, exchange, chatModel: asked, commands };
  return await simulate({
    signal: watch.signal,
    kept: new FoldingDiary({ add: (entry) => watch.onEntry?.(entry, kept.isBeyond) }, kept),
    run,
    ports: (diary) => ({ ...ports, diary }),
    from,
    until,
    graceMs,
    timeliness: withKeptSkew(timeliness, tape),
    ...(guard === undefined
      ? {}
      : { guard: { ...guard, onWait: () => tape.hold(), onQuiet: () => tape.drop() } }),
    ...(watch.onCycle === undefined ? {} : { onCycle: watch.onCycle }),
  });
}

/** What is measured of the exchange's clock can become a line of the diary, so it is seen like all else. */
function withKeptSkew(timeliness: Timeliness, tape: SeenTape): Timeliness {
  if (!Number.isFinite(timeliness.maxSkewMs)) return timeliness;
  const measured = () => tape.keep<"skew">({ kind: "skew", ms: timeliness.clockSkewMs() });
  return {
    ...timeliness,
    clockSkewMs: () => (tape.play("skew") ?? measured()).ms,
    wasAway: (time) => tape.wasAway(time),
  };
}
