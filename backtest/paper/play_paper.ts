import {
  type AccountState,
  type Clock,
  type Commands,
  type CycleEntry,
  type DiaryEntry,
  type MarketData,
  observedExchange,
  type SeenStore,
  type Timeliness,
} from "../../engine/mod.ts";
import { backtestSettings, type PlayedChoice } from "../backtest_settings.ts";
import { SimulatedExchange } from "../exchange/simulated_exchange.ts";
import { InterruptedModel } from "../interrupted_model.ts";
import { NoModel } from "../no_model.ts";
import { FoldingDiary } from "../folding_diary.ts";
import type { ModelByClock } from "../run_backtest.ts";
import type { RunRange } from "../run_range.ts";
import { ContinuedDiary, type WrittenDiary } from "../seen/continued_diary.ts";
import { SeenChatModel } from "../seen/seen_chat_model.ts";
import { SeenClock } from "../seen/seen_clock.ts";
import { SeenCommands } from "../seen/seen_commands.ts";
import { SeenMarketData } from "../seen/seen_market_data.ts";
import { SeenTape } from "../seen/seen_tape.ts";
import type { PaperPace } from "./paper_pace.ts";
import { simulate, type SimulationResult } from "../simulate.ts";
import { DEFAULT_SIMULATION, exchangeOptions } from "../simulation_choice.ts";

/** What is run, on which market, from its first moment on (also where it goes on). */
export interface Paper extends RunRange, PaperPace {
  readonly choice: PlayedChoice;
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

/** Who looks on while it runs. */
export interface PaperWatch {
  readonly signal: AbortSignal;
  /** Told of each line; `isNew`: it did not stand there before. */
  readonly onEntry?: (entry: DiaryEntry, isNew: boolean) => void;
  /** Told of each cycle; the next one waits for what it returns. */
  readonly onCycle?: (entry: CycleEntry) => void | Promise<void>;
  /** Told each account that the run looks at. */
  readonly onAccount?: (account: AccountState) => void;
}

/**
 * The composition of a paper run: a market that goes on, and the simulated exchange on it. A run that goes on is first played
 * again from what it saw, which brings back its account, its agent and its indicators as they were.
 */
export async function playPaper(paper: Paper, watch: PaperWatch): Promise<SimulationResult> {
  const { choice, chatModel, from, until, graceMs, timeliness, written } = paper;
  const run = backtestSettings(choice);
  const { leftAfterMs: afterMs } = paper;
  const left = Number.isFinite(afterMs) ? { now: paper.clock.now(), afterMs } : null;
  const tape = new SeenTape(paper.seen, left);
  const noteInterruption = (): void => void tape.keep<"interrupted">({ kind: "interrupted" });
  watch.signal.addEventListener("abort", noteInterruption, { once: true });
  const clock = new SeenClock(paper.clock, tape);
  const marketData = new SeenMarketData(paper.marketData, tape);
  const options = exchangeOptions(choice.simulation ?? DEFAULT_SIMULATION, choice.capitalUsd);
  const simulated = new SimulatedExchange({ clock, marketData, instruments: run.instruments }, options);
  const exchange = observedExchange(simulated, (account) => watch.onAccount?.(account));
  const asked = chatModel === undefined
    ? new NoModel()
    : new SeenChatModel(new InterruptedModel(chatModel(clock), watch.signal), tape);
  const commands = new SeenCommands(paper.commands, tape);
  const kept = new ContinuedDiary(written, tape);
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
    ...(watch.onCycle === undefined ? {} : { onCycle: watch.onCycle }),
  });
}

/** What is measured of the exchange's clock can become a line of the diary, so it is seen like all else. */
function withKeptSkew(timeliness: Timeliness, tape: SeenTape): Timeliness {
  if (!Number.isFinite(timeliness.maxSkewMs)) return timeliness;
  const measured = () => tape.keep<"skew">({ kind: "skew", ms: timeliness.clockSkewMs() });
  return { ...timeliness, clockSkewMs: () => (tape.play("skew") ?? measured()).ms };
}
