import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { type Exchange, ExchangeFault, NO_EVENTS } from "../../engine/mod.ts";
import { SeenError, SeenTape } from "./seen_tape.ts";
import { SeenExchange } from "./seen_exchange.ts";
import { KeptEntries } from "./testing/kept_entries.ts";

const ACCOUNT = {
  time: 1,
  balanceUsd: 10,
  equityUsd: 10,
  marginUsedUsd: 0,
  freeUsd: 10,
  positions: [],
  openOrders: [],
};
const SILENT: Exchange = {
  sync: () => Promise.reject(new Error("it was asked")),
  setLeverage: () => Promise.reject(new Error("it was asked")),
  submit: () => Promise.reject(new Error("it was asked")),
  cancel: () => Promise.reject(new Error("it was asked")),
  find: () => Promise.reject(new Error("it was asked")),
};

Deno.test("what an exchange answered comes again without it, in the order it was asked for", async () => {
  const store = new KeptEntries();
  const exchange: Exchange = {
    ...SILENT,
    sync: async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      return { account: ACCOUNT, events: [] };
    },
    setLeverage: () => ({ status: "rejected", reason: "no" }),
    submit: () => [{ leg: "entry", clientOrderId: "0x1", status: "unknown", reason: "lost" }],
    cancel: () => Promise.resolve([{ status: "accepted" }]),
    find: () => Promise.resolve({ status: "none" }),
  };
  const ask = (asked: SeenExchange) =>
    Promise.all([
      asked.sync(NO_EVENTS),
      asked.setLeverage("BTC", 2),
      asked.submit({} as never),
      asked.cancel("BTC", ["0x1"]),
      asked.find("0x1"),
    ]);
  const live = await ask(new SeenExchange(exchange, new SeenTape(store)));
  const calls = store.all.map((entry) => entry.kind === "exchange" && entry.call);
  deepStrictEqual(calls, ["sync", "setLeverage", "submit", "cancel", "find"]);
  const again = new KeptEntries(JSON.parse(JSON.stringify(store.all)));
  deepStrictEqual(await ask(new SeenExchange(SILENT, new SeenTape(again))), live);
  strictEqual(again.all.length, 5);
});

Deno.test("a fault of the exchange comes again with its kind, and another call than was made is refused", async () => {
  const store = new KeptEntries();
  const fault = new ExchangeFault("limit", "too much");
  const failing = new SeenExchange({ ...SILENT, sync: () => Promise.reject(fault) }, new SeenTape(store));
  await rejects(failing.sync(NO_EVENTS), fault);
  const again = new SeenExchange(SILENT, new SeenTape(store));
  await rejects(
    again.sync(NO_EVENTS),
    (error) => error instanceof ExchangeFault && error.kind === "limit" && error.message === "too much",
  );
  const other = new KeptEntries([{ kind: "exchange", call: "find", answer: { status: "none" } }]);
  await rejects(new SeenExchange(SILENT, new SeenTape(other)).sync(NO_EVENTS), SeenError);
});
