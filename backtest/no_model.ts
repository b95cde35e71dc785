import { type ChatAnswer, type ChatModel, type ChatRequest, NO_TOKENS } from "../engine/mod.ts";

/** The model of a run that has none: every question is answered by saying so. */
export class NoModel implements ChatModel {
  /** Fails with the reason; an aborted signal goes first. */
  ask(_request: ChatRequest, signal: AbortSignal): Promise<ChatAnswer> {
    if (signal.aborted) return Promise.resolve({ status: "aborted" });
    const nothing = { tokens: NO_TOKENS, costUsd: 0, latencyMs: 0 };
    return Promise.resolve({ status: "failed", reason: "this run has no model", ...nothing });
  }
}
