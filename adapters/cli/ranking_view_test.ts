import assert from "node:assert/strict";
import { drawBlocks } from "./blocks.ts";
import { painter } from "./paint.ts";
import { rankingBlocks, rankingJson, rankingVerdict } from "./ranking_view.ts";
import { ranking } from "./testing/comparison.ts";

const PERIOD = { from: Date.UTC(2024, 0, 1), until: Date.UTC(2025, 0, 1) };

Deno.test("a family is ranked with what differs, and told what is left of its best", () => {
  const family = ranking(8, {
    settings: [
      { name: "agent", values: ["trend"] },
      { name: "profile.name", values: ["high", ...Array(7).fill("low")] },
      { name: "profile.stop", values: [1, ...Array(7).fill(2)] },
      { name: "seed", values: Array(8).fill(3) },
    ],
  });
  const text = drawBlocks(
    rankingBlocks("f-1", family, {
      period: PERIOD,
      leftOut: ["Left out: run x made no trade."],
      columns: null,
    }),
    120,
    painter(false),
  );
  const parts = [
    /^ {2}family f-1 · 8 runs · 2024-01-01 to 2024-12-31\n/,
    /\n +risk +seed +return +Sharpe +above zero +beyond luck +max drawdown +trades\n/,
    /\n {2}00000000 trend +high +3 +\+4\.13 % +0\.84 +80\.00 % +n\/a +-8\.12 % +1,143\n/,
    /no ledger tells how many were tried/,
    /\n {2}Left out: run x made no trade\.\n/,
    /\n {2}SPA p +0\.0200 +Hansen: the best against not trading\n/,
    /\n {2}overfitting +20\.00 % +of 12,870 splits: .*\n +the first 13 days left out\n/,
  ];
  for (const part of parts) assert.match(text, part);
  assert.ok(!text.includes("profile.stop") && !text.includes(" stop "));
});

Deno.test("what a control brings with it is not told beside its name", () => {
  const controlled = ranking(2, {
    settings: [
      { name: "parameters.tools", values: ["a", "b"] },
      { name: "control", values: ["alias", null] },
      { name: "from", values: [1, 2] },
    ],
  });
  const blocks = rankingBlocks("f-1", controlled, { period: PERIOD, leftOut: [], columns: null });
  const text = drawBlocks(blocks, 120, painter(false));
  assert.match(text, /\n +control +return /);
  assert.doesNotMatch(text, /tools|from {2}|Also differ/);
  const other = { ...controlled, settings: controlled.settings.filter(({ name }) => name !== "control") };
  const shown = drawBlocks(
    rankingBlocks("f-1", other, { period: PERIOD, leftOut: [], columns: null }),
    120,
    painter(false),
  );
  assert.match(shown, /\n +tools +from +return /);
});

Deno.test("the sentence says no more than the tests", () => {
  assert.match(
    rankingVerdict(ranking(8)),
    /^At least one of the 8 runs earned more over 365 days than not trading by more .* \(SPA p 0\.0200\), and the choice of 00000000 holds on other days in more than half of the splits \(probability of overfitting 20 %\)\.$/,
  );
  const overfitted = ranking(8, {
    overfitting: { probability: 0.6, lossProbability: 0, splits: 70, trimmed: 0 },
  });
  assert.match(rankingVerdict(overfitted), /the choice of 00000000 does not hold on other days/);
  const p = { lower: 0.1, consistent: 0.2, upper: 0.3 };
  const open = ranking(3, { ability: { statistic: 1, p, realityCheck: { p } }, benchmark: "abcdabcd" });
  assert.equal(
    rankingVerdict(open),
    "Not one of the 3 runs is told apart over 365 days from buy and hold (abcdabcd): the best of so many may do as well by luck (SPA p 0.20).",
  );
  const untested = ranking(3, { ability: null, refused: ["12 daily returns in common, 30 are needed"] });
  assert.equal(
    rankingVerdict(untested),
    "The 3 runs are ranked and not tested: 12 daily returns in common, 30 are needed.",
  );
  assert.equal(JSON.parse(rankingJson("f-1", untested, ["x"])).leftOut[0], "x");
});

Deno.test("where runs are repeats the sentence counts variants, and says what was tested", () => {
  const repeated = ranking(8, { variants: 4 });
  assert.match(
    rankingVerdict(repeated),
    /^At least one of the 4 variants .*, and the choice of the best holds on/,
  );
  const told = (family: ReturnType<typeof ranking>): string =>
    drawBlocks(
      rankingBlocks("f-1", family, { period: PERIOD, leftOut: [], columns: null }),
      400,
      painter(false),
    );
  assert.match(told(repeated), /f-1 · 8 runs .*\n(?:.*\n)*.* Repeats of one run are tested as one variant/);
  assert.doesNotMatch(told(ranking(8)), /Repeats/);
});

Deno.test("a narrow terminal loses the last figures, not the width", () => {
  for (const columns of [100, 80, 64, 40]) {
    const blocks = rankingBlocks("f-1", ranking(3), { period: PERIOD, leftOut: [], columns });
    const table = blocks.filter(({ kind }) => kind === "figures").slice(0, 1);
    const lines = drawBlocks(table, columns, painter(false)).split("\n");
    assert.ok(lines.every((line) => line.length <= columns), lines[0]);
    assert.match(lines[0], /return/);
  }
});
