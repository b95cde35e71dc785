/**
 * What `/info` answers, read. Source: exchange-rules 5.2.
 * @module
 */
import { z } from "zod";
import { type ClosedCandle, HOUR_MS, type MarketContext } from "../../engine/mod.ts";

const decimal = z.string().regex(/^-?\d+(\.\d+)?$/, "a decimal number").transform(Number);
/** A price or a size that is there; the venue prints zero where it has none. */
const amount = decimal.transform((value) => value > 0 ? value : null);
const time = z.int().nonnegative();

const contextSchema = z.object({
  funding: decimal,
  openInterest: amount,
  oraclePx: amount,
  markPx: amount,
  midPx: amount.nullable(),
});

/** What a context says, beside whose it is and when. */
export type ContextValues = Omit<MarketContext, "asset" | "time" | "candleMs">;

/** A context by itself, as a stream sends it. */
export const contextWire: z.ZodType<ContextValues> = contextSchema.transform((
  { funding, openInterest, oraclePx, markPx, midPx },
) => ({ mark: markPx, mid: midPx, oracle: oraclePx, funding, openInterest }));

const universeSchema = z.object({ universe: z.array(z.object({ name: z.string() })) });

/** Contexts by the names of their assets. */
export const contextsWire: z.ZodType<ReadonlyMap<string, ContextValues>> = z
  .tuple([universeSchema, z.array(contextWire)])
  .transform(([{ universe }, values]) =>
    new Map(values.map((one, index) => [universe[index]?.name ?? "", one]))
  );

/** The venue's time, ms. */
export const statusWire: z.ZodType<number> = z.object({ time }).transform((status) => status.time);

const candleSchema = z.object({
  t: time,
  T: time,
  o: decimal,
  h: decimal,
  l: decimal,
  c: decimal,
  v: decimal,
});

/** A candle; it may still be forming. The venue's close time is the last moment that belongs to it. */
export const candleWire: z.ZodType<ClosedCandle> = candleSchema.transform(({ t, T, o, h, l, c, v }) => ({
  openTime: t,
  closeTime: T + 1,
  open: o,
  high: h,
  low: l,
  close: c,
  volume: v,
})).refine(isCandle, "a candle's prices, high the highest and low the lowest");

/** Candles, oldest first; the last may still be forming. */
export const candlesWire: z.ZodType<ClosedCandle[]> = z.array(candleWire);

/** An hour's funding. */
export interface PaidFunding {
  /** The hour it was paid at, ms. */
  readonly time: number;
  readonly rate: number;
  readonly premium: number;
}

/** Hourly funding, oldest first. The venue stamps it some ms after the hour. */
export const fundingWire: z.ZodType<PaidFunding[]> = z.array(
  z.object({ fundingRate: decimal, premium: decimal, time }).transform((row) => ({
    time: Math.floor(row.time / HOUR_MS) * HOUR_MS,
    rate: row.fundingRate,
    premium: row.premium,
  })),
);

function isCandle({ openTime, closeTime, open, high, low, close, volume }: ClosedCandle): boolean {
  return openTime < closeTime && low > 0 && low <= Math.min(open, close) && high >= Math.max(open, close) &&
    volume >= 0;
}
