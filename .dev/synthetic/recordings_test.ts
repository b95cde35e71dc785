/** The statistics themselves are right: on recordings of 2024 they give the tables that the bands are drawn around. */
import assert from "node:assert/strict";
import { CORRELATIONS, FUNDING_ROWS, type Row, ROWS_15M, ROWS_5M } from "./bands.ts";
import { END_MS, MONTH_STARTS_MS, SYMBOLS, type TradedSymbol } from "./parameters.ts";
import { NO_RECORDINGS, recordingsFolder } from "../recordings.ts";
import { readCandles, readSeries } from "./read.ts";
import {
  between,
  candleMoments,
  type Candles,
  correlation,
  fundingMoments,
  returnsOf,
} from "./statistics.ts";

const MINUTE_MS = 60_000;
const FROM_MS = MONTH_STARTS_MS[1];
const ROUNDING = 0.51; // half of the last printed digit, and a little for binary fractions

const folder = recordingsFolder();
const ignore = folder === null;
const reason = ignore ? NO_RECORDINGS : "";

function recorded(symbol: TradedSymbol, interval: string): Candles {
  return between(readCandles(`${folder}/binance-perp-${symbol}USDT-${interval}.csv.gz`), FROM_MS, END_MS);
}

function recordedFunding(symbol: TradedSymbol): Float64Array {
  const { time, value } = readSeries(`${folder}/hyperliquid-perp-${symbol}-funding.csv.gz`);
  return value.filter((_, i) => time[i] >= FROM_MS && time[i] < END_MS);
}

function assertRows(rows: Row[], symbol: TradedSymbol, moments: Record<string, number>): void {
  for (const { name, targets, unit } of rows) {
    const target = targets[symbol];
    if (target === undefined) continue;
    const distance = Math.abs(moments[name] - target);
    assert.ok(
      distance <= ROUNDING * unit,
      `${name} of ${symbol} is ${moments[name]}, the table says ${target}`,
    );
  }
}

for (const symbol of SYMBOLS) {
  Deno.test({
    name: `recorded ${symbol}: the moments of 15m candles and funding are those of the tables${reason}`,
    ignore,
    fn: () => {
      assertRows(ROWS_15M, symbol, candleMoments(recorded(symbol, "15m"), 15 * MINUTE_MS));
      assertRows(FUNDING_ROWS, symbol, fundingMoments(recordedFunding(symbol)));
    },
  });
}

for (const symbol of ["BTC", "SOL"] as const) {
  Deno.test({
    name: `recorded ${symbol}: the moments of 5m candles are those of the table${reason}`,
    ignore,
    fn: () => assertRows(ROWS_5M, symbol, candleMoments(recorded(symbol, "5m"), 5 * MINUTE_MS)),
  });
}

for (const { pair: [a, b], target } of CORRELATIONS) {
  Deno.test({
    name: `recorded ${a} and ${b}: their 15m returns correlate by ${target}${reason}`,
    ignore,
    fn: () => {
      const [first, second] = commonReturns(recorded(a, "15m"), recorded(b, "15m"));
      const value = correlation(first, second);
      assert.ok(Math.abs(value - target) <= ROUNDING * 0.01, `the correlation is ${value}`);
    },
  });
}

/** Returns of both at the times that both have. */
function commonReturns(a: Candles, b: Candles): [number[], number[]] {
  const returnsOfA = returnsOf(a);
  const byTime = new Map(Array.from(returnsOfA, (value, i) => [a.time[i + 1], value]));
  const pairs: [number, number][] = [];
  returnsOf(b).forEach((value, i) => {
    const other = byTime.get(b.time[i + 1]);
    if (other !== undefined) pairs.push([other, value]);
  });
  return [pairs.map(([first]) => first), pairs.map(([, second]) => second)];
}
