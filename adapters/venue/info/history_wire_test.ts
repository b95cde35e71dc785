import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { VenueFill } from "../../../engine/mod.ts";
import { fillRow, fillRows, fundingEntryRow, transferRow } from "./history_wire.ts";

const FILL: VenueFill = {
  kind: "fill",
  time: 1681222254710,
  asset: "AVAX",
  side: "buy",
  size: 93.53,
  price: 18.435,
  feeUsd: 0.01,
  realizedPnlUsd: 0,
  clientOrderId: null,
  liquidation: false,
  orderId: 90542681,
  crossed: false,
  startPosition: 26.86,
  direction: "open-long",
  liquidationMethod: null,
  tradeId: 3,
};

Deno.test("fillRow: the venue's own example; the client's id and a liquidation where there is one", () => {
  const row = fillRow("0x1", FILL);
  strictEqual(
    JSON.stringify({ ...row, hash: "…" }),
    '{"coin":"AVAX","px":"18.435","sz":"93.53","side":"B","time":1681222254710,"startPosition":"26.86",' +
      '"dir":"Open Long","closedPnl":"0.0","hash":"…","oid":90542681,"crossed":false,"fee":"0.01","tid":3,' +
      '"feeToken":"USDC","twapId":null}',
  );
  const liquidated = fillRow("0x1", {
    ...FILL,
    clientOrderId: "0xab",
    orderId: null,
    liquidationMethod: "market",
  });
  deepStrictEqual(Object.keys(liquidated).slice(-5), ["tid", "cloid", "liquidation", "feeToken", "twapId"]);
  deepStrictEqual(liquidated.liquidation, { liquidatedUser: "0x1", markPx: "18.435", method: "market" });
  strictEqual(liquidated.oid, 0);
});

Deno.test("fillRow: a large size is printed as it is", () => {
  const { sz, fee } = fillRow("0x1", { ...FILL, size: 276376.329, feeUsd: 123456.789012 });
  deepStrictEqual([sz, fee], ["276376.329", "123456.789012"]);
});

Deno.test("fillRow: every fill has a hash of its own, the same each time", () => {
  const hash = fillRow("0x1", FILL).hash;
  strictEqual(/^0x[0-9a-f]{64}$/.test(hash), true);
  strictEqual(fillRow("0x2", FILL).hash, hash);
  strictEqual(fillRow("0x1", { ...FILL, tradeId: 4 }).hash === hash, false);
});

Deno.test("fillRows: together, those of one order at one moment are one", () => {
  const parts = [FILL, {
    ...FILL,
    tradeId: 4,
    price: 18.445,
    size: 6.47,
    feeUsd: 0.02,
    startPosition: 120.39,
  }];
  const other = { ...FILL, tradeId: 5, orderId: 1 };
  strictEqual(fillRows("0x1", [...parts, other], false).length, 3);
  const [one, two, ...more] = fillRows("0x1", [...parts, other], true);
  deepStrictEqual([one.sz, one.px, one.fee, one.tid, one.startPosition], [
    "100.0",
    "18.435647",
    "0.03",
    3,
    "26.86",
  ]);
  deepStrictEqual([two.tid, more], [5, []]);
  const [reversed] = fillRows("0x1", parts.toReversed(), true);
  deepStrictEqual(reversed, one);
});

Deno.test("fundingEntryRow, transferRow: entries of the ledger", () => {
  const payment = {
    kind: "funding",
    time: 5,
    asset: "ETH",
    rate: 0.0000417,
    size: 49.1477,
    price: 1769,
    amountUsd: -3.625312,
  };
  deepStrictEqual(fundingEntryRow(payment as Parameters<typeof fundingEntryRow>[0], 0).delta, {
    type: "funding",
    coin: "ETH",
    usdc: "-3.625312",
    szi: "49.1477",
    fundingRate: "0.0000417",
    nSamples: null,
  });
  deepStrictEqual(transferRow({ kind: "transfer", time: 5, amountUsd: 1000 }, 0).delta, {
    type: "deposit",
    usdc: "1000.0",
  });
  deepStrictEqual(transferRow({ kind: "transfer", time: 5, amountUsd: -2 }, 0).delta, {
    type: "withdraw",
    usdc: "2.0",
    nonce: 5,
    fee: "0.0",
  });
});

Deno.test("fillRows: together, what closes a position and what opens the next one stay two", () => {
  const close = { ...FILL, direction: "close-long" as const };
  const open = { ...FILL, tradeId: 4, direction: "open-short" as const };
  const maker = { ...open, tradeId: 5, crossed: !FILL.crossed };
  deepStrictEqual(fillRows("0x1", [close, open, maker], true).map(({ tid }) => tid), [3, 4, 5]);
});
