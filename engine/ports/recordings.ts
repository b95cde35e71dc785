import type { CandleColumns } from "../model/candles.ts";
import type { Instrument } from "../model/instrument.ts";
import type { Interval } from "../model/interval.ts";

/** Candles of one asset and interval, as they were recorded. */
export interface RecordedCandles {
  readonly interval: Interval;
  readonly columns: CandleColumns;
}

/** Values by time: hourly funding rates, open interest, or oracle prices. */
export interface RecordedValues {
  /** ms since the epoch, rising. */
  readonly time: Float64Array;
  readonly value: Float64Array;
}

/** All that was recorded of one asset. */
export interface RecordedAsset {
  readonly instrument: Instrument;
  /** At least one series; each interval once. */
  readonly candles: readonly RecordedCandles[];
  /** Hourly rates by the hour they are paid at; null where none was recorded. */
  readonly funding: RecordedValues | null;
  /** In coins; null where none was recorded. */
  readonly openInterest: RecordedValues | null;
  /** Candles of the mark; not there, or empty, where none were recorded. */
  readonly marks?: readonly RecordedCandles[] | undefined;
  /** Oracle prices, USD; not there, or null, where none were recorded. */
  readonly oracle?: RecordedValues | null | undefined;
}
