import { type CandleColumns, candleColumns } from "../../engine/mod.ts";
import { Random } from "../synthetic/random.ts";

/** What a random walk starts from. */
export interface WalkStart {
  readonly seed: number;
  readonly name: string;
  /** ms. */
  readonly from: number;
  readonly price: number;
  /** Decimals of a price. */
  readonly decimals: number;
}

/** Deviation of a minute's return; a candle of n minutes moves √n times as much. */
const MINUTE_DEVIATION = 0.0007;
const STEPS = 4;
const MINUTE_MS = 60_000;

/** Candles of a seeded random walk, without gaps: each is four steps of it, so that high and low are on the way. */
export function randomWalk(start: WalkStart, count: number, lengthMs: number = MINUTE_MS): CandleColumns {
  const random = new Random(start.seed, start.name);
  const scale = 10 ** start.decimals;
  const deviation = MINUTE_DEVIATION * Math.sqrt(lengthMs / MINUTE_MS / STEPS);
  const columns = candleColumns(count);
  const onGrid = (price: number): number => Math.round(price * scale) / scale;
  let price = start.price;
  for (let index = 0; index < count; index++) {
    let [high, low] = [price, price];
    columns.open[index] = onGrid(price);
    for (let step = 0; step < STEPS; step++) {
      price *= 1 + deviation * random.normal();
      if (price > high) high = price;
      if (price < low) low = price;
    }
    columns.time[index] = start.from + index * lengthMs;
    columns.high[index] = onGrid(high);
    columns.low[index] = onGrid(low);
    columns.close[index] = onGrid(price);
    columns.volume[index] = Math.round(1000 * random.exponential()) / 1000;
  }
  return columns;
}
