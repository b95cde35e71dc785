import type { ChatAnswer, ChatModel, ChatRequest, Meanwhile, SeenEntry } from "../../engine/mod.ts";
import type { SeenTape } from "./seen_tape.ts";

const ABORTED: ChatAnswer = { status: "aborted" };
/** Whoever asks looks at the clock in the same turn, or a few later. */
const TURNS = 100;
const NEVER: AbortSignal = new AbortController().signal;
/** What is seen by what is done while an answer is waited for. */
const LOOKS: readonly (SeenEntry["kind"] | null)[] = ["clock", "exchange", "fault"];

/**
 * A model of which it is kept when it answered and when it was not waited for any more; the answers themselves stand in the
 * run's cassette, from which they come again as long as the tape plays. What is done meanwhile is done here, one after the
 * other, so that it stands on the tape before the answer or not at all.
 */
export class SeenChatModel implements ChatModel {
  readonly #model: ChatModel;
  readonly #tape: SeenTape;

  constructor(model: ChatModel, tape: SeenTape) {
    this.#model = model;
    this.#tape = tape;
  }

  async ask(request: ChatRequest, signal: AbortSignal, meanwhile?: Meanwhile): Promise<ChatAnswer> {
    await this.#playLooks(meanwhile);
    const { nextKind } = this.#tape;
    if (nextKind === null) return await this.#askNow(request, signal, meanwhile);
    if (nextKind === "commands") return ABORTED;
    if (nextKind === "interrupted") {
      this.#tape.play("interrupted");
      if (this.#tape.nextKind !== "chat") return ABORTED;
    }
    if (this.#tape.play("chat")?.isAborted === true) return ABORTED;
    return await this.#model.ask(request, NEVER);
  }

  /** An answer comes later than what is done meanwhile: that stands before it on the tape. */
  async #playLooks(meanwhile: Meanwhile | undefined): Promise<void> {
    for (;;) {
      for (let turn = 0; turn < TURNS && this.#tape.nextKind === "clock"; turn++) await undefined;
      if (meanwhile === undefined || !LOOKS.includes(this.#tape.nextKind)) return;
      await meanwhile.look();
    }
  }

  async #askNow(request: ChatRequest, signal: AbortSignal, meanwhile?: Meanwhile): Promise<ChatAnswer> {
    // What was seen before the question is not a look's, that is dropped where it leads to nothing.
    this.#tape.release();
    return await new Asked(this.#tape, signal).answered(this.#model.ask(request, signal), meanwhile);
  }
}

/** A question that is being answered. */
class Asked {
  readonly #tape: SeenTape;
  /** Aborted when nothing is to be done meanwhile any more. */
  readonly #over = new AbortController();
  #answer: ChatAnswer | null = null;
  #isLooking = false;

  constructor(tape: SeenTape, signal: AbortSignal) {
    this.#tape = tape;
    const abort = (): void => this.#end(ABORTED);
    signal.addEventListener("abort", abort, { once: true, signal: this.#over.signal });
    if (signal.aborted) abort();
  }

  /** The answer, or that the signal came first. Throws where the answer does. */
  async answered(asked: Promise<ChatAnswer>, meanwhile: Meanwhile | undefined): Promise<ChatAnswer> {
    const ended = asked.then((answer) => this.#end(answer)).finally(() => this.#over.abort());
    const waiting = Promise.race([ended, aborted(this.#over.signal)]);
    if (meanwhile === undefined) await waiting;
    else {
      // Also where the model fails, a look that has begun is done to its end.
      const over = await Promise.allSettled([waiting, this.#lookOn(meanwhile)]);
      for (const one of over) if (one.status === "rejected") throw one.reason;
    }
    return this.#answer!;
  }

  async #lookOn(meanwhile: Meanwhile): Promise<void> {
    try {
      while (!this.#over.signal.aborted) {
        await meanwhile.due(this.#over.signal);
        if (this.#over.signal.aborted) return;
        this.#isLooking = true;
        await meanwhile.look();
        this.#isLooking = false;
        if (this.#answer !== null) this.#keep(this.#answer);
      }
    } finally {
      // Where a look fails the run does, and an answer is kept no more.
      this.#answer ??= ABORTED;
      this.#over.abort();
    }
  }

  /** The first end counts; it is kept at once, before anything else can be seen, or after the look in progress. */
  #end(answer: ChatAnswer): void {
    if (this.#answer !== null) return;
    this.#answer = answer;
    if (!this.#isLooking) this.#keep(answer);
    this.#over.abort();
  }

  #keep({ status }: ChatAnswer): void {
    this.#tape.keep<"chat">(status === "aborted" ? { kind: "chat", isAborted: true } : { kind: "chat" });
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
