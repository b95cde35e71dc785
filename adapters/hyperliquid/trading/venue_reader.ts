import { HttpRequestError } from "@nktkas/hyperliquid";
import type { z } from "zod";
import { ExchangeFault } from "../../../engine/mod.ts";

/** A question to `/info`. */
export interface Question<Answer> {
  /** What it is about, for a fault's line: `open orders`. */
  readonly what: string;
  readonly schema: z.ZodType<Answer>;
  /** With its type; addresses in lower case. */
  readonly body: { readonly type: string; readonly [field: string]: unknown };
}

/** What carries a question; throws an HttpRequestError where nobody answers. */
export interface InfoTransport {
  /** Whom it reaches. */
  readonly apiUrl: string | URL;
  request<Answer>(endpoint: "info", body: unknown): Promise<Answer>;
}

/** How long it waits before it asks again, ms; it doubles each time. */
const BACKOFF_MS = 250;
const ATTEMPTS = 3;

/** Asks the venue's `/info`, up to three times where nobody answers, and looks at every answer. */
export class VenueReader {
  readonly #transport: InfoTransport;
  readonly #host: string;

  constructor(transport: InfoTransport) {
    this.#transport = transport;
    this.#host = new URL(transport.apiUrl).host;
  }

  /** The answer to a question. Throws an ExchangeFault. */
  async ask<Answer>(question: Question<Answer>): Promise<Answer> {
    for (let attempt = 1;; attempt++) {
      try {
        return await this.#askOnce(question);
      } catch (error) {
        if (!(error instanceof ExchangeFault) || error.kind !== "unreachable" || attempt === ATTEMPTS) {
          throw error;
        }
        await pause(BACKOFF_MS * 2 ** (attempt - 1));
      }
    }
  }

  async #askOnce<Answer>({ what, schema, body }: Question<Answer>): Promise<Answer> {
    const answer = await this.#post(what, body);
    const read = schema.safeParse(answer);
    if (read.success) return read.data;
    const [{ path, message }] = read.error.issues;
    const place = path.map(String).join(".") || "top level";
    throw new ExchangeFault(
      "unreachable",
      this.#line(what, `an answer that is not one: ${place}: ${message}`),
    );
  }

  async #post(what: string, body: Question<unknown>["body"]): Promise<unknown> {
    try {
      return await this.#transport.request("info", body);
    } catch (error) {
      if (!(error instanceof HttpRequestError)) throw error;
      throw new ExchangeFault(kindOf(error), this.#line(what, whyFailed(error)), { cause: error });
    }
  }

  #line(what: string, found: string): string {
    return `hyperliquid (${this.#host}): ${what}: ${found}`;
  }
}

/** Why a request failed, in one line: only the innermost cause says why a connection did. */
export function whyFailed(error: Error): string {
  let inner = error;
  while (inner.cause instanceof Error) inner = inner.cause;
  const found = error instanceof HttpRequestError && error.response !== undefined
    ? error.message
    : inner.message;
  return found.replaceAll(/\s+/g, " ").slice(0, 200);
}

/** Lets time go by, ms. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function kindOf({ response }: HttpRequestError): ExchangeFault["kind"] {
  if (response === undefined || response.ok || response.status >= 500 || response.status === 408) {
    return "unreachable";
  }
  return response.status === 429 ? "limit" : "refused";
}
