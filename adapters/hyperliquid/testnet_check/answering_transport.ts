import { HttpRequestError, type IRequestTransport } from "@nktkas/hyperliquid";

/** Whoever answers requests: a host over the network, or a venue in this process. */
export type Answerer = (request: Request) => Promise<Response>;

/** The longest one request may take, ms. */
const TIMEOUT_MS = 10_000;

/**
 * Carries requests to whoever answers them. What is signed for it is a testnet's signature, whatever the address: on the
 * mainnet it would be nobody's. Source: exchange-rules 5.3.
 */
export class AnsweringTransport implements IRequestTransport {
  readonly isTestnet = true;
  /** Without a slash at its end. */
  readonly apiUrl: string;
  readonly #answer: Answerer;

  constructor(apiUrl: string, answer: Answerer = fetch) {
    this.apiUrl = apiUrl;
    this.#answer = answer;
  }

  /** The JSON of an answer. Throws an HttpRequestError where there is none. */
  async request<Answer>(endpoint: "info" | "exchange", payload: unknown): Promise<Answer> {
    const request = new Request(`${this.apiUrl}/${endpoint}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(payload),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const { response, text } = await this.#textOf(request);
    try {
      if (response.ok) return JSON.parse(text);
    } catch (cause) {
      throw new HttpRequestError({ response, detail: text.slice(0, 100), cause });
    }
    throw new HttpRequestError({ response, detail: text.slice(0, 100) });
  }

  async #textOf(request: Request): Promise<{ readonly response: Response; readonly text: string }> {
    try {
      const answered = await this.#answer(request);
      const text = await answered.text();
      // Without the words of its status line: they are the server's, not the venue's.
      return { response: new Response(null, { status: answered.status }), text };
    } catch (cause) {
      throw new HttpRequestError({ cause });
    }
  }
}
