import type { JsonValue } from "../model/decision.ts";

/** A message of a conversation with a model. */
export interface ChatMessage {
  readonly role: "system" | "user" | "assistant" | "tool";
  readonly text: string;
  /** What the model asked for, in an assistant's message. */
  readonly toolCalls?: readonly ToolCall[] | undefined;
  /** Which call a tool's message answers. */
  readonly toolCallId?: string | undefined;
}

/** A tool the model may call; parameters as JSON schema. */
export interface ToolDefinition {
  readonly name: string;
  readonly description: string;
  readonly parameters: JsonValue;
}

/** A call the model made; its arguments are text from outside and not checked yet. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly argumentsText: string;
}

/** Everything that makes an answer. */
export interface ChatRequest {
  readonly messages: readonly ChatMessage[];
  readonly tools: readonly ToolDefinition[];
  /** JSON schema the last answer must have; null: free text. */
  readonly responseSchema: JsonValue | null;
  readonly maxTokens: number;
  readonly temperature: number | null;
  /** Which of several answers to the same request is wanted; 0 unless it is repeated. */
  readonly sample: number;
}

/** What a model answered, or why there is no answer: faults are values. */
export type ChatAnswer =
  | {
    readonly status: "answered";
    readonly text: string;
    readonly toolCalls: readonly ToolCall[];
    readonly inputTokens: number;
    readonly outputTokens: number;
    /** USD; null where no price is known. */
    readonly costUsd: number | null;
    readonly latencyMs: number;
  }
  | { readonly status: "failed"; readonly reason: string }
  | { readonly status: "aborted" };

/** A language model. */
export interface ChatModel {
  /** Asks once. An aborted signal ends the call at once with `aborted`. Never throws for what the model does. */
  ask(request: ChatRequest, signal: AbortSignal): Promise<ChatAnswer>;
}
