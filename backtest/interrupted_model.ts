import type { ChatAnswer, ChatModel, ChatRequest } from "../engine/mod.ts";

/** A model that is not waited for any more once a signal of the run is aborted. */
export class InterruptedModel implements ChatModel {
  readonly #model: ChatModel;
  readonly #signal: AbortSignal;
  /** The signal that was given last, joined with the run's: in a backtest it is the same for every question. */
  #joined: { readonly given: AbortSignal; readonly either: AbortSignal } | null = null;

  constructor(model: ChatModel, signal: AbortSignal) {
    this.#model = model;
    this.#signal = signal;
  }

  ask(request: ChatRequest, signal: AbortSignal): Promise<ChatAnswer> {
    if (this.#joined?.given !== signal) {
      this.#joined = { given: signal, either: AbortSignal.any([signal, this.#signal]) };
    }
    return this.#model.ask(request, this.#joined.either);
  }
}
