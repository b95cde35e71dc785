/** Hourly funding in the manner of Hyperliquid: at its floor in ranges, high in trends, negative after falls. */
import { fading } from "./exact_math.ts";
import * as P from "./parameters.ts";
import type { Path } from "./paths.ts";
import { Random } from "./random.ts";
import { addWaves, monthlyLine } from "./volatility.ts";

const HOUR_MS = 60 * P.MINUTE_MS;
/** Rates are whole multiples of 1e-10, as the venue prints them. */
export const RATE_DECIMALS = 10;
const UNITS_PER_1E5 = 1e5;

/** Rate paid at each hour from START_MS on, in units of 1e-10, for every asset. */
export function fundingRates(paths: Record<P.TradedSymbol, Path>): Record<P.TradedSymbol, Int32Array> {
  const common = monthlyLine(P.FUNDING.mood, P.HOURS, HOUR_MS);
  addWaves(common, P.FUNDING.commonWaves, new Random(P.SEED, "funding of the market"));
  const make = (symbol: P.TradedSymbol) => {
    const random = new Random(P.SEED, `funding of ${symbol}`);
    const demand = new Float64Array(P.HOURS);
    addWaves(demand, P.FUNDING.ownWaves, random);
    const trend = recentTrend(paths[symbol].logPrice);
    for (let hour = 0; hour < demand.length; hour++) {
      demand[hour] += common[hour] + P.FUNDING.trendWeight * trend[hour] +
        P.ASSETS[symbol].fundingNoise * random.normal();
    }
    return ranked(demand, P.ASSETS[symbol].funding);
  };
  return { BTC: make("BTC"), ETH: make("ETH"), SOL: make("SOL") };
}

/** Fading memory of past returns at each hour (nothing later than it), about 1 in size. */
function recentTrend(logPrice: Float64Array): Float64Array {
  const memory = fading(P.FUNDING.trendHalfLifeHours);
  const trend = new Float64Array(P.HOURS);
  let state = 0;
  for (let hour = 1; hour < trend.length; hour++) {
    state = memory * state + logPrice[hour * 60] - logPrice[hour * 60 - 60];
    trend[hour] = state;
  }
  const meanSquare = trend.reduce((sum, value) => sum + value * value, 0) / trend.length;
  return trend.map((value) => value / Math.sqrt(meanSquare));
}

/** Gives each hour the rate that its rank within 2024 has in the distribution. */
function ranked(demand: Float64Array, distribution: [number, number][]): Int32Array {
  const firstHour = (P.MONTH_STARTS_MS[1] - P.START_MS) / HOUR_MS;
  const sorted = demand.slice(firstHour).sort();
  return Int32Array.from(demand, (value) => {
    const share = Math.min(1, (positionOf(value, sorted) + 0.5) / sorted.length);
    return Math.round(rateAt(share, distribution) * UNITS_PER_1E5);
  });
}

/** How many of the sorted values are smaller. */
function positionOf(value: number, sorted: Float64Array): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function rateAt(share: number, distribution: [number, number][]): number {
  const above = distribution.findIndex(([knot]) => share <= knot);
  const [highShare, highRate] = distribution[above];
  const [lowShare, lowRate] = distribution[Math.max(0, above - 1)];
  if (highShare === lowShare) return highRate;
  return lowRate + (highRate - lowRate) * (share - lowShare) / (highShare - lowShare);
}
