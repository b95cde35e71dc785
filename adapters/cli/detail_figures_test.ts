import assert from "node:assert/strict";
import { renderDetailFigures } from "./detail_figures.ts";
import { BENCHMARK, MANIFEST, METRICS } from "./testing/sample.ts";

const VIEW = { columns: 100, colour: false };

Deno.test("the figures for which a summary has no room stand beside those of buy and hold", () => {
  assert.equal(
    renderDetailFigures(MANIFEST, VIEW),
    [
      "                                    trend       buy and hold",
      "  Sortino                        1.20               1.20",
      "  Calmar                         0.50               0.50",
      "  max drawdown                  -8.12 %           -33.44 %",
      "    of daily equity             -7.77 %            -7.77 %",
      "    lasted                         61d 6h           293d 12h   buy and hold: not over at the end",
      "  expectancy                    +0.36 USD                n/a   buy and hold: no closed trades",
      "    in risk at entry            +0.04 R                  n/a",
      "  average holding                  2h 00m                n/a",
      "  mean leverage                  0.20               0.20",
      "  turnover a year              480.00             480.00",
      "  volume                 4,800,000.00 USD   4,800,000.00 USD",
      "  fills                      2,286              2,286",
      "  liquidations                   0                  0",
    ].join("\n"),
  );
});

Deno.test("a figure that is missing has its reason beside it, from the warnings", () => {
  const metrics = { ...METRICS, sortino: null, calmar: null, expectancyR: null, maxDrawdownDaily: null };
  const warnings = [
    "SOL ends first",
    "Sharpe, Sortino n/a: no losing day",
    "Calmar n/a: no drawdown",
    "expectancy, expectancy R n/a: no closed trades",
  ];
  const text = renderDetailFigures({ ...MANIFEST, metrics, benchmark: null, warnings }, VIEW);
  assert.match(text, /^ {2}Sortino +n\/a {3}no losing day$/m);
  assert.match(text, /^ {2}Calmar +n\/a {3}no drawdown$/m);
  assert.match(text, /^ {4}in risk at entry +n\/a {3}no closed trades$/m);
  assert.match(text, /^ {4}of daily equity +n\/a$/m);
  assert.doesNotMatch(text, /buy and hold/);
});

Deno.test("a drawdown that is not over at the end says so", () => {
  const alone = renderDetailFigures({ ...MANIFEST, metrics: BENCHMARK, benchmark: null }, VIEW);
  assert.match(alone, /^ {4}lasted +293d 12h {3}not over at the end$/m);
  const both = renderDetailFigures({ ...MANIFEST, metrics: BENCHMARK }, VIEW);
  assert.match(both, /^ {4}lasted +293d 12h +293d 12h {3}neither is over at the end$/m);
  const none = { ...METRICS, maxDrawdown: 0, drawdownMs: null, drawdownUntil: null };
  const still = renderDetailFigures({ ...MANIFEST, metrics: none, benchmark: none }, VIEW);
  assert.match(still, /^ {4}lasted +n\/a +n\/a$/m);
});

Deno.test("buy and hold is not set beside itself, and a run without figures has no table", () => {
  assert.doesNotMatch(renderDetailFigures({ ...MANIFEST, agent: "buy-and-hold" }, VIEW), /buy and hold/);
  assert.equal(renderDetailFigures({ ...MANIFEST, metrics: null }, VIEW), "");
});
