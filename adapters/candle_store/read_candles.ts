import { type CandleColumns, type Interval, intervalMs } from "../../engine/mod.ts";
import { DataError } from "./data_error.ts";
import { fileRow, type NumberTable, readCsv } from "./read_csv.ts";

/** Columns of a candle file. */
const CANDLE_NAMES = ["time", "open", "high", "low", "close", "volume"] as const;
/** Before this a time is surely given in seconds; after the other in microseconds (ms since the epoch). */
const EARLIEST = Date.UTC(2009, 0);
const LATEST = Date.UTC(2100, 0);

/** What a file of values by time can hold. */
export type ValueName = "rate" | "openInterest";

const VALUES: { readonly [name in ValueName]: { fits(value: number): boolean; readonly wanted: string } } = {
  rate: { fits: (rate) => Math.abs(rate) < 1, wanted: "an hourly rate as a fraction, like 0.0000125" },
  openInterest: { fits: (coins) => coins >= 0, wanted: "coins, 0 or more" },
};

/** Candles of one file, checked row by row. */
export interface CandleFile {
  readonly columns: CandleColumns;
  readonly rows: number;
  readonly sha256: string;
}

/** Values by time of one file, checked row by row. */
export interface ValueFile {
  readonly time: Float64Array;
  readonly value: Float64Array;
  readonly rows: number;
  readonly sha256: string;
}

/** Reads a candle file. Throws a DataError that names file, row, what was found and what was wanted. */
export function readCandles(path: string, interval: Interval): CandleFile {
  const table = readCsv(path, CANDLE_NAMES);
  const [time, open, high, low, close, volume] = table.columns;
  const columns = { time, open, high, low, close, volume };
  checkTimes(path, time, intervalMs(interval));
  for (let row = 0; row < table.rows; row++) {
    const wrong = wrongCandle(columns, row);
    if (wrong !== null) throw new DataError(`${path}, row ${fileRow(row)}: ${wrong}`);
  }
  return { columns, rows: table.rows, sha256: table.sha256 };
}

/** Reads a file of values by time: `time,rate` for funding, `time,openInterest`. */
export function readValues(path: string, name: ValueName, gridMs: number): ValueFile {
  const table: NumberTable = readCsv(path, ["time", name]);
  const [time, value] = table.columns;
  checkTimes(path, time, gridMs);
  const wrong = value.findIndex((one) => !VALUES[name].fits(one));
  if (wrong >= 0) {
    const at = `${path}, row ${fileRow(wrong)}`;
    throw new DataError(`${at}: found ${name} ${value[wrong]}; wanted ${VALUES[name].wanted}`);
  }
  return { time, value, rows: table.rows, sha256: table.sha256 };
}

function checkTimes(path: string, time: Float64Array, gridMs: number): void {
  if (time.length === 0) throw new DataError(`${path}: no rows; wanted at least one`);
  for (let row = 0; row < time.length; row++) {
    const at = time[row];
    if (row > 0 && at <= time[row - 1]) {
      const found = at === time[row - 1] ? `time ${at} twice` : `time ${at} after ${time[row - 1]}`;
      throw new DataError(`${path}, row ${fileRow(row)}: ${found}; wanted rising times`);
    }
    if (at % gridMs === 0 && at >= EARLIEST && at <= LATEST) continue;
    throw new DataError(
      `${path}, row ${fileRow(row)}: time ${at}${
        unitHint(at)
      }; wanted a whole multiple of ${gridMs} ms since the epoch`,
    );
  }
}

function unitHint(time: number): string {
  if (time >= EARLIEST / 1000 && time <= LATEST / 1000) return " (that looks like seconds)";
  return time >= EARLIEST * 1000 ? " (that looks like microseconds)" : "";
}

function wrongCandle({ open, high, low, close, volume }: CandleColumns, row: number): string | null {
  const top = Math.max(open[row], close[row]);
  const bottom = Math.min(open[row], close[row]);
  if (!(bottom > 0)) return `found a price of ${bottom}; wanted prices above 0`;
  if (high[row] < top) return `high ${high[row]} is below ${top}; wanted the highest price`;
  if (low[row] > bottom || !(low[row] > 0)) {
    return `low ${low[row]} is above ${bottom} or not above 0; wanted the lowest price`;
  }
  return volume[row] >= 0 ? null : `volume ${volume[row]}; wanted 0 or more`;
}
