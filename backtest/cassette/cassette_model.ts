import {
  type CassetteStore,
  type ChatAnswer,
  type ChatModel,
  type ChatRequest,
  chatRequestKey,
  chatRequestText,
  type RecordedAnswer,
} from "../../engine/mod.ts";
import { missReason } from "./miss_reason.ts";

/** What a cassette is played with. */
export interface CassetteOptions {
  readonly store: CassetteStore;
  /** Who is asked where nothing is recorded; null: nobody, recorded answers are all there are. */
  readonly model: ChatModel | null;
  /** Whether answers of earlier runs count. Where they do not, each question is asked once a run. */
  readonly reads: boolean;
}

/**
 * A model whose answers are recorded: under the hash of the whole request, safe before they are used. The run that
 * records them and the one that replays them get the same answers, failures included.
 */
export class CassetteModel implements ChatModel {
  readonly #options: CassetteOptions;
  /** Asked in this run: a question that comes again has the answer it had, as it will have in a replay. */
  readonly #asked: Set<string>;

  constructor(options: CassetteOptions) {
    this.#options = options;
    this.#asked = new Set(options.store.own);
  }

  async ask(request: ChatRequest, signal: AbortSignal): Promise<ChatAnswer> {
    if (signal.aborted) return { status: "aborted" };
    const { store, model } = this.#options;
    const key = chatRequestKey(request);
    const known = this.#recorded(key);
    if (known !== null) return known;
    if (model === null) return { status: "unrecorded", reason: this.#missing(request) };
    const answer = await model.ask(request, signal);
    if (answer.status !== "answered" && answer.status !== "failed") return answer;
    // As it will be read: what JSON does not carry is not used now either.
    const kept = JSON.parse(JSON.stringify(answer)) as RecordedAnswer;
    store.keep({ key, request: chatRequestText(request), answer: kept });
    this.#asked.add(key);
    return kept;
  }

  #missing(request: ChatRequest): string {
    const { store } = this.#options;
    const reason = missReason(request, store.requests());
    const damaged = [...store.damaged];
    const also = damaged.length === 0 ? "" : `; damaged: ${damaged.join(", ")}`;
    return `${reason}${also}; --llm auto asks the model for what is not recorded`;
  }

  /** The answer that counts as recorded. A failure of an earlier run does only where nobody can be asked again. */
  #recorded(key: string): RecordedAnswer | null {
    const { store, model, reads } = this.#options;
    const isOurs = this.#asked.has(key);
    if (!reads && !isOurs) return null;
    const found = store.find(key);
    return found?.status === "failed" && model !== null && !isOurs ? null : found;
  }
}
