import type { ModelUse, ToolUse } from "../model/model_use.ts";
import { addTokens, NO_TOKENS } from "../model/token_use.ts";
import type {
  CallCost,
  ChatAnswer,
  ChatModel,
  ChatRequest,
  Meanwhile,
  ToolCall,
} from "../ports/chat_model.ts";
import { chatRequestKey } from "../ports/chat_request_key.ts";

/** So much of a call's arguments is kept in the diary. */
const MAX_ARGUMENTS = 500;

/**
 * A model whose every question is counted, for one cycle, and raced against the signal that a command waits: an agent is
 * not believed about what it asked, and a model that does not hear the signal is not waited for.
 */
export class MeteredModel implements ChatModel {
  readonly #model: ChatModel;
  readonly #signal: AbortSignal;
  readonly #meanwhile: Meanwhile | undefined;
  #use: ModelUse | null = null;

  constructor(model: ChatModel, signal: AbortSignal, meanwhile?: Meanwhile) {
    this.#model = model;
    this.#signal = signal;
    this.#meanwhile = meanwhile;
  }

  /** What was asked so far; null: nothing. */
  get use(): ModelUse | null {
    return this.#use;
  }

  async ask(request: ChatRequest, signal: AbortSignal): Promise<ChatAnswer> {
    const answer = await this.#raced(request, signal);
    if (answer.status === "answered" || answer.status === "failed") this.#count(request, answer);
    return answer;
  }

  async #raced(request: ChatRequest, signal: AbortSignal): Promise<ChatAnswer> {
    const either = signal === this.#signal ? signal : AbortSignal.any([signal, this.#signal]);
    const asked = this.#model.ask(request, either, this.#meanwhile);
    // What is done meanwhile is done to its end: whoever does it hears the signal.
    if (this.#meanwhile !== undefined) return await asked;
    let stopListening = () => {};
    const aborted = new Promise<ChatAnswer>((resolve) => {
      const abort = () => resolve({ status: "aborted" });
      if (this.#signal.aborted) abort();
      this.#signal.addEventListener("abort", abort, { once: true });
      stopListening = () => this.#signal.removeEventListener("abort", abort);
    });
    return await Promise.race([asked, aborted]).finally(stopListening);
  }

  #count(request: ChatRequest, answer: CallCost & { readonly toolCalls?: readonly ToolCall[] }): void {
    const { toolCalls = [], costUsd, latencyMs, tokens, cassetteKeys } = this.#use ?? NOTHING_USED;
    const tools = [...toolCalls, ...(answer.toolCalls ?? []).map(toolUse)];
    this.#use = {
      ...(tools.length === 0 ? {} : { toolCalls: tools }),
      costUsd: costUsd === null || answer.costUsd === null ? null : costUsd + answer.costUsd,
      latencyMs: latencyMs + answer.latencyMs,
      tokens: addTokens(tokens, answer.tokens),
      cassetteKeys: [...cassetteKeys, chatRequestKey(request)],
    };
  }
}

const NOTHING_USED: ModelUse = { costUsd: 0, latencyMs: 0, tokens: NO_TOKENS, cassetteKeys: [] };

function toolUse({ name, argumentsText }: ToolCall): ToolUse {
  const isLong = argumentsText.length > MAX_ARGUMENTS;
  return { name, arguments: isLong ? `${argumentsText.slice(0, MAX_ARGUMENTS - 1)}…` : argumentsText };
}
