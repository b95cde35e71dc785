/**
 * Candles as Binance sends them, in rows and in events. Source: exchange-rules 8.3.
 * @module
 */
import { z } from "zod";
import type { ClosedCandle, Interval } from "../../engine/mod.ts";
import type { Listing } from "./binance_product.ts";

const decimal = z.string().regex(/^\d+(\.\d+)?$/, "a decimal number");
const time = z.int().nonnegative();

const NOT_A_CANDLE = "a candle's prices, high the highest and low the lowest";

/** The name of the path of candles. */
export const CANDLES_PATH = "klines";

/** The name of a stream of candles. */
export function streamName(symbol: string, interval: Interval): string {
  return `${symbol.toLowerCase()}@kline_${interval}`;
}

/** A candle in Binance's own coins and texts; it may still be forming. */
export interface PrintedCandle {
  readonly openTime: number;
  readonly closeTime: number;
  /** open, high, low, close, volume. */
  readonly texts: readonly [string, string, string, string, string];
}

const rowSchema = z.tuple([time, decimal, decimal, decimal, decimal, decimal, time], z.unknown())
  .transform(([openTime, open, high, low, close, volume, lastMoment]): PrintedCandle => ({
    openTime,
    closeTime: lastMoment + 1,
    texts: [open, high, low, close, volume],
  })).refine(isCandle, NOT_A_CANDLE);

/** Rows, oldest first; the last may still be forming. */
export const candleRowsWire: z.ZodType<PrintedCandle[]> = z.array(rowSchema);

/** Its time, ms. */
export const serverTimeWire: z.ZodType<number> = z.object({ serverTime: time }).transform((told) =>
  told.serverTime
);

/** An event of a stream. */
export interface CandleEvent {
  readonly stream: string;
  readonly isClosed: boolean;
  readonly candle: PrintedCandle;
}

/** What a combined stream sends; answers to subscriptions are none of these. */
export const candleEventWire: z.ZodType<CandleEvent> = z.object({
  stream: z.string(),
  data: z.object({
    k: z.object({
      t: time,
      T: time,
      o: decimal,
      h: decimal,
      l: decimal,
      c: decimal,
      v: decimal,
      x: z.boolean(),
    }),
  }),
}).transform(({ stream, data: { k } }) => ({
  stream,
  isClosed: k.x,
  candle: { openTime: k.t, closeTime: k.T + 1, texts: [k.o, k.h, k.l, k.c, k.v] } as const,
})).refine(({ candle }) => isCandle(candle), NOT_A_CANDLE);

/** A candle in our coins: exact, for a power of ten moves the point and nothing else. */
export function candleOf(
  { openTime, closeTime, texts }: PrintedCandle,
  { exponent }: Pick<Listing, "exponent">,
): ClosedCandle {
  const [open, high, low, close] = texts.slice(0, 4).map((text) => Number(`${text}e${exponent}`));
  return { openTime, closeTime, open, high, low, close, volume: Number(`${texts[4]}e-${exponent}`) };
}

function isCandle({ openTime, closeTime, texts }: PrintedCandle): boolean {
  const [open, high, low, close] = texts.map(Number);
  return openTime < closeTime && low > 0 && low <= Math.min(open, close) && high >= Math.max(open, close);
}
