import { match, notStrictEqual, strictEqual } from "node:assert/strict";
import { clientOrderId, type OrderName, OrderNamer } from "./client_order_id.ts";
import { Fingerprint } from "./hash.ts";

const NAME: OrderName = { key: "k", close: 900_000, asset: "BTC", leg: "entry", attempt: 0 };

Deno.test("a client order id is 0x, a fingerprint of run and cycle, and one of the order", () => {
  const id = clientOrderId(NAME);
  match(id, /^0x[0-9a-f]{32}$/);
  strictEqual(id.slice(2, 18), new Fingerprint().text("k").number(900_000).hex());
  strictEqual(id.slice(18), new Fingerprint().text("BTC").text("entry").number(0).hex());
  strictEqual(clientOrderId({ ...NAME }), id);
});

Deno.test("each part of the name makes another id", () => {
  const others: Partial<OrderName>[] = [
    { key: "l" },
    { close: 1_800_000 },
    { asset: "ETH" },
    { leg: "stop" },
    { attempt: 1 },
  ];
  for (const other of others) notStrictEqual(clientOrderId({ ...NAME, ...other }), clientOrderId(NAME));
});

Deno.test("within a cycle each next order of an asset and leg is another attempt", () => {
  const namer = new OrderNamer({ key: "k", close: 900_000 }, () => 0);
  strictEqual(namer.next("BTC", "entry"), clientOrderId(NAME));
  strictEqual(namer.next("BTC", "stop"), clientOrderId({ ...NAME, leg: "stop" }));
  strictEqual(namer.next("ETH", "entry"), clientOrderId({ ...NAME, asset: "ETH" }));
  strictEqual(namer.next("BTC", "entry"), clientOrderId({ ...NAME, attempt: 1 }));
});

Deno.test("what stands in the diary counts as attempted", () => {
  const intended = (asset: string, leg: string) => asset === "BTC" && leg === "stop" ? 2 : 0;
  const namer = new OrderNamer({ key: "k", close: 900_000 }, intended);
  strictEqual(namer.next("BTC", "stop"), clientOrderId({ ...NAME, leg: "stop", attempt: 2 }));
  strictEqual(namer.next("BTC", "entry"), clientOrderId(NAME));
});
