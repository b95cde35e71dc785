import { z } from "zod";
import {
  type ChatMessage,
  type ChatRequest,
  type FinishReason,
  type JsonValue,
  NO_TOKENS,
  type TokenUse,
  type ToolCall,
} from "../../engine/mod.ts";

/** Fields of a request that some providers refuse. */
export type Feature =
  | "json_schema"
  | "response_format"
  | "tools"
  | "temperature"
  | "reasoning"
  | "max_completion_tokens";

/** How a request is written. */
export interface WireStyle {
  /** Whether reasoning is asked for in OpenRouter's words. */
  readonly dialect: "openai" | "openrouter";
  /** What is left out, because the provider refused it. */
  readonly without: ReadonlySet<Feature>;
}

type Body = { readonly [name: string]: JsonValue };

/** The body of a chat completion. */
export function chatBody(request: ChatRequest, style: WireStyle): Body {
  const { model, parameters: { maxTokens, temperature, options } } = request;
  const { without } = style;
  const hasTools = !without.has("tools");
  const limit = without.has("max_completion_tokens") ? "max_tokens" : "max_completion_tokens";
  return {
    ...options,
    model,
    messages: request.messages.map((message) => hasTools ? wireMessage(message) : plainMessage(message)),
    ...(hasTools && request.tools.length > 0 ? { tools: wireTools(request) } : {}),
    ...responseFormat(request, without),
    [limit]: maxTokens,
    ...(temperature === null || without.has("temperature") ? {} : { temperature }),
    ...reasoning(request, style),
  };
}

function wireMessage({ role, text, toolCalls, toolCallId }: ChatMessage): Body {
  if (role === "tool") return { role, content: text, tool_call_id: toolCallId ?? "" };
  if (toolCalls === undefined || toolCalls.length === 0) return { role, content: text };
  const tool_calls = toolCalls.map(({ id, name, argumentsText }) => ({
    id,
    type: "function",
    function: { name, arguments: argumentsText },
  }));
  return { role, content: text === "" ? null : text, tool_calls };
}

/** A message for a provider that knows no tools: what was asked of tools and answered by them is told in words. */
function plainMessage({ role, text, toolCalls }: ChatMessage): Body {
  if (role === "tool") return { role: "user", content: `Tool result:\n${text}` };
  const calls = (toolCalls ?? []).map(({ name, argumentsText }) => `Tool call: ${name} ${argumentsText}`);
  return { role, content: [text, ...calls].filter((part) => part !== "").join("\n") };
}

function wireTools({ tools }: ChatRequest): JsonValue {
  return tools.map(({ name, description, parameters }) => ({
    type: "function",
    function: { name, description, parameters },
  }));
}

function responseFormat({ responseSchema }: ChatRequest, without: ReadonlySet<Feature>): Body {
  if (responseSchema === null || without.has("response_format")) return {};
  if (without.has("json_schema")) return { response_format: { type: "json_object" } };
  const { name, schema } = responseSchema;
  return { response_format: { type: "json_schema", json_schema: { name, schema, strict: true } } };
}

function reasoning({ parameters }: ChatRequest, { dialect, without }: WireStyle): Body {
  const effort = parameters.reasoningEffort;
  if (effort === null || without.has("reasoning")) return {};
  if (dialect === "openai") return { reasoning_effort: effort };
  return { reasoning: effort === "none" ? { enabled: false } : { effort } };
}

const count = z.number().int().nonnegative();
const optionalCount = count.nullish().transform((value) => value ?? 0);

const usageSchema = z.object({
  prompt_tokens: optionalCount,
  completion_tokens: optionalCount,
  prompt_tokens_details: z.object({
    cached_tokens: optionalCount,
    cache_write_tokens: optionalCount,
  }).nullish(),
  cost: z.number().nonnegative().nullish(),
});

const textPart = z.object({ type: z.string(), text: z.string().optional() });

const messageSchema = z.object({
  content: z.union([z.string(), z.array(textPart)]).nullish(),
  refusal: z.string().nullish(),
  tool_calls: z.array(z.object({
    id: z.string().nullish(),
    function: z.object({ name: z.string(), arguments: z.union([z.string(), z.json()]) }),
  })).nullish(),
});

const errorSchema = z.object({
  message: z.string().catch("no message"),
  code: z.union([z.number(), z.string()]).nullish(),
});

const completionSchema = z.object({
  model: z.string().nullish(),
  choices: z.array(z.object({ message: messageSchema, finish_reason: z.string().nullish() })).nullish(),
  usage: usageSchema.nullish().catch(null),
  error: z.union([errorSchema, z.string().transform((message) => ({ message, code: null }))]).nullish(),
});

/** What a response was found to be. */
export interface ReadCompletion {
  /** Null: there is no answer in it, and why. */
  readonly answer:
    | null
    | {
      readonly text: string;
      readonly toolCalls: readonly ToolCall[];
      readonly finish: FinishReason;
      readonly servedModel: string | null;
    };
  readonly fault: { readonly reason: string; readonly status: number | null } | null;
  /** Null: it does not tell. */
  readonly tokens: TokenUse | null;
  /** The provider's own figure, USD. */
  readonly costUsd: number | null;
}

/** Reads the body of a response whose HTTP status was fine. Nothing is taken for an answer that is none. */
export function readCompletion(body: unknown): ReadCompletion {
  const parsed = completionSchema.safeParse(body);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0];
    const reason = `the response is no chat completion: ${path.join(".") || "top level"}: ${message}`;
    return { answer: null, fault: { reason, status: null }, tokens: null, costUsd: null };
  }
  const { model, choices, usage, error } = parsed.data;
  const metered = { tokens: tokensOf(usage ?? null), costUsd: usage?.cost ?? null };
  if (error !== null && error !== undefined) {
    const status = Number(error.code);
    const fault = { reason: error.message, status: Number.isInteger(status) && status > 0 ? status : null };
    return { answer: null, fault, ...metered };
  }
  const [choice] = choices ?? [];
  if (choice === undefined) {
    return { answer: null, fault: { reason: "the response holds no choice", status: null }, ...metered };
  }
  const { content, refusal, tool_calls } = choice.message;
  const toolCalls = (tool_calls ?? []).map((call, index) => ({
    id: call.id ?? `call-${index + 1}`,
    name: call.function.name,
    argumentsText: textOf(call.function.arguments),
  }));
  const isRefused = refusal !== null && refusal !== undefined && refusal !== "";
  const finish = isRefused ? "filtered" : finishOf(choice.finish_reason ?? null, toolCalls.length > 0);
  const text = isRefused ? refusal : contentText(content ?? "");
  return { answer: { text, toolCalls, finish, servedModel: model ?? null }, fault: null, ...metered };
}

function textOf(value: string | unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function contentText(content: string | readonly { readonly text?: string | undefined }[]): string {
  return typeof content === "string" ? content : content.map(({ text = "" }) => text).join("");
}

function finishOf(reason: string | null, hasCalls: boolean): FinishReason {
  if (reason === "length" || reason === "max_tokens") return "length";
  if (reason === "content_filter") return "filtered";
  if (hasCalls) return "tools";
  return reason === "stop" || reason === null ? "stop" : "other";
}

/** Prompt tokens hold the cached ones here; in ours the four parts do not overlap. */
function tokensOf(usage: z.output<typeof usageSchema> | null): TokenUse | null {
  if (usage === null) return null;
  const { cached_tokens: cacheRead = 0, cache_write_tokens: cacheWrite = 0 } = usage.prompt_tokens_details ??
    { cached_tokens: 0, cache_write_tokens: 0 };
  const fresh = Math.max(0, usage.prompt_tokens - cacheRead - cacheWrite);
  return { ...NO_TOKENS, fresh, cacheRead, cacheWrite, output: usage.completion_tokens };
}
