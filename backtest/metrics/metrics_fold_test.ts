import assert from "node:assert/strict";
import fc from "fast-check";
import { type CycleEntry, DAY_MS, type DiaryEntry, type Metrics, metricsSchema } from "../../engine/mod.ts";
import { annualizedReturn, calmar, sharpe, smallestSharpe, sortino } from "./formulas.ts";
import { MetricsFold } from "./metrics_fold.ts";
import { cycle, daily, entryIntent, figuresOf, fill, START, trade, transfer } from "./testing/entries.ts";

const EXAMPLE = [10000, 10100, 10050, 10200, 10150, 10300, 10250, 10400, 10100, 10500, 10450];
const QUARTER_HOUR = 900_000;
const ANNUALIZED = "annualised return, Sharpe, Sortino, Calmar, turnover n/a: ";

/** Cycles at 15m from START with an equity that wavers and grows. */
function quarterHours(count: number): CycleEntry[] {
  return Array.from(
    { length: count },
    (_, at) =>
      cycle(
        START + at * QUARTER_HOUR,
        10_000 + at / 100 + 50 * Math.sin(at / 40),
        at === 0 ? { transfers: [transfer(10_000)] } : {},
      ),
  );
}

Deno.test("the worked example of A4: eleven days show what is not annualised and hide what is", () => {
  const { metrics, warnings } = figuresOf(daily(EXAMPLE));
  assert.deepEqual([metrics.drawdownUntil, metrics.drawdownMs], [START + 9 * DAY_MS, 2 * DAY_MS]);
  assert.equal(metrics.maxDrawdownDaily, metrics.maxDrawdown);
  assert.ok(Math.abs(metrics.totalReturn - 0.045) < 1e-15);
  assert.ok(Math.abs(metrics.maxDrawdown - -0.028846153846) < 1e-12);
  assert.deepEqual([metrics.drawdownFrom, metrics.drawdownTo], [START + 7 * DAY_MS, START + 8 * DAY_MS]);
  assert.deepEqual([metrics.startEquityUsd, metrics.endEquityUsd], [10000, 10450]);
  assert.deepEqual([metrics.days, metrics.cycles], [10, 11]);
  const { annualizedReturn, sharpe, sortino, calmar, turnover } = metrics;
  assert.deepEqual([annualizedReturn, sharpe, sortino, calmar, turnover], [null, null, null, null, null]);
  assert.equal(metrics.smallestSharpe, smallestSharpe(10));
  assert.deepEqual(warnings, [
    `${ANNUALIZED}11 days, annualised figures need 30`,
    "win rate, profit factor, expectancy, expectancy R, average holding n/a: no closed trades",
  ]);
});

Deno.test("from 30 days on the annualised figures are those of the formulas on daily equity", () => {
  // The example three times over, each from where the one before ended: 31 days.
  const equities = [...EXAMPLE];
  for (const base of [10_450, 10_920.25]) {
    equities.push(...EXAMPLE.slice(1).map((one) => one / 10_000 * base));
  }
  const entries = daily(equities);
  entries[3] = { ...entries[3], fills: [fill({ size: 10, price: 900 })] };
  const { metrics } = figuresOf(entries);
  const growth = equities[30] / 10_000;
  const cagr = annualizedReturn(growth, 30);
  assert.equal(metrics.totalReturn, growth - 1);
  assert.equal(metrics.annualizedReturn, cagr);
  assert.equal(metrics.sharpe, sharpe(equities));
  assert.equal(metrics.sortino, sortino(equities));
  assert.equal(metrics.calmar, calmar(cagr, metrics.maxDrawdown));
  assert.equal(metrics.smallestSharpe, smallestSharpe(30));
  const meanEquity = equities.reduce((sum, one) => sum + one, 0) / 31;
  assert.ok(Math.abs(metrics.turnover! - 9000 / meanEquity / (30 / 365)) < 1e-12);
  // Thrice the same ten returns: Sharpe of the example but for n − 1 (√(3·9 ÷ 29)), Sortino the very same.
  assert.ok(Math.abs(metrics.sharpe! - 4.741044185144 * Math.sqrt(29 / 27)) < 1e-11);
  assert.ok(Math.abs(metrics.sortino! - 9.054330637075) < 1e-11);
});

Deno.test("30 days of 15m candles are 30 days, and one candle less is not", () => {
  const whole = figuresOf(quarterHours(2880));
  assert.equal(whole.metrics.days, 30 - 1 / 96);
  assert.notEqual(whole.metrics.sharpe, null);
  assert.notEqual(whole.metrics.turnover, null);
  const short = figuresOf(quarterHours(2879));
  assert.equal(short.metrics.sharpe, null);
  assert.equal(short.warnings[0], `${ANNUALIZED}29.9 days, annualised figures need 30`);
});

Deno.test("the drawdown sees every cycle and the start, the Sharpe ratio midnights only", () => {
  const entries = [
    cycle(START, 990, { transfers: [transfer(1000)] }),
    cycle(START + QUARTER_HOUR, 500),
    ...Array.from({ length: 39 }, (_, day) => cycle(START + (day + 1) * DAY_MS, day % 2 === 0 ? 1000 : 995)),
  ];
  const { metrics } = figuresOf(entries);
  assert.deepEqual([metrics.maxDrawdown, metrics.maxDrawdownDaily], [-0.5, 995 / 1000 - 1]);
  assert.deepEqual([metrics.drawdownFrom, metrics.drawdownTo], [START, START + QUARTER_HOUR]);
  const midnights = entries.filter(({ close }) => close % DAY_MS === 0).map(({ equityUsd }) => equityUsd);
  assert.equal(metrics.sharpe, sharpe(midnights));
});

Deno.test("what the first cycle cost is a drawdown from the start", () => {
  const { metrics } = figuresOf([cycle(START, 999, { transfers: [transfer(1000)] })]);
  assert.deepEqual([metrics.totalReturn, metrics.maxDrawdown], [999 / 1000 - 1, 999 / 1000 - 1]);
  assert.deepEqual([metrics.drawdownFrom, metrics.drawdownTo], [START, START]);
});

Deno.test("days without cycles repeat the equity before", () => {
  const gap = (day: number, equity: number) => cycle(START + day * DAY_MS, equity);
  const { metrics } = figuresOf([gap(0, 1000), gap(1, 1010), gap(31, 1005), gap(40, 1030)]);
  const days = Array.from(
    { length: 41 },
    (_, day) => day < 1 ? 1000 : day < 31 ? 1010 : day < 40 ? 1005 : 1030,
  );
  assert.equal(metrics.sharpe, sharpe(days));
  assert.equal(metrics.sortino, sortino(days));
  assert.deepEqual([metrics.days, metrics.cycles], [40, 4]);
});

Deno.test("a deposit is no profit and a withdrawal no loss", () => {
  const entries = daily(Array.from({ length: 40 }, (_, day) => day % 2 === 0 ? 1000 : 1010));
  const doubled = entries.map((entry, day) => {
    if (day < 20) return entry;
    const moved = { ...entry, equityUsd: entry.equityUsd * 3, balanceUsd: entry.balanceUsd * 3 };
    // On day 20 it goes down from 1,010 to 1,000: with 2,020 more, from 3,030 to 3,000.
    return day === 20 ? { ...moved, transfers: [transfer(2020)] } : moved;
  });
  const plain = figuresOf(entries).metrics;
  const { metrics } = figuresOf(doubled);
  assert.deepEqual([metrics.startEquityUsd, metrics.endEquityUsd], [1000, 3030]);
  for (const name of ["totalReturn", "maxDrawdown", "sharpe", "sortino", "calmar"] as const) {
    assert.ok(Math.abs(metrics[name]! / plain[name]! - 1) < 1e-9, `${name}: ${metrics[name]}`);
  }
});

Deno.test("half the money taken out is no drawdown", () => {
  const { metrics } = figuresOf([
    ...daily([1000, 1010]),
    cycle(START + 2 * DAY_MS, 505, { transfers: [transfer(-505)] }),
    cycle(START + 3 * DAY_MS, 510),
  ]);
  assert.deepEqual([metrics.maxDrawdown, metrics.drawdownFrom, metrics.endEquityUsd], [0, null, 510]);
  assert.ok(Math.abs(metrics.totalReturn - (1010 / 1000 * 510 / 505 - 1)) < 1e-15);
});

Deno.test("an account that is filled later starts there", () => {
  const equities = Array.from({ length: 40 }, (_, day) => day % 2 === 0 ? 1000 : 1010);
  const later = daily(equities).map((entry) => ({ ...entry, close: entry.close + DAY_MS }));
  const { metrics } = figuresOf([cycle(START, 0), ...later]);
  assert.deepEqual([metrics.startEquityUsd, metrics.drawdownFrom], [1000, START + 2 * DAY_MS]);
  assert.equal(metrics.sharpe, sharpe(equities));
});

Deno.test("two cycles far apart do not stand for twice the time between", () => {
  const far = [cycle(START, 1000), cycle(START + 20 * DAY_MS, 1010)];
  assert.equal(figuresOf(far).warnings[0], `${ANNUALIZED}21 days, annualised figures need 30`);
});

Deno.test("an empty diary gives zeros, and nulls with their reasons", () => {
  const { metrics, warnings } = figuresOf([{ kind: "run", schema: 2, key: "k" }]);
  assert.deepEqual(metricsSchema.parse(metrics), metrics);
  const counts = [metrics.cycles, metrics.days, metrics.totalReturn, metrics.exposure, metrics.meanLeverage];
  assert.deepEqual(counts, [0, 0, 0, 0, 0]);
  assert.deepEqual(warnings, [
    `${ANNUALIZED}0 days, annualised figures need 30`,
    "smallest Sharpe n/a: 0 daily returns, 3 are needed",
    "max drawdown daily n/a: 0 daily returns, 1 is needed",
    "win rate, profit factor, expectancy, expectancy R, average holding n/a: no closed trades",
    "traded from n/a: the agent was never asked",
  ]);
  assert.deepEqual(new MetricsFold().equityCurve(60), []);
});

Deno.test("one cycle is a run of no days", () => {
  const { metrics, warnings } = figuresOf(daily([1000]));
  assert.deepEqual([metrics.cycles, metrics.days, metrics.totalReturn, metrics.maxDrawdown], [1, 0, 0, 0]);
  assert.equal(warnings[0], `${ANNUALIZED}0 days, annualised figures need 30`);
});

Deno.test("an equity that never moves has a return of zero and no ratio, each with its reason", () => {
  const { metrics, warnings } = figuresOf(daily(new Array(40).fill(1000)));
  assert.deepEqual([metrics.annualizedReturn, metrics.turnover, metrics.maxDrawdown], [0, 0, 0]);
  assert.deepEqual([metrics.sharpe, metrics.sortino, metrics.calmar], [null, null, null]);
  assert.deepEqual(warnings.slice(0, 3), [
    "Sharpe n/a: the daily returns do not vary",
    "Sortino n/a: no losing day",
    "Calmar n/a: no drawdown",
  ]);
});

Deno.test("a run that loses everything has no annualised return, and says so once", () => {
  const { metrics, warnings } = figuresOf(daily([1000, ...new Array(40).fill(0)]));
  assert.deepEqual([metrics.totalReturn, metrics.maxDrawdown], [-1, -1]);
  assert.equal(warnings[0], "annualised return, Sharpe, Sortino, Calmar n/a: the equity fell to zero");
});

Deno.test("trades, all of them won and none with a stop: profit factor and R are missing, each with its reason", () => {
  const entries = daily([1000, 1010, 1030]);
  entries[1] = { ...entries[1], trades: [trade(10, { openedAt: START, closedAt: START + 1000 })] };
  entries[2] = { ...entries[2], trades: [trade(20, { openedAt: START, closedAt: START + 3000 })] };
  const { metrics, warnings } = figuresOf(entries);
  assert.deepEqual([metrics.trades, metrics.wins, metrics.losses, metrics.winRate], [2, 2, 0, 1]);
  assert.deepEqual([metrics.profitFactor, metrics.expectancyUsd, metrics.averageHoldingMs], [null, 15, 2000]);
  assert.deepEqual(warnings.slice(-2), [
    "profit factor n/a: no losing trade",
    "expectancy R n/a: a trade without a stop at its entry",
  ]);
});

Deno.test("the expectancy in R takes the stop from the intent, the price from the fill", () => {
  const entries = [
    ...daily([1000]),
    entryIntent("0x1", 96),
    cycle(START + 1, 1000, { fills: [fill({ size: 2, clientOrderId: "0x1" })], notionalUsd: 200 }),
    cycle(START + 2, 1012, { fills: [fill({ size: 2, side: "sell" })], trades: [trade(12)] }),
  ];
  assert.equal(figuresOf(entries).metrics.expectancyR, 1.5);
  assert.equal(figuresOf(entries.toSpliced(1, 1)).metrics.expectancyR, null);
});

Deno.test("exposure, leverage and what is open at the end", () => {
  const { metrics } = figuresOf([
    cycle(START, 1000, { notAsked: "warming up" }),
    cycle(START + 1, 1000, { fills: [fill({ size: 5 })], notionalUsd: 500 }),
    cycle(START + 2, 2000, { balanceUsd: 1999.9, notionalUsd: 3000 }),
    cycle(START + 3, 1000.3, { balanceUsd: 1000.1, fills: [fill({ asset: "ETH" })], notionalUsd: 0 }),
  ]);
  const ruined = figuresOf([cycle(START, 1000), cycle(START + 1, 0, { notionalUsd: 500 })]).metrics;
  assert.deepEqual([ruined.exposure, ruined.meanLeverage], [0.5, 0]);
  assert.equal(metrics.exposure, 0.75);
  assert.equal(metrics.meanLeverage, (0.5 + 1.5) / 4);
  assert.deepEqual([metrics.openPositions, metrics.openPnlUsd, metrics.fills], [2, 0.2, 2]);
  assert.deepEqual([metrics.volumeUsd, metrics.tradedFrom], [600, START + 1]);
});

Deno.test("the curve for drawing is the written equity", () => {
  const fold = new MetricsFold();
  for (const entry of daily(EXAMPLE)) fold.add(entry);
  assert.deepEqual(fold.equityCurve(3), [
    { close: START, equityUsd: 10000 },
    { close: START + 5 * DAY_MS, equityUsd: 10300 },
    { close: START + 10 * DAY_MS, equityUsd: 10450 },
  ]);
});

const step = fc.record({
  gap: fc.integer({ min: 1, max: 3 * 96 }),
  cents: fc.integer({ min: 1, max: 2_000_000 }),
  deposit: fc.option(fc.integer({ min: -1000, max: 1000 }), { nil: undefined, freq: 20 }),
  net: fc.option(fc.integer({ min: -50, max: 50 }), { nil: undefined }),
});

const diary = fc.array(step, { minLength: 1, maxLength: 60 }).map((steps) => {
  let close = START;
  return steps.map(({ gap, cents, deposit, net }): CycleEntry => {
    close += gap * QUARTER_HOUR;
    return cycle(close, cents / 100, {
      ...deposit === undefined ? {} : { transfers: [transfer(deposit)] },
      ...net === undefined ? {} : { trades: [trade(net)], notionalUsd: 50 },
    });
  });
});

/** The same with equities that fall to zero and below it, at once or on the way. */
const ruinous = diary.chain((entries) =>
  fc.array(fc.constantFrom(1, 1, 1, 0, -1, -1e-6), { minLength: entries.length, maxLength: entries.length })
    .map((factors) => entries.map((entry, at) => ({ ...entry, equityUsd: entry.equityUsd * factors[at] })))
);

/** Every figure that has no dollar in it. */
function ratiosOf(metrics: Metrics): Partial<Metrics> {
  const { startEquityUsd: _, endEquityUsd: __, expectancyUsd: ___, openPnlUsd: ____, ...ratios } = metrics;
  return ratios;
}

Deno.test("four times the money changes no ratio", () => {
  fc.assert(fc.property(diary, (entries) => {
    const scaled = entries.map((entry): CycleEntry => ({
      ...entry,
      equityUsd: entry.equityUsd * 4,
      ...entry.notionalUsd === undefined ? {} : { notionalUsd: entry.notionalUsd * 4 },
      transfers: entry.transfers?.map(({ amountUsd }) => transfer(amountUsd * 4)),
      trades: entry.trades?.map(({ netPnlUsd }) => trade(netPnlUsd * 4)),
    }));
    assert.deepEqual(ratiosOf(figuresOf(scaled).metrics), ratiosOf(figuresOf(entries).metrics));
  }));
});

Deno.test("looking at the figures in between changes none, and each look is that of the lines so far", () => {
  fc.assert(
    fc.property(diary, (entries) => {
      const fold = new MetricsFold();
      entries.forEach((entry, at) => {
        fold.add(entry);
        assert.deepEqual(fold.result(), figuresOf(entries.slice(0, at + 1)));
      });
    }),
    { numRuns: 30 },
  );
});

Deno.test("closes that were missed are counted, and not told where there were none", () => {
  const missed = (close: number): DiaryEntry => ({
    kind: "missed",
    close,
    cause: "asleep",
    detail: "woke late",
  });
  const cycles = quarterHours(3);
  const { metrics } = figuresOf([...cycles, missed(1), missed(2)]);
  assert.deepEqual([metrics.missedCloses, metrics.cycles], [2, 3]);
  assert.deepEqual(metricsSchema.parse(metrics), metrics);
  assert.ok(!("missedCloses" in figuresOf(cycles).metrics));
});

Deno.test("every figure is finite or null, and every null figure has its reason but the dates of no drawdown", () => {
  const names: Partial<Record<keyof Metrics, string>> = {
    annualizedReturn: "annualised return",
    sharpe: "Sharpe",
    smallestSharpe: "smallest Sharpe",
    sortino: "Sortino",
    calmar: "Calmar",
    turnover: "turnover",
    drawdownUntil: "drawdown until",
    maxDrawdownDaily: "max drawdown daily",
    winRate: "win rate",
    profitFactor: "profit factor",
    expectancyUsd: "expectancy",
    expectancyR: "expectancy R",
    averageHoldingMs: "average holding",
    tradedFrom: "traded from",
  };
  fc.assert(fc.property(fc.oneof(diary, ruinous), (entries) => {
    const { metrics: { model, ...metrics }, warnings } = figuresOf(entries);
    assert.equal(model, null);
    assert.deepEqual(metricsSchema.parse({ model, ...metrics }), { model, ...metrics });
    const named = warnings.flatMap((line) => line.split(" n/a: ")[0].split(", ")).sort();
    const missing = Object.entries(metrics).filter(([, value]) => value === null).map(([name]) => name);
    const wanted = missing.filter((name) => metrics.maxDrawdown < 0 || !name.startsWith("drawdown"));
    assert.deepEqual(named, wanted.map((name) => names[name as keyof Metrics]).sort());
  }));
});
