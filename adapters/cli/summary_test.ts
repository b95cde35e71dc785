import assert from "node:assert/strict";
import type { Metrics, RunManifest } from "../../engine/mod.ts";
import { renderSummary } from "./summary.ts";
import type { SummaryView } from "./summary_view.ts";
import { BENCHMARK, EQUITY, MANIFEST, METRICS, VIEW } from "./testing/sample.ts";

const GOLDEN = `
trend on BTC, ETH, SOL · 15m · conservative · 2024-01-01 to 2024-12-31  run 7f3a1b2c  (trades diary)

                               trend     buy and hold
  return                   +4.13 %        +119.87 %     10,000.00 to 10,412.55 USD
  annualised               +4.11 %        +119.41 %
  Sharpe                    0.84             1.40
    luck stays below        1.65             1.65       in 19 of 20 spans this long
  max drawdown             -8.12 %         -33.44 %
    from the high of      2024-04-08       2024-03-13
    to the low of         2024-05-01       2024-09-06
  trades                1,143                0
  win rate                 45.49 %                n/a   buy and hold: no closed trades
  profit factor             1.07                  n/a
  exposure                 41.37 %         100.00 %     of all cycles
  fees                 -1,024.50 USD        -4.46 USD
  funding                 -88.13 USD    -1,187.20 USD
  longest naked time        0 ms             0 ms
  open at the end           1                3          not counted in trades
    unrealised PnL        +12.30 USD   +13,178.66 USD
  refused decisions       212                0

              10,711.16 ┤         ▁▁    ▁▂▁                                    ▂▃▄▃▃▃▄▆▇█▇▆▅▅▆▇█▇▆▄▃
  equity USD            │ ▁▁▂▂▂▄▇████▇▇████▇▅▄▃▄▄▄▂                    ▁▃▄▄▃▄▅▇█████████████████████
               9,896.76 ┤▇██████████████████████████▆▅▄▅▆▅▄▃▁▁▂▃▅▅▅▄▄▅▇█████████████████████████████
                         2024-01-01                                                       2025-01-01

  Warning: The Sharpe ratio is smaller than the smallest that a year could tell from zero.
  Synthetic market: good for trying and testing, says nothing about real prices; see Your own data
  in the README
  Settled on 5m candles. 1 gap of 60 min. Data: synthetic market, 3 files.

  run   runs/7f3a1b2c  (run.json, diary.jsonl)

next:  deno task runs --sort return     deno task backtest --from 2024-01 --agent mean-reversion
`.slice(1);

/** The sample's summary with changes to its run and to its figures. */
function render(
  changes: Partial<SummaryView>,
  run: Partial<RunManifest> = {},
  metrics: Partial<Metrics> = {},
): string {
  const manifest = { ...MANIFEST, metrics: { ...METRICS, ...metrics }, ...run };
  return renderSummary({ ...VIEW, manifest, ...changes });
}

function uncoloured(text: string): string {
  // deno-lint-ignore no-control-regex -- colour codes are what is looked for
  return text.replace(/\x1b\[[\d;]*m/g, "");
}

const SYNTHETIC = { ...MANIFEST.data, source: "synthetic-perp" };
const REAL = {
  ...SYNTHETIC,
  synthetic: false,
  source: "binance-perp",
  files: MANIFEST.data.files.slice(0, 1),
};
const NEVER_MOVED: Metrics = { ...BENCHMARK, sharpe: null };
const NOTES = [
  "Settled on 1m, 5m and 15m candles.",
  "12 gaps, the longest of 1h 05m in the candles.",
  "Funding: Binance's eight-hourly rates, each spread over the hours after it.",
  "1,234 hours without a recorded funding rate: not paid.",
  "1,234 bad rows were skipped.",
  "SOL's data ends first, at 2024-12-30 23:55.",
];

/** Everything that can be said at once. */
const WORST: Partial<Metrics> = {
  annualizedReturn: null,
  sharpe: null,
  turnover: null,
  smallestSharpe: null,
  winRate: null,
  profitFactor: null,
  trades: 0,
  days: 2,
  liquidations: 2,
  longestNakedMs: 4500,
  faults: 3,
  startEquityUsd: 1_000_000_000,
  endEquityUsd: 1_234_567_890.12,
  feesUsd: 123_456_789.12,
  tradedFrom: Date.UTC(2024, 0, 29, 8),
};

Deno.test("a year's summary at 100 columns is as it was agreed", () => {
  assert.equal(renderSummary(VIEW), GOLDEN);
});

Deno.test("no line is wider than the terminal, no summary longer than a screen", () => {
  const long = Array.from({ length: 30 }, (_, index) => `warning ${index} ${"with many words ".repeat(9)}`);
  const runs: readonly string[] = [
    render({}),
    render({}, { agent: "mean-reversion", warnings: long }),
    render({}, { warnings: long, status: "interrupted" }, WORST),
    render({}, { agent: "buy-and-hold" }, WORST),
    render({ equity: [] }, { metrics: null, benchmark: null }),
    render({ notes: NOTES }, { warnings: long, status: "interrupted" }, WORST),
    render({ notes: NOTES }, { warnings: long }, { liquidations: 1, faults: 1, profitFactor: null }),
    render({ next: VIEW.next.concat(VIEW.next) }),
  ];
  for (const text of runs) {
    const lines = text.split("\n");
    assert.ok(lines.length <= 41, `${lines.length} lines:\n${text}`);
    for (const line of lines) assert.ok(line.length <= 100 && line === line.trimEnd(), `|${line}|`);
    assert.match(text, /\nnext: {2}deno task runs/);
    assert.match(text, /Synthetic market: good for trying and testing/);
  }
});

Deno.test("on a narrow terminal nothing is wider than it", () => {
  for (const columns of [64, 70, 80, 90]) {
    const lines = render({ columns }, {}, { faults: 1 }).split("\n");
    assert.ok(lines.some((line) => line.includes("Warning: The Sharpe ratio")));
    for (const line of lines) assert.ok(line.length <= columns, `${columns}: |${line}|`);
  }
});

Deno.test("colour changes no word", () => {
  const coloured = render({ colour: true }, {}, WORST);
  assert.notEqual(coloured, uncoloured(coloured));
  assert.equal(uncoloured(coloured), render({ colour: false }, {}, WORST));
});

Deno.test("red is for danger only", () => {
  const red = "\x1b[1;31m";
  assert.ok(!render({ colour: true }, {}, { totalReturn: -0.5 }).includes(red));
  assert.ok(render({ colour: true }, {}, { longestNakedMs: 1 }).includes(`${red}1 ms`));
  assert.ok(render({ colour: true }, {}, { liquidations: 2 }).includes(`${red}2`));
});

Deno.test("decimal points stand under one another", () => {
  const points = render({}).split("\n").slice(2, 20).map((line) => {
    return [...line.slice(0, 62).matchAll(/\d(\.)\d/g)].map((match) => match.index);
  }).filter((found) => found.length === 2);
  assert.ok(points.length >= 8);
  for (const found of points) assert.deepEqual(found, points[0]);
});

Deno.test("what is said, and when", () => {
  const at = Date.UTC(2024, 0, 29, 8);
  const rows: readonly (readonly [name: string, text: string, wanted: RegExp])[] = [
    ["too short", render({}, {}, WORST), /annualised .*n\/a .* 2 days, it needs 30/],
    ["too short for Sharpe", render({}, {}, WORST), /Sharpe .*n\/a .* 2 days, it needs 30$/m],
    ["days in tenths", render({}, {}, { ...WORST, days: 1.5 }), /1\.5 days, it needs 30/],
    ["never moved", render({}, {}, { sharpe: null }), /Sharpe .*n\/a .*the daily returns do not vary/],
    ["cut days", render({}, {}, { ...WORST, days: 29.98 }), /annualised .*29\.9 days, it needs 30/],
    [
      "30 days without a trade",
      render({}, {}, { sharpe: null, days: 29.99, turnover: 0 }),
      /Sharpe .*n\/a .*the daily returns do not vary/,
    ],
    ["ruined", render({}, {}, { sharpe: null, maxDrawdown: -1 }), /Sharpe .*n\/a .*the equity fell to zero/],
    [
      "lost all",
      render({}, {}, { annualizedReturn: null, totalReturn: -1 }),
      /annualised .*the equity fell to zero/,
    ],
    ["too large", render({}, {}, { annualizedReturn: null }), /annualised .*too large a return to be/],
    ["no trades", render({}, {}, WORST), /win rate .*n\/a .*no closed trades/],
    ["never lost", render({}, {}, { profitFactor: null }), /profit factor +n\/a +n\/a +no losing trade/],
    ["liquidated", render({}, {}, WORST), /liquidations +2 +0/],
    ["naked", render({}, {}, WORST), /longest naked time +4\.5 s +0 ms/],
    ["faults", render({}, {}, WORST), /faults +3 +0/],
    ["missed", render({}, {}, { missedCloses: 7 }), /missed closes +7 +0 +the diary tells why/],
    ["interrupted", render({}, { status: "interrupted" }), /2024-12-31 · interrupted/],
    [
      "late",
      render({}, {}, { tradedFrom: at }),
      /Warning: Traded from 2024-01-29 08:00Z: before that there were not enough/,
    ],
    [
      "never",
      render({}, {}, { tradedFrom: null }),
      /Warning: Never traded: more candles would have been needed/,
    ],
    ["no figures", render({ equity: [] }, { metrics: null }), /n\/a: the run ended before its first figures/],
    ["no equity", render({ equity: [] }), /equity USD +n\/a: fewer than two cycles/],
    ["source", render({}), /1 gap of 60 min\. Data: synthetic market, 3 files\./],
    ["source's name", render({}, { data: SYNTHETIC }), /Data: synthetic market, 3 files\./],
    ["real source", render({}, { data: REAL }), /\. Data: binance-perp, 1 file\./],
    [
      "synthetic sentence",
      render({}).replace(/\n +/g, " "),
      / Synthetic market: good for trying and testing, says nothing about real prices; see Your own data in the README /,
    ],
    ["benchmark without a ratio", render({}, { benchmark: NEVER_MOVED }), /luck stays below +1\.65 +n\/a/],
    ["diary", render({ diary: "full" }), /\(full diary\)/],
    [
      "hours",
      render({}, { range: { from: at, until: at + 7_200_000 } }),
      /2024-01-29 08:00 to 2024-01-29 10:00/,
    ],
  ];
  for (const [name, text, wanted] of rows) assert.match(text, wanted, name);
});

Deno.test("what does not apply is not shown", () => {
  const text = render({}, {}, { maxDrawdown: 0, drawdownFrom: null, drawdownTo: null, openPositions: 0 });
  assert.doesNotMatch(text, /liquidations|faults|missed closes/);
  assert.doesNotMatch(render({}, {}, { sharpe: null }), /luck/);
  const calm = { ...BENCHMARK, maxDrawdown: 0, openPositions: 0 };
  const still = render({}, { benchmark: calm }, { maxDrawdown: 0, openPositions: 0 });
  assert.doesNotMatch(still, /high of|low of|unrealised|not counted/);
  const real = { ...MANIFEST.data, synthetic: false, source: "binance-perp" };
  assert.doesNotMatch(render({}, { data: real }), /[Ss]ynthetic/);
  assert.doesNotMatch(render({ next: [] }), /next:/);
});

Deno.test("buy and hold is not set beside itself", () => {
  assert.doesNotMatch(render({}, { agent: "buy-and-hold" }), /buy and hold/);
  assert.doesNotMatch(render({}, { benchmark: null }), /buy and hold/);
});

Deno.test("warnings that do not fit are counted", () => {
  const many = Array.from({ length: 30 }, (_, index) => `number ${index}`);
  assert.match(
    render({}, { warnings: many }),
    /\n {2}Warning: number 0\n[\s\S]*\n {2}\d+ more warnings: see runs\/7f3a1b2c\/run\.json\n/,
  );
  const text = render({ equity: EQUITY.slice(0, 20) }, { warnings: ["one", "two"] });
  assert.match(text, /Warning: one\n {2}Warning: two\n/);
});

Deno.test("a warning that only says why a figure is missing is not said twice", () => {
  const warnings = [
    "Sharpe, Sortino n/a: 12 days, annualised figures need 30",
    "drawdown until n/a: the equity is not back yet",
    "max drawdown daily n/a: 0 daily returns, 1 is needed",
    "expectancy, expectancy R n/a: no closed trades",
    "funding n/a: no file for SOL",
  ];
  const text = render({}, { warnings });
  assert.doesNotMatch(text, /Sortino|not back yet|1 is needed|expectancy/);
  assert.match(text, /Warning: funding n\/a: no file for SOL/);
});
