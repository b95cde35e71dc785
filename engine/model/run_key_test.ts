import { match, notStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import type { JsonValue } from "./decision.ts";
import { runKey } from "./run_key.ts";

const SETTINGS = { agent: "trend", assets: ["BTC", "ETH"], risk: { name: "high", halt: null }, seed: 1 };

/** The same value with the fields of every object the other way round. */
function turned(value: JsonValue): JsonValue {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(turned);
  return Object.fromEntries(Object.entries(value).reverse().map(([name, inner]) => [name, turned(inner)]));
}

Deno.test("a key is 32 hex characters and stays what it is: runs are found by it for ever", () => {
  match(runKey(SETTINGS), /^[0-9a-f]{32}$/);
  strictEqual(runKey({ a: 1 }), "015abd7f5cc57a2dd94b7590f04ad808");
});

Deno.test("fields may come in any order, at any depth", () => {
  const settings = fc.dictionary(fc.string(), fc.jsonValue() as fc.Arbitrary<JsonValue>);
  fc.assert(fc.property(settings, (given) => {
    strictEqual(runKey(turned(given) as { [name: string]: JsonValue }), runKey(given));
  }));
});

Deno.test("every change of a value, a name or the order of a list makes another key", () => {
  const others: { [name: string]: JsonValue }[] = [
    { ...SETTINGS, seed: 2 },
    { ...SETTINGS, seed: "1" },
    { ...SETTINGS, assets: ["ETH", "BTC"] },
    { ...SETTINGS, assets: ["BTC"] },
    { ...SETTINGS, risk: { name: "high", halt: 0 } },
    { ...SETTINGS, more: null },
    { agent: "trend", assets: ["BTC", "ETH"], risk: { name: "high", halt: null }, Seed: 1 },
  ];
  for (const other of others) notStrictEqual(runKey(other), runKey(SETTINGS), JSON.stringify(other));
});

Deno.test("a text with quotes or separators cannot pass for two fields", () => {
  notStrictEqual(runKey({ a: '1","b":"2' }), runKey({ a: "1", b: "2" }));
  notStrictEqual(runKey({ 'a":1,"b': 2 }), runKey({ a: 1, b: 2 }));
});
