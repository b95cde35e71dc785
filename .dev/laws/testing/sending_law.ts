import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import type { IntendedOrder } from "../../../engine/mod.ts";
import type { Happening, Span, Witness } from "./spans.ts";

/**
 * Law: what reaches the exchange stands word for word in an intent line written before it, each order once and in
 * order, and the exchange's answer in the outcome line after it. Only own orders are cancelled.
 */
export function checkSending({ spans }: Witness): void {
  const ours = new Set<string>();
  for (const span of spans) new Sending(span, ours).check();
}

/** What was intended and not yet sent, and what was answered and not yet written down. */
class Sending {
  readonly #span: Span;
  readonly #ours: Set<string>;
  #waiting: readonly IntendedOrder[] = [];
  #answer: unknown = null;

  constructor(span: Span, ours: Set<string>) {
    this.#span = span;
    this.#ours = ours;
  }

  check(): void {
    for (const one of this.#span.happenings) this.#take(one);
    strictEqual(this.#answer, null, `an answer without its outcome line at ${this.#span.entry.close}`);
  }

  #take(one: Happening): void {
    switch (one.kind) {
      case "line":
        if (one.entry.kind === "intent") this.#intend(one.entry.orders);
        else if (one.entry.kind === "outcome" && this.#answer !== null) this.#write(one.entry);
        return;
      case "leverage": {
        const { asset, leverage } = one;
        const intended = this.#waiting.some((order) => order.asset === asset && order.leverage === leverage);
        return ok(intended, `leverage ${leverage} of ${asset} was set without an intent`);
      }
      case "submit":
        return this.#submit(one);
      case "cancel":
        return ok(
          one.ids.every((id) => this.#ours.has(id)),
          `cancelled, and not ours: ${one.ids.join(", ")}`,
        );
      case "look":
        return;
    }
  }

  #intend(orders: readonly IntendedOrder[]): void {
    this.#waiting = orders;
    for (const { clientOrderId } of orders.flatMap(({ legs }) => legs)) {
      ok(!this.#ours.has(clientOrderId), `${clientOrderId} names two orders`);
      this.#ours.add(clientOrderId);
    }
  }

  #submit({ order, outcomes }: Extract<Happening, { kind: "submit" }>): void {
    const { asset, purpose, legs, leverage } = order;
    const place = this.#waiting.findIndex((one) => one.legs[0].clientOrderId === legs[0].clientOrderId);
    ok(place >= 0, `sent without an intent before it: ${JSON.stringify(order)}`);
    const { exitPlan: _, ...intended } = this.#waiting[place];
    deepStrictEqual({ asset, purpose, legs, leverage }, intended, "what was sent is not what was intended");
    this.#waiting = this.#waiting.slice(place + 1);
    this.#answer = { close: this.#span.entry.close, asset, purpose, legs: outcomes };
  }

  #write(entry: { readonly kind: "outcome" }): void {
    const { kind: _, ...told } = entry;
    deepStrictEqual(told, this.#answer, "the outcome line is not what the exchange answered");
    this.#answer = null;
  }
}
