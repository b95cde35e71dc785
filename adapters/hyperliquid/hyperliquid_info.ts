import { HttpRequestError, HttpTransport, InfoClient } from "@nktkas/hyperliquid";
import type { z } from "zod";
import { MarketFault } from "../../engine/mod.ts";
import { WeightBudget } from "./weight_budget.ts";

/** How the venue is asked. */
export interface HyperliquidInfoOptions {
  /** Without a slash at the end, such as `https://api.hyperliquid.xyz`. */
  readonly baseUrl: string;
  /** Weight used in a minute at most; Infinity for a venue without limits. Not given: half of what the venue allows. */
  readonly weightPerMinute?: number | undefined;
  /** How long a question waits for weight, ms; what would wait longer is a fault of the kind `limit`. */
  readonly patienceMs?: number | undefined;
  /** The longest one attempt may take, ms. */
  readonly timeoutMs?: number | undefined;
  /** The wait before the second attempt, ms; it doubles each time. */
  readonly backoffMs?: number | undefined;
}

/** A question. */
export interface InfoQuestion<Answer> {
  /** What it is about, for a fault's line: `candles of BTC`. */
  readonly what: string;
  readonly weight: number;
  /** What the answer weighs more, by its rows. Source: exchange-rules 7. */
  readonly weightOf?: (answer: Answer) => number;
  readonly schema: z.ZodType<Answer>;
  readonly ask: (client: InfoClient) => Promise<unknown>;
}

/** Half of the venue's 1,200. Source: exchange-rules 7. */
const WEIGHT_PER_MINUTE = 600;
const PATIENCE_MS = 5_000;
const TIMEOUT_MS = 10_000;
const BACKOFF_MS = 250;
const ATTEMPTS = 3;
/** After a 429, which says nothing of how long, ms. */
const SHUT_MS = 10_000;

/** Asks the venue's `/info`: within a budget of weight, again where it may pass, and every answer is looked at. */
export class HyperliquidInfo {
  readonly #client: InfoClient;
  readonly #host: string;
  readonly #budget: WeightBudget;
  readonly #options: { patienceMs: number; timeoutMs: number; backoffMs: number };

  constructor(options: HyperliquidInfoOptions) {
    const { baseUrl, weightPerMinute = WEIGHT_PER_MINUTE } = options;
    this.#options = {
      patienceMs: options.patienceMs ?? PATIENCE_MS,
      timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
      backoffMs: options.backoffMs ?? BACKOFF_MS,
    };
    // Nothing is signed here; were it, a signature for the testnet moves no money.
    const transport = new HttpTransport({
      apiUrl: baseUrl,
      isTestnet: true,
      timeout: this.#options.timeoutMs,
    });
    this.#client = new InfoClient({ transport });
    this.#host = new URL(baseUrl).host;
    this.#budget = new WeightBudget(weightPerMinute);
  }

  /** The answer to a question. Throws a MarketFault. */
  async ask<Answer>({ what, weight, weightOf, schema, ask }: InfoQuestion<Answer>): Promise<Answer> {
    for (let attempt = 1;; attempt++) {
      await this.#waitForWeight(weight, what);
      try {
        const answer = schema.safeParse(await ask(this.#client));
        if (!answer.success) throw this.#unreadable(what, answer.error);
        if (weightOf !== undefined) this.#budget.spend(weightOf(answer.data), Date.now());
        return answer.data;
      } catch (error) {
        const fault = error instanceof MarketFault ? error : this.#faultOf(error, what);
        if (fault.kind !== "unreachable" || attempt === ATTEMPTS) throw fault;
        await pause(this.#options.backoffMs * 2 ** (attempt - 1));
      }
    }
  }

  async #waitForWeight(weight: number, what: string): Promise<void> {
    const began = Date.now();
    for (;;) {
      const now = Date.now();
      const wait = this.#budget.waitMs(weight, now);
      if (wait === 0) return this.#budget.spend(weight, now);
      if (now + wait - began > this.#options.patienceMs) {
        const found = `no weight left for ${Math.ceil(wait / 1000)} s`;
        throw new MarketFault("limit", this.#line(what, found), { until: now + wait });
      }
      await pause(wait);
    }
  }

  #faultOf(error: unknown, what: string): MarketFault {
    if (!(error instanceof HttpRequestError)) throw error;
    const { response } = error;
    if (response === undefined || response.ok) {
      return new MarketFault("unreachable", this.#line(what, whyUnreached(error)), { cause: error });
    }
    const { status } = response;
    if (status === 429) {
      const until = Date.now() + SHUT_MS;
      this.#budget.shutUntil(until);
      return new MarketFault("limit", this.#line(what, "429, too many requests"), { until, cause: error });
    }
    const kind = status >= 500 || status === 408 ? "unreachable" : "refused";
    return new MarketFault(kind, this.#line(what, error.message), { cause: error });
  }

  #unreadable(what: string, { issues: [issue] }: z.ZodError): MarketFault {
    const place = issue.path.map(String).join(".") || "top level";
    return new MarketFault(
      "unreachable",
      this.#line(what, `an answer that is not one: ${place}: ${issue.message}`),
    );
  }

  #line(what: string, found: string): string {
    return `hyperliquid (${this.#host}): ${what}: ${found}`.replaceAll(/\s+/g, " ").slice(0, 300);
  }
}

/** Only the innermost cause says why a connection failed. */
function whyUnreached(error: Error): string {
  let inner = error;
  while (inner.cause instanceof Error) inner = inner.cause;
  return inner === error ? error.message : inner.message;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
