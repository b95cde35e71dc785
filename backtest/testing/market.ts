/**
 * Small markets for tests, drawn candle by candle.
 * @module
 */
import {
  type CandleColumns,
  candleColumns,
  type Instrument,
  type Interval,
  type RecordedAsset,
  type RecordedValues,
} from "../../engine/mod.ts";
import { RecordedMarket } from "../market/recorded_market.ts";

/** One minute in ms. */
export const MINUTE = 60_000;
/** Where the tests' markets begin: 2024-01-01 00:00 UTC, ms. */
export const START = 1_704_067_200_000;

/** A candle: minutes from START to its open, open, high, low, close, volume (1 where not given). */
export type CandleRow = readonly [
  minute: number,
  open: number,
  high: number,
  low: number,
  close: number,
  volume?: number | undefined,
];

/** A perpetual with sizes of two decimals, prices of four, and one margin tier of 20×. */
export const COIN: Instrument = {
  symbol: "COIN",
  szDecimals: 2,
  maxLeverage: 20,
  marginTiers: [{ lowerBoundUsd: 0, maxLeverage: 20 }],
};

/** A second perpetual like the first. */
export const DIME: Instrument = { ...COIN, symbol: "DIME" };

/** Candles as columns. */
export function columnsOf(rows: readonly CandleRow[]): CandleColumns {
  const columns = candleColumns(rows.length);
  rows.forEach(([minute, open, high, low, close, volume = 1], index) => {
    columns.time[index] = START + minute * MINUTE;
    columns.open[index] = open;
    columns.high[index] = high;
    columns.low[index] = low;
    columns.close[index] = close;
    columns.volume[index] = volume;
  });
  return columns;
}

/** What was recorded of one asset, for a test. */
export interface DrawnAsset {
  readonly instrument: Instrument;
  readonly candles: Partial<Record<Interval, readonly CandleRow[]>>;
  /** Rates by the hour they are paid at, counted from START. */
  readonly funding?: readonly (readonly [hour: number, rate: number])[];
  /** Candles of the mark. */
  readonly marks?: Partial<Record<Interval, readonly CandleRow[]>>;
  /** Oracle prices by the hour, counted from START. */
  readonly oracle?: readonly (readonly [hour: number, price: number])[];
}

/** One asset of a recorded market. */
export function drawnAsset({ instrument, candles, funding, marks, oracle }: DrawnAsset): RecordedAsset {
  return {
    instrument,
    candles: seriesOf(candles),
    funding: funding === undefined ? null : valuesOf(funding),
    openInterest: null,
    ...(marks === undefined ? {} : { marks: seriesOf(marks) }),
    ...(oracle === undefined ? {} : { oracle: valuesOf(oracle) }),
  };
}

function seriesOf(rows: DrawnAsset["candles"]): RecordedAsset["candles"] {
  const series = Object.entries(rows) as [Interval, readonly CandleRow[]][];
  return series.map(([interval, rows]) => ({ interval, columns: columnsOf(rows) }));
}

/** A recorded market of drawn assets. */
export function drawnMarket(...assets: readonly DrawnAsset[]): RecordedMarket {
  return new RecordedMarket(assets.map(drawnAsset));
}

function valuesOf(rows: readonly (readonly [number, number])[]): RecordedValues {
  return {
    time: Float64Array.from(rows, ([hour]) => START + hour * 60 * MINUTE),
    value: Float64Array.from(rows, ([, rate]) => rate),
  };
}
