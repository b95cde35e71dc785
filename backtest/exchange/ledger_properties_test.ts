import { ok, strictEqual, throws } from "node:assert/strict";
import fc from "fast-check";
import type { Instrument } from "../../engine/mod.ts";
import { Ledger } from "./ledger.ts";

const ETH: Instrument = {
  symbol: "ETH",
  szDecimals: 4,
  maxLeverage: 25,
  marginTiers: [{ lowerBoundUsd: 0, maxLeverage: 25 }],
};

/** Anything that changes the books. */
type Booking =
  | {
    readonly do: "fill";
    readonly asset: number;
    readonly units: number;
    readonly price: number;
    readonly ppb: number;
  }
  | { readonly do: "fund"; readonly asset: number; readonly price: number; readonly rate: number }
  | { readonly do: "move"; readonly asset: number; readonly micro: number }
  | { readonly do: "deposit"; readonly micro: number }
  | { readonly do: "charge"; readonly micro: number };

const price = fc.integer({ min: 1, max: 1_000_000 });
const booking: fc.Arbitrary<Booking> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("fill" as const),
      asset: fc.nat(2),
      units: fc.integer({ min: -5000, max: 5000 }).filter((units) => units !== 0),
      price,
      ppb: fc.integer({ min: -30_000, max: 1_000_000 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("fund" as const),
      asset: fc.nat(2),
      price,
      rate: fc.integer({ min: -40_000, max: 40_000 }).map((rate) => rate / 1e6),
    }),
  },
  fc.record({
    do: fc.constant("move" as const),
    asset: fc.nat(2),
    micro: fc.integer({ min: -1e9, max: 1e9 }),
  }),
  fc.record({ do: fc.constant("deposit" as const), micro: fc.integer({ min: -1e9, max: 1e9 }) }),
  fc.record({ do: fc.constant("charge" as const), micro: fc.integer({ min: -1e6, max: 1e6 }) }),
);

Deno.test("Ledger: after every booking the books agree with fractions counted in whole numbers", () => {
  fc.assert(
    fc.property(fc.array(booking, { maxLength: 150, size: "max" }), (bookings) => {
      const ledger = new Ledger();
      const exact = new ExactBooks();
      for (const one of bookings) {
        book(ledger, exact, one);
        strictEqual(BigInt(ledger.balanceMicro), exact.balance);
        let cost = 0n;
        let own = 0n;
        for (const [name, units] of exact.units) {
          const position = ledger.position(name);
          strictEqual(BigInt(position?.units ?? 0), units);
          if (position === undefined) continue;
          cost += BigInt(position.costMicro);
          own += BigInt(position.isolatedMicro ?? 0);
          strictEqual(position.isolatedMicro === null, name !== ISOLATED);
          ok(units === 0n || (units > 0n) === (position.costMicro > 0), "entries have a price above zero");
        }
        strictEqual(BigInt(ledger.cashMicro) + own, exact.cash);
        // cash + Σ own + Σ size × mark = balance + Σ unrealised at any mark means: cash + Σ own = balance − Σ cost.
        strictEqual(BigInt(ledger.cashMicro) + own, BigInt(ledger.balanceMicro) - cost);
      }
    }),
    { numRuns: 200 },
  );
});

/** Of three assets the one that stands on its own margin. */
const ISOLATED = "A1";

/** The venue's rules for cash and what isolated positions have, and deposits + realised + funding − fees, in big integers. */
class ExactBooks {
  cash = 0n;
  balance = 0n;
  readonly units = new Map<string, bigint>();
}

function book(ledger: Ledger, exact: ExactBooks, one: Booking): void {
  if (one.do === "deposit") {
    ledger.deposit(one.micro);
    exact.cash += BigInt(one.micro);
    exact.balance += BigInt(one.micro);
  } else if (one.do === "move") {
    const symbol = `A${one.asset}`;
    if ((ledger.position(symbol)?.isolatedMicro ?? null) !== null) ledger.moveMargin(symbol, one.micro);
    else throws(() => ledger.moveMargin(symbol, one.micro), /is not isolated/);
  } else if (one.do === "charge") {
    ledger.charge(one.micro);
    exact.cash -= BigInt(one.micro);
    exact.balance -= BigInt(one.micro);
  } else if (one.do === "fund") {
    const symbol = `A${one.asset}`;
    const amount = ledger.fund(symbol, one.price, one.rate);
    const micro = (exact.units.get(symbol) ?? 0n) * BigInt(one.price) * BigInt(Math.round(one.rate * 1e6));
    // A bigint division cuts towards zero, as the funding does.
    strictEqual(BigInt(amount), -(micro / 1_000_000n));
    exact.cash += BigInt(amount);
    exact.balance += BigInt(amount);
  } else bookFill(ledger, exact, one);
}

function bookFill(ledger: Ledger, exact: ExactBooks, one: Extract<Booking, { do: "fill" }>): void {
  const symbol = `A${one.asset}`;
  const before = ledger.position(symbol);
  const { units = 0, costMicro = 0 } = before ?? {};
  const { feeMicro, realizedMicro } = ledger.fill({
    instrument: { ...ETH, symbol },
    units: one.units,
    priceUnits: one.price,
    feePpb: one.ppb,
    isolatedAt: symbol === ISOLATED ? 7 : null,
  });
  const notional = BigInt(one.units) * BigInt(one.price);
  const size = notional < 0n ? -notional : notional;
  const fee = size * BigInt(one.ppb);
  strictEqual(BigInt(feeMicro), fee / 1_000_000_000n - (fee < 0n && fee % 1_000_000_000n !== 0n ? 1n : 0n));
  const closing = units === 0 || (units > 0) === (one.units > 0)
    ? 0
    : Math.min(Math.abs(units), Math.abs(one.units));
  // The realised part is the closed size × (price − entry), to within the one millionth that the cost is cut by.
  const realized = closing === 0
    ? 0
    : Math.sign(units) * closing * one.price - costMicro * closing / Math.abs(units);
  ok(Math.abs(realizedMicro - realized) < 1 + 1e-3, `${realizedMicro} realised, ${realized} expected`);
  exact.cash -= notional + BigInt(feeMicro);
  exact.balance += BigInt(realizedMicro) - BigInt(feeMicro);
  exact.units.set(symbol, (exact.units.get(symbol) ?? 0n) + BigInt(one.units));
}
