import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { accountOf } from "../testing/accounts.ts";
import { NO_EVENTS } from "../model/order.ts";
import type { Exchange } from "./exchange.ts";
import { observedExchange } from "./observed_exchange.ts";

const STATE = { account: accountOf(), events: [] };

function exchangeOf(sync: Exchange["sync"], asked: string[] = []): Exchange {
  const done = { status: "accepted" } as const;
  return {
    sync,
    setLeverage: (...words) => (asked.push(`leverage ${words}`), done) as never,
    submit: () => (asked.push("submit"), []),
    cancel: (...words) => (asked.push(`cancel ${words}`), Promise.resolve([])),
    find: (id) => (asked.push(`find ${id}`), Promise.resolve({ status: "none" })),
  };
}

Deno.test("each account that is shown is told, and at once where it is there at once", async () => {
  const told: unknown[] = [];
  const tell = (account: unknown): void => void told.push(account);
  const now = observedExchange(exchangeOf(() => STATE), tell);
  strictEqual(now.sync(NO_EVENTS), STATE);
  const later = observedExchange(exchangeOf(() => Promise.resolve(STATE)), tell);
  strictEqual(await later.sync(NO_EVENTS), STATE);
  deepStrictEqual(told, [STATE.account, STATE.account]);
  const failing = observedExchange(
    exchangeOf(() => Promise.reject(new Error("gone"))),
    tell,
  );
  await rejects(async () => await failing.sync(NO_EVENTS), /gone/);
  strictEqual(told.length, 2);
});

Deno.test("all else is the exchange's own", async () => {
  const asked: string[] = [];
  const exchange = observedExchange(exchangeOf(() => STATE, asked), () => undefined);
  await exchange.setLeverage("ETH", 3);
  await exchange.submit(null as never);
  await exchange.cancel("ETH", ["a"]);
  await exchange.find("b");
  deepStrictEqual(asked, ["leverage ETH,3", "submit", "cancel ETH,a", "find b"]);
});
