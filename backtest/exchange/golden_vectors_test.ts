import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { maintenanceMargin, type Side } from "../../engine/mod.ts";
import { Account } from "./account.ts";
import { tieredFees } from "./fees/tiered_fees.ts";
import { printedLiquidation } from "./printed.ts";

/** ETH as the vectors of exchange-rules 4.1 have it: a maintenance rate of 0.02. */
const ETH = {
  symbol: "ETH",
  szDecimals: 4,
  maxLeverage: 25,
  marginTiers: [{ lowerBoundUsd: 0, maxLeverage: 25 }],
};

function accountOf(depositUsd: number, leverage: number, isCross: boolean): Account {
  const account = new Account(new Map([["ETH", ETH]]), tieredFees(0));
  account.deposit(depositUsd, 0);
  account.setLeverage("ETH", leverage, isCross);
  return account;
}

interface Step {
  readonly side: Side;
  readonly size: number;
  readonly price: number;
  readonly maker: boolean;
}

/** What a fill is told as: closed PnL and fee, USD; and the cash after it, micro-USDC. */
function trade(account: Account, step: Step): readonly number[] {
  const fill = account.fill({ ...step, time: 1, asset: "ETH", clientOrderId: null, liquidation: false });
  return [fill.realizedPnlUsd, fill.feeUsd, account.ledger.cashMicro];
}

/** Account value, unrealised PnL, initial and maintenance margin, withdrawable at a mark, USD. */
function stateAt(account: Account, mark: number): readonly number[] {
  const marks = new Map([["ETH", mark]]);
  const { equityUsd, marginUsedUsd, positions: [position] } = account.shown(1, marks);
  const { margin } = account;
  const [maintenance, withdrawable] = [margin.maintenanceMicro(marks), margin.withdrawableMicro(marks)];
  return [equityUsd, position.unrealizedPnlUsd, marginUsedUsd, maintenance / 1e6, withdrawable / 1e6];
}

Deno.test("golden vectors, cross: each step of exchange-rules 4.1 to the last digit", () => {
  const account = accountOf(10_000, 20, true);
  deepStrictEqual(trade(account, { side: "buy", size: 2, price: 3000, maker: false }), [
    0,
    2.7,
    3_997_300_000,
  ]);
  deepStrictEqual(stateAt(account, 3010), [10_017.3, 20, 301, 120.4, 9_415.3]);

  deepStrictEqual(trade(account, { side: "buy", size: 1, price: 3030, maker: true }), [
    0,
    0.4545,
    966_845_500,
  ]);
  deepStrictEqual(stateAt(account, 3030), [10_056.8455, 60, 454.5, 181.8, 9_147.8455]);
  strictEqual(account.shown(1, new Map([["ETH", 3030]])).positions[0].entryPrice, 3010);

  account.fund("ETH", { time: 2, rate: 0.0000125, oracle: 3031.5 });
  strictEqual(account.ledger.cashMicro, 966_731_819);

  const third = trade(account, { side: "sell", size: 1.5, price: 3060, maker: true });
  deepStrictEqual(third, [75, 0.6885, 5_556_043_319]);
  deepStrictEqual(stateAt(account, 3060), [10_146.043319, 75, 229.5, 91.8, 9_687.043319]);

  const flip = trade(account, { side: "sell", size: 4, price: 3050, maker: false });
  deepStrictEqual(flip, [60, 5.49, 17_750_553_319]);
  deepStrictEqual(stateAt(account, 3050), [10_125.553319, 0, 381.25, 152.5, 9_363.053319]);
  const [{ side, size, entryPrice, liquidationPrice }] = account.shown(1, new Map([["ETH", 3050]])).positions;
  deepStrictEqual([side, size, entryPrice, liquidationPrice], ["short", 2.5, 3050, 6961.0013015686]);
});

const ISOLATED: readonly [Side, raw: number, has: number, liquidation: number][] = [
  ["buy", -1_350_000_000, 100, 2755.1020408163],
  ["sell", 1_650_000_000, 200, 3235.2941176471],
];

for (const [side, raw, has, liquidation] of ISOLATED) {
  Deno.test(`golden vectors, isolated: a ${side} of exchange-rules 4.1 to the last digit`, () => {
    const account = accountOf(1000, 10, false);
    const told = trade(account, { side, size: 0.5, price: 3000, maker: false });
    deepStrictEqual(told, [0, 0.675, 849_325_000]);
    strictEqual(account.ledger.position("ETH")!.isolatedMicro, raw);
    const marks = new Map([["ETH", 2900]]);
    const [position] = account.shown(1, marks).positions;
    deepStrictEqual([position.marginUsedUsd, position.liquidationPrice], [has, liquidation]);
    const notional = account.margin.notionalMicro("ETH", marks);
    strictEqual(maintenanceMargin(notional, ETH), 29_000_000);
    deepStrictEqual(
      [account.margin.crossMicro(marks), account.margin.maintenanceMicro(marks)],
      [849_325_000, 0],
      "the cross account has nothing to do with it",
    );
  });
}

Deno.test("golden vectors: the cross account of exchange-rules 3.5 is liquidated at 1021.785714", () => {
  const account = accountOf(1000, 20, true);
  trade(account, { side: "buy", size: 0.5, price: 3000, maker: false });
  const price = account.margin.liquidationPrice("ETH", new Map([["ETH", 3000]]));
  strictEqual(printedLiquidation(price), 1021.7857142857);
});

Deno.test("golden vectors: what a BTC account of the venue could withdraw", () => {
  const btc = {
    ...ETH,
    symbol: "BTC",
    szDecimals: 5,
    maxLeverage: 40,
    marginTiers: [{ lowerBoundUsd: 0, maxLeverage: 40 }],
  };
  const account = new Account(new Map([["BTC", btc]]), tieredFees(0));
  // Raw USD of −339,414.3 beside 377,667.0 in BTC at 10×.
  account.deposit(38_252.7 + 0.00045 * 377_667, 0);
  account.setLeverage("BTC", 10);
  const order = { time: 1, asset: "BTC", clientOrderId: null, liquidation: false } as const;
  account.fill({ ...order, side: "buy", size: 4.5, price: 83_926 });
  const marks = new Map([["BTC", 83_926]]);
  const { margin } = account;
  strictEqual(account.ledger.cashMicro, -339_414_300_000);
  strictEqual(margin.withdrawableMicro(marks), 486_000_000);
  strictEqual(margin.maintenanceMicro(marks), 4_720_837_500);
});
