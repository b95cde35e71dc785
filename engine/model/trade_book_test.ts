import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import fc from "fast-check";
import { fillOf } from "../testing/accounts.ts";
import { bySymbol, ETH, SOL } from "../testing/instruments.ts";
import { HOUR, MIDNIGHT, MINUTE } from "../testing/times.ts";
import type { Trade } from "./diary_entry.ts";
import { sizeToUnits } from "./instrument.ts";
import { fromMicro, toMicro } from "./money.ts";
import type { Fill, FundingPayment, Leg } from "./order.ts";
import { TradeBook } from "./trade_book.ts";

const AFTER = MIDNIGHT + MINUTE;

function newBook(): TradeBook {
  return new TradeBook(bySymbol(ETH, SOL));
}

function payment(amountUsd: number, asset = "ETH"): FundingPayment {
  return { kind: "funding", time: MIDNIGHT + HOUR, asset, rate: 0.0001, size: 1, amountUsd };
}

Deno.test("a first fill opens a trade on its side, without a plan", () => {
  const book = newBook();
  strictEqual(book.fill(fillOf({ size: 0.5 }), "entry"), null);
  const plan = { stop: null, target: null, words: "" };
  deepStrictEqual(book.active("ETH"), { asset: "ETH", side: "long", openedAt: MIDNIGHT, size: 0.5, plan });
  strictEqual(book.count, 1);
  book.fill(fillOf({ asset: "SOL", side: "sell", time: AFTER }), "entry");
  strictEqual(book.active("SOL")?.side, "short");
  deepStrictEqual(book.actives().map(({ asset }) => asset), ["ETH", "SOL"]);
});

Deno.test("an add makes the trade larger and leaves when it was opened", () => {
  const book = newBook();
  book.fill(fillOf({ size: 0.1 }), "entry");
  book.fill(fillOf({ size: 0.2, time: AFTER }), "entry");
  const active = book.active("ETH")!;
  strictEqual(active.size, 0.3);
  strictEqual(active.openedAt, MIDNIGHT);
});

Deno.test("a round trip: mean prices, and every sum to the micro-USDC", () => {
  const book = newBook();
  book.fill(fillOf({ size: 2, price: 3000, feeUsd: 2.7 }), "entry");
  book.fill(fillOf({ size: 1, price: 3030, feeUsd: 0.4545 }), "entry");
  book.funding(payment(-0.113681));
  book.funding(payment(0.000001));
  const part = fillOf({ side: "sell", size: 1.5, price: 3060, feeUsd: 0.6885, realizedPnlUsd: 75 });
  strictEqual(book.fill(part, "close"), null);
  strictEqual(book.active("ETH")?.size, 1.5);
  const rest = { ...part, price: 3050, feeUsd: 2.05875, realizedPnlUsd: 60, time: AFTER };
  deepStrictEqual(book.fill(rest, "stop"), {
    asset: "ETH",
    side: "long",
    openedAt: MIDNIGHT,
    closedAt: AFTER,
    size: 3,
    entryPrice: 3010,
    exitPrice: 3055,
    exit: "stop",
    realizedPnlUsd: 135,
    feesUsd: 5.90175,
    fundingUsd: -0.11368,
    netPnlUsd: 128.98457,
  });
  strictEqual(book.active("ETH"), null);
  strictEqual(book.count, 0);
});

Deno.test("a fill beyond the position closes the trade and opens one the other way; its fee is the first one's", () => {
  const book = newBook();
  book.fill(fillOf({ size: 1.5, feeUsd: 1 }), "entry");
  book.setPlan("ETH", { stop: 90, target: 110, words: "old" });
  const flip = fillOf({ side: "sell", size: 4, price: 110, feeUsd: 2, realizedPnlUsd: 15, time: AFTER });
  const closed = book.fill(flip, null);
  strictEqual(closed?.size, 1.5);
  strictEqual(closed?.feesUsd, 3);
  strictEqual(closed?.netPnlUsd, 12);
  const plan = { stop: null, target: null, words: "" };
  deepStrictEqual(book.active("ETH"), { asset: "ETH", side: "short", openedAt: AFTER, size: 2.5, plan });
  const last = book.fill(
    fillOf({ side: "buy", size: 2.5, price: 100, feeUsd: 1, realizedPnlUsd: 25 }),
    "close",
  );
  strictEqual(last?.entryPrice, 110);
  strictEqual(last?.feesUsd, 1);
  strictEqual(last?.side, "short");
});

Deno.test("what closed a trade goes by the order's leg; a liquidation goes before", () => {
  const rows: [leg: Leg | null, liquidation: boolean, exit: Trade["exit"]][] = [
    ["stop", false, "stop"],
    ["target", false, "target"],
    ["close", false, "close"],
    ["entry", false, "other"],
    [null, false, "other"],
    [null, true, "liquidation"],
    ["stop", true, "liquidation"],
  ];
  for (const [leg, liquidation, exit] of rows) {
    const book = newBook();
    book.fill(fillOf(), "entry");
    strictEqual(book.fill(fillOf({ side: "sell", liquidation }), leg)?.exit, exit);
  }
});

Deno.test("funding without a trade is nobody's, and a plan without a trade is not kept", () => {
  const book = newBook();
  book.funding(payment(-5));
  book.setPlan("ETH", { stop: 90, target: null, words: "" });
  book.fill(fillOf(), "entry");
  strictEqual(book.active("ETH")?.plan.stop, null);
  strictEqual(book.fill(fillOf({ side: "sell" }), "close")?.fundingUsd, 0);
});

Deno.test("a fill of an asset that the book does not know is an error that names it", () => {
  throws(() => newBook().fill(fillOf({ asset: "DOGE" }), null), /a fill of DOGE/);
});

Deno.test("whatever is filled: the open size is the sum of the fills, and no fee or PnL is lost or counted twice", () => {
  const fill = fc.record({
    buy: fc.boolean(),
    units: fc.integer({ min: 1, max: 50_000 }),
    price: fc.integer({ min: 9_000, max: 11_000 }),
    feeMicro: fc.integer({ min: 0, max: 1_000_000 }),
    pnlMicro: fc.integer({ min: -1_000_000, max: 1_000_000 }),
  });
  fc.assert(fc.property(fc.array(fill, { maxLength: 30 }), (fills) => {
    const book = newBook();
    let signed = 0;
    let paid = 0;
    let won = 0;
    const closed: Trade[] = [];
    for (const { buy, units, price, feeMicro, pnlMicro } of fills) {
      const reduces = signed !== 0 && (signed > 0) !== buy;
      const realizedPnlUsd = reduces ? fromMicro(pnlMicro) : 0;
      const made: Fill = fillOf({
        side: buy ? "buy" : "sell",
        size: units / 10_000,
        price: price / 100,
        feeUsd: fromMicro(feeMicro),
        realizedPnlUsd,
      });
      const trade = book.fill(made, null);
      if (trade !== null) closed.push(trade);
      signed += buy ? units : -units;
      paid += feeMicro;
      won += toMicro(realizedPnlUsd);
    }
    const active = book.active("ETH");
    strictEqual(active === null ? 0 : sizeToUnits(active.size, ETH), Math.abs(signed));
    if (active !== null) strictEqual(active.side, signed > 0 ? "long" : "short");
    if (active === null) {
      strictEqual(closed.reduce((sum, { feesUsd }) => sum + toMicro(feesUsd), 0), paid);
      strictEqual(closed.reduce((sum, { realizedPnlUsd }) => sum + toMicro(realizedPnlUsd), 0), won);
    }
    for (const { netPnlUsd, realizedPnlUsd, fundingUsd, feesUsd } of closed) {
      strictEqual(toMicro(netPnlUsd), toMicro(realizedPnlUsd) + toMicro(fundingUsd) - toMicro(feesUsd));
      ok(Math.abs(netPnlUsd) < 1000);
    }
  }));
});
