import { type Interval, INTERVALS } from "../../../engine/mod.ts";
import type { CalendarInterval } from "../info/calendar_candles.ts";

/** Intervals that have names at Binance. */
export type BinanceInterval = Interval | CalendarInterval | "1s";

const CALENDAR: readonly CalendarInterval[] = ["3d", "1w", "1M"];

/** One of Binance's two markets as far as its candles differ. Source: exchange-rules 8.1 to 8.4. */
export interface BinanceProduct {
  readonly name: "spot" | "futures";
  /** Where its paths begin. */
  readonly path: string;
  readonly intervals: ReadonlySet<string>;
  /** Most candles of a request, and whether more is refused or cut. */
  readonly mostCandles: number;
  readonly refusesMore: boolean;
  /** Weight that an address may use in a minute. */
  readonly weightLimit: number;
  /** Of a request for so many candles. */
  readonly candlesWeight: (limit: number) => number;
  readonly infoWeight: number;
}

/** `/api/v3`. */
export const SPOT: BinanceProduct = {
  name: "spot",
  path: "/api/v3/",
  intervals: new Set<string>(["1s", ...INTERVALS, ...CALENDAR]),
  mostCandles: 1000,
  refusesMore: false,
  weightLimit: 6000,
  candlesWeight: () => 2,
  infoWeight: 20,
};

/** `/fapi/v1`, the perpetuals. */
export const FUTURES: BinanceProduct = {
  name: "futures",
  path: "/fapi/v1/",
  intervals: new Set<string>([...INTERVALS, ...CALENDAR]),
  mostCandles: 1500,
  refusesMore: true,
  weightLimit: 2400,
  candlesWeight: (limit) => limit < 100 ? 1 : limit < 500 ? 2 : limit <= 1000 ? 5 : 10,
  infoWeight: 1,
};
