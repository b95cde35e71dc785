import assert from "node:assert/strict";
import { shellWord } from "./shell_word.ts";

Deno.test("a word is quoted where a shell would read it otherwise", () => {
  const rows: readonly (readonly [text: string, word: string])[] = [
    ["../candles/2024", "../candles/2024"],
    ["my candles", "'my candles'"],
    ["it's", "'it'\\''s'"],
    ["$HOME", "'$HOME'"],
    ["", "''"],
  ];
  for (const [text, word] of rows) assert.equal(shellWord(text), word);
});
