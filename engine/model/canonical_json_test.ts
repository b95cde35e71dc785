import { notStrictEqual, strictEqual } from "node:assert/strict";
import { canonicalJson } from "./canonical_json.ts";
import type { JsonValue } from "./decision.ts";

Deno.test("the order of fields does not matter, at any depth; that of lists does", () => {
  strictEqual(canonicalJson({ b: [{ d: 1, c: null }], a: "x" }), '{"a":"x","b":[{"c":null,"d":1}]}');
  strictEqual(canonicalJson({ a: "x", b: [{ c: null, d: 1 }] }), '{"a":"x","b":[{"c":null,"d":1}]}');
  notStrictEqual(canonicalJson([1, 2]), canonicalJson([2, 1]));
});

Deno.test("a field given as undefined is not there", () => {
  strictEqual(canonicalJson({ b: undefined, a: 1 } as unknown as JsonValue), '{"a":1}');
});

Deno.test("texts are written as JSON writes them", () => {
  strictEqual(canonicalJson({ 'a"': "\u2028\n東" }), JSON.stringify({ 'a"': "\u2028\n東" }));
});
