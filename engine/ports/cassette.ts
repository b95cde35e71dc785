import { z } from "zod";
import type { JsonValue } from "../model/decision.ts";
import { tokenUseSchema } from "../model/token_use.ts";
import type { ChatAnswer } from "./chat_model.ts";

/** What can be recorded: that a model answered, and that it failed to. */
export type RecordedAnswer = Extract<ChatAnswer, { readonly status: "answered" | "failed" }>;

/** A question and what became of it. */
export interface CassetteEntry {
  /** SHA-256 of the request. */
  readonly key: string;
  /** The request as canonical JSON: what the key is the hash of. */
  readonly request: string;
  readonly answer: RecordedAnswer;
}

/** Where recorded answers are kept. */
export interface CassetteStore {
  /** What was found damaged, in words, and so counts as not recorded. */
  readonly damaged: ReadonlySet<string>;
  /** The keys of what this run had recorded before it went on; not there where it only begins. */
  readonly own?: ReadonlySet<string>;
  /** The answer under this key; null where there is none, or only a damaged one. */
  find(key: string): RecordedAnswer | null;
  /** Keeps an answer, in place of one under the same key. It is safe when this returns. */
  keep(entry: CassetteEntry): void;
  /** Every recorded request, as canonical JSON. */
  requests(): Iterable<string>;
}

const figure = z.number().nonnegative();
const count = z.int().nonnegative();
const cost = {
  tokens: tokenUseSchema,
  costUsd: figure.nullable(),
  latencyMs: figure,
  unmetered: count.optional(),
};
// It comes from JSON.parse, so it is JSON; looking through all of it would take longer than all the rest.
const json = z.unknown() as z.ZodType<JsonValue>;

/** Checks a recorded answer that was read. */
export const recordedAnswerSchema: z.ZodType<RecordedAnswer> = z.discriminatedUnion("status", [
  z.object({
    status: z.literal("answered"),
    text: z.string(),
    toolCalls: z.array(z.object({ id: z.string(), name: z.string(), argumentsText: z.string() })),
    finish: z.enum(["stop", "tools", "length", "filtered", "other"]),
    servedModel: z.string().nullable(),
    raw: json,
    ...cost,
  }),
  z.object({
    status: z.literal("failed"),
    reason: z.string(),
    obstacle: z.enum(["key", "credit", "model", "host"]).optional(),
    ...cost,
  }),
]);
