import type { ChatAnswer, ChatModel } from "../../../engine/mod.ts";

/** A model whose answers are kept, as a run's cassette keeps them: asked again it says the same. */
export class MemoModel implements ChatModel {
  readonly #model: ChatModel;
  readonly #kept: Map<string, ChatAnswer>;

  /** `kept`: what it has said so far, by its question. */
  constructor(model: ChatModel, kept: Map<string, ChatAnswer>) {
    this.#model = model;
    this.#kept = kept;
  }

  async ask(...[request, signal]: Parameters<ChatModel["ask"]>): Promise<ChatAnswer> {
    const key = JSON.stringify(request);
    const answer = this.#kept.get(key) ?? await this.#model.ask(request, signal);
    this.#kept.set(key, answer);
    return answer;
  }
}
