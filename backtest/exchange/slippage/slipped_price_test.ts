import { ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { type Instrument, isPriceOnGrid, priceStep, priceToUnits, roundPrice } from "../../../engine/mod.ts";
import { COIN } from "../../testing/market.ts";
import { slippedPrice } from "./slipped_price.ts";

const ROWS: readonly [string, number, "buy" | "sell", number, number, number][] = [
  ["none leaves the price where it is", 100, "buy", 0, 2, 100],
  ["a buy goes up, in whole steps", 43.21, "buy", 2, 2, 43.219],
  ["a sell goes down, in whole steps", 43.21, "sell", 2, 2, 43.201],
  ["a fraction of a step is a whole one for a buy", 0.0001, "buy", 1, 2, 0.0002],
  ["a sell of the smallest price comes to nothing", 0.0001, "sell", 1, 2, 0],
  ["a buy over a power of ten lands on the coarser grid", 99.995, "buy", 2, 2, 100.02],
  ["a buy that lands on a power of ten stays there", 99.99, "buy", 1, 2, 100],
  ["a sell under a power of ten lands on the finer grid", 100.01, "sell", 2, 2, 99.989],
  ["above five figures whole prices are the grid", 123_456, "sell", 2, 5, 123_431],
  ["the largest counts stay exact", 999_999, "buy", 1, 0, 1_000_099],
];

for (const [what, price, side, slippageBps, szDecimals, expected] of ROWS) {
  Deno.test(`slippedPrice: ${what}`, () => {
    strictEqual(slippedPrice(price, { side, slippageBps }, { ...COIN, szDecimals }), expected);
  });
}

Deno.test("slippedPrice: is on the grid, against the taker, and less than a step further than asked", () => {
  const drawn = fc.record({
    szDecimals: fc.integer({ min: 0, max: 6 }),
    exponent: fc.double({ min: -6, max: 6, noNaN: true }),
    slippageBps: fc.integer({ min: 0, max: 200 }),
    side: fc.constantFrom("buy" as const, "sell" as const),
  });
  fc.assert(
    fc.property(drawn, ({ szDecimals, exponent, slippageBps, side }) => {
      const instrument: Instrument = { ...COIN, szDecimals };
      const price = roundPrice(10 ** exponent, instrument, "up");
      const slipped = slippedPrice(price, { side, slippageBps }, instrument);
      ok(slipped === 0 || isPriceOnGrid(slipped, instrument), `${slipped} is off the grid`);
      const exact = price * (1 + (side === "buy" ? 1 : -1) * slippageBps / 10_000);
      const beyond = side === "buy" ? slipped - exact : exact - slipped;
      const step = priceStep(priceToUnits(slipped, instrument), instrument) / 10 ** (6 - szDecimals);
      const dust = price * 1e-12;
      ok(beyond >= -dust && beyond < step + dust, `${price} slipped to ${slipped}`);
    }),
    { numRuns: 2000 },
  );
});
