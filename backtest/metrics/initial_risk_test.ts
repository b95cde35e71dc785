import assert from "node:assert/strict";
import type { Fill, IntentEntry } from "../../engine/mod.ts";
import { InitialRisk } from "./initial_risk.ts";
import { entryIntent, fill } from "./testing/entries.ts";

/** The risk of the next BTC trade after intents and fills in this order. */
function riskOf(...steps: readonly (IntentEntry | Fill)[]): number | null {
  const risk = new InitialRisk();
  for (const step of steps) {
    if (step.kind === "intent") risk.addIntent(step);
    else risk.addFills([step]);
  }
  return risk.take("BTC");
}

const bought = (size: number, price: number, clientOrderId: string | null = "0x1") =>
  fill({ size, price, clientOrderId });
const sold = (size: number, more: Partial<Fill> = {}) => fill({ size, side: "sell", ...more });

Deno.test("a trade risks its size times the way from its fill to its stop", () => {
  // 2 coins at 100 with the stop at 97; bought for 101, so each may lose 4.
  assert.equal(riskOf(entryIntent("0x1", 97), bought(2, 101), sold(2)), 8);
  const short = sold(2, { price: 99, clientOrderId: "0x1" });
  assert.equal(riskOf(entryIntent("0x1", 103), short, bought(2, 90)), 8);
});

Deno.test("entries in parts and later additions add up, exits in parts take nothing off", () => {
  const steps = [entryIntent("0x1", 90), bought(1, 100), bought(2, 101), sold(0.5)];
  const added = [entryIntent("0x2", 95), bought(1, 105, "0x2"), sold(3), sold(0.5)];
  assert.equal(riskOf(...steps, ...added), 10 + 2 * 11 + 10);
});

Deno.test("a trade that closes and one that opens in the same cycle are two", () => {
  const risk = new InitialRisk();
  risk.addIntent(entryIntent("0x1", 95));
  risk.addFills([bought(1, 100)]);
  risk.addIntent(entryIntent("0x2", 80));
  risk.addFills([sold(1), bought(1, 100, "0x2")]);
  assert.equal(risk.take("BTC"), 5);
  risk.addFills([sold(1)]);
  assert.deepEqual([risk.take("BTC"), risk.take("BTC")], [20, null]);
});

Deno.test("the sizes of a position meet exactly", () => {
  assert.equal(
    riskOf(entryIntent("0x1", 90), bought(0.1, 100), bought(0.2, 100), sold(0.3))!.toFixed(12),
    "3.000000000000",
  );
});

Deno.test("a risk is not known where no stop was sent with the entry, or the fill is nobody's", () => {
  const unknown: readonly (readonly (IntentEntry | Fill)[])[] = [
    [bought(1, 100), sold(1)],
    [entryIntent("0x1", null), bought(1, 100), sold(1)],
    [entryIntent("0x9", 90), bought(1, 100), sold(1)],
    [entryIntent("0x1", 90), bought(1, 100, null), sold(1)],
    [entryIntent("0x1", 90), bought(1, 100)],
    // Stop where it was filled: nothing was at risk.
    [entryIntent("0x1", 100), bought(1, 100), sold(1)],
    // Bought with a stop, then once more by somebody else.
    [entryIntent("0x1", 90), bought(1, 100), bought(1, 100, null), sold(2)],
  ];
  for (const steps of unknown) assert.equal(riskOf(...steps), null);
});

Deno.test("a fill that goes past flat closes one trade and begins another whose risk is not known", () => {
  const risk = new InitialRisk();
  risk.addIntent(entryIntent("0x1", 90));
  risk.addFills([bought(1, 100), sold(3)]);
  risk.addIntent(entryIntent("0x2", 110));
  risk.addFills([sold(1, { clientOrderId: "0x2" }), fill({ size: 3 })]);
  assert.deepEqual([risk.take("BTC"), risk.take("BTC")], [10, null]);
});
