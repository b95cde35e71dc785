import { loadInstruments, loadMarket, NO_CACHE } from "../../adapters/candle_store/mod.ts";
import {
  backtestSettings,
  DEFAULT_EXCHANGE,
  HistoricalMarketData,
  MemoryDiary,
  NoCommands,
  RecordedMarket,
  simulate,
  SimulatedClock,
  SimulatedExchange,
} from "../../backtest/mod.ts";
import {
  type Agent,
  type Answered,
  type ChatAnswer,
  type ChatModel,
  type ChatRequest,
  chatRequestKey,
  createLlmAgent,
  type Interval,
  type LlmAgentOptions,
  RISK_PROFILES,
  type RiskProfile,
} from "../../engine/mod.ts";

const FIXTURES = new URL("../../fixtures", import.meta.url).pathname;
const NAMES = /decide for each of ([^.]+)\./;

/** The shipped market, with the candles that the LLM agent wants. */
export class ShippedMarket {
  readonly instruments = loadInstruments(`${FIXTURES}/instruments.json`);
  readonly market: RecordedMarket;
  readonly interval: Interval;
  readonly profile: RiskProfile;

  constructor(interval: Interval, risk = "conservative") {
    this.interval = interval;
    this.profile = RISK_PROFILES.get(risk)!;
    const { instruments } = this;
    const options = { source: null, funding: "on", skipBadRows: false, cache: NO_CACHE } as const;
    const loaded = loadMarket({ folder: FIXTURES, instruments, interval, alsoIntervals: ["4h"], ...options });
    this.market = new RecordedMarket(loaded.assets, interval);
    this.market.prepare([...new Set<Interval>([interval, "4h"])]);
  }

  /** An LLM agent for this market. */
  llmAgent(given: Partial<LlmAgentOptions> = {}): Agent {
    const parameters = { maxTokens: 2000, temperature: null, reasoningEffort: null, options: {} };
    return createLlmAgent({
      choice: { provider: "scripted", model: "scripted-1", parameters },
      instruments: this.instruments,
      interval: this.interval,
      profile: this.profile,
      ...given,
    });
  }

  /** Runs an agent as a backtest is composed; gives the diary's lines. */
  async run(
    agent: Agent,
    model: ChatModel,
    range: { readonly from: number; readonly until: number },
  ): Promise<readonly string[]> {
    const { instruments, interval, market, profile: chosen } = this;
    const choice = {
      agent,
      chosen,
      instruments,
      interval,
      capitalUsd: 10_000,
      seed: 1,
      funding: "on",
    } as const;
    const clock = new SimulatedClock(range.from);
    const marketData = new HistoricalMarketData(market, clock);
    const exchange = new SimulatedExchange({ clock, marketData, instruments }, {
      ...DEFAULT_EXCHANGE,
      depositUsd: 10_000,
    });
    const ports = { clock, marketData, exchange, chatModel: model, commands: new NoCommands() };
    const kept = new MemoryDiary();
    await simulate({
      run: backtestSettings({ ...choice, detail: "trades" }),
      ports: (diary) => ({ ...ports, diary }),
      kept,
      ...range,
      signal: new AbortController().signal,
    });
    return kept.lines;
  }
}

/**
 * A model that is a function of what it is asked: it draws what it does from the hash of the request. It looks in a third
 * of its conversations, breaks the form of an answer now and then, and takes its time.
 */
export class DrawingModel implements ChatModel {
  ask(request: ChatRequest): Promise<ChatAnswer> {
    const draw = drawsOf(chatRequestKey(request));
    const names = NAMES.exec(request.messages[0].text)![1].split(", ");
    const isFirst = request.messages.length === 2;
    const answer: Answered = {
      status: "answered",
      text: "",
      toolCalls: [],
      finish: "stop",
      servedModel: null,
      raw: null,
      tokens: { fresh: 3000 + draw(500), cacheRead: 2000, cacheWrite: 0, output: 200 + draw(300) },
      costUsd: 0.001 + draw(1000) / 1e6,
      latencyMs: 2000 + draw(60_000),
    };
    if (isFirst && draw(3) === 0) {
      return Promise.resolve({ ...answer, toolCalls: looks(names, draw), finish: "tools" });
    }
    if (draw(25) === 0) return Promise.resolve({ ...answer, text: '{"reasoning": "I was cut' });
    const decisions = names.map((asset) => decisionOf(asset, draw));
    return Promise.resolve({
      ...answer,
      text: JSON.stringify({ reasoning: "I drew lots.", summary: "I drew lots. So be it.", decisions }),
    });
  }
}

/** A model that only knows what another one was asked and answered. */
export class RememberingModel implements ChatModel {
  readonly #answers: Map<string, ChatAnswer>;
  readonly #model: ChatModel | null;

  constructor(answers: Map<string, ChatAnswer>, model: ChatModel | null) {
    this.#answers = answers;
    this.#model = model;
  }

  async ask(request: ChatRequest, signal: AbortSignal): Promise<ChatAnswer> {
    const key = chatRequestKey(request);
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    if (this.#model === null) return { status: "unrecorded", reason: "it was never asked" };
    const answer = await this.#model.ask(request, signal);
    this.#answers.set(key, JSON.parse(JSON.stringify(answer)));
    return answer;
  }
}

function looks(names: readonly string[], draw: (below: number) => number): Answered["toolCalls"] {
  const asset = names[draw(names.length)];
  const given: readonly (readonly [string, unknown])[] = [
    ["fetch_indicator", {
      asset,
      interval: "4h",
      indicator: { name: "adx", period: 5 + draw(20) },
      values: 1 + draw(50),
    }],
    ["fetch_candles", { asset, interval: "4h", candles: 1 + draw(50) }],
    ["fetch_funding", { asset, hours: 1 + draw(72) }],
    ["fetch_order_history", { asset: draw(2) === 0 ? null : asset }],
    ["fetch_news", { asset }],
  ];
  return given.slice(0, 1 + draw(5)).map(([name, what], index) => ({
    id: `call-${index}`,
    name,
    argumentsText: JSON.stringify(what),
  }));
}

function decisionOf(asset: string, draw: (below: number) => number): Record<string, unknown> {
  const action = ["buy", "sell", "close", "hold", "hold", "hold", "hold", "hold"][draw(8)];
  const entering = action === "buy" || action === "sell";
  return {
    asset,
    action,
    allocationUsd: entering ? 500 + draw(5000) : null,
    leverage: entering && draw(2) === 0 ? 1 + draw(6) : null,
    stop: null,
    target: null,
    exitPlan: entering ? "By lot." : null,
    invalidation: entering && draw(2) === 0
      ? {
        indicator: "rsi14",
        interval: "4h",
        comparison: action === "buy" ? "below" : "above",
        level: 35 + draw(30),
      }
      : null,
    rationale: `lot ${draw(100)}`,
  };
}

/** Whole numbers below a limit, one after the other, from a hash. */
function drawsOf(hash: string): (below: number) => number {
  let state = parseInt(hash.slice(0, 8), 16) || 1;
  return (below) => {
    state = Math.imul(state, 48271) >>> 0 || 1;
    return Math.floor(state / 2 ** 32 * below);
  };
}
