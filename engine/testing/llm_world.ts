import { createLlmAgent, type LlmAgentOptions } from "../agents/llm/llm_agent.ts";
import type { ModelAnswer, ModelDecision } from "../agents/llm/contract.ts";
import type { Instrument } from "../model/instrument.ts";
import { type Interval, intervalMs } from "../model/interval.ts";
import type { Answered, ChatAnswer, ModelChoice } from "../ports/chat_model.ts";
import { answerOf } from "./chat.ts";
import { ETH, SOL } from "./instruments.ts";
import type { GivenCandle } from "./scripted_market_data.ts";
import { MIDNIGHT } from "./times.ts";
import { WIDE, World, type WorldOptions } from "./world.ts";

/** A model that does not exist. */
export const SCRIPTED: ModelChoice = {
  provider: "scripted",
  model: "scripted-1",
  parameters: { maxTokens: 2000, temperature: null, reasoningEffort: null, options: {} },
};

const PAST = 400;

/** What a world with an LLM agent is made of. */
export interface LlmWorldOptions extends WorldOptions {
  readonly llm?: Partial<LlmAgentOptions>;
  /** How long after midnight it begins, ms: whole intervals. */
  readonly laterMs?: number;
  /** The candles before it begins of an asset, by how many candles ago they closed; a wave around 100 if not given. */
  readonly past?: (asset: string, ago: number) => Omit<GivenCandle, "close">;
}

/** A world that trades ETH and SOL by a model, with enough candles before midnight for every indicator. */
export class LlmWorld extends World {
  readonly #left: ChatAnswer[] = [];

  constructor({ llm, past = wave, laterMs = 0, ...given }: LlmWorldOptions = {}) {
    const instruments = given.instruments ?? [ETH, SOL];
    const interval = given.interval ?? "15m";
    const profile = given.profile ?? WIDE;
    const agent = createLlmAgent({ choice: SCRIPTED, instruments, interval, profile, ...llm });
    super({ ...given, agent: given.agent ?? agent, instruments, interval, profile });
    this.clock.set(MIDNIGHT + laterMs);
    for (const of of new Set<Interval>([interval, "4h"])) this.#givePast(instruments, of, past);
    this.model.ask = (request, signal) => {
      if (signal.aborted) return Promise.resolve({ status: "aborted" });
      this.model.requests.push(request);
      return Promise.resolve(this.#left.shift() ?? answerOf(answerText()));
    };
  }

  /** What the model answers next, one a question; after that it holds everything. */
  answers(...answers: readonly ChatAnswer[]): void {
    this.#left.push(...answers);
  }

  /** The texts of the last question, each with its role. */
  lastMessages(): string[] {
    return this.model.requests.at(-1)!.messages.map(({ role, text }) => `${role}: ${text}`);
  }

  #givePast(
    instruments: readonly Instrument[],
    interval: Interval,
    past: NonNullable<LlmWorldOptions["past"]>,
  ): void {
    const length = intervalMs(interval);
    for (const { symbol } of instruments) {
      const candles = Array.from({ length: PAST }, (_, index) => {
        const ago = PAST - 1 - index;
        return { close: this.clock.now() - ago * length, ...past(symbol, ago) };
      });
      this.marketData.give(symbol, interval, candles);
    }
  }
}

/** A whole answer as a model writes it; an asset that is not given is not decided. */
export function answerText(
  decisions: readonly (Partial<ModelDecision> & { readonly asset: string })[] = [],
  given: Partial<ModelAnswer> = {},
): string {
  const whole = decisions.map((decision): ModelDecision => ({
    action: "hold",
    allocationUsd: null,
    leverage: null,
    stop: null,
    target: null,
    exitPlan: null,
    invalidation: null,
    rationale: "because",
    ...decision,
  }));
  return JSON.stringify({ reasoning: "I thought.", summary: "I wait.", decisions: whole, ...given });
}

/** An answer that asks for tools, each with its arguments. */
export function callsOf(...calls: readonly (readonly [name: string, given: unknown])[]): Answered {
  const toolCalls = calls.map(([name, given], index) => ({
    id: `call-${index}`,
    name,
    argumentsText: typeof given === "string" ? given : JSON.stringify(given),
  }));
  return answerOf("", { toolCalls });
}

function wave(_asset: string, ago: number): Omit<GivenCandle, "close"> {
  const price = 100 + 5 * Math.sin(ago / 7);
  return { price, high: price + 1, low: price - 1, volume: 10 };
}
