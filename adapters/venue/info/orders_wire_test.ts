import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { OrderRecord, Trigger } from "../../../engine/mod.ts";
import {
  frontendRow,
  frontendRows,
  historicalOrderRow,
  openOrderRow,
  orderUpdateRow,
} from "./orders_wire.ts";

const ORDER: OrderRecord = {
  asset: "SOL",
  side: "sell",
  size: 11.28,
  limitPrice: 223.71,
  reduceOnly: true,
  timeInForce: "gtc",
  trigger: { kind: "stop", price: 225.97, isMarket: false },
  clientOrderId: null,
  orderId: 48320671131,
  originalSize: 11.28,
  filledSize: 0,
  averagePrice: null,
  placedAt: 1731951148462,
  status: "open",
  statusTime: 1731951148462,
  hasFired: false,
  children: [],
};

Deno.test("frontendRow: the venue's own example of a stop", () => {
  strictEqual(
    JSON.stringify(frontendRow(ORDER)),
    '{"coin":"SOL","side":"A","limitPx":"223.71","sz":"11.28","oid":48320671131,"timestamp":1731951148462,' +
      '"triggerCondition":"Price below 225.97","isTrigger":true,"triggerPx":"225.97","children":[],' +
      '"isPositionTpsl":false,"reduceOnly":true,"orderType":"Stop Limit","origSz":"11.28","tif":null,"cloid":null}',
  );
});

Deno.test("frontendRow: what a trigger waits for, what it is called, and what it is once it has fired", () => {
  const stop: Trigger = { kind: "stop", price: 5, isMarket: true };
  const target: Trigger = { kind: "target", price: 0.6, isMarket: false };
  const rows: [
    order: Partial<OrderRecord>,
    condition: string,
    type: string,
    tif: string | null,
    px: string,
  ][] = [
    [{ side: "sell", trigger: stop }, "Price below 5", "Stop Market", null, "5.0"],
    [{ side: "buy", trigger: stop }, "Price above 5", "Stop Market", null, "5.0"],
    [{ side: "sell", trigger: target }, "Price above 0.6", "Take Profit Limit", null, "0.6"],
    [{ side: "buy", trigger: target }, "Price below 0.6", "Take Profit Limit", null, "0.6"],
    [{ trigger: target, hasFired: true }, "Triggered", "Take Profit Limit", "Gtc", "0.0"],
    [{ trigger: stop, hasFired: true }, "Triggered", "Stop Market", "Ioc", "0.0"],
    [{ trigger: null, timeInForce: "alo" }, "N/A", "Limit", "Alo", "0.0"],
    [{ trigger: null, timeInForce: "ioc" }, "N/A", "Limit", "Ioc", "0.0"],
  ];
  for (const [order, condition, type, tif, px] of rows) {
    const row = frontendRow({ ...ORDER, ...order });
    deepStrictEqual([row.triggerCondition, row.orderType, row.tif, row.triggerPx], [
      condition,
      type,
      tif,
      px,
    ]);
    strictEqual(row.isTrigger, tif === null);
  }
});

Deno.test("frontendRow: an order for the whole position has no size of its own", () => {
  const row = frontendRow({ ...ORDER, size: null, originalSize: null });
  deepStrictEqual([row.sz, row.origSz, row.isPositionTpsl], ["0.0", "0.0", true]);
});

Deno.test("frontendRows: exits that wait stand within their entry, in its order, and by themselves", () => {
  const entry = { ...ORDER, orderId: 1, trigger: null, children: [2, 3, 9] };
  const rows = frontendRows([{ ...ORDER, orderId: 3 }, { ...ORDER, orderId: 2 }, entry]);
  deepStrictEqual(rows.map(({ oid, children }) => [oid, children.map(({ oid }) => oid)]), [[3, []], [2, []], [
    1,
    [2, 3],
  ]]);
});

Deno.test("openOrderRow: the client's id and reduce-only stand there only where they are set", () => {
  const cloid = "0x000000000000000000000000000000ab";
  const long = openOrderRow({ ...ORDER, clientOrderId: cloid });
  deepStrictEqual(Object.keys(long).slice(-3), ["origSz", "cloid", "reduceOnly"]);
  deepStrictEqual(Object.keys(openOrderRow({ ...ORDER, reduceOnly: false })).at(-1), "origSz");
});

Deno.test("orderUpdateRow, historicalOrderRow: a status is the venue's word", () => {
  const order = { ...ORDER, status: "min-trade-ntl-rejected", statusTime: 7 } as const;
  deepStrictEqual(orderUpdateRow(order), {
    order: openOrderRow(order),
    status: "minTradeNtlRejected",
    statusTimestamp: 7,
  });
  deepStrictEqual(historicalOrderRow(order).order, frontendRow(order));
});
