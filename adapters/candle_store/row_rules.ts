import { HOUR_MS, intervalMs } from "../../engine/mod.ts";
import type { Fault } from "./fault.ts";
import type { NamedFile } from "./file_name.ts";

/** Columns of candles in our own files and in freqtrade's. */
export const CANDLE_NAMES = ["time", "open", "high", "low", "close", "volume"] as const;
// Source: Binance's archive, 8.5 of the exchange rules.
const BINANCE_NAMES = "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume," +
  "taker_buy_quote_volume,ignore";
const BINANCE_FUNDING_NAMES = "calc_time,funding_interval_hours,last_funding_rate";
/** Before this a time is surely given in seconds; after the other in microseconds (ms since the epoch). */
const EARLIEST = Date.UTC(2009, 0);
const LATEST = Date.UTC(2100, 0);
/** Above this a time of Binance's archive is in microseconds (spot from 2025 on). */
const MICROSECONDS_FROM = 1e13;
/** So many holes of one length in a row are no holes. */
const ALIKE_STEPS = 12;
const MINUTE_MS = 60_000;
/** How late after the hour Binance may say that it calculated the funding rate of that hour. */
const FUNDING_JITTER_MS = 60_000;

/** What is wrong with one row. */
export type RowFault = Omit<Fault, "row">;

/** How the rows of one file are read and judged; made anew for every file, for it remembers the row before. */
export interface RowRules {
  /** Rules for the same rows with fewer columns, where the header says so. */
  readonly shorter?: RowRules;
  /** Names of the file's columns, in order. */
  readonly names: readonly string[];
  /** How many of them are read, from the first on; of the others it counts only that they are there. */
  readonly used: number;
  /** How many values of a row are kept. */
  readonly width: number;
  /** Whether a file without a header may be one of these too. */
  readonly headerless: boolean;
  /**
   * Judges the next row and remembers its time; `values` (as many as `used`) are turned into what is kept, in place.
   * Null where the row is good; a row with a fault counts as not there.
   */
  accept(values: Float64Array): RowFault | null;
}

/** The rules for a file, by what its name says it holds. */
export function rulesFor(file: NamedFile): RowRules {
  const { kind } = file;
  if (kind === "candles") return candleRules(file);
  if (kind === "mark") return markRules(file);
  if (file.format === "binance") return archiveFundingRules();
  const { name, gridMs, check } = VALUES[kind];
  const checkTime = risingTimes(gridMs);
  const accept = (values: Float64Array): RowFault | null => check(values[1]) ?? checkTime(values[0]);
  return { names: ["time", name], used: 2, width: 2, headerless: false, accept };
}

/** How values by time are called, on which grid their times lie, and what is wrong with one. */
const VALUES = {
  funding: { name: "rate", gridMs: HOUR_MS, check: wrongRate },
  "open-interest": { name: "openInterest", gridMs: HOUR_MS, check: wrongOpenInterest },
  oracle: { name: "price", gridMs: 1000, check: wrongOracle },
} as const;

/** What is wrong with a candle as such, or null. Values stand in the order of {@link CANDLE_NAMES}. */
export function wrongCandle(values: ArrayLike<number>): RowFault | null {
  const volume = values[5];
  const wrong = wrongPrices(values);
  if (wrong !== null) return wrong;
  return volume >= 0 ? null : { check: "value", found: `volume ${volume}`, wanted: "0 or more" };
}

/** What is wrong with the four prices of a candle, or null. */
function wrongPrices(values: ArrayLike<number>): RowFault | null {
  const open = values[1];
  const high = values[2];
  const low = values[3];
  const close = values[4];
  const top = open > close ? open : close;
  const bottom = open > close ? close : open;
  if (!(bottom > 0)) return prices(`found a price of ${bottom}`, "prices above 0");
  if (!(high >= top)) return prices(`high ${high} is below ${top}`, "the highest price");
  if (!(low <= bottom && low > 0)) {
    return prices(`low ${low} is above ${bottom} or not above 0`, "the lowest price");
  }
  return null;
}

/** Judges times one after the other: rising, on the grid, in ms. A time with a fault is not remembered. */
function risingTimes(gridMs: number): (time: number) => RowFault | null {
  let last = -Infinity;
  return (time) => {
    if (time <= last) return notRising(time, last);
    if (time % gridMs !== 0 || time < EARLIEST || time > LATEST) {
      const wanted = `a whole multiple of ${gridMs} ms since the epoch`;
      return { check: "grid", found: `time ${time}${unitHint(time)}`, wanted };
    }
    last = time;
    return null;
  };
}

function candleRules(file: NamedFile, check = wrongCandle): RowRules {
  const { format, interval } = file;
  const checkTime = risingTimes(intervalMs(interval!));
  const checkStep = oneInterval(intervalMs(interval!));
  const accept = (values: Float64Array): RowFault | null =>
    check(values) ?? checkTime(values[0]) ?? checkStep(values[0]);
  if (format !== "binance") {
    return { names: CANDLE_NAMES, used: 6, width: 6, headerless: false, accept };
  }
  const toMs = oneUnit();
  const acceptArchive = (values: Float64Array): RowFault | null => toMs(values) ?? accept(values);
  return { names: BINANCE_NAMES.split(","), used: 6, width: 6, headerless: true, accept: acceptArchive };
}

/** A mark has no volume: the column may be there, and is not kept. */
function markRules(file: NamedFile): RowRules {
  const rules = { ...candleRules(file, wrongPrices), width: 5 };
  if (file.format === "binance") return rules;
  return { ...rules, shorter: { ...rules, names: CANDLE_NAMES.slice(0, 5), used: 5 } };
}

/**
 * Judges whether rows are of one interval: holes are of many lengths, but rows that lie the same multiple of it apart
 * again and again are candles of another interval.
 */
function oneInterval(lengthMs: number): (time: number) => RowFault | null {
  let last = NaN;
  let stepBefore = NaN;
  let alike = 0;
  return (time) => {
    const step = time - last;
    alike = step === stepBefore && step > lengthMs ? alike + 1 : 0;
    stepBefore = step;
    last = time;
    if (alike < ALIKE_STEPS) return null;
    const found = `time ${time}, like ${alike} rows before it ${
      step / MINUTE_MS
    } minutes after the one before`;
    return { check: "grid", found, wanted: `candles of ${lengthMs / MINUTE_MS} minutes only` };
  };
}

/** Turns microseconds into ms; the first row says which of the two a file is in. */
function oneUnit(): (values: Float64Array) => RowFault | null {
  let isMicro: boolean | null = null;
  return (values) => {
    const micro = values[0] > MICROSECONDS_FROM;
    isMicro ??= micro;
    if (micro !== isMicro) {
      const [found, before] = micro ? ["microseconds", "milliseconds"] : ["milliseconds", "microseconds"];
      const wanted = "one unit in a file";
      return { check: "grid", found: `time ${values[0]} in ${found} after times in ${before}`, wanted };
    }
    if (micro) values[0] /= 1000;
    return null;
  };
}

function archiveFundingRules(): RowRules {
  const checkTime = risingTimes(HOUR_MS);
  const accept = (values: Float64Array): RowFault | null => {
    const hour = Math.round(values[0] / HOUR_MS) * HOUR_MS;
    if (Math.abs(values[0] - hour) <= FUNDING_JITTER_MS) values[0] = hour;
    values[1] = values[2];
    return wrongRate(values[1]) ?? checkTime(values[0]);
  };
  return { names: BINANCE_FUNDING_NAMES.split(","), used: 3, width: 2, headerless: true, accept };
}

function notRising(time: number, last: number): RowFault {
  const wanted = "rising times";
  if (time === last) return { check: "duplicate", found: `time ${time} twice`, wanted };
  return { check: "order", found: `time ${time} after ${last}`, wanted };
}

function unitHint(time: number): string {
  if (time >= EARLIEST / 1000 && time <= LATEST / 1000) return " (that looks like seconds)";
  return time >= EARLIEST * 1000 ? " (that looks like microseconds)" : "";
}

function wrongRate(rate: number): RowFault | null {
  if (Math.abs(rate) < 1) return null;
  return { check: "value", found: `found rate ${rate}`, wanted: "a rate as a fraction, like 0.0000125" };
}

function wrongOpenInterest(coins: number): RowFault | null {
  if (coins >= 0) return null;
  return { check: "value", found: `found openInterest ${coins}`, wanted: "coins, 0 or more" };
}

function wrongOracle(price: number): RowFault | null {
  return price > 0 ? null : { check: "value", found: `found price ${price}`, wanted: "USD, above 0" };
}

function prices(found: string, wanted: string): RowFault {
  return { check: "prices", found, wanted };
}
