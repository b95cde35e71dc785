/** The shipped market looks like one: every moment of the tables is within its band, for each asset. */
import assert from "node:assert/strict";
import { CORRELATION_BAND, CORRELATIONS, FUNDING_ROWS, type Row, ROWS_15M, ROWS_5M } from "./bands.ts";
import { SYMBOLS, type TradedSymbol } from "./parameters.ts";
import { candlesOf2024, hourlyOf2024 } from "./shipped.ts";
import {
  autocorrelation,
  candleMoments,
  correlation,
  fundingMoments,
  mean,
  returnsOf,
} from "./statistics.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const moments15m = perSymbol((symbol) => candleMoments(candlesOf2024(symbol), 15 * MINUTE_MS));
const moments5m = perSymbol((symbol) => candleMoments(candlesOf2024(symbol, 5 * MINUTE_MS), 5 * MINUTE_MS));
const funding = perSymbol((symbol) => fundingMoments(hourlyOf2024(symbol, "funding")));

/** The value for each symbol, made when it is first asked for. */
function perSymbol<T>(make: (symbol: TradedSymbol) => T): (symbol: TradedSymbol) => T {
  const made = new Map<TradedSymbol, T>();
  return (symbol) => {
    const value = made.get(symbol) ?? make(symbol);
    made.set(symbol, value);
    return value;
  };
}

function testRows(
  title: string,
  rows: Row[],
  moments: (symbol: TradedSymbol) => Record<string, number>,
): void {
  for (const row of rows) {
    for (const symbol of SYMBOLS.filter((symbol) => row.targets[symbol] !== undefined)) {
      const [low, high] = row.band(row.targets[symbol]!);
      Deno.test(`${title}: ${row.name} of ${symbol} is within ${low.toPrecision(3)} … ${high.toPrecision(3)}`, () => {
        const value = moments(symbol)[row.name];
        assert.ok(
          value >= low && value <= high,
          `${row.name} of ${symbol} is ${value}, wanted ${low} … ${high}`,
        );
      });
    }
  }
}

testRows("15m", ROWS_15M, moments15m);
testRows("5m", ROWS_5M, moments5m);
testRows("funding", FUNDING_ROWS, funding);

for (const { pair: [a, b], target } of CORRELATIONS) {
  Deno.test(`15m: returns of ${a} and ${b} correlate by ${target} ± ${CORRELATION_BAND}`, () => {
    const value = correlation(returnsOf(candlesOf2024(a)), returnsOf(candlesOf2024(b)));
    assert.ok(Math.abs(value - target) <= CORRELATION_BAND, `the correlation is ${value}`);
  });
}

for (const symbol of SYMBOLS) {
  Deno.test(`no easy money: the last hour (or four) of ${symbol} does not tell the next one`, () => {
    for (const hours of [1, 4]) {
      const value = autocorrelation(returnsOf(candlesOf2024(symbol, hours * HOUR_MS)), 1);
      assert.ok(Math.abs(value) <= 0.06, `lag 1 of the ${hours}h returns is ${value}`);
    }
  });

  Deno.test(`funding of ${symbol} is high in March and November and low in the summer's range`, () => {
    const months = monthlyMeans(hourlyOf2024(symbol, "funding"));
    const year = mean(months);
    const [march, november, august] = [months[2], months[10], months[7]];
    assert.ok(
      march > 1.4 * year && november > 1.4 * year,
      `March ${march}, November ${november}, year ${year}`,
    );
    assert.ok(august < 0.6 * year, `August ${august}, year ${year}`);
  });
}

function monthlyMeans(rates: Float64Array): number[] {
  const hourOf = (month: number) => (Date.UTC(2024, month, 1) - Date.UTC(2024, 0, 1)) / HOUR_MS;
  return Array.from({ length: 12 }, (_, month) => mean(rates.subarray(hourOf(month), hourOf(month + 1))));
}
