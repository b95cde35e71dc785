import assert from "node:assert/strict";
import { type Column, droppedRemark, fitTable, wrapTo } from "./fitted_table.ts";
import { painter } from "./paint.ts";

type Item = readonly [name: string, count: string];

const NAME: Column<Item> = { title: "name", isRight: false, read: ([name]) => name };
const SHORT: Column<Item> = { ...NAME, read: ([name]) => name.slice(0, 5) };
const COUNT: Column<Item> = {
  title: "count",
  isRight: true,
  read: ([, count], paint) => paint("gain", count),
};
const ITEMS: readonly Item[] = [["a".repeat(40), "7"], ["b", "1,234"]];

function fit(width: number | null, leastNeeded: readonly Column<Item>[], colour = false) {
  return fitTable(ITEMS, { columns: [NAME, COUNT], leastNeeded, width, paint: painter(colour) });
}

Deno.test("a table gives up letters, then columns, and says which", () => {
  const shortened = { ...NAME, short: SHORT };
  assert.deepEqual(fit(null, [COUNT]).dropped, []);
  assert.deepEqual(fit(47, [COUNT]).lines, [
    `name${" ".repeat(38)}count`,
    `${"a".repeat(40)}      7`,
    `b${" ".repeat(41)}1,234`,
  ]);
  assert.deepEqual(fit(46, [COUNT]), { lines: ["name", "a".repeat(40), "b"], dropped: ["count"] });
  const narrow = fit(46, [shortened, COUNT]);
  assert.deepEqual(narrow, { lines: ["name   count", "aaaaa      7", "b      1,234"], dropped: [] });
  assert.deepEqual(droppedRemark(narrow), []);
  assert.deepEqual(droppedRemark(fit(46, [COUNT])), ["not shown for want of width: count; --json has all"]);
});

Deno.test("a column that is not shown is not said to be left out", () => {
  const other = { ...NAME, title: "other" };
  assert.deepEqual(fit(46, [other, COUNT]).dropped, ["count"]);
});

Deno.test("colour takes no width, and a table without items has no titles", () => {
  // deno-lint-ignore no-control-regex -- colour codes are what is looked for
  const uncoloured = fit(47, [COUNT], true).lines.map((line) => line.replace(/\x1b\[[\d;]*m/g, ""));
  assert.deepEqual(uncoloured, fit(47, [COUNT]).lines);
  const none = fitTable([], { columns: [NAME], leastNeeded: [], width: 80, paint: painter(false) });
  assert.deepEqual(none.lines, []);
});

Deno.test("a text is broken to a terminal only", () => {
  const text = "word ".repeat(30).trim();
  assert.deepEqual(wrapTo(text, null), [text]);
  assert.ok(wrapTo(text, 50).every((line) => line.length <= 50));
});
