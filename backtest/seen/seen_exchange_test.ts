import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { type Exchange, ExchangeFault, NO_EVENTS, type OrderLookup } from "../../engine/mod.ts";
import { approved } from "../../engine/ports/exchange_contract.ts";
import { COIN } from "../testing/market.ts";
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
const isResumed = (): boolean => false;
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
  const live = await ask(new SeenExchange(exchange, { tape: new SeenTape(store), isResumed }));
  const calls = store.all.map((entry) => entry.kind === "exchange" && entry.call);
  deepStrictEqual(calls, ["sync", "setLeverage", "submit", "cancel", "find"]);
  const again = new KeptEntries(JSON.parse(JSON.stringify(store.all)));
  deepStrictEqual(await ask(new SeenExchange(SILENT, { tape: new SeenTape(again), isResumed })), live);
  strictEqual(again.all.length, 5);
});

Deno.test("a fault of the exchange comes again with its kind, and another call than was made is refused", async () => {
  const store = new KeptEntries();
  const fault = new ExchangeFault("limit", "too much");
  const failing = new SeenExchange({ ...SILENT, sync: () => Promise.reject(fault) }, {
    tape: new SeenTape(store),
    isResumed,
  });
  await rejects(failing.sync(NO_EVENTS), fault);
  const again = new SeenExchange(SILENT, { tape: new SeenTape(store), isResumed });
  await rejects(
    again.sync(NO_EVENTS),
    (error) => error instanceof ExchangeFault && error.kind === "limit" && error.message === "too much",
  );
  const other = new KeptEntries([{ kind: "exchange", call: "find", answer: { status: "none" } }]);
  await rejects(
    new SeenExchange(SILENT, { tape: new SeenTape(other), isResumed }).sync(NO_EVENTS),
    SeenError,
  );
});

const ID = `0x${"1".repeat(32)}`;
const ORDER = approved({
  asset: "COIN",
  purpose: "close",
  legs: [{
    ...{ leg: "close", clientOrderId: ID, side: "sell", size: 1 },
    ...{ limitPrice: 99, triggerPrice: null, reduceOnly: true },
  }],
}, COIN);
const FILLED = { leg: "close", clientOrderId: ID, status: "accepted", filledSize: 1, price: 100 } as const;

/** What comes of an order that an earlier process intended, and what is asked for it. */
async function sentAgain(known: OrderLookup) {
  const asked: string[] = [];
  const exchange: Exchange = {
    ...SILENT,
    submit: () => {
      asked.push("submit");
      return [FILLED];
    },
    find: () => {
      asked.push("find");
      return Promise.resolve(known);
    },
  };
  const tape = new SeenTape(new KeptEntries());
  const outcomes = await new SeenExchange(exchange, { tape, isResumed: () => true }).submit(ORDER);
  return { asked, outcomes };
}

Deno.test("an order that an earlier process intended is sent only where the venue knows nothing of it", async () => {
  deepStrictEqual(await sentAgain({ status: "none" }), { asked: ["find", "submit"], outcomes: [FILLED] });
  const known = { status: "found", state: "filled", filledSize: 0.5, price: 101 } as const;
  const found = { ...FILLED, filledSize: 0.5, price: 101 };
  deepStrictEqual(await sentAgain(known), { asked: ["find"], outcomes: [found] });
  const silent = await sentAgain({ status: "unknown", reason: "no answer" });
  deepStrictEqual([silent.asked, silent.outcomes.map(({ status }) => status)], [["find"], ["unknown"]]);
});

Deno.test("what an earlier process has cancelled counts as cancelled; what filled, or nobody knows, does not", async () => {
  const rejected = { status: "rejected", reason: "never placed, already canceled, or filled" } as const;
  const ended = { status: "found", state: "ended", filledSize: 0, price: null } as const;
  const cancelled = async (known: OrderLookup, wasBefore = true) => {
    const exchange: Exchange = {
      ...SILENT,
      cancel: () => Promise.resolve([rejected]),
      find: () => Promise.resolve(known),
    };
    const tape = new SeenTape(new KeptEntries());
    return await new SeenExchange(exchange, { tape, isResumed: () => wasBefore }).cancel("COIN", [ID]);
  };
  deepStrictEqual(await cancelled(ended), [{ status: "accepted" }]);
  deepStrictEqual(await cancelled(ended, false), [rejected]);
  for (
    const other of [{ ...ended, filledSize: 1, price: 100 }, { ...ended, state: "open" }] as OrderLookup[]
  ) {
    deepStrictEqual(await cancelled(other), [rejected]);
  }
  deepStrictEqual(await cancelled({ status: "none" }), [rejected]);
});
