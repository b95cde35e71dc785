import {
  type ApprovedOrder,
  type EventMark,
  type Exchange,
  type ExchangeState,
  type LegOutcome,
  lookUpGroup,
  type OrderLookup,
  type Outcome,
  type SeenExchangeAnswer,
} from "../../engine/mod.ts";
import { SeenError, type SeenTape } from "./seen_tape.ts";

type Call = SeenExchangeAnswer["call"];
type AnswerTo<C extends Call> = Extract<SeenExchangeAnswer, { readonly call: C }>["answer"];

/** On what a run's view of an exchange goes by. */
export interface SeenExchangeTerms {
  readonly tape: SeenTape;
  /** Whether the diary's last line was written by a process before this one: what it intends may have been sent. */
  readonly isResumed: () => boolean;
}

/**
 * An exchange whose answers are kept as they come; as long as the tape plays they come again, and nothing is sent. An order
 * that a killed process intended is sent only where the venue knows nothing of it. For an exchange that is not simulated:
 * what a simulated one answers follows from its market data.
 */
export class SeenExchange implements Exchange {
  readonly #exchange: Exchange;
  readonly #tape: SeenTape;
  readonly #isResumed: () => boolean;
  #asked: Promise<unknown> = Promise.resolve();

  constructor(exchange: Exchange, { tape, isResumed }: SeenExchangeTerms) {
    this.#exchange = exchange;
    this.#tape = tape;
    this.#isResumed = isResumed;
  }

  /** The account, and what is new of it. */
  sync(since: EventMark): Promise<ExchangeState> {
    return this.#inTurn("sync", () => this.#exchange.sync(since));
  }

  /** What came of setting the leverage. */
  setLeverage(asset: string, leverage: number): Promise<Outcome> {
    return this.#inTurn("setLeverage", () => this.#exchange.setLeverage(asset, leverage));
  }

  /** What became of a group. */
  submit(order: ApprovedOrder): Promise<readonly LegOutcome[]> {
    return this.#inTurn("submit", async () => {
      const before = this.#isResumed() ? await lookUpGroup(order, this.#exchange) : null;
      return before ?? await this.#exchange.submit(order);
    });
  }

  /** What came of cancelling. */
  cancel(asset: string, clientOrderIds: readonly string[]): Promise<readonly Outcome[]> {
    return this.#inTurn("cancel", async () => {
      const outcomes = await this.#exchange.cancel(asset, clientOrderIds);
      if (!this.#isResumed()) return outcomes;
      return await Promise.all(outcomes.map((one, index) => this.#orCancelled(one, clientOrderIds[index])));
    });
  }

  /** What is known of an order. */
  find(clientOrderId: string): Promise<OrderLookup> {
    return this.#inTurn("find", () => this.#exchange.find(clientOrderId));
  }

  /** What a killed process has cancelled already cannot be cancelled again: it is as it was to be. */
  async #orCancelled(outcome: Outcome, clientOrderId: string): Promise<Outcome> {
    if (outcome.status !== "rejected") return outcome;
    const found = await this.#exchange.find(clientOrderId);
    const isCancelled = found.status === "found" && found.state === "ended" && found.filledSize === 0;
    return isCancelled ? { status: "accepted" } : outcome;
  }

  /** One after another, so that answers stand on the tape in the order in which they were asked for. */
  #inTurn<C extends Call>(call: C, ask: () => AnswerTo<C> | Promise<AnswerTo<C>>): Promise<AnswerTo<C>> {
    const answered = this.#asked.then(() => this.#ask(call, ask));
    this.#asked = Promise.allSettled([answered]);
    return answered;
  }

  async #ask<C extends Call>(call: C, ask: () => AnswerTo<C> | Promise<AnswerTo<C>>): Promise<AnswerTo<C>> {
    const played = this.#tape.play("exchange");
    if (played === null) {
      const answer = await this.#tape.attempt(ask);
      this.#tape.keep<"exchange">(
        { kind: "exchange", call, answer } as SeenExchangeAnswer & { kind: "exchange" },
      );
      return answer;
    }
    if (played.call === call) return played.answer as AnswerTo<C>;
    throw new SeenError(`what this run saw has ${played.call} of the exchange where ${call} is asked for`);
  }
}
