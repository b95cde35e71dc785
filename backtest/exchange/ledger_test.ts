import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { initialMargin, type Instrument, maintenanceMargin } from "../../engine/mod.ts";
import { Account } from "./account.ts";
import { toPpb } from "./fees/fee_model.ts";
import { fixedFees } from "./fees/fixed_fees.ts";
import { entryPrice, Ledger, valueMicro } from "./ledger.ts";

const ETH: Instrument = {
  symbol: "ETH",
  szDecimals: 4,
  maxLeverage: 25,
  marginTiers: [{ lowerBoundUsd: 0, maxLeverage: 25 }],
};
const TAKER = 0.00045;
const MAKER = 0.00015;

/** A fill of the golden table in whole units: size in coins (below zero for a sell), price in USD. */
function fill(ledger: Ledger, signedSize: number, more: { readonly price: number; readonly rate: number }) {
  const units = Math.round(signedSize * 1e4);
  const priceUnits = Math.round(more.price * 100);
  return ledger.fill({ instrument: ETH, units, priceUnits, feePpb: toPpb(more.rate), isolatedAt: null });
}

/** Cash, and at a mark: account value, unrealised PnL, initial and maintenance margin, all micro-USDC. */
function stateAt(ledger: Ledger, mark: number): number[] {
  const position = ledger.position("ETH")!;
  const value = valueMicro(position, mark * 100);
  const notional = Math.abs(value);
  return [
    ledger.cashMicro,
    ledger.cashMicro + value,
    value - position.costMicro,
    initialMargin(notional, 20),
    maintenanceMargin(notional, ETH),
  ];
}

Deno.test("Ledger: the golden vectors of exchange-rules 4.1, to the last digit", () => {
  const ledger = new Ledger();
  ledger.deposit(10_000_000_000);
  deepStrictEqual(fill(ledger, 2, { price: 3000, rate: TAKER }), { feeMicro: 2_700_000, realizedMicro: 0 });
  const first = [3_997_300_000, 10_017_300_000, 20_000_000, 301_000_000, 120_400_000];
  deepStrictEqual(stateAt(ledger, 3010), first);

  deepStrictEqual(fill(ledger, 1, { price: 3030, rate: MAKER }), { feeMicro: 454_500, realizedMicro: 0 });
  strictEqual(entryPrice(ledger.position("ETH")!, ETH), 3010);
  const second = [966_845_500, 10_056_845_500, 60_000_000, 454_500_000, 181_800_000];
  deepStrictEqual(stateAt(ledger, 3030), second);

  strictEqual(ledger.fund("ETH", 303_150, 0.0000125), -113_681);
  strictEqual(ledger.cashMicro, 966_731_819);

  const third = { feeMicro: 688_500, realizedMicro: 75_000_000 };
  deepStrictEqual(fill(ledger, -1.5, { price: 3060, rate: MAKER }), third);
  strictEqual(entryPrice(ledger.position("ETH")!, ETH), 3010);
  deepStrictEqual(stateAt(ledger, 3060), [
    5_556_043_319,
    10_146_043_319,
    75_000_000,
    229_500_000,
    91_800_000,
  ]);

  const flip = { feeMicro: 5_490_000, realizedMicro: 60_000_000 };
  deepStrictEqual(fill(ledger, -4, { price: 3050, rate: TAKER }), flip);
  deepStrictEqual(ledger.position("ETH"), { units: -25_000, costMicro: -7_625_000_000, isolatedMicro: null });
  deepStrictEqual(stateAt(ledger, 3050), [17_750_553_319, 10_125_553_319, 0, 381_250_000, 152_500_000]);
  strictEqual(ledger.balanceMicro, 10_125_553_319);
});

Deno.test("Account: the golden flip is liquidated at 6961.0013015686 if nothing else moves", () => {
  const account = new Account(new Map([["ETH", ETH]]), fixedFees({ maker: MAKER, taker: TAKER }));
  account.deposit(10_125.553319, 0);
  const execution = { time: 0, asset: "ETH", clientOrderId: null, liquidation: false } as const;
  account.fill({ ...execution, side: "sell", size: 2.5, price: 3050 });
  account.deposit(3.43125, 0);
  const marks = new Map([["ETH", 3050]]);
  strictEqual(account.equityMicro(marks), 10_125_553_319);
  const [position] = account.shown(0, marks).positions;
  strictEqual(position.liquidationPrice, 6961.0013015686);
});

const FEES: readonly [string, number, number, number][] = [
  ["a fee is cut: 0.00999795", 66653 * 0.001, MAKER, 9_997],
  ["a fee is cut: 0.0195717", 65239 * 0.002, MAKER, 19_571],
  ["a fee of whole millionths is not touched", 1000, TAKER, 450_000],
  ["a rebate is rounded down as a fee is: 0.66653 becomes 0.000667", 66653 * 0.001, -0.00001, -667],
  ["no rate, no fee", 1000, 0, 0],
];

for (const [what, notional, rate, micro] of FEES) {
  Deno.test(`Ledger fees: ${what}`, () => {
    const ledger = new Ledger();
    const units = Math.round(notional * 1e4);
    const booked = ledger.fill({
      instrument: ETH,
      units,
      priceUnits: 100,
      feePpb: toPpb(rate),
      isolatedAt: null,
    });
    strictEqual(booked.feeMicro, micro);
    strictEqual(ledger.balanceMicro, 0 - micro);
  });
}

const FUNDINGS: readonly [string, number, number, number, number][] = [
  ["a long pays a rate above zero", 10_000, 300_000, 0.0001, -300_000],
  ["a short gets a rate above zero", -10_000, 300_000, 0.0001, 300_000],
  ["a long gets a rate below zero", 10_000, 300_000, -0.0001, 300_000],
  ["a part of a millionth is cut when paid", 1, 199, 0.001, 0],
  ["a part of a millionth is cut when received", -19, 100, 0.001, 1],
  ["twelve decimals of a rate are counted", 10_000_000, 300_000, 0.000000000001, -3],
];

for (const [what, units, oracle, rate, micro] of FUNDINGS) {
  Deno.test(`Ledger funding: ${what}`, () => {
    const ledger = new Ledger();
    ledger.fill({ instrument: ETH, units, priceUnits: 100, feePpb: 0, isolatedAt: null });
    strictEqual(ledger.fund("ETH", oracle, rate), micro);
    strictEqual(ledger.balanceMicro, micro);
    strictEqual(ledger.fund("BTC", oracle, rate), 0, "an asset that is not held pays nothing");
  });
}

Deno.test("Ledger: the cost of a closed part is cut towards zero on either side", () => {
  for (const [side, realizedMicro, costMicro] of [[1, 27, 7], [-1, -27, -7]]) {
    const ledger = new Ledger();
    const of = { instrument: ETH, feePpb: 0, isolatedAt: null };
    ledger.fill({ ...of, units: 2 * side, priceUnits: 3 });
    ledger.fill({ ...of, units: side, priceUnits: 4 });
    // A third of a cost of ten is three, and seven stay.
    strictEqual(ledger.fill({ ...of, units: -side, priceUnits: 30 }).realizedMicro, realizedMicro);
    strictEqual(ledger.position("ETH")!.costMicro, costMicro);
  }
});

Deno.test("Ledger: an asset is held from its first fill to the one that closes it", () => {
  const ledger = new Ledger();
  deepStrictEqual([[...ledger.held], ledger.count, ledger.position("ETH")], [[], 0, undefined]);
  fill(ledger, 1, { price: 100, rate: 0 });
  deepStrictEqual([[...ledger.held], ledger.count], [["ETH"], 1]);
  fill(ledger, -1, { price: 100, rate: 0 });
  deepStrictEqual([[...ledger.held], ledger.count, ledger.position("ETH")], [[], 0, undefined]);
});

Deno.test("Ledger: what leaves the range of exact integers throws", () => {
  const ledger = new Ledger();
  throws(() => ledger.deposit(Number.MAX_SAFE_INTEGER + 1), RangeError);
  throws(
    () => ledger.fill({ instrument: ETH, units: 1e9, priceUnits: 1e9, feePpb: 0, isolatedAt: null }),
    /cannot be counted exactly/,
  );
});

Deno.test("Ledger: what is held is told as it is now; a list that was given does not change any more", () => {
  const ledger = new Ledger();
  ledger.deposit(10_000_000_000);
  const flat = ledger.held;
  fill(ledger, 1, { price: 2000, rate: TAKER });
  const held = ledger.held;
  fill(ledger, -0.5, { price: 2000, rate: TAKER });
  deepStrictEqual([flat, held, ledger.held], [[], ["ETH"], ["ETH"]]);
  fill(ledger, -0.5, { price: 2000, rate: TAKER });
  deepStrictEqual([held, ledger.held], [["ETH"], []]);
  fill(ledger, -1, { price: 2000, rate: TAKER });
  deepStrictEqual(ledger.held, ["ETH"]);
});
