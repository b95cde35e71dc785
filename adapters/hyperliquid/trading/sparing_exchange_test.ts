import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { type Exchange, ExchangeFault, HOUR_MS, type OrderGroup } from "../../../engine/mod.ts";
import { approved, CONTRACT_VENUE } from "../../../engine/ports/exchange_contract.ts";
import type { RequestBudget } from "./request_budget_wire.ts";
import { SparingExchange } from "./sparing_exchange.ts";

const { instrument: COIN } = CONTRACT_VENUE;

/** An exchange that takes everything, with an address that has so many actions left. */
function opened(left: () => number | ExchangeFault) {
  const sent: string[] = [];
  let asked = 0;
  let now = 0;
  const told: string[] = [];
  const inner = {
    sync: () => Promise.resolve("state"),
    submit: (order: OrderGroup) => {
      sent.push(order.purpose);
      return order.legs.map(({ leg, clientOrderId }) => ({ leg, clientOrderId, status: "accepted" }));
    },
  } as unknown as Exchange;
  const requests = (): Promise<RequestBudget> => {
    asked++;
    const found = left();
    if (found instanceof ExchangeFault) return Promise.reject(found);
    return Promise.resolve({ used: 10_000 - found, allowed: 10_000 });
  };
  const exchange = new SparingExchange(inner, {
    requests,
    now: () => now,
    onFew: (line) => void told.push(line),
  });
  const send = async (purpose: OrderGroup["purpose"]) => {
    const legs = [{
      ...{
        leg: purpose === "protect" ? "stop" : "close",
        clientOrderId: `0x${"1".repeat(32)}`,
        side: "sell",
      },
      ...{ size: 1, limitPrice: 99, triggerPrice: null, reduceOnly: true },
    }] as OrderGroup["legs"];
    const [outcome] = await exchange.submit(approved({ asset: COIN.symbol, purpose, legs }, COIN));
    return outcome;
  };
  return { exchange, told, sent, send, asked: () => asked, pass: (ms: number) => void (now += ms) };
}

Deno.test("SparingExchange: where few actions are left, what opens is rejected, what protects and closes is sent", async () => {
  const { send, sent } = opened(() => 499);
  const refused = await send("open");
  strictEqual(refused.status, "rejected");
  match(
    "reason" in refused ? refused.reason : "",
    /499 actions left: below 500 only what protects and closes/,
  );
  strictEqual((await send("add")).status, "rejected");
  for (const purpose of ["protect", "close"] as const) strictEqual((await send(purpose)).status, "accepted");
  deepStrictEqual(sent, ["protect", "close"]);
});

Deno.test("SparingExchange: it asks once an hour, and counts in between", async () => {
  let left = 501;
  const { send, asked, pass } = opened(() => left);
  for (const status of ["accepted", "accepted", "rejected"]) strictEqual((await send("open")).status, status);
  strictEqual(asked(), 1);
  left = 9_000;
  pass(HOUR_MS);
  strictEqual((await send("open")).status, "accepted");
  strictEqual(asked(), 2);
});

Deno.test("SparingExchange: where nobody tells how many are left the order is sent, and it is asked again", async () => {
  const { send, asked } = opened(() => new ExchangeFault("unreachable", "nobody answers"));
  for (let times = 0; times < 2; times++) strictEqual((await send("open")).status, "accepted");
  strictEqual(asked(), 2);
});

Deno.test("SparingExchange: a look asks too, at first and every hour; that few are left is told once, and again", async () => {
  let left = 499;
  const { exchange, told, send, asked, pass } = opened(() => left);
  strictEqual(exchange.remark, null, "nobody has told yet");
  for (let looks = 0; looks < 3; looks++) await exchange.sync({ time: 0, count: 0 });
  deepStrictEqual([asked(), told.length], [1, 1]);
  match(told[0], /^the address has 499 actions left: below 500/);
  strictEqual(exchange.remark, told[0]);
  left = 500;
  pass(HOUR_MS);
  await exchange.sync({ time: 0, count: 0 });
  deepStrictEqual([asked(), told.length, exchange.remark], [2, 1, null]);
  strictEqual((await send("open")).status, "accepted");
  deepStrictEqual([asked(), told.length], [2, 2], "the order took one");
});
