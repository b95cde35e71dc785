import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { type Fill, type Instrument, liquidationPrice, type Moment } from "../../engine/mod.ts";
import { COIN } from "../testing/market.ts";
import { MomentFold } from "./moment_fold.ts";
import { valuedMoment } from "./valued_moment.ts";

const OTHER: Instrument = { ...COIN, symbol: "OTHER" };
const instruments = new Map([[COIN.symbol, COIN], ["OTHER", OTHER]]);

function bought(
  notionalUsd: number,
  ...assets: readonly [asset: string, size: number, price: number][]
): Moment {
  const fold = new MomentFold();
  const fills = assets.map(([asset, size, price]): Fill => ({
    ...{ kind: "fill", time: 1, asset, side: size > 0 ? "buy" : "sell", size: Math.abs(size), price },
    ...{ feeUsd: 0, realizedPnlUsd: 0, clientOrderId: null, liquidation: false },
  }));
  const transfers = [{ kind: "transfer", time: 0, amountUsd: 1000 }] as const;
  fold.add({
    seq: 0,
    entry: { kind: "cycle", close: 2, balanceUsd: 1000, equityUsd: 1030, notionalUsd, fills, transfers },
  });
  return fold.moment();
}

Deno.test("the mark of an only position follows from the diary, whatever price is given", () => {
  const moment = valuedMoment(bought(330, [COIN.symbol, 3, 100]), {
    marks: new Map([[COIN.symbol, 5]]),
    instruments,
  });
  const [position] = moment.positions;
  deepStrictEqual([position.mark?.value, position.unrealizedPnlUsd?.value], [110, 30]);
  strictEqual(moment.account.marginUsedUsd!.value, 330);
  ok(position.liquidationPrice === null, "at 1× with three times the margin nothing liquidates it");
});

Deno.test("several positions are valued at their marks; without one of them margin and liquidation are not known", () => {
  const moment = bought(11_150, [COIN.symbol, 100, 100], ["OTHER", -50, 20]);
  const marks = new Map([[COIN.symbol, 101], ["OTHER", 21]]);
  const valued = valuedMoment(moment, { marks, instruments });
  deepStrictEqual(valued.positions.map(({ unrealizedPnlUsd }) => unrealizedPnlUsd!.value), [100, -50]);
  strictEqual(valued.account.marginUsedUsd!.value, 100 * 101 + 50 * 21);
  ok(valued.positions.every(({ liquidationPrice }) => liquidationPrice !== null));
  const halfKnown = valuedMoment(moment, { marks: new Map([["OTHER", 21]]), instruments });
  strictEqual(halfKnown.account.marginUsedUsd, null);
  deepStrictEqual(halfKnown.positions.map(({ mark }) => mark?.value ?? null), [null, 21]);
  ok(halfKnown.positions.every((position) => position.liquidationPrice === null));
});

Deno.test("the liquidation price is the venue's formula over the whole account", () => {
  const valued = valuedMoment(bought(10_100, [COIN.symbol, 100, 100]), { marks: new Map(), instruments });
  const [{ mark, liquidationPrice: price }] = valued.positions;
  strictEqual(mark!.value, 101);
  const account = { valueUsd: 1030, maintenanceUsd: 10_100 / COIN.maxLeverage / 2 };
  const expected = liquidationPrice({ instrument: COIN, signedSize: 100, mark: 101 }, account);
  ok(expected !== null && expected > 80 && expected < 101);
  strictEqual(price!.value, expected);
});
