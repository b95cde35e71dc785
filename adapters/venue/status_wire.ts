import type { WireAnswer } from "./wire_answer.ts";

/** A body that is no JSON. Source: exchange-rules 5.1, as all here. */
export const NOT_JSON: WireAnswer = { status: 400, text: "Failed to parse the request body as JSON" };
/** A request for a socket that wants no other protocol. */
export const NO_UPGRADE: WireAnswer = { status: 400, text: "Connection header did not include 'upgrade'" };
/** A body that is too long. */
export const TOO_LONG: WireAnswer = {
  status: 413,
  text: "Failed to buffer the request body: length limit exceeded",
};
/** A body that does not say that it is JSON. */
export const WRONG_TYPE: WireAnswer = {
  status: 415,
  text: "Expected request with `Content-Type: application/json`",
};
/** A body that is JSON and not what was wanted. */
export const NOT_UNDERSTOOD: WireAnswer = {
  status: 422,
  text: "Failed to deserialize the JSON body into the target type",
};
/** An IP that has used up its minute. */
export const TOO_MUCH: WireAnswer = { status: 429, json: null };
/** The venue failed on a question that was well formed. */
export const FAILED: WireAnswer = { status: 500, json: null };
