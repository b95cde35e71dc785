import type { ChatAnswer, ChatModel, ChatRequest } from "../engine/mod.ts";

/** A model that is not waited for any more once a signal of the run is aborted. */
export class InterruptedModel implements ChatModel {
  readonly #model: ChatModel;
  readonly #signal: AbortSignal;

  constructor(model: ChatModel, signal: AbortSignal) {
    this.#model = model;
    this.#signal = signal;
  }

  ask(request: ChatRequest, signal: AbortSignal): Promise<ChatAnswer> {
    return this.#model.ask(request, AbortSignal.any([signal, this.#signal]));
  }
}
