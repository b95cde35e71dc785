import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import type { Instrument } from "../../engine/mod.ts";
import { COIN, DIME } from "../testing/market.ts";
import { Account } from "./account.ts";
import { fixedFees } from "./fees/fixed_fees.ts";
import { changeIsolatedMargin, changeLeverage } from "./margin_requests.ts";

const BASE = { time: 1, asset: "COIN", clientOrderId: null, liquidation: false } as const;
const MARKS = new Map([["COIN", 100], ["DIME", 100]]);
const LOOK = { marks: MARKS, reservedMicro: 0 };
const SWITCH = "Cannot switch leverage type with open position.";
const CROSS_SHORT = "Cross position does not have sufficient margin available to decrease leverage. " +
  "To decrease leverage, deposit more collateral.";
const ISOLATED_SHORT = "Isolated position does not have sufficient margin available to decrease leverage. " +
  "To decrease leverage, add margin to the position.";

/** An account of 1000 USD that has bought coins at 100. */
function holding(size: number, of: { leverage: number; isCross: boolean; coin?: Instrument }): Account {
  const coin = of.coin ?? COIN;
  const account = new Account(new Map([["COIN", coin], ["DIME", DIME]]), fixedFees({ maker: 0, taker: 0 }));
  account.deposit(1000, 0);
  account.setLeverage("COIN", of.leverage, of.isCross);
  if (size > 0) account.fill({ ...BASE, side: "buy", size, price: 100 });
  return account;
}

const LEVERAGES: readonly [
  what: string,
  held: number,
  from: { leverage: number; isCross: boolean; coin?: Instrument },
  to: { leverage: number; isCross: boolean },
  reason: string | null,
][] = [
  [
    "any leverage without a position",
    0,
    { leverage: 20, isCross: true },
    { leverage: 1, isCross: true },
    null,
  ],
  [
    "another mode without a position",
    0,
    { leverage: 20, isCross: true },
    { leverage: 3, isCross: false },
    null,
  ],
  [
    "the same again, as a venue answers it",
    10,
    { leverage: 5, isCross: true },
    { leverage: 5, isCross: true },
    null,
  ],
  ["a higher one", 90, { leverage: 10, isCross: true }, { leverage: 20, isCross: true }, null],
  ["a lower one that is covered", 10, { leverage: 10, isCross: true }, { leverage: 1, isCross: true }, null],
  [
    "a lower one that is not",
    11,
    { leverage: 10, isCross: true },
    { leverage: 1, isCross: true },
    CROSS_SHORT,
  ],
  ["isolated from cross", 10, { leverage: 10, isCross: true }, { leverage: 10, isCross: false }, SWITCH],
  ["cross from isolated", 10, { leverage: 10, isCross: false }, { leverage: 10, isCross: true }, SWITCH],
  ["a higher isolated one", 10, { leverage: 5, isCross: false }, { leverage: 6, isCross: false }, null],
  [
    "a lower isolated one",
    10,
    { leverage: 5, isCross: false },
    { leverage: 4, isCross: false },
    ISOLATED_SHORT,
  ],
  ["zero", 0, { leverage: 5, isCross: true }, { leverage: 0, isCross: true }, "Invalid leverage value"],
  ["a part", 0, { leverage: 5, isCross: true }, { leverage: 1.5, isCross: true }, "Invalid leverage value"],
  ["too high", 0, { leverage: 5, isCross: true }, { leverage: 21, isCross: true }, "Invalid leverage value"],
  [
    "cross where it is not allowed",
    0,
    { leverage: 5, isCross: false, coin: { ...COIN, marginMode: "noCross" } },
    { leverage: 5, isCross: true },
    "Cross margin is not allowed for this asset.",
  ],
];

for (const [what, held, from, to, reason] of LEVERAGES) {
  Deno.test(`leverage: ${what}`, () => {
    const account = holding(held, from);
    const before = account.setting("COIN");
    strictEqual(changeLeverage(account, { asset: "COIN", ...to }, LOOK), reason);
    deepStrictEqual(account.setting("COIN"), reason === null ? to : before);
  });
}

Deno.test("leverage: what is no lower is not asked for its margin, though the present one has none left", () => {
  for (const isCross of [true, false]) {
    for (const leverage of [10, 11]) {
      const account = holding(90, { leverage: 10, isCross });
      const look = { marks: new Map([["COIN", 95]]), reservedMicro: 0 };
      strictEqual(changeLeverage(account, { asset: "COIN", leverage, isCross }, look), null);
      strictEqual(account.leverage("COIN"), leverage);
    }
  }
});

Deno.test("leverage: what resting orders hold back is not there to cover a lower one", () => {
  const account = holding(10, { leverage: 10, isCross: true });
  const to = { asset: "COIN", leverage: 2, isCross: true };
  strictEqual(changeLeverage(account, to, { marks: MARKS, reservedMicro: 500_000_001 }), CROSS_SHORT);
  strictEqual(changeLeverage(account, to, { marks: MARKS, reservedMicro: 500_000_000 }), null);
});

Deno.test("leverage: of an open isolated position moves no margin, but counts for what is added", () => {
  const account = holding(10, { leverage: 10, isCross: false });
  strictEqual(changeLeverage(account, { asset: "COIN", leverage: 20, isCross: false }, LOOK), null);
  strictEqual(account.margin.isolatedMicro("COIN", MARKS), 100_000_000);
  account.fill({ ...BASE, side: "buy", size: 10, price: 100 });
  strictEqual(account.margin.isolatedMicro("COIN", MARKS), 150_000_000);
});

Deno.test("leverage: a lower isolated one is allowed where what the position has covers it, to the last unit", () => {
  const account = holding(10, ISOLATED);
  account.ledger.moveMargin("COIN", 49_999_999);
  const to = { asset: "COIN", leverage: 4, isCross: false };
  strictEqual(changeLeverage(account, to, LOOK), ISOLATED_SHORT);
  account.ledger.moveMargin("COIN", 1);
  strictEqual(changeLeverage(account, to, LOOK), null);
  strictEqual(account.leverage("COIN"), 4);
});

Deno.test("leverage: an untouched asset that allows no cross margin is isolated", () => {
  const coin = { ...COIN, marginMode: "strictIsolated" } as const;
  const account = new Account(new Map([["COIN", coin]]), fixedFees({ maker: 0, taker: 0 }));
  deepStrictEqual(account.setting("COIN"), { leverage: 20, isCross: false });
});

/** 10 coins at 100 isolated at 5: a margin of 200 of the account's 1000 USD. */
const ISOLATED = { leverage: 5, isCross: false } as const;
const MARGINS: readonly [
  what: string,
  from: { leverage: number; isCross: boolean; coin?: Instrument },
  held: number,
  usd: number,
  reason: string | null,
][] = [
  ["in, as much as there is", ISOLATED, 10, 800, null],
  [
    "in, more than there is",
    ISOLATED,
    10,
    800.000001,
    "Account does not have sufficient margin available for increase.",
  ],
  [
    "out, at the initial margin already",
    ISOLATED,
    10,
    -1,
    "Position does not have sufficient margin for reduction.",
  ],
  ["nothing", ISOLATED, 10, 0, "Update to isolated margin cannot be zero."],
  ["without a position", ISOLATED, 0, 10, "Cannot update margin for empty position."],
  ["of a cross position", { leverage: 5, isCross: true }, 10, 10, "Position does not use isolated margin."],
  [
    "out, of an asset that keeps it",
    { ...ISOLATED, coin: { ...COIN, marginMode: "strictIsolated" } },
    10,
    -1,
    "Cannot remove isolated margin for this asset. To remove margin, reduce the position.",
  ],
  [
    "in, of an asset that keeps it",
    { ...ISOLATED, coin: { ...COIN, marginMode: "strictIsolated" } },
    10,
    1,
    null,
  ],
];

for (const [what, from, held, usd, reason] of MARGINS) {
  Deno.test(`isolated margin: ${what}`, () => {
    const account = holding(held, from);
    const micro = Math.round(usd * 1e6);
    const before = [account.ledger.cashMicro, account.margin.isolatedMicro("COIN", MARKS)];
    strictEqual(changeIsolatedMargin(account, { asset: "COIN", micro }, LOOK), reason);
    const moved = reason === null ? micro : 0;
    const after = [account.ledger.cashMicro, account.margin.isolatedMicro("COIN", MARKS)];
    deepStrictEqual(after, [before[0] - moved, before[1] + moved]);
    strictEqual(account.equityMicro(MARKS), 1_000_000_000);
  });
}

Deno.test("isolated margin: out, down to the initial margin or a tenth of the notional, whichever is more", () => {
  const rows: [leverage: number, out: number][] = [[5, 300], [10, 400], [20, 400]];
  for (const [leverage, out] of rows) {
    const account = holding(10, { leverage, isCross: false });
    const has = account.margin.isolatedMicro("COIN", MARKS);
    strictEqual(changeIsolatedMargin(account, { asset: "COIN", micro: 500_000_000 - has }, LOOK), null);
    const micro = -out * 1e6;
    const reason = "Position does not have sufficient margin for reduction.";
    strictEqual(changeIsolatedMargin(account, { asset: "COIN", micro: micro - 1 }, LOOK), reason);
    strictEqual(changeIsolatedMargin(account, { asset: "COIN", micro }, LOOK), null);
  }
});

Deno.test("isolated margin: what cross positions and resting orders need is not there to go in", () => {
  const account = holding(10, ISOLATED);
  account.setLeverage("DIME", 20);
  account.fill({ ...BASE, asset: "DIME", side: "sell", size: 10, price: 100 });
  // A tenth of the notional stays, though the initial margin is a twentieth; with 70 more for orders it is more.
  const ask = (usd: number, reservedMicro: number): string | null =>
    changeIsolatedMargin(account, { asset: "COIN", micro: usd * 1e6 }, { marks: MARKS, reservedMicro });
  const reason = "Account does not have sufficient margin available for increase.";
  strictEqual(ask(700.000001, 0), reason);
  strictEqual(ask(680.000001, 70e6), reason);
  strictEqual(ask(680, 70e6), null);
  strictEqual(ask(20, 0), null);
});

Deno.test("isolated margin: moving it where there is none is a broken invariant", () => {
  throws(
    () => holding(10, { leverage: 5, isCross: true }).ledger.moveMargin("COIN", 1),
    /COIN is not isolated/,
  );
  throws(() => holding(0, ISOLATED).ledger.moveMargin("COIN", 1), /COIN is not isolated/);
});

Deno.test("isolated margin: in, though the position stays below what could be taken out", () => {
  const account = holding(10, ISOLATED);
  const look = { marks: new Map([["COIN", 90]]), reservedMicro: 0 };
  strictEqual(changeIsolatedMargin(account, { asset: "COIN", micro: 1 }, look), null);
  strictEqual(account.margin.isolatedMicro("COIN", look.marks), 100_000_001);
});
