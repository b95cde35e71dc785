import type { ChatAnswer, ChatModel, ChatRequest } from "../ports/chat_model.ts";

/** So many questions in a row may come up against an obstacle before the model is not asked any more. */
export const PATIENCE = 5;

/**
 * A model that is abandoned, for the rest of the run, once {@link PATIENCE} questions in a row failed for a reason that does
 * not pass by itself: a key that was withdrawn, credit that ran out. It goes by what was answered alone, so a recording
 * and its replay abandon it at the same question.
 */
export class PatientModel implements ChatModel {
  readonly #model: ChatModel;
  readonly #onAbandoned: (reason: string) => void;
  #failures = 0;

  /** `onAbandoned` is told once, with the reason of the last failure. */
  constructor(model: ChatModel, onAbandoned: (reason: string) => void) {
    this.#model = model;
    this.#onAbandoned = onAbandoned;
  }

  async ask(request: ChatRequest, signal: AbortSignal): Promise<ChatAnswer> {
    if (signal.aborted) return { status: "aborted" };
    if (this.#failures >= PATIENCE) {
      return { status: "abandoned", reason: `not asked any more, ${PATIENCE} questions in a row had failed` };
    }
    const answer = await this.#model.ask(request, signal);
    if (answer.status !== "answered" && answer.status !== "failed") return answer;
    const isBlocked = answer.status === "failed" && answer.obstacle !== undefined;
    this.#failures = isBlocked ? this.#failures + 1 : 0;
    if (isBlocked && this.#failures === PATIENCE) this.#onAbandoned(answer.reason);
    return answer;
  }
}
