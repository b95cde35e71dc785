import assert from "node:assert/strict";
import { fitWords } from "./fit_words.ts";
import { shownTrade } from "../testing/report.ts";

const length = (text: string | null): number => text?.length ?? 0;

Deno.test("words that fit stay as they are", () => {
  const trades = [shownTrade("a".repeat(50)), shownTrade("b")];
  assert.deepEqual(fitWords(trades, 1000), { trades, cutAt: null });
});

Deno.test("the longest are cut until all fit; no trade and no short word is lost", () => {
  const trades = [shownTrade("a".repeat(5000)), shownTrade("short"), shownTrade("c".repeat(4000))];
  const { trades: fitted, cutAt } = fitWords(trades, 3000);
  assert.equal(fitted.length, 3);
  const lengths = fitted.map(({ opened }) => length(opened[0].reasoning));
  assert.deepEqual(lengths, [cutAt! + 1, 5, cutAt! + 1]);
  assert.ok(2 * cutAt! <= 3000 && cutAt! > 1400, String(cutAt));
  assert.match(fitted[0].opened[0].reasoning!, /a…$/);
});

Deno.test("what a page makes of letters counts, not the letters", () => {
  const { cutAt } = fitWords([shownTrade("<".repeat(1000))], 2000);
  // Four bytes for each, beside the nine of "cheap" and "soon".
  assert.equal(cutAt, Math.floor((2000 - 9) / 4));
});
