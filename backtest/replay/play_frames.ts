import type { Agent, ChatModel, Clock, CycleEntry, Diary, DiaryEntry } from "../../engine/mod.ts";
import { answering } from "../answering.ts";
import { decidingAgent } from "../isolated_agent.ts";
import { HistoricalMarketData } from "../market/historical_market_data.ts";
import { RecordedMarket } from "../market/recorded_market.ts";
import { assetsOfSeen } from "../seen/assets_of_seen.ts";
import { SimulatedClock } from "../simulated_clock.ts";
import { DecisionFold, type Explanation } from "./explain_decision.ts";
import { type AskedQuestion, HeardModel } from "./look_again.ts";
import { playAgain } from "./play_again.ts";
import type { RecordedPlan } from "./recorded_plan.ts";
import type { RecordedRun } from "./replay_run.ts";

/** The candle that closed with a cycle; prices in USD, volume in coins. */
export interface FrameCandle {
  readonly asset: string;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** One cycle of a run that is played again, with all that was seen in it. */
export interface ReplayFrame {
  /** Counted from 1. */
  readonly number: number;
  readonly cycle: CycleEntry;
  /** Of the cycle alone: what came of it later is not known yet. */
  readonly explanation: Explanation;
  readonly candles: readonly FrameCandle[];
  readonly questions: readonly AskedQuestion[];
  /** Commands, missed closes and what the guard did since the cycle before. */
  readonly before: readonly DiaryEntry[];
  /** Whether its lines are those of the diary. */
  readonly isRecorded: boolean;
}

/** Who looks on, and how far. */
export interface FrameWatch {
  readonly signal: AbortSignal;
  /** The last cycle is strictly before this moment, ms; null: as far as the run goes. */
  readonly until: number | null;
  /** The next cycle waits for what it returns. */
  readonly onFrame: (frame: ReplayFrame) => void | Promise<void>;
}

/** Plays a run again and shows each of its cycles. */
export async function playFrames(
  { player, plan, lines }: Omit<RecordedRun, "manifest">,
  { signal, until, onFrame }: FrameWatch,
): Promise<void> {
  const { choice } = plan;
  const over = new AbortController();
  const reel = new Reel(lines, choice.detail === "full", () => over.abort());
  const candleOf = candlesOf(plan);
  const { chatModel } = answering(player, null);
  const heard = chatModel === undefined
    ? {}
    : { chatModel: (clock: Clock): ChatModel => reel.listenTo(chatModel(clock), clock) };
  const agent: Agent = decidingAgent(player, choice.seed);
  const assets = choice.instruments.map(({ symbol }) => symbol);
  const onCycle = (cycle: CycleEntry): void | Promise<void> => {
    const frame = reel.take(cycle, assets);
    if (frame !== null) return onFrame({ ...frame, candles: candleOf(cycle.close) });
  };
  const range = { until: Math.min(until ?? Infinity, plan.until) };
  const full = { ...plan, ...range, choice: { ...choice, agent, detail: "full" as const } };
  try {
    const either = AbortSignal.any([signal, over.signal]);
    await playAgain({ agent, isolate: null }, full, { signal: either, kept: reel, onCycle, ...heard });
  } finally {
    lines.return?.();
  }
}

/** Gathers the lines of a cycle, and holds them against the diary's. */
class Reel implements Diary {
  readonly #recorded: Iterator<string, unknown, void>;
  readonly #isFull: boolean;
  readonly #onEnd: () => void;
  #entries: DiaryEntry[] = [];
  #before: DiaryEntry[] = [];
  #questions: AskedQuestion[] = [];
  #seq = 0;
  #number = 0;
  #isRecorded = true;
  #isOver = false;

  constructor(recorded: Iterator<string, unknown, void>, isFull: boolean, onEnd: () => void) {
    this.#recorded = recorded;
    this.#isFull = isFull;
    this.#onEnd = onEnd;
  }

  append(entry: DiaryEntry): void {
    this.#compare(entry);
    this.#seq++;
    if (entry.kind === "command" || entry.kind === "missed" || entry.kind === "guard") {
      this.#before.push(entry);
      this.#entries = [];
    } else if (entry.kind !== "run") this.#entries.push(entry);
  }

  commit(): Promise<void> {
    return Promise.resolve();
  }

  /** A model whose questions are kept with the cycle they are asked in. */
  listenTo(model: ChatModel, clock: Clock): ChatModel {
    const questions = { push: (...asked: AskedQuestion[]) => this.#questions.push(...asked) };
    return new HeardModel(model, { clock, at: -Infinity, questions });
  }

  /** The cycle that has just ended; null where the run had no more. */
  take(cycle: CycleEntry, assets: readonly string[]): Omit<ReplayFrame, "candles"> | null {
    if (this.#isOver) return null;
    const fold = new DecisionFold(cycle.close);
    const first = this.#seq - this.#entries.length;
    for (const [index, entry] of this.#entries.entries()) fold.add({ seq: first + index, entry, hash: "" });
    const explanation = fold.explain(assets)!;
    const own = { ...explanation, number: ++this.#number };
    const frame = {
      number: this.#number,
      cycle,
      explanation: { ...own, assets: own.assets.map((asset) => ({ ...asset, openSince: null })) },
      questions: this.#questions,
      before: this.#before,
      isRecorded: this.#isRecorded,
    };
    [this.#entries, this.#before, this.#questions, this.#isRecorded] = [[], [], [], true];
    return frame;
  }

  #compare(entry: DiaryEntry): void {
    const { done, value } = this.#recorded.next();
    if (done === true) {
      this.#isOver = true;
      return this.#onEnd();
    }
    // Only a diary that keeps all has what was seen in its lines.
    const told = entry.kind === "cycle" && !this.#isFull ? { ...entry, observation: undefined } : entry;
    const text = `{"seq":${this.#seq},${JSON.stringify(told).slice(1, -1)},"hash":"`;
    if (!(value as string).startsWith(text)) this.#isRecorded = false;
  }
}

/** Gives the candles of the decision interval that closed at a moment, ms. */
function candlesOf(plan: RecordedPlan): (close: number) => FrameCandle[] {
  const { choice: { instruments, interval } } = plan;
  const market = plan.seen === undefined
    ? plan.market
    : new RecordedMarket(assetsOfSeen(instruments, plan.seen), interval);
  market.prepare([interval]);
  return (close) => {
    const data = new HistoricalMarketData(market, new SimulatedClock(close));
    return instruments.flatMap(({ symbol: asset }) => {
      const window = data.candles(asset, interval, { last: 1 });
      if (window.length === 0 || window.closeTime(0) !== close) return [];
      const row = new Float64Array(6);
      window.copyRow(0, row);
      const [, open, high, low, last, volume] = row;
      return [{ asset, open, high, low, close: last, volume }];
    });
  };
}
