import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { Instrument } from "../../engine/mod.ts";
import { Ledger, valueMicro } from "./ledger.ts";

const ETH: Instrument = {
  symbol: "ETH",
  szDecimals: 4,
  maxLeverage: 25,
  marginTiers: [{ lowerBoundUsd: 0, maxLeverage: 25 }],
};

/** 2 coins bought at 3000 at 10×, on their own margin of 600. */
function isolatedLong(): Ledger {
  const ledger = new Ledger();
  ledger.deposit(10_000_000_000);
  ledger.fill({ instrument: ETH, units: 20_000, priceUnits: 300_000, feePpb: 450_000, isolatedAt: 10 });
  return ledger;
}

Deno.test("Ledger, isolated: margin moves to the position, the fee comes from the cash", () => {
  const ledger = isolatedLong();
  strictEqual(ledger.cashMicro, 10_000_000_000 - 600_000_000 - 2_700_000);
  deepStrictEqual(ledger.position("ETH"), {
    units: 20_000,
    costMicro: 6_000_000_000,
    isolatedMicro: -5_400_000_000,
  });
  strictEqual(ledger.balanceMicro, 9_997_300_000);
});

Deno.test("Ledger, isolated: a part that is closed brings back its share of what the position is worth", () => {
  const ledger = isolatedLong();
  const cash = ledger.cashMicro;
  // Worth 800 at 3100: half of it, the gain of 100 included, comes back.
  const booked = ledger.fill({
    instrument: ETH,
    units: -10_000,
    priceUnits: 310_000,
    feePpb: 0,
    isolatedAt: 10,
  });
  strictEqual(booked.realizedMicro, 100_000_000);
  strictEqual(ledger.cashMicro, cash + 400_000_000);
  const position = ledger.position("ETH")!;
  strictEqual(position.isolatedMicro! + valueMicro(position, 310_000), 400_000_000);
});

Deno.test("Ledger, isolated: the share is cut towards zero; the last part brings back all that is left", () => {
  const ledger = isolatedLong();
  ledger.moveMargin("ETH", 1);
  const cash = ledger.cashMicro;
  ledger.fill({ instrument: ETH, units: -5_000, priceUnits: 300_000, feePpb: 0, isolatedAt: 10 });
  strictEqual(ledger.cashMicro, cash + 150_000_000);
  ledger.fill({ instrument: ETH, units: -15_000, priceUnits: 300_000, feePpb: 0, isolatedAt: 10 });
  strictEqual(ledger.cashMicro, cash + 600_000_001);
  strictEqual(ledger.position("ETH"), undefined);
});

Deno.test("Ledger, isolated: a share of less than nothing is cut towards zero, too", () => {
  const ledger = isolatedLong();
  const cash = ledger.cashMicro;
  // Worth −200.000001 at 2600, of which three quarters are −150.00000075.
  ledger.moveMargin("ETH", -1);
  ledger.fill({ instrument: ETH, units: -15_000, priceUnits: 260_000, feePpb: 0, isolatedAt: 10 });
  strictEqual(ledger.cashMicro, cash + 1 - 150_000_000);
});

Deno.test("Ledger, isolated: a loss beyond the margin is taken from the cash where the venue does not step in", () => {
  const ledger = isolatedLong();
  const cash = ledger.cashMicro;
  ledger.fill({ instrument: ETH, units: -20_000, priceUnits: 260_000, feePpb: 0, isolatedAt: 10 });
  strictEqual(ledger.cashMicro, cash - 200_000_000);
});

Deno.test("Ledger, isolated: an add brings margin at its own leverage, a flip brings all back and takes anew", () => {
  const ledger = isolatedLong();
  const cash = ledger.cashMicro;
  ledger.fill({ instrument: ETH, units: 10_000, priceUnits: 330_000, feePpb: 0, isolatedAt: 20 });
  strictEqual(ledger.cashMicro, cash - 165_000_000);
  // At 3300 the first two coins have gained 600 on top of both margins.
  const worth = ledger.position("ETH")!.isolatedMicro! + valueMicro(ledger.position("ETH")!, 330_000);
  strictEqual(worth, 600_000_000 + 165_000_000 + 600_000_000);
  ledger.fill({ instrument: ETH, units: -40_000, priceUnits: 330_000, feePpb: 0, isolatedAt: 20 });
  strictEqual(ledger.cashMicro, cash - 165_000_000 + worth - 165_000_000);
  deepStrictEqual(ledger.position("ETH"), {
    units: -10_000,
    costMicro: -3_300_000_000,
    isolatedMicro: 3_465_000_000,
  });
});

Deno.test("Ledger, isolated: funding is the position's own, and margin that is moved leaves the cash", () => {
  const ledger = isolatedLong();
  const cash = ledger.cashMicro;
  strictEqual(ledger.fund("ETH", 300_000, 0.0001), -600_000);
  ledger.moveMargin("ETH", 1_000_000);
  strictEqual(ledger.cashMicro, cash - 1_000_000);
  strictEqual(ledger.position("ETH")!.isolatedMicro, -5_400_000_000 - 600_000 + 1_000_000);
  strictEqual(ledger.balanceMicro, 9_997_300_000 - 600_000);
});
