import type { ChatAnswer, ChatModel, ChatRequest } from "../ports/chat_model.ts";

/** A model whose answers are given beforehand; without one it thinks until it is told to stop. */
export class ScriptedModel implements ChatModel {
  /** What it was asked. */
  readonly requests: ChatRequest[] = [];
  readonly #answers: ChatAnswer[];

  /** Gives these answers, one a question. */
  constructor(answers: readonly ChatAnswer[] = []) {
    this.#answers = [...answers];
  }

  ask(request: ChatRequest, signal: AbortSignal): Promise<ChatAnswer> {
    if (signal.aborted) return Promise.resolve({ status: "aborted" });
    this.requests.push(request);
    const answer = this.#answers.shift();
    if (answer !== undefined) return Promise.resolve(answer);
    return new Promise((resolve) => {
      signal.addEventListener("abort", () => resolve({ status: "aborted" }), { once: true });
    });
  }
}
