import { z } from "zod";
import type { WireAnswer } from "../wire_answer.ts";

/** What a client asks over its socket. */
export type ClientMessage =
  | { readonly method: "ping" }
  | { readonly method: "subscribe" | "unsubscribe"; readonly subscription: unknown }
  | { readonly method: "post"; readonly id: number; readonly request: PostRequest };

/** A request of HTTP, sent over a socket. */
export interface PostRequest {
  readonly type: "info" | "action";
  readonly payload?: unknown;
}

const SCHEMA: z.ZodType<ClientMessage> = z.union([
  z.object({ method: z.literal("ping") }),
  z.object({
    method: z.enum(["subscribe", "unsubscribe"]),
    subscription: z.looseObject({ type: z.string() }),
  }),
  z.object({
    method: z.literal("post"),
    id: z.number().int().min(0),
    request: z.object({ type: z.enum(["info", "action"]), payload: z.unknown() }),
  }),
]);

/** The answer to a ping. */
export const PONG = frame("pong");

/** Reads a client's frame; null: it is none that the venue understands. */
export function readMessage(text: string): ClientMessage | null {
  try {
    return SCHEMA.safeParse(JSON.parse(text)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** A frame of a channel. */
export function frame(channel: string, data?: unknown): string {
  return JSON.stringify({ channel, data });
}

/** A subscription was taken or ended; it is given back with all its fields. */
export function subscriptionFrame(method: "subscribe" | "unsubscribe", subscription: unknown): string {
  return frame("subscriptionResponse", { method, subscription });
}

/** Something could not be done, in the venue's words. */
export function errorFrame(words: string): string {
  return frame("error", words);
}

/** A frame nobody understands. Source: exchange-rules 5.4, as all texts here. */
export function notUnderstood(text: string): string {
  return errorFrame(`Error parsing JSON into valid websocket request: ${text}`);
}

/** A subscription to what there is not. */
export function invalidSubscription(subscription: unknown): string {
  return errorFrame(`Invalid subscription ${JSON.stringify(subscription)}`);
}

/** A subscription that stands already, or one that does not stand. */
export function already(state: "subscribed" | "unsubscribed", subscription: unknown): string {
  return errorFrame(`Already ${state}: ${JSON.stringify(subscription)}`);
}

/** A request too many while others are being answered. */
export function tooManyPosts(id: number): string {
  return errorFrame(`too many pending post requests id=${id}`);
}

/** Messages beyond the IP's minute; the venue's own words are not on record. */
export const TOO_MANY_MESSAGES = errorFrame("Too many messages");

/** The answer to a request over the socket: what HTTP would answer, a refusal by its status as a text. */
export function postFrame(id: number, { type, payload }: PostRequest, answer: WireAnswer): string {
  return frame("post", { id, response: postResponse(type, payload, answer) });
}

function postResponse(type: "info" | "action", asked: unknown, answer: WireAnswer) {
  if (answer.status !== 200 || "text" in answer) {
    const text = "text" in answer ? answer.text : JSON.stringify(answer.json);
    return { type: "error", payload: `${answer.status} ${text}` };
  }
  if (type === "action") return { type, payload: answer.json };
  return { type, payload: { type: (asked as { type: string }).type, data: answer.json } };
}
