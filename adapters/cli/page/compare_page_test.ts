import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import type { RunIndex } from "../../../engine/mod.ts";
import { comparePage, type NamedIndex } from "./compare_page.ts";

/** So many runs; the later one the better. */
function runs(count: number): NamedIndex[] {
  return Array.from({ length: count }, (_, at) => ({
    ...{ name: `run${at}`, sharpe: at === 0 ? null : at },
    index: { curve: [[0, 100], [86_400_000, 100 + at]] } as unknown as RunIndex,
  }));
}

/** The names in the legend, and the looks of the curves. */
function drawn(page: string) {
  const chart = page.slice(page.indexOf("<h2>Equity"));
  return {
    names: [...chart.matchAll(/<li>.*?<\/svg>(\w+) /g)].map(([, name]) => name),
    looks: [...chart.matchAll(/<path class="(line [^"]+)" d="M[^0]/g)].map(([, look]) => look),
  };
}

Deno.test("up to four curves have their names at their ends, more a legend, each its own look", () => {
  const few = comparePage("Few", [], { runs: runs(4) });
  deepStrictEqual(drawn(few).names, []);
  match(few, />run3<\/text>/);
  const many = comparePage("Many", [], { runs: runs(16) });
  const { names, looks } = drawn(many);
  deepStrictEqual(names, runs(16).map(({ name }) => name));
  deepStrictEqual([looks.length, new Set(looks).size], [16, 16]);
  match(many, /run15 <small>\+15\.00 %<\/small>/);
  ok(!many.includes("The best"));
});

Deno.test("of more than sixteen the best by Sharpe ratio are drawn, in their order, and that is said", () => {
  const page = comparePage("More", [], { runs: runs(18) });
  deepStrictEqual(drawn(page).names, runs(18).slice(2).map(({ name }) => name));
  strictEqual(drawn(page).looks.length, 16);
  match(page, /The best 16 of 18 by Sharpe ratio/);
});
