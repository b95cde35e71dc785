/** A live run in memory whose model thinks as long as a test wants it to, on a clock that a test moves. */
import { deepStrictEqual } from "node:assert/strict";
import {
  type Agent,
  CHAIN_START,
  type ChainEnd,
  chainLine,
  type ChatAnswer,
  type ChatModel,
  type Clock,
  type DiaryEntry,
  type Exchange,
  isCovered,
  NO_EVENTS,
  NO_TOKENS,
  RISK_PROFILES,
} from "../../engine/mod.ts";
import { ScriptedCommands } from "../../engine/testing/scripted_commands.ts";
import type { PlayedChoice } from "../../backtest/backtest_settings.ts";
import { DEFAULT_EXCHANGE } from "../../backtest/exchange/options.ts";
import { SimulatedExchange } from "../../backtest/exchange/simulated_exchange.ts";
import { HistoricalMarketData } from "../../backtest/market/historical_market_data.ts";
import { realPace } from "../../backtest/paper/paper_pace.ts";
import { KeptEntries } from "../../backtest/seen/testing/kept_entries.ts";
import { DEFAULT_SIMULATION } from "../../backtest/simulation_choice.ts";
import { COIN, drawnMarket, MINUTE, START } from "../../backtest/testing/market.ts";
import { EndOfSeen, PlayedSeen } from "../../backtest/replay/end_of_seen.ts";
import { MemoryDiary } from "../../backtest/memory_diary.ts";
import { NoCommands } from "../../backtest/no_commands.ts";
import { playLive } from "../../backtest/live/play_live.ts";

const FIRST = START + 15 * MINUTE;
const UNTIL = START + 46 * MINUTE;
const SECOND = 1000;

/** A clock that somebody moves: whoever sleeps on it is woken when the moment has come. */
class MovedClock implements Clock {
  #now = FIRST - SECOND;
  readonly #sleepers = new Set<{ readonly time: number; readonly wake: () => void }>();

  now(): number {
    return this.#now;
  }

  sleepUntil(time: number, signal?: AbortSignal): Promise<void> {
    if (time <= this.#now || signal?.aborted === true) return Promise.resolve();
    return new Promise((resolve) => {
      const sleeper = { time, wake: resolve };
      this.#sleepers.add(sleeper);
      signal?.addEventListener("abort", () => this.#sleepers.delete(sleeper) && resolve(), { once: true });
    });
  }

  /** Moves on to when the next one wants to be woken, and no further than `until`; lets everybody do what they then do. */
  async moveOn(until: number): Promise<void> {
    await allDone();
    this.#now = Math.min(until, ...[...this.#sleepers].map(({ time }) => time));
    for (const sleeper of this.#sleepers) {
      if (sleeper.time > this.#now) continue;
      this.#sleepers.delete(sleeper);
      sleeper.wake();
    }
    await allDone();
  }
}

/** Everybody who was woken has done what they do, and sleeps again. */
function allDone(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

class Killed extends Error {}

/** What is seen, until the process that sees it is killed. */
class MortalEntries extends KeptEntries {
  isKilled = false;

  override append(entry: KeptEntries["all"][number]): void {
    if (this.isKilled) throw new Killed();
    super.append(JSON.parse(JSON.stringify(entry)));
  }
}

/** Buys at the first close, and asks its model at each later one. */
const AGENT: Agent = {
  name: "asks",
  needs: [],
  async decide({ assets: [{ asset, position }], close }, { model, signal }) {
    if (close === FIRST) {
      const buys = { asset, action: "buy", allocationUsd: 500, leverage: 2, rationale: "once" } as const;
      return { decisions: [buys] };
    }
    const answer = await model.ask({
      ...{ provider: "none", model: "none", tools: [], responseSchema: null, sample: 0 },
      parameters: { maxTokens: 1, temperature: null, reasoningEffort: null, options: {} },
      messages: [{ role: "user", text: String(close) }],
    }, signal);
    const closes = answer.status === "answered" && position !== null;
    return {
      decisions: closes ? [{ asset, action: "close", rationale: "answered" }] : [],
      summary: answer.status,
    };
  },
};

const CHOICE: PlayedChoice = {
  ...{ agent: AGENT, chosen: RISK_PROFILES.get("high")!, instruments: [COIN], interval: "15m" },
  ...{ capitalUsd: 10_000, seed: 1, detail: "trades", funding: "on" },
  simulation: { ...DEFAULT_SIMULATION, latencyMs: 0 },
};

/** A venue, and a run on it that goes through several processes. */
export class ThinkingRun {
  readonly clock = new MovedClock();
  readonly commands = new ScriptedCommands();
  readonly lines: string[] = [];
  readonly entries: DiaryEntry[] = [];
  readonly venue: SimulatedExchange;
  readonly cassette = new Map<string, ChatAnswer>();
  seen = new MortalEntries();
  /** How often the model was asked. */
  asked = 0;
  #answer: (answer: ChatAnswer) => void = () => undefined;
  #stop = new AbortController();
  #events = new AbortController();
  readonly #data: HistoricalMarketData;

  constructor() {
    const rows = Array.from({ length: 60 }, (_, index) => [index, 100, 100.1, 99.9, 100] as const);
    const market = drawnMarket({ instrument: COIN, candles: { "1m": rows } });
    this.#data = new HistoricalMarketData(market, this.clock);
    const parts = { clock: this.clock, marketData: this.#data, instruments: [COIN] };
    this.venue = new SimulatedExchange(parts, { ...DEFAULT_EXCHANGE, depositUsd: 10_000 });
  }

  /** Starts a process; gives how it ends. */
  live(): Promise<string> {
    this.#stop = new AbortController();
    this.seen = new MortalEntries(this.seen.all);
    const playing = playLive({
      ...{ choice: CHOICE, ...realPace("15m", () => null), clock: this.clock, marketData: this.#data },
      ...{ commands: this.commands, from: FIRST, until: UNTIL, seen: this.seen, key: "thinks" },
      ...{ exchange: this.#reached(this.seen), chatModel: () => this.#model() },
      events: () => this.#events.signal,
      written: { hashes: this.lines.map((line) => line.slice(-66, -2)), diary: this.#diary() },
    }, { signal: this.#stop.signal });
    return playing.then(({ end }) => end, (error) => {
      if (error instanceof Killed) return "killed";
      throw error;
    });
  }

  /** Lets time pass up to so many seconds after START. */
  async until(seconds: number): Promise<void> {
    const until = START + seconds * SECOND;
    while (this.clock.now() < until) await this.clock.moveOn(until);
  }

  /** The model is done thinking. */
  async answer(): Promise<void> {
    const tokens = NO_TOKENS;
    this.#answer({
      ...{ status: "answered", text: "", toolCalls: [], finish: "stop", servedModel: null, raw: null },
      ...{ tokens, costUsd: 0, latencyMs: 1000 },
    });
    await this.clock.moveOn(this.clock.now());
  }

  interrupt(): void {
    this.#stop.abort();
  }

  kill(): void {
    this.seen.isKilled = true;
  }

  /** The run's stop is gone at the venue. */
  async loseStop(): Promise<void> {
    const { account: { openOrders } } = await this.venue.sync(NO_EVENTS);
    const { clientOrderId } = openOrders.find(({ kind }) => kind === "stop")!;
    await this.venue.cancel("COIN", [clientOrderId!]);
  }

  /** The venue tells that something happened to an order. */
  async tell(): Promise<void> {
    const { clock } = this;
    this.#events.abort();
    this.#events = new AbortController();
    await clock.moveOn(clock.now());
  }

  async isProtected(): Promise<boolean> {
    const { account } = await this.venue.sync(NO_EVENTS);
    return account.positions.length === 1 && isCovered("stop", account.positions[0], account);
  }

  /** Plays all of it again from what was seen: with nobody at the other end of any port. */
  async replayed(): Promise<void> {
    const [end, diary] = [new EndOfSeen(), new MemoryDiary()];
    const append = (entry: DiaryEntry) => end.signal.aborted ? undefined : diary.append(entry);
    await playLive({
      ...{ choice: CHOICE, ...realPace("15m", () => null), clock: end.clock, marketData: end.marketData },
      ...{ commands: new NoCommands(), from: FIRST, until: UNTIL, leftAfterMs: Infinity, key: "thinks" },
      ...{ exchange: end.exchange, chatModel: () => this.#model(), seen: new PlayedSeen(this.seen.all) },
      written: { hashes: [], diary: { append, commit: () => diary.commit() } },
    }, { signal: end.signal });
    deepStrictEqual(diary.lines, this.lines);
  }

  /** The venue, as a process reaches it that may be killed. */
  #reached(seen: MortalEntries): Exchange {
    const { venue } = this;
    return {
      sync: (since) => seen.isKilled ? Promise.reject(new Killed()) : venue.sync(since),
      setLeverage: (asset, leverage) => venue.setLeverage(asset, leverage),
      submit: (order) => venue.submit(order),
      cancel: (asset, ids) => venue.cancel(asset, ids),
      find: (id) => venue.find(id),
    };
  }

  #model(): ChatModel {
    return {
      ask: async (request, signal) => {
        const key = JSON.stringify(request);
        const kept = this.cassette.get(key);
        if (kept !== undefined) return kept;
        this.asked++;
        const thinking = Promise.withResolvers<ChatAnswer>();
        this.#answer = thinking.resolve;
        signal.addEventListener("abort", () => thinking.resolve({ status: "aborted" }), { once: true });
        const answer = await thinking.promise;
        if (answer.status === "answered") this.cassette.set(key, answer);
        return answer;
      },
    };
  }

  #diary() {
    const last = this.lines.at(-1);
    let end: ChainEnd = {
      seq: this.lines.length,
      hash: last === undefined ? CHAIN_START : last.slice(-66, -2),
    };
    return {
      append: (entry: DiaryEntry) => {
        if (this.seen.isKilled) throw new Killed();
        const { text, hash } = chainLine(end, entry);
        end = { seq: end.seq + 1, hash };
        this.lines.push(text);
        this.entries.push(entry);
      },
      commit: () => Promise.resolve(),
    };
  }
}
