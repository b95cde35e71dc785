import { strictEqual } from "node:assert/strict";
import { withoutKey } from "./without_key.ts";

const KEY = "sk-planted-0123456789abcdef";

Deno.test("a key is taken out wherever it stands, and as often", () => {
  strictEqual(withoutKey(`${KEY} and ${KEY}${KEY}.`, KEY), "[key] and [key][key].");
  strictEqual(withoutKey("sk-1, not sk-2", "sk-1"), "[key], not sk-2");
});

Deno.test("so is each part of it of twelve letters and more, whole", () => {
  const parts = [KEY.slice(0, 20), KEY.slice(-12), KEY.slice(4, 16), KEY.slice(1)];
  for (const part of parts) strictEqual(withoutKey(`bad "${part}", it says`, KEY), 'bad "[key]", it says');
  strictEqual(withoutKey(`${KEY.slice(0, 14)}…${KEY.slice(-13)}`, KEY), "[key]…[key]");
});

Deno.test("what only looks like it stays", () => {
  for (const text of [KEY.slice(0, 11), KEY.slice(-11), "sk-planted", ""]) {
    strictEqual(withoutKey(text, KEY), text);
  }
});
