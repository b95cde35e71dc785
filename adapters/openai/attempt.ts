import type OpenAI from "openai";
import type { JsonValue } from "../../engine/mod.ts";

/** What became of one HTTP request. */
export type Attempt =
  | { readonly kind: "body"; readonly body: JsonValue }
  /** The provider said no; nothing was made, so nothing is charged. */
  | {
    readonly kind: "refused";
    readonly status: number;
    readonly reason: string;
    readonly waitMs: number | null;
  }
  /** It may have been answered, and charged, without anybody here knowing. */
  | {
    readonly kind: "lost";
    readonly reason: string;
    readonly waitMs: number | null;
    /** Nobody was there to take the question, so it was not answered either. */
    readonly isUnreached: boolean;
  }
  /** This process may not reach the server at all. */
  | { readonly kind: "barred"; readonly reason: string }
  | { readonly kind: "aborted" };

type Lost = Extract<Attempt, { readonly kind: "lost" }>;

/** How one request is made. */
export interface AttemptOptions {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** Takes the key out of a text: some servers give it back in what they say. */
  readonly hide: (text: string) => string;
}

/** What the runtime says where no connection came about: nobody there, no such name, a port it does not go to. */
const UNREACHED = /client error \(Connect\)|Requests to port \d+ are blocked/;
/** The longest response that is read, bytes. */
const MAX_BYTES = 8_000_000;

/** One request with a limit on its whole time, the reading of slow bytes included. */
export async function attempt(
  client: OpenAI,
  body: { readonly [name: string]: JsonValue },
  { signal, timeoutMs, hide }: AttemptOptions,
): Promise<Attempt> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), timeoutMs);
  const either = AbortSignal.any([signal, limit.signal]);
  try {
    // Raw: the library would hand on whatever the provider sent under its own types.
    const response = await client.post("/chat/completions", { body, signal: either }).asResponse();
    const text = await readText(response);
    if (text === null) {
      return lost(`the response is longer than ${MAX_BYTES} bytes`);
    }
    return readJson(text, hide);
  } catch (error) {
    if (signal.aborted) return { kind: "aborted" };
    if (limit.signal.aborted) return lost(`no answer within ${timeoutMs} ms`);
    const said = failed(error as Error);
    // A part of the key between asterisks, as some servers tell it, is still a part of the key.
    return { ...said, reason: hide(said.reason).replace(/\S*\*{3}\S*/g, "[key]") };
  } finally {
    clearTimeout(timer);
  }
}

function readJson(text: string, hide: AttemptOptions["hide"]): Attempt {
  try {
    // Written anew first: what stood there in escapes is the key all the same.
    return { kind: "body", body: JSON.parse(hide(JSON.stringify(JSON.parse(text)))) };
  } catch {
    return lost("the response is no JSON, or it was cut off");
  }
}

/** The whole text of a response; null: it is too long. The signal that the request was made with ends this too. */
async function readText(response: Response): Promise<string | null> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    // Leaving the loop lets go of the connection.
    if (bytes > MAX_BYTES) return null;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** What the library threw: an answer with a status, or no answer. */
function failed(
  error: Error & { readonly status?: unknown; readonly headers?: unknown },
): Extract<Attempt, { readonly reason: string }> {
  const { status, headers } = error;
  if (typeof status !== "number") return unreached(error);
  const waitMs = headers instanceof Headers ? waitOf(headers) : null;
  const reason = error.message.slice(0, 300);
  // A server that broke down may have done its work before.
  return status >= 500 ? lost(reason, { waitMs }) : { kind: "refused", status, reason, waitMs };
}

function lost(
  reason: string,
  { waitMs = null, isUnreached = false }: Partial<Pick<Lost, "waitMs" | "isUnreached">> = {},
): Lost {
  return { kind: "lost", reason, waitMs, isUnreached };
}

function unreached(error: Error): Extract<Attempt, { readonly reason: string }> {
  const inner = innermost(error);
  if (inner instanceof Deno.errors.NotCapable) return { kind: "barred", reason: inner.message };
  const reason = inner === error ? error.message : `${error.message} ${inner.message}`;
  return lost(reason.slice(0, 300), { isUnreached: UNREACHED.test(reason) });
}

/** A connection that failed says only in its innermost cause why: a host that may not be reached, nobody there. */
function innermost(error: Error): Error {
  return error.cause instanceof Error ? innermost(error.cause) : error;
}

/** How long the provider asks to wait, ms. */
function waitOf(headers: Headers): number | null {
  const ms = Number(headers.get("retry-after-ms") ?? NaN);
  if (ms >= 0) return ms;
  const after = headers.get("retry-after");
  if (after === null) return null;
  if (/^\d+(\.\d+)?$/.test(after)) return Number(after) * 1000;
  const until = Date.parse(after) - Date.now();
  return until >= 0 ? until : null;
}
