/**
 * A live run by a seed, over an exchange that is not its own, in a world where everything fails now and then and the
 * process dies: answers are lost before and after the deed, late, refused and torn, stops vanish, disks fill up. What the
 * venue holds outlives each process; what was seen and written is all that the next one has.
 */
import {
  type AccountState,
  type Agent,
  ALWAYS_IN_TIME,
  CHAIN_START,
  type ChainEnd,
  chainLine,
  type ChatAnswer,
  type ChatModel,
  type Decision,
  type Diary,
  type DiaryEntry,
  type Exchange,
  type ExchangeState,
  type Instrument,
  isCovered,
  NO_EVENTS,
  NO_TOKENS,
  type Observation,
  RISK_PROFILES,
} from "../../../engine/mod.ts";
import { approved } from "../../../engine/ports/exchange_contract.ts";
import {
  DEFAULT_EXCHANGE,
  HistoricalMarketData,
  NoCommands,
  type PaperPace,
  playLive,
  SimulatedExchange,
} from "../../../backtest/mod.ts";
import { MINUTE, START } from "../../../backtest/testing/market.ts";
import { chance } from "../../../backtest/testing/random_market.ts";
import { KeptEntries } from "../../../backtest/seen/testing/kept_entries.ts";
import { FaultyExchange, FaultyMarketData, FaultyModel, Lots, SleepyClock } from "./faulty_ports.ts";
import { stormMarket } from "./storm_market.ts";

export const QUARTER = 15 * MINUTE;
/** Every so often the guard looks, and so long a position may be naked, ms. */
export const LOOK_MS = MINUTE;
export const LIMIT_MS = 2 * MINUTE;
const FIRST = START + 4 * QUARTER;
const CALMS = 3;

/** What it left behind. */
export interface LiveStorm {
  readonly entries: readonly DiaryEntry[];
  readonly lines: readonly string[];
  readonly lots: Lots;
  readonly lives: number;
  readonly instruments: readonly Instrument[];
  /** Client order ids that reached the venue, each as often as it did. */
  readonly reached: readonly string[];
  /** The longest time a position stood without a stop while the run lived and its exchange could be reached, ms. */
  readonly longestNakedMs: number;
  /** The venue's truth at the end, and all that ever happened. */
  readonly truth: ExchangeState;
  /** The order that somebody else placed before it all. */
  readonly strangersOrder: string;
  readonly from: number;
}

const NOBODY = new NoCommands();
const THINKING = NOBODY.waiting();

/** The process is gone. */
class Killed extends Error {}

/** How long a process lives: so many times it touches the world. Once it is gone it touches nothing. */
class Life {
  #left: number;

  constructor(touches: number) {
    this.#left = touches;
  }

  touch(): void {
    if (this.#left-- <= 0) throw new Killed("killed");
  }
}

/** Runs so many closes, the last of them in fair weather. */
export async function liveStorm(seed: number, closes: number): Promise<LiveStorm> {
  const random = chance(seed);
  const lots = new Lots(random);
  const { drawn, market } = stormMarket([seed, seed + 77, seed + 154], closes);
  const clock = new SleepyClock(FIRST, lots);
  const data = new HistoricalMarketData(market, clock);
  const listed = drawn.map(({ instrument }) => instrument);
  const instruments = listed.slice(0, 2);
  const parts = { clock, marketData: data, instruments: listed };
  const venue = new SimulatedExchange(parts, { ...DEFAULT_EXCHANGE, depositUsd: 10_000 });
  const [{ mark }] = await data.contexts([listed[2].symbol]);
  const strangersOrder = await placeStranger(venue, listed[2], mark!);
  const faulty = new FaultyExchange(halfFailing(venue, lots), lots, clock);
  const watched = new NakedWatch(venue, instruments, () => clock.now());
  const store = new KeptEntries();
  const entries: DiaryEntry[] = [];
  const lines: string[] = [];
  const model = new MemoModel(new FaultyModel(drawingModel(random), lots));
  const until = FIRST + closes * QUARTER;
  let lives = 0;
  for (let end = "interrupted"; end === "interrupted"; lives++) {
    const isCalm = clock.now() > until - CALMS * QUARTER || lives > 40;
    lots.on = !isCalm;
    const life = new Life(isCalm ? Infinity : 20 + lots.below(600));
    watched.begins();
    const marketData = new FaultyMarketData(data, lots, clock);
    const kept = dying(store, life);
    const playing = playLive({
      choice: choiceOf(instruments, seed),
      ...PACE,
      timeliness: { ...TIMELINESS, clockSkewMs: () => lots.happens("clock skewed", 0.1) ? SKEW_MS : 0 },
      ...{
        clock: mischievous(clock, { venue, lots, life, watched, calmFrom: until - CALMS * QUARTER }),
        marketData,
      },
      ...{ commands: NOBODY, from: FIRST, until, seen: kept, key: "storm" },
      chatModel: () => model,
      exchange: touched(watched.over(refusing(faulty, lots)), life),
      written: {
        hashes: lines.map((line) => line.slice(-66, -2)),
        diary: writing({ entries, lines }, { life, lots }),
      },
    }, { signal: new AbortController().signal });
    end = await playing.then((played) => played.end, (error) => {
      if (error instanceof Killed) return "interrupted";
      throw error;
    });
    clock.pass(lots.happens("long dead", 0.1) ? lots.below(40 * MINUTE) : lots.below(20_000));
  }
  const truth = await venue.sync(NO_EVENTS);
  return {
    ...{ entries, lines, lots, lives, instruments, reached: faulty.reached, strangersOrder, from: FIRST },
    ...{ longestNakedMs: watched.longestMs, truth },
  };
}

const SKEW_MS = 2000;
const TIMELINESS = {
  ...ALWAYS_IN_TIME,
  deadlineMs: 20_000,
  retryMs: 2000,
  missedAfterMs: MINUTE,
  staleAfterMs: { ...ALWAYS_IN_TIME.staleAfterMs, mark: MINUTE, candles: 10 * MINUTE },
  maxSkewMs: 1000,
};
const PACE: Omit<PaperPace, "timeliness"> = {
  graceMs: 1000,
  leftAfterMs: MINUTE,
  guardEveryMs: LOOK_MS,
  bounds: { sendWithinMs: 5000, nakedLimitMs: LIMIT_MS },
};

function choiceOf(instruments: readonly Instrument[], seed: number) {
  const chosen = { ...RISK_PROFILES.get("high")!, coolDownCandles: 0, dayLossHalt: null, drawdownHalt: null };
  return {
    ...{ agent: AGENT, chosen, instruments, interval: "15m", capitalUsd: 10_000, seed } as const,
    ...{ detail: "trades", funding: "on" } as const,
  };
}

/** Somebody holds an asset that the run does not trade, with a stop that is far away. */
async function placeStranger(venue: Exchange, instrument: Instrument, mark: number): Promise<string> {
  const ids = ["e", "f"].map((digit) => `0x${digit.repeat(32)}`);
  const legs = [
    {
      leg: "entry",
      clientOrderId: ids[0],
      side: "buy",
      size: 1,
      limitPrice: Math.round(1.05 * mark),
      triggerPrice: null,
      reduceOnly: false,
    },
    {
      leg: "stop",
      clientOrderId: ids[1],
      side: "sell",
      size: null,
      limitPrice: Math.round(0.45 * mark),
      triggerPrice: Math.round(0.5 * mark),
      reduceOnly: true,
    },
  ] as const;
  const outcomes = await venue.submit(
    approved({ asset: instrument.symbol, purpose: "open", legs }, instrument),
  );
  if (outcomes.some(({ status }) => status !== "accepted")) throw new Error(JSON.stringify(outcomes));
  return ids[1];
}

/** Keeps what was seen as long as the process lives. */
function dying(store: KeptEntries, life: Life): KeptEntries {
  return Object.assign(Object.create(store) as KeptEntries, {
    append: (entry: Parameters<KeptEntries["append"]>[0]) => {
      life.touch();
      store.append(entry);
    },
  });
}

/** Turns orders away at the door, as a venue that is asked too much does. */
function refusing(exchange: Exchange, lots: Lots): Exchange {
  return {
    ...passing(exchange),
    submit: (order) => {
      if (!lots.happens("submit refused", 0.04)) return exchange.submit(order);
      const rejected = { status: "rejected", reason: "429: too many requests" } as const;
      return order.legs.map(({ leg, clientOrderId }) => ({ leg, clientOrderId, ...rejected }));
    },
  };
}

/** Takes an entry and refuses its stop. */
function halfFailing(exchange: Exchange, lots: Lots): Exchange {
  return {
    ...passing(exchange),
    submit: async (order) => {
      const outcomes = await exchange.submit(order);
      const stop = outcomes.find(({ leg, status }) => leg === "stop" && status === "accepted");
      if (order.purpose !== "open" || stop === undefined || !lots.happens("stop refused", 0.05)) {
        return outcomes;
      }
      await exchange.cancel(order.asset, [stop.clientOrderId]);
      const { leg, clientOrderId } = stop;
      return outcomes.map((one) =>
        one === stop ? { leg, clientOrderId, status: "rejected", reason: "no" } : one
      );
    },
  };
}

function passing(exchange: Exchange): Exchange {
  return {
    sync: (since) => exchange.sync(since),
    setLeverage: (asset, leverage) => exchange.setLeverage(asset, leverage),
    submit: (order) => exchange.submit(order),
    cancel: (asset, ids) => exchange.cancel(asset, ids),
    find: (id) => exchange.find(id),
  };
}

/** Asks an exchange as long as the process lives: it may be gone before its question, or before the answer. */
function touched(exchange: Exchange, life: Life): Exchange {
  const ask = async <T>(question: () => T | Promise<T>): Promise<T> => {
    life.touch();
    const answer = await question();
    life.touch();
    return answer;
  };
  return askedThrough(ask, exchange);
}

/** Writes lines as long as the process lives; now and then the disk is full, which ends it. */
function writing(
  { entries, lines }: { readonly entries: DiaryEntry[]; readonly lines: string[] },
  { life, lots }: { readonly life: Life; readonly lots: Lots },
): Diary {
  let end: ChainEnd = { seq: lines.length, hash: lines.at(-1)?.slice(-66, -2) ?? CHAIN_START };
  return {
    append: (entry) => {
      life.touch();
      if (lots.happens("disk full", 0.01)) throw new Killed("no space left on device");
      const { text, hash } = chainLine(end, entry);
      end = { seq: end.seq + 1, hash };
      lines.push(text);
      entries.push(JSON.parse(JSON.stringify(entry)));
    },
    commit: () => {
      life.touch();
      return Promise.resolve();
    },
  };
}

/** While it waits between cycles a stop of the run's may vanish at the venue. */
function mischievous(
  clock: SleepyClock,
  { venue, lots, life, watched, calmFrom }: {
    readonly venue: Exchange;
    readonly lots: Lots;
    readonly life: Life;
    readonly watched: NakedWatch;
    readonly calmFrom: number;
  },
) {
  return {
    now: () => clock.now(),
    sleepUntil: async (time: number, signal?: AbortSignal): Promise<void> => {
      life.touch();
      const lengthMs = time - clock.now();
      // Nobody looks inside a cycle, while what is late is asked for again or a model thinks.
      const isBetween = signal !== undefined && signal !== THINKING && lengthMs > TIMELINESS.deadlineMs;
      if (isBetween && clock.now() < calmFrom && lots.happens("stop gone", 0.02)) {
        clock.sleepUntil(clock.now() + lots.below(lengthMs), signal);
        await vanish(venue, watched);
      }
      clock.sleepUntil(time, signal);
    },
  };
}

/** One of the run's stops is gone, by nobody's doing that it knows of. */
async function vanish(venue: Exchange, watched: NakedWatch): Promise<void> {
  const { account: { openOrders } } = await venue.sync(NO_EVENTS);
  const stop = openOrders.find(({ kind, clientOrderId }) =>
    kind === "stop" && !clientOrderId!.startsWith("0xff")
  );
  if (stop === undefined) return;
  await venue.cancel(stop.asset, [stop.clientOrderId!]);
  watched.gone(stop.asset);
}

/** Measures on the venue itself how long the run's positions stand without a stop while it could do something about it. */
class NakedWatch {
  longestMs = 0;
  readonly #venue: Exchange;
  readonly #assets: readonly string[];
  readonly #now: () => number;
  readonly #since = new Map<string, number>();

  constructor(venue: Exchange, instruments: readonly Instrument[], now: () => number) {
    this.#venue = venue;
    this.#assets = instruments.map(({ symbol }) => symbol);
    this.#now = now;
  }

  /** A process begins: before that nobody could do anything. */
  begins(): void {
    this.#since.clear();
  }

  /** A stop has vanished. */
  gone(asset: string): void {
    this.#since.set(asset, this.#now());
  }

  /** Watches at each question; where nobody answers nothing can be done either. */
  over(exchange: Exchange): Exchange {
    const ask = async <T>(question: () => T | Promise<T>): Promise<T> => {
      try {
        const answer = await question();
        this.#look((await this.#venue.sync(NO_EVENTS)).account);
        return answer;
      } catch (error) {
        this.begins();
        throw error;
      }
    };
    return askedThrough(ask, exchange);
  }

  #look(account: AccountState): void {
    for (const asset of this.#assets) {
      const position = account.positions.find((one) => one.asset === asset);
      if (position === undefined || isCovered("stop", position, account)) {
        this.#since.delete(asset);
        continue;
      }
      const since = this.#since.get(asset) ?? this.#now();
      this.#since.set(asset, since);
      this.longestMs = Math.max(this.longestMs, this.#now() - since);
    }
  }
}

/** A model whose answers are kept, as a run's cassette keeps them: asked again it says the same. */
class MemoModel implements ChatModel {
  readonly #model: ChatModel;
  readonly #kept = new Map<string, ChatAnswer>();

  constructor(model: ChatModel) {
    this.#model = model;
  }

  async ask(...[request, signal]: Parameters<ChatModel["ask"]>): Promise<ChatAnswer> {
    const key = JSON.stringify(request);
    const answer = this.#kept.get(key) ?? await this.#model.ask(request, signal);
    this.#kept.set(key, answer);
    return answer;
  }
}

const AGENT: Agent = {
  name: "asks",
  needs: [{ interval: "1h", indicators: [], values: 1 }],
  async decide({ assets, account, close }: Observation, { model, signal }) {
    const text = assets.map(({ asset, mid, position }) => `${asset} ${mid} ${position?.side ?? "flat"}`).join(
      "\n",
    );
    const answer = await model.ask({
      ...{ provider: "drawn", model: "drawn-1" },
      parameters: { maxTokens: 100, temperature: null, reasoningEffort: null, options: {} },
      messages: [{ role: "user", text: `${close} ${account.equityUsd}\n${text}` }],
      ...{ tools: [], responseSchema: null, sample: 0 },
    }, signal);
    if (answer.status !== "answered") return { decisions: [], summary: answer.status };
    return { decisions: JSON.parse(answer.text) as Decision[], summary: "answered" };
  },
};

/** Enters and leaves by lot. */
function drawingModel(random: () => number): ChatModel {
  return {
    ask(request) {
      const [head, ...told] = request.messages[0].text.split("\n");
      const equityUsd = Number(head.split(" ")[1]);
      const decisions = told.flatMap((line) => {
        const [asset, , held] = line.split(" ");
        if (held !== "flat") return random() < 0.4 ? [{ asset, action: "close", rationale: "drawn" }] : [];
        if (random() < 0.4) return [];
        const action = random() < 0.5 ? "buy" : "sell";
        return [{ asset, action, allocationUsd: equityUsd * 0.1, leverage: 2, rationale: "drawn" }];
      });
      return Promise.resolve({
        ...{ status: "answered", text: JSON.stringify(decisions), toolCalls: [], finish: "stop" } as const,
        ...{ servedModel: null, raw: null, tokens: NO_TOKENS, costUsd: 0, latencyMs: 1500 },
      });
    },
  };
}

/** An exchange each question to which goes through `ask`. */
function askedThrough(ask: <T>(question: () => T | Promise<T>) => Promise<T>, exchange: Exchange): Exchange {
  return {
    sync: (since) => ask(() => exchange.sync(since)),
    setLeverage: (asset, leverage) => ask(() => exchange.setLeverage(asset, leverage)),
    submit: (order) => ask(() => exchange.submit(order)),
    cancel: (asset, ids) => ask(() => exchange.cancel(asset, ids)),
    find: (id) => ask(() => exchange.find(id)),
  };
}
