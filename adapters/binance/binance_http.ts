import { z } from "zod";
import { MarketFault } from "../../engine/mod.ts";
import { innermost } from "./innermost.ts";
import { pause } from "./pause.ts";
import { WeightBudget } from "./weight_budget.ts";

/** How Binance is asked. */
export interface BinanceHttpOptions {
  /** Without a slash at the end, such as `https://fapi.binance.com`. */
  readonly baseUrl: string;
  /** Weight used in a minute at most; Infinity for a venue without limits. */
  readonly weightPerMinute: number;
  /** How long a request waits for weight, or because it was told to, ms; what would wait longer is a fault, `limit`. */
  readonly patienceMs?: number | undefined;
  /** The longest one attempt may take, ms. */
  readonly timeoutMs?: number | undefined;
  /** The wait before the second attempt, ms; it doubles each time. */
  readonly backoffMs?: number | undefined;
}

/** A request. */
export interface BinanceRequest<Answer> {
  /** What it is about, for a fault's line: `15m candles of BTCUSDT`. */
  readonly what: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string | number>>;
  readonly weight: number;
  readonly schema: z.ZodType<Answer>;
}

/** Binance said no, and why. Source: exchange-rules 8.4. */
export class BinanceRefusal extends MarketFault {
  override readonly name = "BinanceRefusal";
  /** Such as -1121, an unknown symbol; null where it said none. */
  readonly code: number | null;

  constructor(message: string, code: number | null) {
    super("refused", message);
    this.code = code;
  }
}

/** An asset that is not listed. Source: exchange-rules 8.4. */
export const UNKNOWN_SYMBOL = -1121;

const PATIENCE_MS = 5_000;
const TIMEOUT_MS = 10_000;
const BACKOFF_MS = 250;
const ATTEMPTS = 3;
/** Without a Retry-After, ms. */
const WAIT_429_MS = 60_000;
const WAIT_418_MS = 120_000;
/** Of an answer that is read, characters: 1,500 candles take 200,000. */
const MOST_CHARACTERS = 8_000_000;
const refusalSchema = z.object({ code: z.number(), msg: z.string() });

/** What became of one attempt. */
type Attempt =
  | { readonly kind: "json"; readonly json: unknown }
  | { readonly kind: "fault"; readonly fault: MarketFault; readonly isPassing: boolean };

/**
 * Asks Binance: within a budget of weight, again where it may pass, never before it said it may be asked again, and never
 * twice what it refused. Source: exchange-rules 8.4.
 */
export class BinanceHttp {
  readonly #baseUrl: string;
  readonly #host: string;
  readonly #budget: WeightBudget;
  readonly #options: { patienceMs: number; timeoutMs: number; backoffMs: number };

  constructor(options: BinanceHttpOptions) {
    this.#baseUrl = options.baseUrl;
    this.#host = new URL(options.baseUrl).host;
    this.#budget = new WeightBudget(options.weightPerMinute);
    this.#options = {
      patienceMs: options.patienceMs ?? PATIENCE_MS,
      timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
      backoffMs: options.backoffMs ?? BACKOFF_MS,
    };
  }

  /** The answer to a request. Throws a MarketFault. */
  async get<Answer>(request: BinanceRequest<Answer>): Promise<Answer> {
    const { what, schema } = request;
    for (let attempt = 1;; attempt++) {
      await this.#waitForWeight(request);
      const tried = this.#read(await this.#attempt(request), { what, schema });
      if (!("fault" in tried)) return tried.answer;
      if (!tried.isPassing || attempt === ATTEMPTS) throw tried.fault;
      await pause(this.#options.backoffMs * 2 ** (attempt - 1));
    }
  }

  #read<Answer>(
    tried: Attempt,
    { what, schema }: Pick<BinanceRequest<Answer>, "what" | "schema">,
  ): { readonly answer: Answer } | Extract<Attempt, { readonly kind: "fault" }> {
    if (tried.kind === "fault") return tried;
    const read = schema.safeParse(tried.json);
    if (read.success) return { answer: read.data };
    const [{ path, message }] = read.error.issues;
    return this.#lost(what, `an answer that is not one: ${path.join(".") || "top level"}: ${message}`);
  }

  async #waitForWeight({ weight, what }: { readonly weight: number; readonly what: string }): Promise<void> {
    const began = Date.now();
    for (;;) {
      const now = Date.now();
      const wait = this.#budget.waitMs(weight, now);
      if (wait === 0) return this.#budget.spend(weight, now);
      if (now + wait - began > this.#options.patienceMs) {
        const found = `it may not be asked for ${Math.ceil(wait / 1000)} s`;
        throw new MarketFault("limit", this.#line(what, found), { until: now + wait });
      }
      await pause(wait);
    }
  }

  async #attempt({ what, path, query }: BinanceRequest<unknown>): Promise<Attempt> {
    const { timeoutMs } = this.#options;
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), timeoutMs);
    const params = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
    try {
      const response = await fetch(`${this.#baseUrl}${path}?${params}`, { signal: limit.signal });
      const text = await response.text();
      this.#hearWeight(response);
      if (!response.ok) return this.#refused(what, response, text);
      if (text.length > MOST_CHARACTERS) return this.#lost(what, "an answer that is too long");
      return { kind: "json", json: JSON.parse(text) };
    } catch (error) {
      if (limit.signal.aborted) return this.#lost(what, `no answer within ${timeoutMs} ms`);
      if (error instanceof SyntaxError) return this.#lost(what, "an answer that is no JSON, or was cut off");
      return this.#lost(what, innermost(error as Error).message);
    } finally {
      clearTimeout(timer);
    }
  }

  #hearWeight({ headers }: Response): void {
    const used = Number(headers.get("x-mbx-used-weight-1m") ?? NaN);
    if (used >= 0) this.#budget.told(used, Date.now());
  }

  #refused(what: string, { status, headers }: Response, text: string): Attempt {
    const said = refusalOf(text);
    const found = `${status}${said === null ? "" : `, ${said.code} ${said.msg}`}`;
    if (status === 429 || status === 418) {
      const until = Date.now() + retryAfterMs(headers, status === 418 ? WAIT_418_MS : WAIT_429_MS);
      this.#budget.shutUntil(until);
      // A second attempt waits until then, or finds that it is too long.
      const fault = new MarketFault("limit", this.#line(what, found), { until });
      return { kind: "fault", fault, isPassing: true };
    }
    if (status >= 500 || status === 408) return this.#lost(what, found);
    return {
      kind: "fault",
      fault: new BinanceRefusal(this.#line(what, found), said?.code ?? null),
      isPassing: false,
    };
  }

  #lost(what: string, found: string): Extract<Attempt, { readonly kind: "fault" }> {
    return { kind: "fault", fault: new MarketFault("unreachable", this.#line(what, found)), isPassing: true };
  }

  #line(what: string, found: string): string {
    return `binance (${this.#host}): ${what}: ${found}`.replaceAll(/\s+/g, " ").slice(0, 300);
  }
}

/** How long Binance asks to wait, ms: it says so in seconds. */
function retryAfterMs(headers: Headers, otherwise: number): number {
  const seconds = headers.get("retry-after");
  return seconds !== null && /^\d+$/.test(seconds) ? Number(seconds) * 1000 : otherwise;
}

function refusalOf(text: string): z.infer<typeof refusalSchema> | null {
  try {
    return refusalSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch (error) {
    // A page of somebody in between: it says nothing that helps.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
