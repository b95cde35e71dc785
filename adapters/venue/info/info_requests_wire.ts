import { z } from "zod";
import { lowerAddress, wireCloid, wireUint } from "../fields_wire.ts";
import type { BookGrouping } from "./book_grouping.ts";
import { WIRE_INTERVALS } from "./market_view_wire.ts";

const maybeMoment = wireUint.nullish();
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
export const OF_USER = z.object({ user: lowerAddress });
/** What is asked of an account in a market of perpetuals. */
export const OF_USER_AND_DEX = z.object({ user: lowerAddress, dex });
/** What is asked of an account and a coin. */
export const OF_USER_AND_COIN = z.object({ user: lowerAddress, coin: z.string() });
/** What is asked of an account and a builder. */
export const OF_BUILDER = z.object({ user: lowerAddress, builder: lowerAddress });
/** A vault. */
export const OF_VAULT = z.object({ vaultAddress: lowerAddress });
/** A margin table by its number. */
export const OF_TABLE = z.object({ id: wireUint });

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
    startTime: wireUint,
    endTime: maybeMoment,
  }),
});

/** Rates of funding. */
export const FUNDING_RATES = z.object({ coin: z.string(), startTime: wireUint, endTime: maybeMoment });

/** An order by the venue's number or the client's. */
export const ORDER = z.object({
  user: lowerAddress,
  oid: z.union([wireUint, wireCloid]),
});

/** The newest fills. */
export const FILLS = z.object({ user: lowerAddress, aggregateByTime: flag });

/** Fills of a time. */
export const FILLS_BY_TIME = z.object({
  user: lowerAddress,
  startTime: wireUint,
  endTime: maybeMoment,
  aggregateByTime: flag,
  reversed: flag,
});

/** A history of an account by time. */
export const HISTORY = z.object({ user: lowerAddress, startTime: maybeMoment, endTime: maybeMoment });

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
