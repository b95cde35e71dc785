import { costOfTokens, type ModelPrice } from "../model/model_price.ts";
import { NO_TOKENS, type TokenUse } from "../model/token_use.ts";
import type { CallCost, ChatAnswer, ChatModel, ChatRequest } from "../ports/chat_model.ts";
import { chatRequestText } from "../ports/chat_request_key.ts";

/** What may be spent on a model, in one run. */
export type ModelCap =
  | { readonly unit: "USD"; readonly limit: number; readonly price: ModelPrice }
  | { readonly unit: "tokens"; readonly limit: number };

/**
 * A model that is not asked what it could cost more than is left to spend. Before each question its worst case is set
 * aside (every byte of the request a token, the answer as long as it may be), and given back as far as the
 * answer took less. What may have been charged without anybody knowing keeps its worst case.
 */
export class CappedModel implements ChatModel {
  readonly #model: ChatModel;
  readonly #cap: ModelCap;
  #spent = 0;

  constructor(model: ChatModel, cap: ModelCap) {
    this.#model = model;
    this.#cap = cap;
  }

  async ask(request: ChatRequest, signal: AbortSignal): Promise<ChatAnswer> {
    if (signal.aborted) return { status: "aborted" };
    const worst = this.#worstOf(request);
    if (this.#spent + worst > this.#cap.limit) return { status: "capped", reason: this.#reason(worst) };
    this.#spent += worst;
    const answer = await this.#model.ask(request, signal);
    // An aborted call may have been answered where nobody heard it.
    if (answer.status === "answered" || answer.status === "failed") {
      this.#spent += this.#chargeOf(answer, worst) - worst;
    } else if (answer.status !== "aborted") {
      this.#spent -= worst;
    }
    return answer;
  }

  #worstOf(request: ChatRequest): number {
    const bytes = new TextEncoder().encode(chatRequestText(request)).length;
    const output = request.parameters.maxTokens;
    if (this.#cap.unit === "tokens") return bytes + output;
    const { price } = this.#cap;
    // A provider may charge for putting the whole prompt into its cache.
    const dearest = Math.max(price.fresh, price.cacheWrite, price.cacheRead);
    return costOfTokens({ ...NO_TOKENS, fresh: bytes, output }, { ...price, fresh: dearest });
  }

  /** What an answer took; where a part of that is not known, its worst case. */
  #chargeOf({ tokens, costUsd, unmetered = 0 }: CallCost, worst: number): number {
    const unknown = unmetered * worst;
    if (this.#cap.unit === "tokens") return sumOf(tokens) + unknown;
    return (costUsd ?? costOfTokens(tokens, this.#cap.price)) + unknown;
  }

  #reason(worst: number): string {
    const { unit, limit } = this.#cap;
    const amount = (value: number): string => unit === "USD" ? `${value.toFixed(4)} USD` : `${value} tokens`;
    return `${amount(this.#spent)} of ${amount(limit)} are spent or set aside; this question could take ${
      amount(worst)
    }`;
  }
}

function sumOf({ fresh, cacheRead, cacheWrite, output }: TokenUse): number {
  return fresh + cacheRead + cacheWrite + output;
}
