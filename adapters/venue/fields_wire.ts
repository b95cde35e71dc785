import { z } from "zod";

/** A whole number that is an id, a time or a count. */
export const wireUint: z.ZodType<number> = z.int().min(0);
/** An address, in whatever case it was sent. */
export const wireAddress: z.ZodType<string> = z.string().regex(/^0x[0-9a-fA-F]{40}$/);
/** A client's number of an order. */
export const wireCloid: z.ZodType<string> = z.string().regex(/^0x[0-9a-fA-F]{32}$/);
/** An address, in lower case as the venue gives it back. */
export const lowerAddress: z.ZodType<string> = wireAddress.transform((text) => text.toLowerCase());
/** Stands where the venue names somebody and there is nobody. */
export const NOBODY = "0x0000000000000000000000000000000000000000";
