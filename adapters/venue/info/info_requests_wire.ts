import { z } from "zod";
import type { BookGrouping } from "./book_grouping.ts";
import { WIRE_INTERVALS } from "./market_view_wire.ts";

/** An address, in lower case as the venue gives it back. */
export const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/).transform((text) => text.toLowerCase());
/** A moment, ms. */
const moment = z.number().int().min(0);
const maybeMoment = moment.nullish();
const flag = z.boolean().nullish().transform((value) => value ?? false);
/** The venue has one market of perpetuals: the one without a name. */
const dex = z.string().nullish();

/** What is asked of nobody and nothing. */
export const NOTHING = z.object({});
/** What is asked of a market of perpetuals. */
export const OF_DEX = z.object({ dex });
/** What is asked of a coin. */
export const OF_COIN = z.object({ coin: z.string() });
/** What is asked of an account. */
export const OF_USER = z.object({ user: address });
/** What is asked of an account in a market of perpetuals. */
export const OF_USER_AND_DEX = z.object({ user: address, dex });
/** What is asked of an account and a coin. */
export const OF_USER_AND_COIN = z.object({ user: address, coin: z.string() });
/** What is asked of an account and a builder. */
export const OF_BUILDER = z.object({ user: address, builder: address });
/** A vault. */
export const OF_VAULT = z.object({ vaultAddress: address });
/** A margin table by its number. */
export const OF_TABLE = z.object({ id: z.number().int().min(0) });

/** A book. */
export const BOOK = z.object({
  coin: z.string(),
  nSigFigs: z.number().int().nullish(),
  mantissa: z.number().int().nullish(),
});

/** Candles. */
export const CANDLES = z.object({
  req: z.object({
    coin: z.string(),
    interval: z.enum(WIRE_INTERVALS),
    startTime: moment,
    endTime: maybeMoment,
  }),
});

/** Rates of funding. */
export const FUNDING_RATES = z.object({ coin: z.string(), startTime: moment, endTime: maybeMoment });

/** An order by the venue's number or the client's. */
export const ORDER = z.object({
  user: address,
  oid: z.union([z.number().int().min(0), z.string().regex(/^0x[0-9a-fA-F]{32}$/)]),
});

/** The newest fills. */
export const FILLS = z.object({ user: address, aggregateByTime: flag });

/** Fills of a time. */
export const FILLS_BY_TIME = z.object({
  user: address,
  startTime: moment,
  endTime: maybeMoment,
  aggregateByTime: flag,
  reversed: flag,
});

/** A history of an account by time. */
export const HISTORY = z.object({ user: address, startTime: maybeMoment, endTime: maybeMoment });

/** What a book's grouping may be: null is none; undefined: the venue fails on it. Source: exchange-rules 5.2. */
export function bookGrouping(
  figures: number | null | undefined,
  mantissa: number | null | undefined,
): BookGrouping | null | undefined {
  const step = mantissa ?? null;
  if (step !== null && (figures !== 5 || ![1, 2, 5].includes(step))) return undefined;
  if (figures === null || figures === undefined) return null;
  return figures >= 2 && figures <= 5 ? { figures, step: step ?? 1 } : undefined;
}
