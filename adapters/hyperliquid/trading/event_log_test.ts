import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { AccountEvent } from "../../../engine/mod.ts";
import { EventLog } from "./event_log.ts";
import type { KnownEvent } from "./events_wire.ts";

function transfer(key: string, time: number, amountUsd = 1): KnownEvent {
  return { key, event: { kind: "transfer", time, amountUsd } };
}

function funding(key: string, time: number): KnownEvent {
  return { key, event: { kind: "funding", time, asset: "ETH", rate: 0, size: 1, amountUsd: 0 } };
}

function told(events: readonly AccountEvent[]): string[] {
  return events.map(({ kind, time }) => `${kind} ${time}`);
}

Deno.test("EventLog: each event once, in a diary's sequence", () => {
  const log = new EventLog(0);
  deepStrictEqual(told(log.add([funding("f", 2), transfer("a", 1), transfer("b", 2)])).length, 3);
  deepStrictEqual(log.add([transfer("a", 1), funding("f", 2)]), []);
  deepStrictEqual(told(log.events), ["transfer 1", "transfer 2", "funding 2"]);
});

Deno.test("EventLog: what comes late is stamped with the last time, and told once by any mark", () => {
  const log = new EventLog(0);
  log.add([transfer("a", 1), funding("f", 5)]);
  log.add([transfer("late", 3)]);
  deepStrictEqual(told(log.events), ["transfer 1", "funding 5", "transfer 5"]);
  deepStrictEqual(told(log.after({ time: 5, count: 1 })), ["transfer 5"]);
  deepStrictEqual(told(log.after({ time: 5, count: 2 })), []);
  deepStrictEqual(told(log.after({ time: 1, count: 1 })), ["funding 5", "transfer 5"]);
  deepStrictEqual(told(log.after({ time: 4, count: 3 })), ["funding 5", "transfer 5"]);
});

Deno.test("EventLog: what was before its beginning is left out", () => {
  const log = new EventLog(2);
  deepStrictEqual(told(log.add([transfer("a", 1), transfer("b", 2)])), ["transfer 2"]);
  log.openWith([{ kind: "transfer", time: 2, amountUsd: 7 }]);
  deepStrictEqual(told(log.after({ time: -1, count: 0 })), ["transfer 2", "transfer 2"]);
  strictEqual(log.lastTime, 2);
});
