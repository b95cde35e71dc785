import { ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { BTC, ETH, SOL } from "../testing/instruments.ts";
import { isPriceOnGrid } from "./instrument.ts";
import { roundAgainst, roundInFavour } from "./side_rounding.ts";

Deno.test("a bound is rounded so as not to be exceeded, a fill against the one who takes", () => {
  strictEqual(roundInFavour(2_410.05, "buy", ETH), 2_410);
  strictEqual(roundInFavour(2_410.05, "sell", ETH), 2_410.1);
  strictEqual(roundAgainst(2_410.05, "buy", ETH), 2_410.1);
  strictEqual(roundAgainst(2_410.05, "sell", ETH), 2_410);
});

Deno.test("both ways of rounding are on the grid and on their side of the price", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1, max: 200_000, noNaN: true }),
      fc.constantFrom("buy", "sell"),
      fc.constantFrom(BTC, ETH, SOL),
      (price, side, of) => {
        const kind = roundInFavour(price, side, of);
        const harsh = roundAgainst(price, side, of);
        ok(isPriceOnGrid(kind, of) && isPriceOnGrid(harsh, of));
        // A double whose last bit is off a price on the grid is that price.
        const bit = Number.EPSILON * price;
        const sign = side === "buy" ? 1 : -1;
        ok(sign * (kind - price) <= bit && sign * (price - harsh) <= bit, `${kind} ${price} ${harsh}`);
      },
    ),
    { numRuns: 1000 },
  );
});
