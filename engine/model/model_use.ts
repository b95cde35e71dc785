import { z } from "zod";
import type { TokenUse } from "./token_use.ts";

/** A tool that a model called, with the text it gave as arguments. */
export interface ToolUse {
  readonly name: string;
  /** As the model wrote it; cut where it is long. */
  readonly arguments: string;
}

/**
 * Why there was no answer. `late`: it came after half the interval; `capped`: it was not asked for, to keep within what may
 * be spent; `failed`: none came; `invalid`: none that could be used; `aborted`: a command came first; `abandoned`: it was
 * not asked for any more, because too many questions had failed for a reason that does not pass.
 */
export const UNANSWERED_WHYS = ["late", "capped", "failed", "invalid", "aborted", "abandoned"] as const;

/** Why the decisions of a model did not come about: every asset is held. */
export interface Unanswered {
  readonly why: typeof UNANSWERED_WHYS[number];
  readonly detail: string;
}

/** Checks what an agent or a diary says of it. */
export const unansweredSchema: z.ZodType<Unanswered> = z.strictObject({
  why: z.enum(UNANSWERED_WHYS),
  detail: z.string(),
});

/** What asking a model took in one cycle, all its questions together. */
export interface ModelUse {
  readonly toolCalls?: readonly ToolUse[] | undefined;
  /** USD; null where the price of a question is not known. */
  readonly costUsd: number | null;
  /** As recorded, ms, one question after the other. */
  readonly latencyMs: number;
  readonly tokens: TokenUse;
  /** The names of the recorded answers, in the order they were asked for; see `chatRequestKey`. */
  readonly cassetteKeys: readonly string[];
  readonly unanswered?: Unanswered | undefined;
}
