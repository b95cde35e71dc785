import { type CandleColumns, candleColumns } from "../model/candles.ts";
import type { Instrument } from "../model/instrument.ts";
import { HOUR_MS } from "../model/interval.ts";

/** What a venue under test lists, how its market goes, and what is on the account. */
export interface ContractVenue {
  readonly instrument: Instrument;
  /** Open of the first candle, ms: a full hour. */
  readonly start: number;
  /** 5m candles: two hours at 100, then one candle down to 90, then 96. */
  readonly candles: CandleColumns;
  /** Hourly rates by the hour they are paid at. */
  readonly funding: { readonly time: Float64Array; readonly value: Float64Array };
  readonly depositUsd: number;
  /** Open of the candle that falls, and close of the last one, ms. */
  readonly fall: number;
  readonly end: number;
}

const MINUTE = 60_000;
const STEP = 5 * MINUTE;
const START = 1_704_067_200_000;
const SLOTS = 48;
/** The candle that goes through stops; it opens two hours after the start. */
const FALL_SLOT = 24;

/** See {@link ContractVenue}. */
export const CONTRACT_VENUE: ContractVenue = {
  instrument: {
    symbol: "COIN",
    szDecimals: 2,
    maxLeverage: 20,
    marginTiers: [{ lowerBoundUsd: 0, maxLeverage: 20 }],
  },
  start: START,
  candles: drawCandles(),
  funding: {
    time: Float64Array.from({ length: 4 }, (_, index) => START + (index + 1) * HOUR_MS),
    value: Float64Array.from({ length: 4 }, () => 0.0001),
  },
  depositUsd: 10_000,
  fall: START + FALL_SLOT * STEP,
  end: START + SLOTS * STEP,
};

function drawCandles(): CandleColumns {
  const columns = candleColumns(SLOTS);
  for (let slot = 0; slot < SLOTS; slot++) {
    const [open, low, close] = slot < FALL_SLOT
      ? [100, 99.5, 100]
      : slot === FALL_SLOT
      ? [100, 90, 96]
      : [96, 95.5, 96];
    columns.time[slot] = START + slot * STEP;
    columns.open[slot] = open;
    columns.high[slot] = open + 0.5;
    columns.low[slot] = low;
    columns.close[slot] = close;
    columns.volume[slot] = 1;
  }
  return columns;
}
