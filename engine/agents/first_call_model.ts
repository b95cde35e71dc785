import type { ChatAnswer, ChatModel, ChatRequest, Obstacle } from "../ports/chat_model.ts";

/** What somebody can do about each obstacle, as it follows "wanted". */
export type Remedies = { readonly [Of in Obstacle]: string };

/**
 * A model that must have answered once before it may fail for good. Until then an obstacle makes it unusable: with a wrong
 * key or nobody at the address there is no use in going on, and the person who began it still looks on. Later failures
 * are failures.
 */
export class FirstCallModel implements ChatModel {
  readonly #model: ChatModel;
  readonly #remedies: Remedies;
  #hasAnswered = false;

  constructor(model: ChatModel, remedies: Remedies) {
    this.#model = model;
    this.#remedies = remedies;
  }

  async ask(request: ChatRequest, signal: AbortSignal): Promise<ChatAnswer> {
    const answer = await this.#model.ask(request, signal);
    if (answer.status === "answered") this.#hasAnswered = true;
    if (this.#hasAnswered || answer.status !== "failed" || answer.obstacle === undefined) return answer;
    const { provider, model } = request;
    const reason = `${provider} cannot be asked for ${model}: ${answer.reason}; wanted ${
      this.#remedies[answer.obstacle]
    }`;
    return { status: "unusable", reason };
  }
}
