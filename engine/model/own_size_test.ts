import { strictEqual } from "node:assert/strict";
import { fillOf } from "../testing/accounts.ts";
import { ETH } from "../testing/instruments.ts";
import { ownSize } from "./own_size.ts";

/** `+2` is bought by us, `-1s` sold by a stranger. */
function owned(now: number, ...told: readonly string[]): number {
  const fills = told.map((text) => {
    const amount = Number.parseFloat(text);
    const clientOrderId = text.endsWith("s") ? null : "0x01";
    return fillOf({ side: amount > 0 ? "buy" : "sell", size: Math.abs(amount), clientOrderId });
  });
  const position = { side: now > 0 ? "long" : "short", size: Math.abs(now) } as const;
  return ownSize({ instrument: ETH, position, fills }, ({ clientOrderId }) => clientOrderId === "0x01");
}

Deno.test("own size: what fills of our orders explain, and no more than stands", () => {
  strictEqual(owned(2), 0, "it was there before");
  strictEqual(owned(2, "+2"), 2);
  strictEqual(owned(3, "+2"), 2, "one was there before");
  strictEqual(owned(0.3, "+0.1", "+0.2"), 0.3);
  strictEqual(owned(-2, "-2"), 2);
  strictEqual(owned(2, "+2s"), 0);
  strictEqual(owned(1, "+3", "-2"), 1);
});

Deno.test("own size: what others closed is not ours when they open it again", () => {
  strictEqual(owned(1, "+2", "-1s"), 1);
  strictEqual(owned(2, "+2", "-2s", "+2s"), 0);
  strictEqual(owned(-1, "+2", "-3s"), 0, "they turned it");
  strictEqual(owned(2, "+2s", "-2s", "+2"), 2);
});

Deno.test("own size: our order that turns a position is ours for what stands then", () => {
  strictEqual(owned(-1, "+2s", "-3"), 1);
});
