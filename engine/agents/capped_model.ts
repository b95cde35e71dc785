import { DAY_MS } from "../model/interval.ts";
import { costOfTokens, type ModelPrice } from "../model/model_price.ts";
import { NO_TOKENS, type TokenUse } from "../model/token_use.ts";
import type { CallCost, ChatAnswer, ChatModel, ChatRequest } from "../ports/chat_model.ts";
import { chatRequestText } from "../ports/chat_request_key.ts";
import type { Clock } from "../ports/clock.ts";

/** What may be spent on a model. */
export type ModelCap =
  | {
    readonly unit: "USD";
    /** In one run; null: anything. */
    readonly limit: number | null;
    /** In one UTC day of market time; not there: anything. */
    readonly perDay?: number | undefined;
    readonly price: ModelPrice;
  }
  | { readonly unit: "tokens"; readonly limit: number };

/** What is spent or set aside of a limit. */
interface Budget {
  readonly limit: number;
  /** As it is said of it: "in this run". */
  readonly of: string;
  spent: number;
}

/**
 * A model that is not asked what it could cost more than is left to spend, in the run or in the day. Before each question
 * its worst case is set aside (every byte of the request a token, the answer as long as it may be), and given back as far
 * as the answer took less. What may have been charged without anybody knowing keeps its worst case.
 */
export class CappedModel implements ChatModel {
  readonly #model: ChatModel;
  readonly #cap: ModelCap;
  readonly #clock: Pick<Clock, "now">;
  readonly #run: Budget | null;
  #day: Budget & { readonly number: number } | null = null;

  /** `clock` tells the day. */
  constructor(model: ChatModel, cap: ModelCap, clock: Pick<Clock, "now">) {
    this.#model = model;
    this.#cap = cap;
    this.#clock = clock;
    this.#run = cap.limit === null ? null : { limit: cap.limit, of: "in this run", spent: 0 };
  }

  async ask(request: ChatRequest, signal: AbortSignal): Promise<ChatAnswer> {
    if (signal.aborted) return { status: "aborted" };
    const worst = this.#worstOf(request);
    // An answer that comes after midnight is charged to the day it was asked for.
    const budgets = this.#budgets();
    const full = budgets.find(({ limit, spent }) => spent + worst > limit);
    if (full !== undefined) return { status: "capped", reason: this.#reason(full, worst) };
    for (const budget of budgets) budget.spent += worst;
    const answer = await this.#model.ask(request, signal);
    const unused = worst - this.#keptOf(answer, worst);
    for (const budget of budgets) budget.spent -= unused;
    return answer;
  }

  #budgets(): readonly Budget[] {
    const { perDay } = { perDay: undefined, ...this.#cap };
    if (perDay !== undefined) {
      const number = Math.floor(this.#clock.now() / DAY_MS);
      if (this.#day?.number !== number) this.#day = { number, limit: perDay, of: "today (UTC)", spent: 0 };
    }
    return [this.#run, this.#day].filter((budget) => budget !== null);
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

  /** What of the worst case stays spent. */
  #keptOf(answer: ChatAnswer, worst: number): number {
    if (answer.status === "answered" || answer.status === "failed") return this.#chargeOf(answer, worst);
    // An aborted call may have been answered where nobody heard it; any other was not made.
    return answer.status === "aborted" ? worst : 0;
  }

  /** What an answer took; where a part of that is not known, its worst case. */
  #chargeOf({ tokens, costUsd, unmetered = 0 }: CallCost, worst: number): number {
    const unknown = unmetered * worst;
    if (this.#cap.unit === "tokens") return sumOf(tokens) + unknown;
    return (costUsd ?? costOfTokens(tokens, this.#cap.price)) + unknown;
  }

  #reason({ limit, of, spent }: Budget, worst: number): string {
    const { unit } = this.#cap;
    const amount = (value: number): string => unit === "USD" ? `${value.toFixed(4)} USD` : `${value} tokens`;
    return `${amount(spent)} of ${amount(limit)} ${of} are spent or set aside; this question could take ${
      amount(worst)
    }`;
  }
}

function sumOf({ fresh, cacheRead, cacheWrite, output }: TokenUse): number {
  return fresh + cacheRead + cacheWrite + output;
}
