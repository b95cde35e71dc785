import assert from "node:assert/strict";
import fc from "fast-check";
import { simpleReturns } from "../../engine/mod.ts";
import { Reasons } from "./figure.ts";
import {
  annualizedReturn,
  calmar,
  deepestFall,
  profitFactor,
  sharpe,
  smallestSharpe,
  sortino,
  sortinoOf,
  tooShort,
  turnover,
} from "./formulas.ts";

/** The worked example of methods.md A4: one equity a day, 2025-01-01 to 2025-01-11. */
const EXAMPLE = [10000, 10100, 10050, 10200, 10150, 10300, 10250, 10400, 10100, 10500, 10450];

function close(actual: number | string, wanted: number, within = 1e-12): void {
  assert.ok(typeof actual === "number" && Math.abs(actual - wanted) <= within, `${actual}, wanted ${wanted}`);
}

Deno.test("the worked example of A4 gives its figures to the last digit printed", () => {
  close(sharpe(EXAMPLE), 4.741044185144);
  close(sortino(EXAMPLE), 9.054330637075);
  close(sortinoOf(simpleReturns(EXAMPLE), 252), 7.523331313265);
  const cagr = annualizedReturn(10450 / 10000, 10);
  close(cagr, 3.985911911176);
  close(calmar(cagr, 10100 / 10400 - 1), 138.178279587, 1e-9);
});

Deno.test("sortinoOf gives the value of nautilus' own test", () => {
  close(sortinoOf([-0.01, 0.02, -0.015, 0.005, -0.02], 252), -5.273224492824493, 1e-14);
});

Deno.test("smallestSharpe gives every value of the list in A3", () => {
  const list = [[14, 9.21], [17, 8.21], [30, 5.98], [60, 4.14], [90, 3.36], [180, 2.36], [365, 1.65], [
    730,
    1.16,
  ]];
  const shown = list.map(([days]) => [days, Number(Number(smallestSharpe(days)).toFixed(2))]);
  assert.deepEqual(shown, list);
});

Deno.test("smallestSharpe needs three returns and falls with every one more", () => {
  assert.equal(smallestSharpe(0), "0 daily returns, 3 are needed");
  assert.equal(smallestSharpe(1), "1 daily return, 3 are needed");
  assert.equal(smallestSharpe(2), "2 daily returns, 3 are needed");
  for (let days = 3; days < 1000; days++) {
    assert.ok(Number(smallestSharpe(days)) > Number(smallestSharpe(days + 1)));
  }
});

Deno.test("sharpe and sortino say why there is none", () => {
  assert.equal(sharpe([]), "0 daily returns, 2 are needed");
  assert.equal(sortino([1, 2]), "1 daily return, 2 are needed");
  assert.equal(sharpe([5, 5, 5, 5]), "the daily returns do not vary");
  assert.equal(sortino([5, 5, 6, 6]), "no losing day");
  // Found by the property below, with an equity next to nothing.
  assert.equal(
    sortino([5e-324, 6.574591628428598e-17, 5e-324]),
    "a daily return is too large to be averaged",
  );
  assert.equal(sharpe([5, 0, 0]), "the equity fell to zero");
  assert.equal(sortino([5, -1, 3]), "the equity fell to zero");
});

Deno.test("annualizedReturn is null where it would be −100 %, infinite or not a number", () => {
  close(annualizedReturn(1.21, 730), 0.1);
  close(annualizedReturn(0.81, 730), -0.1);
  assert.equal(annualizedReturn(1, 40), 0);
  assert.equal(annualizedReturn(0, 40), "the equity fell to zero");
  assert.equal(annualizedReturn(-0.5, 40), "the equity fell to zero");
  assert.equal(annualizedReturn(1e300, 31), "the return is too large to be annualised");
});

Deno.test("calmar passes on why the return is missing, and needs a drawdown", () => {
  assert.equal(calmar(0.3, -0.15), 2);
  assert.equal(calmar(-0.3, -0.5), -0.6);
  assert.equal(calmar("too short", -0.5), "too short");
  assert.equal(calmar(0.3, 0), "no drawdown");
  assert.equal(calmar(1e200, -1e-200), "the drawdown is too small to divide by");
});

Deno.test("deepestFall is that of daily equities, and needs a day of two", () => {
  close(deepestFall(EXAMPLE), -0.028846153846);
  assert.equal(deepestFall([5, 5]), 0);
  assert.equal(deepestFall([5]), "0 daily returns, 1 is needed");
  assert.equal(deepestFall([0, -1]), "the equity fell to zero");
  assert.equal(deepestFall([4, -1]), -1.25);
});

Deno.test("profitFactor and turnover", () => {
  assert.equal(profitFactor(460, -150), 460 / 150);
  assert.equal(profitFactor(0, -150), 0);
  assert.equal(profitFactor(460, 0), "no losing trade");
  // 20,000 USD on 10,000 in a quarter of a year: twice in it, eight times in a year.
  assert.equal(turnover(20_000, 10_000, 91.25), 8);
  assert.equal(turnover(20_000, 0, 91.25), "the mean equity is not above zero");
});

Deno.test("tooShort hides what is annualised under 30 days, and never rounds up to them", () => {
  assert.equal(tooShort(30), null);
  assert.equal(tooShort(29.99), "29.9 days, annualised figures need 30");
  assert.equal(tooShort(12), "12 days, annualised figures need 30");
  assert.equal(tooShort(1), "1 day, annualised figures need 30");
});

Deno.test("every formula gives a finite number or a reason, whatever the equity", () => {
  const samples = fc.array(fc.double({ min: -10, max: 1e6, noNaN: true }), { maxLength: 40 });
  fc.assert(fc.property(samples, (equities) => {
    for (
      const figure of [
        sharpe(equities),
        sortino(equities),
        // An equity has six decimals; of smaller ones the fall could be any number.
        deepestFall(equities.map((equity) => Math.round(equity * 1e6) / 1e6)),
        annualizedReturn(equities[0] ?? 0, 31),
      ]
    ) {
      assert.ok(typeof figure === "string" ? figure.length > 0 : Number.isFinite(figure), `${figure}`);
    }
  }));
});

Deno.test("Reasons gives one line a reason with all its figures, in order, and none for what is there", () => {
  const reasons = new Reasons();
  assert.equal(reasons.take("Sharpe", "too short"), null);
  assert.equal(reasons.take("win rate", "no trades"), null);
  assert.equal(reasons.take("turnover", 0), 0);
  assert.equal(reasons.take("Sortino", "too short"), null);
  assert.deepEqual(reasons.lines(), ["Sharpe, Sortino n/a: too short", "win rate n/a: no trades"]);
});
