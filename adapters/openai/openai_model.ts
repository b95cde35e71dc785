import OpenAI from "openai";
import {
  type CallCost,
  type ChatAnswer,
  type ChatModel,
  type ChatRequest,
  costOfTokens,
  type JsonValue,
  type ModelPrice,
  NO_TOKENS,
  type Obstacle,
  type TokenUse,
} from "../../engine/mod.ts";
import { type Attempt, attempt } from "./attempt.ts";
import { chatBody, type Feature, type ReadCompletion, readCompletion } from "./chat_wire.ts";
import { obstacleOf } from "./obstacle.ts";
import { refusedFeature } from "./refused_feature.ts";
import { withoutKey } from "./without_key.ts";

/** Where a model is reached, and with how much patience. */
export interface OpenAiModelOptions {
  readonly baseUrl: string;
  /** Null: the server wants none. */
  readonly apiKey: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly dialect: "openai" | "openrouter";
  /** What its tokens cost where the provider does not say; null: not known. */
  readonly price: ModelPrice | null;
  /** The longest one attempt may take, ms. */
  readonly timeoutMs?: number;
  /** How often a question is asked again after a failure that may pass. */
  readonly retries?: number;
  /** The wait before the first of them, ms; it doubles each time. */
  readonly backoffMs?: number;
  /** A clock to measure answers by, ms; not given: the process's own. */
  readonly nowMs?: () => number;
}

const TIMEOUT_MS = 120_000;
const RETRIES = 3;
const BACKOFF_MS = 500;
/** The longest wait between two attempts, whatever the provider asks for, ms. */
const MAX_WAIT_MS = 60_000;
/** Refusals that may pass by themselves. */
const PASSING = [408, 409, 425, 429];

/** What one question has taken so far. */
interface Taken {
  tokens: TokenUse;
  /** USD; null as soon as one part of it is not known. */
  costUsd: number | null;
  /** Attempts that may have been charged without anybody here knowing how much. */
  unmetered: number;
}

/** What was wrong, and what somebody must change about it; null: nothing known. */
interface Trouble {
  readonly reason: string;
  readonly obstacle: Obstacle | null;
}

/** What is done after an attempt. */
type Verdict =
  | { readonly next: "give"; readonly answer: NonNullable<ReadCompletion["answer"]>; readonly raw: JsonValue }
  | { readonly next: "without"; readonly feature: Feature }
  | (Trouble & { readonly next: "again"; readonly waitMs: number | null })
  | (Trouble & { readonly next: "fail" })
  | { readonly next: "abort" };

/** A language model behind a server that speaks chat completions: OpenAI's, OpenRouter's, one's own. */
export class OpenAiModel implements ChatModel {
  readonly #client: OpenAI;
  readonly #options: Required<OpenAiModelOptions>;
  readonly #without = new Set<Feature>();
  readonly #hide: (text: string) => string;

  constructor(options: OpenAiModelOptions) {
    const usual = { timeoutMs: TIMEOUT_MS, retries: RETRIES, backoffMs: BACKOFF_MS };
    this.#options = { ...usual, nowMs: () => performance.now(), ...options };
    const { apiKey } = options;
    this.#hide = apiKey === null ? (text) => text : (text) => withoutKey(text, apiKey);
    this.#client = new OpenAI({
      baseURL: options.baseUrl,
      // The library wants a key; a server that wants none does not look at it.
      apiKey: apiKey ?? "none",
      // Given, or it would look into the environment.
      organization: null,
      project: null,
      webhookSecret: null,
      logLevel: "off",
      defaultHeaders: { ...options.headers },
      // Retries are counted, waited for and ended here.
      maxRetries: 0,
      timeout: this.#options.timeoutMs,
    });
  }

  /** What the provider refused and is not sent any more; empty where it takes all. */
  get withheld(): readonly string[] {
    return [...this.#without];
  }

  async ask(request: ChatRequest, signal: AbortSignal): Promise<ChatAnswer> {
    if (signal.aborted) return { status: "aborted" };
    const began = this.#options.nowMs();
    const cost = (): CallCost => costOf(taken, this.#options.nowMs() - began);
    const taken: Taken = { tokens: NO_TOKENS, costUsd: 0, unmetered: 0 };
    let trouble: Trouble = { reason: "it was not asked", obstacle: null };
    for (let tries = 0; tries <= this.#options.retries;) {
      const verdict = await this.#try(request, signal, taken);
      if (verdict.next === "abort") return { status: "aborted" };
      if (verdict.next === "give") {
        return { status: "answered", ...verdict.answer, raw: verdict.raw, ...cost() };
      }
      if (verdict.next === "without") {
        this.#without.add(verdict.feature);
        continue;
      }
      trouble = verdict;
      if (verdict.next === "fail" || tries === this.#options.retries) break;
      await pause(verdict.waitMs ?? this.#options.backoffMs * 2 ** tries, signal);
      if (signal.aborted) return { status: "aborted" };
      tries++;
    }
    const { reason, obstacle } = trouble;
    return { status: "failed", reason, ...(obstacle === null ? {} : { obstacle }), ...cost() };
  }

  async #try(request: ChatRequest, signal: AbortSignal, taken: Taken): Promise<Verdict> {
    const { dialect, timeoutMs } = this.#options;
    const body = chatBody(request, { dialect, without: this.#without });
    const tried = await attempt(this.#client, body, { signal, timeoutMs, hide: this.#hide });
    return this.#judge(tried, { sent: featuresOf(body), taken });
  }

  #judge(tried: Attempt, { sent, taken }: { sent: ReadonlySet<Feature>; taken: Taken }): Verdict {
    if (tried.kind === "aborted") return { next: "abort" };
    if (tried.kind === "barred") return { next: "fail", reason: tried.reason, obstacle: "host" };
    if (tried.kind === "lost") {
      const { reason, waitMs, isUnreached } = tried;
      if (!isUnreached) taken.unmetered++;
      return { next: "again", reason, waitMs, obstacle: isUnreached ? "host" : null };
    }
    if (tried.kind === "refused") return judgeRefusal(tried, sent);
    const { answer, fault, tokens, costUsd } = readCompletion(tried.body);
    this.#count(taken, tokens, costUsd);
    if (answer !== null) return { next: "give", answer, raw: tried.body };
    const { status, reason } = fault!;
    if (status === null || status >= 500) return { next: "again", reason, waitMs: null, obstacle: null };
    return judgeRefusal({ status, reason, waitMs: null }, sent);
  }

  #count(taken: Taken, tokens: TokenUse | null, costUsd: number | null): void {
    if (tokens === null) {
      taken.unmetered++;
      taken.costUsd = null;
      return;
    }
    const { price } = this.#options;
    const charged = costUsd ?? (price === null ? null : costOfTokens(tokens, price));
    taken.tokens = sumOf(taken.tokens, tokens);
    taken.costUsd = charged === null || taken.costUsd === null ? null : taken.costUsd + charged;
  }
}

function judgeRefusal(
  { status, reason, waitMs }: {
    readonly status: number;
    readonly reason: string;
    readonly waitMs: number | null;
  },
  sent: ReadonlySet<Feature>,
): Verdict {
  const feature = refusedFeature({ status, message: reason }, sent);
  if (feature !== null) return { next: "without", feature };
  const obstacle = obstacleOf({ status, reason });
  return PASSING.includes(status) && obstacle === null
    ? { next: "again", reason, waitMs, obstacle }
    : { next: "fail", reason, obstacle };
}

/** The features that a body makes use of. */
function featuresOf(body: { readonly [name: string]: JsonValue }): ReadonlySet<Feature> {
  const format = body["response_format"] as { readonly type: string } | undefined;
  const has = (name: string): boolean => body[name] !== undefined;
  const sent: readonly (readonly [Feature, boolean])[] = [
    ["json_schema", format?.type === "json_schema"],
    ["response_format", format !== undefined],
    ["tools", has("tools")],
    ["temperature", has("temperature")],
    ["reasoning", has("reasoning") || has("reasoning_effort")],
    ["max_completion_tokens", has("max_completion_tokens")],
  ];
  return new Set(sent.filter(([, isSent]) => isSent).map(([feature]) => feature));
}

function costOf({ tokens, costUsd, unmetered }: Taken, passedMs: number): CallCost {
  return { tokens, costUsd, latencyMs: Math.round(passedMs), ...(unmetered === 0 ? {} : { unmetered }) };
}

function sumOf(a: TokenUse, b: TokenUse): TokenUse {
  return {
    fresh: a.fresh + b.fresh,
    cacheRead: a.cacheRead + b.cacheRead,
    cacheWrite: a.cacheWrite + b.cacheWrite,
    output: a.output + b.output,
  };
}

/** Waits, but not longer than is decent, and not beyond an abort. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, Math.min(ms, MAX_WAIT_MS));
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    }
    signal.addEventListener("abort", done, { once: true });
  });
}
