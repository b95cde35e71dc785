import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import type { AccountState, Outcome } from "../../engine/mod.ts";
import { FlatCanceller } from "./cancel_when_flat.ts";

type Order = AccountState["openOrders"][number];

const ORDER = { clientOrderId: "ours", kind: "stop", asset: "BTC" } as Order;
const STRANGE = { ...ORDER, clientOrderId: null };
const POSITION = {} as AccountState["positions"][number];

/** A venue that answers so, and what happened to it. */
function cancellerWith(outcome: Outcome, isTaken = false) {
  const log: string[] = [];
  const canceller = new FlatCanceller({
    clock: { now: () => 0, sleepUntil: () => Promise.resolve(void log.push("sleep")) },
    scheduleCancel: () => Promise.resolve((log.push("schedule"), outcome)),
    lock: () => {
      if (isTaken) return Promise.reject(Object.assign(new Error("another runs it"), { name: "QueueError" }));
      log.push("lock");
      return Promise.resolve({ [Symbol.dispose]: () => void log.push("unlock") });
    },
  });
  const cancel = (openOrders: readonly Order[], positions: AccountState["positions"] = []) =>
    canceller.cancel({ account: { positions, openOrders }, isOurs: (id) => id === "ours" });
  return { cancel, log };
}

Deno.test("a flat account with orders of the run alone: the venue cancels them, and no run begins meanwhile", async () => {
  const { cancel, log } = cancellerWith({ status: "accepted" });
  match(
    (await cancel([ORDER]))!,
    /flat, and 1 of the run's orders rest in it: the venue was told to cancel them$/,
  );
  deepStrictEqual(log, ["lock", "schedule", "sleep", "unlock"]);
});

Deno.test("where a position stands, an order is a stranger's, nothing rests, or the run is held: nothing is asked", async () => {
  const { cancel, log } = cancellerWith({ status: "accepted" });
  deepStrictEqual([await cancel([ORDER], [POSITION]), await cancel([ORDER, STRANGE]), await cancel([])], [
    null,
    null,
    null,
  ]);
  const held = cancellerWith({ status: "accepted" }, true);
  strictEqual(await held.cancel([ORDER]), null);
  deepStrictEqual([log, held.log], [[], []]);
});

Deno.test("a refusal is told once; what is not known is asked again", async () => {
  const refused = cancellerWith({ status: "rejected", reason: "Required: $1000000." });
  match((await refused.cancel([ORDER]))!, /does not cancel them by itself: Required: \$1000000\.$/);
  strictEqual(await refused.cancel([ORDER]), null);
  deepStrictEqual(refused.log, ["lock", "schedule", "unlock"]);
  const unknown = cancellerWith({ status: "unknown", reason: "no answer" });
  await unknown.cancel([ORDER]);
  match((await unknown.cancel([ORDER]))!, /no answer$/);
});
