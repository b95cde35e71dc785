import { deepStrictEqual, match, notStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { flattenNaked } from "./flatten_naked.ts";
import { OrderNamer } from "./model/client_order_id.ts";
import { DIARY_SCHEMA, type IntentEntry } from "./model/diary_entry.ts";
import { openOrderOf } from "./testing/accounts.ts";
import { BTC, ETH } from "./testing/instruments.ts";
import { KeptDiary } from "./testing/kept_diary.ts";
import { ScriptedExchange } from "./testing/scripted_exchange.ts";
import { SettableClock } from "./testing/settable_clock.ts";
import { MIDNIGHT } from "./testing/times.ts";

const OURS = "0xaa";

/** A run that bought 10 ETH at 100 USD, and lost its stop. */
class Place {
  readonly log: string[] = [];
  readonly diary = new KeptDiary(this.log);
  readonly clock = new SettableClock(MIDNIGHT);
  readonly exchange = new ScriptedExchange({
    ...{ clock: this.clock, instruments: [ETH, BTC], depositUsd: 10_000, takerFee: 0, log: this.log },
  });

  constructor({ bought = 10, stranger = 0, takenOver = 0 } = {}) {
    this.diary.append({ kind: "run", schema: DIARY_SCHEMA, key: "k" });
    this.exchange.marks.set("ETH", 100);
    if (takenOver > 0) this.exchange.trade("ETH", "buy", { size: takenOver });
    this.clock.set(MIDNIGHT + 1);
    if (stranger > 0) this.exchange.trade("ETH", "buy", { size: stranger });
    if (bought > 0) this.exchange.trade("ETH", "buy", { size: bought, clientOrderId: OURS });
  }

  async look() {
    this.log.length = 0;
    const isOurs = (id: string | null): boolean => id === OURS;
    const run = { key: "k", instruments: [ETH], isOurs, from: MIDNIGHT };
    const looked = await flattenNaked({ clock: this.clock, exchange: this.exchange, diary: this.diary }, run);
    return { ...looked, told: looked.positions.map(({ found, text }) => `${found}: ${text}`) };
  }

  /** The sizes that stand. */
  sizes(): number[] {
    return this.exchange.account().positions.map(({ size }) => size);
  }
}

Deno.test("flatten: a naked position of the run's is closed; the intent is on disk before it is sent", async () => {
  const place = new Place();
  const { told, account } = await place.look();
  deepStrictEqual(told, ["closed: the long of 10 ETH had no stop: closed at 100"]);
  const sent = ["write intent", "commit", "submit ETH close close", "write outcome", "commit"];
  deepStrictEqual(place.log, ["sync", "sync", ...sent, "sync"]);
  deepStrictEqual([place.sizes(), account.positions], [[], []]);
  strictEqual(place.clock.now(), MIDNIGHT + 2_001, "it looks twice");
  const { orders: [{ legs: [leg] }] } = place.diary.entries[1] as IntentEntry;
  deepStrictEqual([leg.size, leg.reduceOnly, leg.limitPrice], [10, true, 97]);
  const ofRun = new OrderNamer({ key: "k", close: place.clock.now() }, () => 0).next("ETH", "close");
  notStrictEqual(leg.clientOrderId, ofRun, "the run itself may send a close of that moment");
});

Deno.test("flatten: what has its stop, and what gets it between two looks, is left as it is", async () => {
  const place = new Place();
  place.exchange.openOrders = [openOrderOf()];
  deepStrictEqual((await place.look()).told, ["covered: the long of 10 ETH has its stop"]);
  deepStrictEqual(place.log, ["sync"]);
  place.exchange.openOrders = [];
  place.clock.onSleep = () => place.exchange.openOrders = [openOrderOf()];
  deepStrictEqual((await place.look()).told, ["covered: the long of 10 ETH has its stop"]);
  deepStrictEqual([place.log, place.sizes()], [["sync", "sync"], [10]]);
});

Deno.test("flatten: what is not the run's is left alone, of a shared position only the run's part is closed", async () => {
  const foreign = new Place({ bought: 0, stranger: 4 });
  const text = "the long of 4 ETH has no stop and is not the run's: it is left alone";
  deepStrictEqual((await foreign.look()).told, [`foreign: ${text}`]);
  deepStrictEqual(foreign.log, ["sync", "sync"]);
  const shared = new Place({ bought: 10, stranger: 4 });
  match(
    (await shared.look()).told[0],
    /^left: the long of 10 ETH had no stop: closed at 100; a long of 4 stands/,
  );
  deepStrictEqual(shared.sizes(), [4]);
});

Deno.test("flatten: what lost its stop since the first look is left for the next one", async () => {
  const place = new Place();
  place.exchange.marks.set("BTC", 40_000);
  place.exchange.trade("BTC", "buy", { size: 0.1, clientOrderId: OURS });
  place.exchange.openOrders = [openOrderOf({ asset: "BTC" })];
  place.clock.onSleep = () => place.exchange.openOrders = [];
  deepStrictEqual((await place.look()).told.map((line) => line.slice(0, 30)), [
    "closed: the long of 10 ETH had",
    "left: the long of 0.1 BTC has ",
  ]);
  deepStrictEqual(place.sizes(), [0.1]);
});

Deno.test("flatten: a position that was turned round between two looks is another one, left for the next look", async () => {
  const place = new Place();
  place.clock.onSleep = () => {
    for (const size of [10, 5]) place.exchange.trade("ETH", "sell", { size, clientOrderId: OURS });
  };
  const text = "the short of 5 ETH has no stop in this look: the next one decides";
  deepStrictEqual((await place.look()).told, [`left: ${text}`]);
  deepStrictEqual(place.sizes(), [5]);
});

Deno.test("flatten: what the run took over when it began is the run's", async () => {
  const place = new Place({ bought: 1, takenOver: 3 });
  deepStrictEqual((await place.look()).told, ["closed: the long of 4 ETH had no stop: closed at 100"]);
});

Deno.test("flatten: a close that the venue refuses, and one that fills in part, are told as what stands", async () => {
  const refused = new Place();
  refused.exchange.onSubmit = ({ legs }) =>
    legs.map(({ leg, clientOrderId }) => ({ leg, clientOrderId, status: "rejected", reason: "no" }));
  deepStrictEqual((await refused.look()).told, ["left: the long of 10 ETH had no stop and stands: no"]);
  const half = new Place();
  half.exchange.fillShare = 0.5;
  match((await half.look()).told[0], /^left: .*; a long of 5 stands without a stop$/);
  half.exchange.fillShare = 1;
  match((await half.look()).told[0], /^closed: the long of 5 ETH had no stop: closed at 100$/);
});

Deno.test("flatten: an order of the run's that could open something is cancelled, a stranger's and an exit stay", async () => {
  const place = new Place({ bought: 0 });
  const resting = { kind: "limit", side: "buy", size: 1, triggerPrice: null, reduceOnly: false } as const;
  const orders = [
    openOrderOf({ ...resting, clientOrderId: OURS }),
    openOrderOf({ ...resting, clientOrderId: "0xbb" }),
    openOrderOf({ clientOrderId: OURS }),
  ];
  place.exchange.openOrders = orders;
  const { cancelled } = await place.look();
  deepStrictEqual(cancelled, ["the limit of ETH that could still open a position: cancelled"]);
  deepStrictEqual(place.exchange.openOrders, orders.slice(1));
});

Deno.test("flatten: an account that does not show is thrown, and nothing is sent", async () => {
  const place = new Place();
  place.exchange.sync = () => Promise.reject(new Error("gone"));
  await rejects(place.look(), /gone/);
  strictEqual(place.diary.entries.length, 1);
});
