/** A run of the whole engine over a drawn market, in a world where everything fails now and then, by a seed. */
import {
  type Agent,
  ALWAYS_IN_TIME,
  type ChatModel,
  type Command,
  type CommandOutcome,
  type Commands,
  createEngine,
  type Decision,
  DIARY_SCHEMA,
  type Engine,
  type ExchangeState,
  type ModelChoice,
  NO_TOKENS,
  type Observation,
  RISK_PROFILES,
  runLoop,
  type Timeliness,
} from "../../../engine/mod.ts";
import {
  DEFAULT_EXCHANGE,
  HistoricalMarketData,
  MemoryDiary,
  SimulatedExchange,
} from "../../../backtest/mod.ts";
import { drawnMarket, MINUTE, START } from "../../../backtest/testing/market.ts";
import { chance, drawAssets } from "../../../backtest/testing/random_market.ts";
import { FaultyExchange, FaultyMarketData, FaultyModel, Lots, SleepyClock } from "./faulty_ports.ts";

export const QUARTER = 15 * MINUTE;
const FIRST = START + 4 * QUARTER;

const TIMELINESS: Timeliness = {
  ...ALWAYS_IN_TIME,
  deadlineMs: 20_000,
  retryMs: 2000,
  missedAfterMs: MINUTE,
  staleAfterMs: { ...ALWAYS_IN_TIME.staleAfterMs, mark: MINUTE, candles: 10 * MINUTE },
};

/** What a person asks, by the count of lines of cycles and missed closes after which it comes. */
const ASKED: Readonly<Record<number, Command>> = {
  60: { do: "close-all" },
  63: { do: "resume" },
  110: { do: "close", asset: "A0" },
  150: { do: "pause" },
  153: { do: "resume" },
};

/** What it left behind. */
export interface StormyRun {
  readonly diary: MemoryDiary;
  readonly engine: Engine;
  readonly lots: Lots;
  readonly from: number;
  /** Client order ids that reached the venue, each as often as it did. */
  readonly reached: readonly string[];
  readonly answers: readonly CommandOutcome[];
  /** The venue's truth once the weather is fair again, and what the run had not seen of it. */
  readonly truth: ExchangeState;
}

/** Runs so many closes. */
export async function stormyRun(seed: number, closes: number): Promise<StormyRun> {
  const random = chance(seed);
  const lots = new Lots(random);
  const plan = {
    szDecimals: 2,
    magnitude: 2,
    maxLeverage: 20,
    tiered: false,
    volatility: 0.004,
    maxRate: 0.0001,
  };
  const plans = [seed, seed + 77].map((one) => ({ ...plan, seed: one, holes: "none" as const }));
  const drawn = drawAssets(plans, 3 * (closes + 8));
  const market = drawnMarket(...drawn.map((one) => ({ ...one, candles: { "5m": one.candles["5m"]! } })));
  const clock = new SleepyClock(FIRST, lots);
  const data = new HistoricalMarketData(market, clock);
  const instruments = drawn.map(({ instrument }) => instrument);
  const venue = new SimulatedExchange({ clock, marketData: data, instruments }, {
    ...DEFAULT_EXCHANGE,
    depositUsd: 10_000,
  });
  const exchange = new FaultyExchange(venue, lots, clock);
  const diary = new MemoryDiary();
  const commands = new TimedCommands();
  const chatModel = new FaultyModel(drawingModel(random), lots);
  const marketData = new FaultyMarketData(data, lots, clock);
  const engine = createEngine({ clock, marketData, exchange, chatModel, commands, diary }, {
    ...{ key: "storm", agent: AGENT, instruments, interval: "15m", seed, detail: "trades" },
    profile: { ...RISK_PROFILES.get("high")!, coolDownCandles: 0, dayLossHalt: null, drawdownHalt: null },
    ...{ latencyMs: 1, takerFee: 0.00045, maxSlippageBps: 100 },
  });
  diary.append({ kind: "run", schema: DIARY_SCHEMA, key: "storm" });
  const options = { graceMs: 1000, timeliness: TIMELINESS, signal: new AbortController().signal };
  const step = (): void => commands.step();
  const until = FIRST + closes * QUARTER;
  await runLoop(engine, { from: FIRST, until, ...options, onCycle: step, onMissed: step });
  lots.on = false;
  const truth = await venue.sync(engine.state.syncedTo);
  return { diary, engine, lots, from: FIRST, reached: exchange.reached, answers: commands.answers, truth };
}

const CHOICE: ModelChoice = {
  provider: "drawn",
  model: "drawn-1",
  parameters: { maxTokens: 100, temperature: null, reasoningEffort: null, options: {} },
};

/** Asks the model what to do, and does what it says; what cannot be read is a fault. */
const AGENT: Agent = {
  name: "asks",
  needs: [{ interval: "1h", indicators: [], values: 1 }],
  async decide({ assets, account }: Observation, { model, signal }) {
    const text = assets.map(({ asset, mid, position }) => `${asset} ${mid} ${position?.side ?? "flat"}`).join(
      "\n",
    );
    const request = {
      ...CHOICE,
      messages: [{ role: "user", text: `${account.equityUsd}\n${text}` }],
      ...{ tools: [], responseSchema: null, sample: 0 },
    } as const;
    const answer = await model.ask(request, signal);
    if (answer.status !== "answered") return { decisions: [], summary: answer.status };
    return { decisions: JSON.parse(answer.text) as Decision[], summary: "answered" };
  },
};

/** A model that enters and leaves by lot. */
function drawingModel(random: () => number): ChatModel {
  return {
    ask(request) {
      const [equity, ...lines] = request.messages[0].text.split("\n");
      const decisions = lines.flatMap((line) => {
        const [asset, , held] = line.split(" ");
        if (held !== "flat") return random() < 0.4 ? [{ asset, action: "close", rationale: "drawn" }] : [];
        if (random() < 0.4) return [];
        const action = random() < 0.5 ? "buy" : "sell";
        return [{ asset, action, allocationUsd: Number(equity) * 0.1, leverage: 2, rationale: "drawn" }];
      });
      return Promise.resolve({
        ...{ status: "answered", text: JSON.stringify(decisions), toolCalls: [], finish: "stop" } as const,
        ...{ servedModel: null, raw: null, tokens: NO_TOKENS, costUsd: 0, latencyMs: 1500 },
      });
    },
  };
}

/** Commands that come after so many closes. */
class TimedCommands implements Commands {
  readonly answers: CommandOutcome[] = [];
  #steps = 0;
  #queue: Command[] = [];
  #waiting = new AbortController();

  step(): void {
    const command = ASKED[++this.#steps];
    if (command === undefined) return;
    this.#queue.push(command);
    this.#waiting.abort();
  }

  take(): Promise<readonly Command[]> {
    const taken = this.#queue;
    this.#queue = [];
    if (this.#waiting.signal.aborted) this.#waiting = new AbortController();
    return Promise.resolve(taken);
  }

  waiting(): AbortSignal {
    return this.#waiting.signal;
  }

  answer(_: Command, outcome: CommandOutcome): void {
    this.answers.push(outcome);
  }
}
