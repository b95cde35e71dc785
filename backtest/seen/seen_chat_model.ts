import type { ChatAnswer, ChatModel, ChatRequest } from "../../engine/mod.ts";
import type { SeenTape } from "./seen_tape.ts";

const ABORTED: ChatAnswer = { status: "aborted" };
/** Whoever asks looks at the clock in the same turn, or a few later. */
const TURNS = 100;
const NEVER: AbortSignal = new AbortController().signal;

/**
 * A model of which it is kept when it answered and when it was not waited for any more; the answers themselves stand in the
 * run's cassette, from which they come again as long as the tape plays.
 */
export class SeenChatModel implements ChatModel {
  readonly #model: ChatModel;
  readonly #tape: SeenTape;

  constructor(model: ChatModel, tape: SeenTape) {
    this.#model = model;
    this.#tape = tape;
  }

  async ask(request: ChatRequest, signal: AbortSignal): Promise<ChatAnswer> {
    await this.#others();
    const { nextKind } = this.#tape;
    if (nextKind === "interrupted") {
      this.#tape.play("interrupted");
      return ABORTED;
    }
    if (nextKind === "commands") return ABORTED;
    if (nextKind === "chat") {
      this.#tape.play("chat");
      return await this.#model.ask(request, NEVER);
    }
    if (nextKind !== null) this.#tape.play("chat");
    const answer = await this.#model.ask(request, signal);
    if (answer.status !== "aborted") this.#tape.keep<"chat">({ kind: "chat" });
    return answer;
  }

  /** An answer comes later than what is done meanwhile: that stands before it on the tape. */
  async #others(): Promise<void> {
    for (let turn = 0; turn < TURNS && this.#tape.nextKind === "clock"; turn++) await undefined;
  }
}
