import { z } from "zod";
import { wireUint } from "../fields_wire.ts";

const hexWord = z.string().regex(/^0x[0-9a-fA-F]{1,64}$/);

/** What every body of /exchange has around its action; ccxt sends vaults without 0x. Source: exchange-rules 5.3. */
const envelope = z.object({
  action: z.looseObject({ type: z.string() }),
  nonce: wireUint,
  signature: z.object({ r: hexWord, s: hexWord, v: wireUint }).optional(),
  vaultAddress: z.string().regex(/^(0x)?[0-9a-fA-F]{40}$/).nullish(),
  expiresAfter: wireUint.nullish(),
});

/** A body of /exchange. */
export type Envelope = z.infer<typeof envelope> & {
  /** Its keys in their order, by which client programs differ. */
  readonly shape: string;
};

const LONGEST_SHAPE = 100;

/** A body as it was sent; null where a field is not as it must be. */
export function readEnvelope(body: unknown): Envelope | null {
  const parsed = envelope.safeParse(body);
  if (!parsed.success) return null;
  // What was parsed has its keys in the schema's order; what is hashed must have them as they were sent.
  const { action } = body as typeof parsed.data;
  return { ...parsed.data, action, shape: Object.keys(body as object).join().slice(0, LONGEST_SHAPE) };
}
