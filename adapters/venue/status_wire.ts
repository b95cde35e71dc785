import type { WireAnswer } from "./wire_answer.ts";

/** A body that is JSON and not what was wanted. Source: exchange-rules 5.1, as all here. */
export const NOT_UNDERSTOOD: WireAnswer = {
  status: 422,
  text: "Failed to deserialize the JSON body into the target type",
};
/** An IP that has used up its minute. */
export const TOO_MUCH: WireAnswer = { status: 429, json: null };
/** The venue failed on a question that was well formed. */
export const FAILED: WireAnswer = { status: 500, json: null };
