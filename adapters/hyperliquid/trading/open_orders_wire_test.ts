import { deepStrictEqual } from "node:assert/strict";
import { openOrdersOf, openOrdersWire } from "./open_orders_wire.ts";

const ASSETS = new Map(
  ["ETH", "BTC"].map((symbol, id) => [symbol, { symbol, id, szDecimals: 4, isCross: true }] as const),
);

const ROW = {
  coin: "ETH",
  side: "A",
  limitPx: "1700.0",
  sz: "1.5",
  origSz: "2.0",
  oid: 3,
  isTrigger: true,
  triggerPx: "1900.0",
  reduceOnly: true,
  orderType: "Stop Market",
  cloid: null as string | null,
  children: [] as unknown[],
};

function shown(...rows: readonly Partial<typeof ROW>[]) {
  return openOrdersOf(openOrdersWire.parse(rows.map((row) => ({ ...ROW, ...row }))), ASSETS);
}

Deno.test("openOrdersOf: what is left of an order; nothing asked for is the whole position", () => {
  deepStrictEqual(
    shown({}, { oid: 4, origSz: "0.0", sz: "0.0", triggerPx: "1800.0" }).map(({ size }) => size),
    [
      1.5,
      null,
    ],
  );
});

Deno.test("openOrdersOf: exits that wait for an entry are not shown; they protect nothing", () => {
  const entry = {
    oid: 1,
    isTrigger: false,
    triggerPx: "0.0",
    orderType: "Limit",
    side: "B",
    reduceOnly: false,
  };
  const orders = shown({ oid: 2 }, { ...entry, children: [{ ...ROW, oid: 2 }] });
  deepStrictEqual(orders.map(({ kind }) => kind), ["limit"]);
});

Deno.test("openOrdersOf: by asset, kind and nearness, of equals the elder first; what is not listed is left out", () => {
  const orders = shown(
    { coin: "BTC", oid: 9, cloid: "btc" },
    { oid: 8, cloid: "younger" },
    { coin: "PURR/USDC", oid: 7 },
    { oid: 6, cloid: "elder" },
    { oid: 5, orderType: "Take Profit Limit", triggerPx: "2200.0", cloid: "target" },
    { oid: 4, isTrigger: false, triggerPx: "0.0", orderType: "Stop Limit", cloid: "fired" },
  );
  deepStrictEqual(orders.map(({ clientOrderId }) => clientOrderId), [
    "elder",
    "younger",
    "fired",
    "target",
    "btc",
  ]);
  deepStrictEqual(orders[2].triggerPrice, null);
});
