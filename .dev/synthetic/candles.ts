/** Candles as a venue prints them, in whole ticks and lots, so that sums are exact. */
import { exp, log, powerOfTen } from "./exact_math.ts";
import * as P from "./parameters.ts";
import type { Path } from "./paths.ts";
import { Random } from "./random.ts";
import { addWaves } from "./volatility.ts";

/** Columns of candles without gaps from `startMs` on: prices in ticks, volume in lots. */
export interface TickCandles {
  startMs: number;
  intervalMs: number;
  open: Int32Array;
  high: Int32Array;
  low: Int32Array;
  close: Int32Array;
  volume: Float64Array;
}

const RANGE_TO_DEVIATION = 1.6; // expected range of a random walk in units of its deviation
const MEDIAN_MINUTES = 15;
const WIDE_OPEN_SHARE = 0.04;

/** One-minute candles of a path, for the whole time. */
export function minuteCandles(symbol: P.TradedSymbol, path: Path): TickCandles {
  const random = new Random(P.SEED, `candles of ${symbol}`);
  const asset = P.ASSETS[symbol];
  const ticksPerUsd = powerOfTen(asset.priceDecimals);
  const candles = emptyCandles(P.MINUTES, P.START_MS, P.MINUTE_MS);
  const activity = new Float64Array(P.MINUTES);
  let before = Math.round(exp(path.logPrice[0]) * ticksPerUsd);
  for (let i = 0; i < P.MINUTES; i++) {
    const from = path.logPrice[i];
    const to = path.logPrice[i + 1];
    const reach = P.WICK * path.deviation[i];
    const up = excursion(to - from, reach, random);
    const down = excursion(from - to, reach, random);
    const open = before + openGap(asset, before, random);
    const close = Math.round(exp(to) * ticksPerUsd);
    candles.open[i] = open;
    candles.close[i] = close;
    candles.high[i] = Math.max(open, close, Math.round(exp(from + up) * ticksPerUsd));
    candles.low[i] = Math.min(open, close, Math.round(exp(from - down) * ticksPerUsd));
    activity[i] = (up + down) / (RANGE_TO_DEVIATION * path.deviation[i]);
    before = close;
  }
  fillVolume(candles, { symbol, liveliness: path.liveliness, activity });
  return candles;
}

/** Highest point of a random walk that moves by `move`, above its start: drawn from its exact distribution. */
function excursion(move: number, deviation: number, random: Random): number {
  return (move + Math.sqrt(move * move + 2 * deviation * deviation * random.exponential())) / 2;
}

/** Ticks between the close before and the open: mostly none, often one, rarely more. */
function openGap(asset: P.AssetParameters, price: number, random: Random): number {
  const draw = random.uniform();
  if (draw < asset.sameOpen) return 0;
  const sign = random.uniform() < 0.5 ? -1 : 1;
  if (draw < 1 - WIDE_OPEN_SHARE) return sign;
  return sign * Math.ceil(price * asset.wideOpen * random.exponential());
}

interface Activity {
  symbol: P.TradedSymbol;
  liveliness: Float64Array;
  /** Range of each minute against what its volatility expects, about 1. */
  activity: Float64Array;
}

/** Volume follows volatility and the minute's range, has moods of its own, and the year's median is as given. */
function fillVolume(candles: TickCandles, { symbol, liveliness, activity }: Activity): void {
  const random = new Random(P.SEED, `volume of ${symbol}`);
  const asset = P.ASSETS[symbol];
  const line = new Float64Array(P.MINUTES);
  addWaves(line, P.VOLUME.waves, random);
  for (let i = 0; i < line.length; i++) {
    const power = P.VOLUME.volatilityPower * liveliness[i] + P.VOLUME.rangePower * log(activity[i]);
    line[i] = exp(line[i] + power + P.VOLUME.noise * random.normal());
  }
  const lots = asset.volume15m * powerOfTen(asset.volumeDecimals) / medianOfSums(line);
  for (let i = 0; i < line.length; i++) candles.volume[i] = Math.max(1, Math.round(line[i] * lots));
}

function medianOfSums(line: Float64Array): number {
  const sums = new Float64Array(line.length / MEDIAN_MINUTES);
  for (let i = 0; i < line.length; i++) sums[Math.floor(i / MEDIAN_MINUTES)] += line[i];
  return sums.sort()[sums.length >> 1];
}

function emptyCandles(count: number, startMs: number, intervalMs: number): TickCandles {
  const column = () => new Int32Array(count);
  return {
    startMs,
    intervalMs,
    open: column(),
    high: column(),
    low: column(),
    close: column(),
    volume: new Float64Array(count),
  };
}

/** Coarser candles: `count` fine ones become one. */
export function coarser(fine: TickCandles, count: number): TickCandles {
  const coarse = emptyCandles(fine.open.length / count, fine.startMs, fine.intervalMs * count);
  for (let k = 0; k < coarse.open.length; k++) {
    const first = k * count;
    coarse.open[k] = fine.open[first];
    coarse.close[k] = fine.close[first + count - 1];
    coarse.high[k] = fine.high[first];
    coarse.low[k] = fine.low[first];
    for (let i = first; i < first + count; i++) {
      coarse.high[k] = Math.max(coarse.high[k], fine.high[i]);
      coarse.low[k] = Math.min(coarse.low[k], fine.low[i]);
      coarse.volume[k] += fine.volume[i];
    }
  }
  return coarse;
}
