import type { ChatAnswer, ChatModel, ChatRequest } from "../engine/mod.ts";

/** The model of a run that has none: every question is answered by saying so. */
export class NoModel implements ChatModel {
  /** Fails with the reason; an aborted signal goes first. */
  ask(_request: ChatRequest, signal: AbortSignal): Promise<ChatAnswer> {
    if (signal.aborted) return Promise.resolve({ status: "aborted" });
    return Promise.resolve({ status: "failed", reason: "this run has no model" });
  }
}
