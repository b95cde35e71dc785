import type { JsonValue } from "../model/decision.ts";
import type { TokenUse } from "../model/token_use.ts";

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

/** The form an answer must have. */
export interface ResponseSchema {
  /** Letters, digits, underscores. */
  readonly name: string;
  /** JSON schema. */
  readonly schema: JsonValue;
}

/** How a model is to answer. */
export interface ChatParameters {
  readonly maxTokens: number;
  /** Null: the provider's own. */
  readonly temperature: number | null;
  /** How hard it thinks, in the provider's words; null: not asked to. */
  readonly reasoningEffort: string | null;
  /** What goes to the provider as it is, such as routing; empty where there is nothing. */
  readonly options: { readonly [name: string]: JsonValue };
}

/** Which model is asked, and how. */
export interface ModelChoice {
  /** Who serves it, such as "openrouter"; never a URL, which might hold a credential. */
  readonly provider: string;
  /** Its name at the provider. */
  readonly model: string;
  readonly parameters: ChatParameters;
}

/** Everything that makes an answer; its hash names the answer, see `chatRequestKey`. */
export interface ChatRequest extends ModelChoice {
  readonly messages: readonly ChatMessage[];
  readonly tools: readonly ToolDefinition[];
  /** Null: free text. */
  readonly responseSchema: ResponseSchema | null;
  /** Which of several answers to the same request is wanted; 0 unless it is repeated. */
  readonly sample: number;
}

/** What a call took, with all that was tried on the way. */
export interface CallCost {
  readonly tokens: TokenUse;
  /** USD; null where no price is known. */
  readonly costUsd: number | null;
  /** From the question to the whole answer, waiting between attempts included, ms. */
  readonly latencyMs: number;
  /** Attempts on the way that may have been charged without anybody knowing how much; not there: none. */
  readonly unmetered?: number | undefined;
}

/** Why a model stopped: it was done, it wants tools, it ran out of tokens, the provider held its answer back. */
export type FinishReason = "stop" | "tools" | "length" | "filtered" | "other";

/** What a model answered. */
export interface Answered extends CallCost {
  readonly status: "answered";
  readonly text: string;
  readonly toolCalls: readonly ToolCall[];
  readonly finish: FinishReason;
  /** The model's name as the provider gave it back; null where it did not. */
  readonly servedModel: string | null;
  /** The provider's last response, as it came. */
  readonly raw: JsonValue;
}

/**
 * What somebody must change before asking again can help: the key, the credit behind it, the model's name, or the host
 * that is asked.
 */
export type Obstacle = "key" | "credit" | "model" | "host";

/**
 * What became of a question; faults are values. `failed`: it was asked, and no answer came of it. `capped`: it was not
 * asked, because it could have cost more than is left to spend. `abandoned`: it was not asked, because too many before it
 * came up against an obstacle. `unrecorded`: only recorded answers may be used, and this is none; the reason names what
 * differs. `unusable`: an obstacle was there before any answer; the reason says what is wanted.
 */
export type ChatAnswer =
  | Answered
  | ({
    readonly status: "failed";
    readonly reason: string;
    /** Not there: asking again may help. */
    readonly obstacle?: Obstacle | undefined;
  } & CallCost)
  | { readonly status: "capped" | "abandoned" | "unrecorded" | "unusable"; readonly reason: string }
  | { readonly status: "aborted" };

/** What is to be done again and again while an answer is waited for. */
export interface Meanwhile {
  /** Is there when it is to be done, or as soon as the signal is aborted. */
  due(signal: AbortSignal): Promise<void>;
  /** Does it. What of the answer comes meanwhile is told after it. */
  look(): Promise<void>;
}

/** A language model. */
export interface ChatModel {
  /**
   * Asks once. An aborted signal ends the call at once with `aborted`, or where something of `meanwhile` is being done,
   * after it. Never throws for what the model does. Who keeps nothing of a run need not do anything meanwhile.
   */
  ask(request: ChatRequest, signal: AbortSignal, meanwhile?: Meanwhile): Promise<ChatAnswer>;
}

/** An answer that a run cannot go on without: it ends the run, where any other fault of a model is a hold. */
export class CannotGoOn extends Error {
  override readonly name: string = "CannotGoOn";
  /** The message says all there is to know; no stack trace helps. */
  readonly expected = true;
}

/**
 * A recorded answer that is not there. Held instead, the run would differ from the one that was recorded without anybody
 * seeing it.
 */
export class UnrecordedAnswer extends CannotGoOn {
  override readonly name = "UnrecordedAnswer";
}

/** A model that cannot be asked at all. Held instead, a run would go on for hours without one decision. */
export class UnusableModel extends CannotGoOn {
  override readonly name = "UnusableModel";
}
