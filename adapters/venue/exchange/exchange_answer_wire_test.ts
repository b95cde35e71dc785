import { strictEqual } from "node:assert/strict";
import type { Instrument } from "../../../engine/mod.ts";
import { answerOf } from "./exchange_answer_wire.ts";
import { Assets } from "./assets.ts";

const COIN: Instrument = {
  symbol: "COIN",
  szDecimals: 2,
  maxLeverage: 20,
  marginTiers: [{ lowerBoundUsd: 0, maxLeverage: 20 }],
};

function average(averagePrice: number): string {
  const answer = { status: "filled", orderId: 1, clientOrderId: null, filledSize: 5, averagePrice } as const;
  const written = answerOf(
    { kind: "orders", answer: { status: "taken", answers: [answer] } },
    { action: { kind: "nothing" }, form: "order", assets: [0] },
    new Assets([COIN]),
  );
  const text = JSON.stringify("json" in written ? written.json : null);
  return /"totalSz":"5\.0","avgPx":"([^"]*)"/.exec(text)![1];
}

Deno.test("an average price is cut to six figures and six decimals, as the venue prints one", () => {
  const rows: [price: number, text: string][] = [
    [1891.4, "1891.4"],
    [1891.39999999999998, "1891.4"],
    [9326.3, "9326.3"],
    [81285.04299, "81285.0"],
    [84255.8737, "84255.8"],
    [0.09720476, "0.097204"],
    [0.99999999, "0.999999"],
    [9.99999999, "9.99999"],
    [123456.78, "123456.0"],
    [1234567.8, "1234567.0"],
    [0.0000123, "0.000012"],
    [60000, "60000.0"],
    [100.1 / 3, "33.3666"],
  ];
  for (const [price, text] of rows) strictEqual(average(price), text, String(price));
});
