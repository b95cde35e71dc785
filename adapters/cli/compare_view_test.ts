import assert from "node:assert/strict";
import { drawBlocks } from "./blocks.ts";
import { compareBlocks, compareJson } from "./compare_view.ts";
import { painter } from "./paint.ts";
import { comparison, manifestOf, pair, side, testOf } from "./testing/comparison.ts";
import type { ShownComparison } from "./compared.ts";

function shown(of: ShownComparison, columns: number | null = 100): string {
  const manifests = of.runs.map(({ id }) => manifestOf(id));
  return drawBlocks(compareBlocks(of, manifests), columns, painter(false));
}

Deno.test("a comparison shows each part, with plain words under the figures and one sentence at the end", () => {
  const text = shown(comparison([pair(testOf(-0.5, 7.69))], {
    settings: [{ name: "profile.name", values: ["high", null] }, { name: "from", values: [0, 86_400_000] }],
  }));
  const parts = [
    /^ {2}A run aaaaaaaa · trend on BTC · 15m/,
    /\n {2}profile\.name +high +none\n/,
    /\n {2}from +1970-01-01 00:00 +1970-01-02 00:00\n/,
    /\n {4}luck stays below +1\.65 +1\.65 +in 19 of 20 spans this long\n/,
    /\n {4}above zero +80\.00 % +80\.00 %/,
    /\n {4}days it needs +1,401 +1,401/,
    /\n {2}mean daily return +\+3\.60 bp +-0\.50 bp +\+7\.69 bp +0\.0312\n/,
    /\n {4}blocks of 2\.5 days +-0\.50 bp +\+7\.69 bp\n/,
    /\n {2}Sharpe +\+1\.50 +\+0\.25 +\+2\.75 +0\.0200 +Ledoit and Wolf\n/,
    /\n {2}max drawdown +-1\.00 % +-3\.00 % +\+2\.00 % +daily\n/,
  ];
  for (const part of parts) assert.match(text, part);
  const sentences = [
    "Daily return: cannot be told apart; return for its swings: A's is higher; deepest fall: cannot be told apart.",
    "Parted: never; 100 cycles at the same times are the same in content.",
    "A +12.50 USD, B -4.25 USD), 7 that only A made (+70.00 USD), 1 that only B made (-1.00 USD).",
    "the same at 99.00 % of 1,000 moments and assets; where one did more than hold, at 50.00 % of 20.",
    "365 days do not tell A and B apart: the 95 % interval of A − B, -0.50 to +7.69 bp a day, holds zero.",
  ];
  for (const sentence of sentences) assert.ok(text.replace(/\s+/g, " ").includes(sentence), sentence);
  assert.ok(text.split("\n").every((line) => line.length <= 100), "no line is wider than the terminal");
  assert.ok(!text.includes("tried"), "without a ledger nothing is said of trials");
});

Deno.test("nine runs find room on a narrow terminal, and stand in one table where there is none", () => {
  const runs = [..."abcdefghi"].map((letter) => side(letter.repeat(8)));
  const of = comparison(runs.slice(1).map(() => pair(null)), { runs });
  const narrow = shown(of, 80).split("\n");
  assert.ok(narrow.every((line) => line.length <= 80), "no line is wider than the terminal");
  assert.equal(narrow.filter((line) => /^ +return( +\+4\.13 %)+$/.test(line)).length, 3);
  assert.match(shown(of, null), /\n +return( +\+4\.13 %){9}\n/);
});

Deno.test("trials, a model's cost and time, and what it may remember stand where they are known", () => {
  const trials = { raw: 12, effective: 4.2, variance: 0.005, known: 12 };
  const evidence = { ...side("a").evidence, trials, deflatedSharpe: { raw: 0.11, effective: 0.33 } };
  const memory = { grade: "MIXED", overlap: 0.5 } as const;
  const metrics = {
    ...side("a").metrics,
    model: {
      ...{ decisions: 100, calls: 150, costUsd: 1.5, latencyMs: 90_000, repaired: 0, netReturn: 0.041 },
      tokens: { fresh: 1, cacheRead: 0, cacheWrite: 0, output: 1, reasoning: 0 },
      held: { late: 0, capped: 0, failed: 0, invalid: 0, aborted: 0, abandoned: 0 },
    },
  };
  const text = shown(comparison([pair(testOf(1, 2))], {
    runs: [side("aaaaaaaa", { evidence, memory, metrics }), side("bbbbbbbb")],
  }));
  const parts = [
    /\n {4}tried +12 +n\/a/,
    /\n {6}beyond their luck +11\.00 % +n\/a/,
    /\n {4}tried, effective +4\.2 +n\/a/,
    /\n {6}beyond their luck +33\.00 % +n\/a/,
    /\n {4}less model cost +\+4\.10 % +\+4\.13 %/,
    /\n {2}model cost +1\.50 USD +none/,
    /\n {4}a decision +0\.015000 USD +none/,
    /\n {2}answers took +900 ms +none/,
    /\n {2}memory +MIXED +none/,
  ];
  for (const part of parts) assert.match(text, part);
});

Deno.test("where they parted: the moment, the cause and both values; decisions by what they want", () => {
  const parting = {
    close: Date.UTC(2024, 0, 4, 9, 45),
    lines: [331, 329] as const,
    entry: "cycle",
    field: "decisions",
    values: [[{ asset: "ETH", action: "sell", size: 1 }, { asset: "BTC", action: "buy" }], null] as const,
    cause: "answer",
  };
  const of = (more: object) =>
    shown(comparison([pair(null, { parting: { parting: { ...parting, ...more }, same: 1 } })]));
  assert.match(
    of({}).replace(/\n +/g, " "),
    /Parted: 2024-01-04 09:45 UTC, after 1 cycle that are the same, by answer; decisions: sell ETH and buy BTC in A, nothing in B \(lines 331 and 329 of their diaries\)\./,
  );
  const long = of({ field: "", values: [{ text: "x".repeat(200) }, 1.5] }).replace(/\n +/g, " ");
  assert.match(long, /by answer; the cycle: \{"text":"x{20,}…? ?x*… in A, 1\.5 in B/);
  assert.match(of({}), /\n {2}Not tested: different data: BTC 15m candles/);
});

Deno.test("the JSON has each difference with its interval, and the sentence", () => {
  const json = JSON.parse(compareJson(comparison([pair(testOf(-1, 3))])));
  const { meanReturn, sharpe, maxDrawdown } = json.pairs[0].test;
  for (const { value, interval } of [meanReturn, sharpe, maxDrawdown]) {
    assert.ok(interval.low <= value && value <= interval.high);
  }
  assert.match(json.verdict, /holds zero\.$/);
});
