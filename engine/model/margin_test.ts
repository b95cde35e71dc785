import { ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { BTC, ETH, instrumentOf, SOL } from "../testing/instruments.ts";
import { type Instrument, notionalMicro, roundPrice } from "./instrument.ts";
import {
  exceedsTierLimit,
  initialMargin,
  liquidationPrice,
  maintenanceMargin,
  tierLeverage,
} from "./margin.ts";
import { fromMicro, toMicro } from "./money.ts";

const RUNS = { numRuns: 2000 };
const TESTNET_BTC: Instrument = instrumentOf({
  szDecimals: 5,
  maxLeverage: 40,
  marginTiers: [
    { lowerBoundUsd: 0, maxLeverage: 40 },
    { lowerBoundUsd: 10_000, maxLeverage: 25 },
    { lowerBoundUsd: 50_000, maxLeverage: 10 },
  ],
});
const ALL: readonly Instrument[] = [BTC, ETH, SOL, TESTNET_BTC];

/** The formula of exchange-rules 1.8 in whole numbers: Σ of each tier's part of the notional ÷ (2 × its leverage). */
function exactMaintenance(notional: number, { marginTiers }: Instrument): bigint {
  const common = 2n * marginTiers.reduce((product, tier) => product * BigInt(tier.maxLeverage), 1n);
  let sum = 0n;
  marginTiers.forEach((tier, index) => {
    const lower = toMicro(tier.lowerBoundUsd);
    const next = marginTiers[index + 1];
    const upper = next === undefined ? Infinity : toMicro(next.lowerBoundUsd);
    const part = Math.max(0, Math.min(notional, upper) - lower);
    sum += BigInt(part) * (common / (2n * BigInt(tier.maxLeverage)));
  });
  return sum / common;
}

Deno.test("maintenance margins: the golden figures of exchange-rules 1.8 and 4.1", () => {
  const rows: [what: string, notionalUsd: number, of: Instrument, wantedUsd: number][] = [
    ["testnet BTC in its second tier, measured", 12_073.655, TESTNET_BTC, 166.4731],
    ["BTC of 200 million, beyond the first tier", 200_000_000, BTC, 3_125_000],
    ["BTC at 40x, as the venue printed it", 377_667, BTC, 4_720.8375],
    ["2 ETH at 3010", 6_020, ETH, 120.4],
    ["3 ETH at 3030", 9_090, ETH, 181.8],
    ["1.5 ETH at 3060", 4_590, ETH, 91.8],
    ["2.5 ETH at 3050", 7_625, ETH, 152.5],
    ["nothing", 0, ETH, 0],
  ];
  for (const [what, notionalUsd, of, wantedUsd] of rows) {
    strictEqual(maintenanceMargin(toMicro(notionalUsd), of), toMicro(wantedUsd), what);
  }
});

Deno.test("maintenance margin is exact to the micro-USDC, cut", () => {
  const notional = fc.oneof(fc.integer({ min: 0, max: 10 ** 11 }), fc.integer({ min: 0, max: 4 * 10 ** 14 }));
  fc.assert(
    fc.property(notional, fc.constantFrom(...ALL), (micro, of) => {
      strictEqual(maintenanceMargin(micro, of), Number(exactMaintenance(micro, of)));
    }),
    RUNS,
  );
  // Where the exact figure is a whole number, a rate of 1/30 as a double would miss it.
  strictEqual(
    maintenanceMargin(101_949_776_492_980, ETH),
    Number(exactMaintenance(101_949_776_492_980, ETH)),
  );
});

Deno.test("at the border of a tier maintenance goes on without a step", () => {
  for (const of of ALL) {
    for (const { lowerBoundUsd } of of.marginTiers.slice(1)) {
      const border = toMicro(lowerBoundUsd);
      const [below, at, above] = [-1, 0, 1].map((step) => maintenanceMargin(border + step, of));
      ok(at - below >= 0 && at - below <= 1, `${of.symbol} below ${lowerBoundUsd}`);
      ok(above - at >= 0 && above - at <= 1, `${of.symbol} above ${lowerBoundUsd}`);
    }
  }
});

Deno.test("the leverage a tier allows changes at its border", () => {
  strictEqual(tierLeverage(toMicro(149_999_999), BTC), 40);
  strictEqual(tierLeverage(toMicro(150_000_000), BTC), 20);
  strictEqual(tierLeverage(toMicro(49_999), TESTNET_BTC), 25);
  strictEqual(tierLeverage(toMicro(50_000), TESTNET_BTC), 10);
  strictEqual(tierLeverage(0, SOL), 20);
});

Deno.test("a position needs the leverage its tier allows", () => {
  strictEqual(exceedsTierLimit(toMicro(149_999_999), 40, BTC), false);
  strictEqual(exceedsTierLimit(toMicro(150_000_000), 40, BTC), true);
  strictEqual(exceedsTierLimit(toMicro(150_000_000), 20, BTC), false);
});

Deno.test("initial margin: the golden figures of exchange-rules 4.1, cut", () => {
  const rows: [notionalUsd: number, leverage: number, wantedUsd: number][] = [
    [6_020, 20, 301],
    [9_090, 20, 454.5],
    [4_590, 20, 229.5],
    [7_625, 20, 381.25],
    [0.00002, 3, 0.000006],
    [10, 1, 10],
  ];
  for (const [notionalUsd, leverage, wantedUsd] of rows) {
    strictEqual(initialMargin(toMicro(notionalUsd), leverage), toMicro(wantedUsd));
  }
});

Deno.test("liquidation prices: the golden figures of exchange-rules 3.5 and 4.1", () => {
  const short = liquidationPrice({ instrument: ETH, signedSize: -2.5, mark: 3050 }, {
    valueUsd: 10_125.553319,
    maintenanceUsd: 152.5,
  });
  strictEqual(short!.toFixed(10), "6961.0013015686");
  const long = liquidationPrice({ instrument: ETH, signedSize: 0.5, mark: 3000 }, {
    valueUsd: 999.325,
    maintenanceUsd: 30,
  });
  strictEqual(long!.toFixed(6), "1021.785714");
  // Isolated: value and maintenance are the position's own.
  const isolatedLong = liquidationPrice({ instrument: ETH, signedSize: 0.5, mark: 2900 }, alone(100, 29));
  strictEqual(isolatedLong!.toFixed(10), "2755.1020408163");
  const isolatedShort = liquidationPrice({ instrument: ETH, signedSize: -0.5, mark: 2900 }, alone(200, 29));
  strictEqual(isolatedShort!.toFixed(10), "3235.2941176471");
  const published = instrumentOf({ szDecimals: 4, maxLeverage: 50 });
  const mark = 2_985.9;
  const own = alone(
    4.967826,
    fromMicro(maintenanceMargin(notionalMicro(0.0335, mark, published), published)),
  );
  const documented = liquidationPrice({ instrument: published, signedSize: 0.0335, mark }, own);
  strictEqual(documented!.toFixed(4), "2866.2694");
});

Deno.test("no liquidation price: flat, or a long that is paid for", () => {
  strictEqual(liquidationPrice({ instrument: ETH, signedSize: 0, mark: 3000 }, alone(500, 0)), null);
  strictEqual(liquidationPrice({ instrument: ETH, signedSize: 1, mark: 3000 }, alone(3000, 60)), null);
  ok(liquidationPrice({ instrument: ETH, signedSize: 1, mark: 3000 }, alone(2999, 60))! > 0);
});

function alone(valueUsd: number, maintenanceUsd: number): { valueUsd: number; maintenanceUsd: number } {
  return { valueUsd, maintenanceUsd };
}

Deno.test("at its liquidation price an account's value is the maintenance of that price, in any tier", () => {
  const units = fc.integer({ min: 1, max: 2_000_000_000 });
  const rest = fc.record({
    of: fc.constantFrom(...ALL),
    long: fc.boolean(),
    price: fc.double({ min: 10, max: 90_000, noNaN: true }),
    share: fc.double({ min: 0.01, max: 3, noNaN: true }),
    others: fc.integer({ min: 0, max: 1000 }),
  });
  fc.assert(
    fc.property(units, rest, (count, { of, long, price, share, others }) => {
      const mark = roundPrice(price, of, "nearest");
      const size = count / 10 ** of.szDecimals;
      const notional = size * mark;
      fc.pre(notional < 1e9);
      const signedSize = long ? size : -size;
      const own = fromMicro(maintenanceMargin(notionalMicro(size, mark, of), of));
      const valueUsd = share * notional + others;
      const found = liquidationPrice({ instrument: of, signedSize, mark }, {
        valueUsd,
        maintenanceUsd: own + others,
      });
      if (found === null) return ok(long && share * notional >= notional - 1, "only a long is ever safe");
      const left = valueUsd + signedSize * (found - mark) - others;
      const wanted = fromMicro(maintenanceMargin(toMicro(size * found), of));
      ok(Math.abs(left - wanted) <= 1e-9 * notional + 1e-5, `${left} against ${wanted}`);
    }),
    RUNS,
  );
});
