import type { CassetteEntry, CassetteStore, ChatRequest, RecordedAnswer } from "../../../engine/mod.ts";

/** A cassette in memory. */
export class MemoryStore implements CassetteStore {
  readonly damaged = new Set<string>();
  readonly entries = new Map<string, CassetteEntry>();

  find(key: string): RecordedAnswer | null {
    return this.entries.get(key)?.answer ?? null;
  }

  keep(entry: CassetteEntry): void {
    this.entries.set(entry.key, entry);
  }

  *requests(): Iterable<string> {
    for (const { request } of this.entries.values()) yield request;
  }
}

/** A question to a model that does not exist. */
export function requestOf(given: Partial<ChatRequest> = {}): ChatRequest {
  return {
    provider: "scripted",
    model: "scripted-1",
    messages: [{ role: "system", text: "You trade." }, { role: "user", text: "What now?" }],
    tools: [],
    responseSchema: null,
    parameters: { maxTokens: 100, temperature: null, reasoningEffort: null, options: {} },
    sample: 0,
    ...given,
  };
}

/** An answer with this text. */
export function answerOf(text: string): Extract<RecordedAnswer, { readonly status: "answered" }> {
  const tokens = { fresh: 10, cacheRead: 0, cacheWrite: 0, output: 1 };
  const rest = { toolCalls: [], finish: "stop", servedModel: null, raw: { text }, tokens } as const;
  return { status: "answered", text, ...rest, costUsd: 0.01, latencyMs: 100 };
}

/** A failure. */
export function failureOf(reason: string): RecordedAnswer {
  const { tokens, costUsd, latencyMs } = answerOf("");
  return { status: "failed", reason, tokens, costUsd, latencyMs };
}
