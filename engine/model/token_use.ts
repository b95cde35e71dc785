import { z } from "zod";

/** Tokens in four parts that do not overlap; what a model thought to itself is in `output`. */
export interface TokenUse {
  /** Read for the first time. */
  readonly fresh: number;
  /** Taken from the provider's cache. */
  readonly cacheRead: number;
  /** Put into the provider's cache. */
  readonly cacheWrite: number;
  readonly output: number;
}

const count = z.int().min(0);

/** Checks tokens that were read. */
export const tokenUseSchema: z.ZodType<TokenUse> = z.strictObject({
  fresh: count,
  cacheRead: count,
  cacheWrite: count,
  output: count,
});

/** No tokens. */
export const NO_TOKENS: TokenUse = { fresh: 0, cacheRead: 0, cacheWrite: 0, output: 0 };

/** The sum of two. */
export function addTokens(a: TokenUse, b: TokenUse): TokenUse {
  return {
    fresh: a.fresh + b.fresh,
    cacheRead: a.cacheRead + b.cacheRead,
    cacheWrite: a.cacheWrite + b.cacheWrite,
    output: a.output + b.output,
  };
}
