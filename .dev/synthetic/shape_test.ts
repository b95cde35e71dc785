/** The shipped candles: pins, outage, order, grid, agreement of 1m and 5m. */
import assert from "node:assert/strict";
import { ASSETS, END_MS, FINE, MONTH_STARTS_MS, OUTAGE, START_MS, SYMBOLS } from "./parameters.ts";
import { candles, hourlyOf2024, text } from "./shipped.ts";
import { between, type Candles, resample, returnsOf } from "./statistics.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const INTERVALS = [["1m", MINUTE_MS], ["5m", 5 * MINUTE_MS]] as const;
const PIN_TOLERANCE = 0.001;

/** Times at which the next candle does not open one interval later, with the length of the jump. */
function holes(time: Float64Array, intervalMs: number): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  for (let i = 1; i < time.length; i++) {
    if (time[i] - time[i - 1] !== intervalMs) found.push({ from: time[i - 1] + intervalMs, to: time[i] });
  }
  return found;
}

/** First row in which high, low, open, close or volume contradict one another, or -1. */
function firstOddRow({ open, high, low, close, volume }: Candles): number {
  return open.findIndex((_, i) =>
    !(high[i] >= Math.max(open[i], close[i]) && low[i] <= Math.min(open[i], close[i]) && low[i] > 0 &&
      volume[i] > 0)
  );
}

function near(value: number, target: number): boolean {
  return Math.abs(value / target - 1) <= PIN_TOLERANCE;
}

for (const symbol of SYMBOLS) {
  const { pins, priceDecimals, volumeDecimals } = ASSETS[symbol];

  for (let month = 0; month + 1 < pins.length; month++) {
    const from = MONTH_STARTS_MS[month];
    const name = new Date(from).toISOString().slice(0, 7);
    Deno.test(`${symbol} opens ${name} at ${pins[month]} and closes it at ${pins[month + 1]}, within 0.1 %`, () => {
      const { open, close } = between(candles(symbol, "5m"), from, MONTH_STARTS_MS[month + 1]);
      assert.ok(near(open[0], pins[month]), `opens at ${open[0]}`);
      assert.ok(near(close[close.length - 1], pins[month + 1]), `closes at ${close[close.length - 1]}`);
    });
  }

  Deno.test(`${symbol}: the hours around a month's start are no livelier than others: pinning shows no jump`, () => {
    const hourly = resample(candles(symbol, "5m"), HOUR_MS);
    const moves = returnsOf(hourly).map(Math.abs);
    const isNearPin = (time: number) => MONTH_STARTS_MS.some((pin) => Math.abs(pin - time) <= 2 * HOUR_MS);
    const near = moves.filter((_, i) => isNearPin(hourly.time[i + 1])).sort();
    const all = moves.slice().sort();
    assert.ok(
      near[near.length >> 1] < 1.6 * all[all.length >> 1],
      `median move near a pin: ${near[near.length >> 1]}`,
    );
    assert.ok(
      near[near.length - 1] < all[Math.floor(0.9995 * all.length)],
      `largest: ${near[near.length - 1]}`,
    );
  });

  Deno.test(`${symbol}: 5m candles from December 2023 to the end of 2024, on the grid, with one hole of an hour`, () => {
    const { time } = candles(symbol, "5m");
    assert.deepEqual([time[0], time[time.length - 1]], [START_MS, END_MS - 5 * MINUTE_MS]);
    assert.deepEqual(holes(time, 5 * MINUTE_MS), [{ from: OUTAGE.fromMs, to: OUTAGE.toMs }]);
    assert.equal(OUTAGE.toMs - OUTAGE.fromMs, HOUR_MS);
  });

  Deno.test(`${symbol}: 1m candles of January and February 2024 without a hole`, () => {
    const { time } = candles(symbol, "1m");
    assert.deepEqual([time[0], time[time.length - 1]], [FINE.fromMs, FINE.toMs - MINUTE_MS]);
    assert.deepEqual(holes(time, MINUTE_MS), []);
  });

  for (const [interval] of INTERVALS) {
    Deno.test(`${symbol} ${interval}: high and low enclose open and close, volume is above 0`, () => {
      assert.equal(firstOddRow(candles(symbol, interval)), -1);
    });

    Deno.test(`${symbol} ${interval}: header and rows are printed as a venue prints them`, () => {
      const number = (decimals: number) => decimals === 0 ? "\\d+" : `\\d+(\\.\\d{0,${decimals - 1}}[1-9])?`;
      const price = number(priceDecimals);
      const pattern = new RegExp(`^\\d{13},${price},${price},${price},${price},${number(volumeDecimals)}$`);
      const [header, ...rows] = text(symbol, interval).trimEnd().split("\n");
      assert.equal(header, "time,open,high,low,close,volume");
      assert.equal(rows.find((row) => !pattern.test(row)), undefined);
    });
  }

  Deno.test(`${symbol}: 1m candles make exactly the 5m candles, volume to the last printed digit`, () => {
    const made = resample(candles(symbol, "1m"), 5 * MINUTE_MS);
    const shipped = between(candles(symbol, "5m"), FINE.fromMs, FINE.toMs);
    for (const column of ["time", "open", "high", "low", "close"] as const) {
      assert.deepEqual(made[column], shipped[column], column);
    }
    const lots = (volume: Float64Array) => volume.map((value) => Math.round(value * 10 ** volumeDecimals));
    assert.deepEqual(lots(made.volume), lots(shipped.volume));
  });

  Deno.test(`${symbol}: open interest is hourly, breathes around its level and never leaps upwards`, () => {
    const interest = hourlyOf2024(symbol, "open-interest");
    const [first, last] = ASSETS[symbol].openInterest;
    assert.equal(interest.length, 366 * 24);
    assert.ok(
      interest.every((value) => value > first / 2 && value < last * 2),
      "out of half to twice its level",
    );
    const steps = interest.subarray(1).map((value, i) => value / interest[i] - 1).sort();
    assert.ok(
      steps[0] > -0.2 && steps[steps.length - 1] < 0.05,
      `from ${steps[0]} to ${steps[steps.length - 1]}`,
    );
  });

  Deno.test(`${symbol}: the year's worst hour cuts open interest`, () => {
    const interest = hourlyOf2024(symbol, "open-interest");
    const hourly = resample(between(candles(symbol, "5m"), MONTH_STARTS_MS[1], END_MS), HOUR_MS);
    const moves = returnsOf(hourly);
    const worst = hourly.time[moves.indexOf(moves.reduce((a, b) => Math.min(a, b))) + 1];
    const hour = (worst - MONTH_STARTS_MS[1]) / HOUR_MS;
    const change = interest[hour + 1] / interest[hour] - 1;
    assert.ok(change < -0.02, `it changed by ${change}`);
  });
}
