import { z } from "zod";
import { fromMicro, toMicro } from "../../../engine/mod.ts";

/** A decimal number as the venue prints it, read. */
export const decimalWire: z.ZodType<number> = z.string().regex(/^-?\d+(\.\d+)?$/, "a decimal number")
  .transform(Number);

/** An amount in USD; the venue's sums may show the noise of doubles behind the last unit of money. */
export const usdWire: z.ZodType<number> = decimalWire.transform((usd) => fromMicro(toMicro(usd)));

/** An address, in lower case. */
export const addressWire: z.ZodType<string> = z.string().regex(/^0x[0-9a-fA-F]{40}$/, "an address")
  .transform((text) => text.toLowerCase());

/**
 * A price or size on the venue's grid as it is signed: all its digits, no exponent, no needless zeros. Throws a RangeError
 * for what no grid has.
 */
export function signedText(value: number): string {
  const text = String(value);
  if (/^\d+(\.\d+)?$/.test(text)) return text;
  throw new RangeError(`${text} is no price or size that can be signed; wanted a plain decimal number`);
}
