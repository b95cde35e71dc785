import type { TokenUse } from "./token_use.ts";

/** What a model's tokens cost, USD per million. */
export interface ModelPrice {
  readonly fresh: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly output: number;
}

const NANOS = 1e9;
/** Nano-USD a token for every USD per million tokens. */
const NANOS_PER_TOKEN = 1000;

/** What tokens cost, USD to the nano-dollar. */
export function costOfTokens(tokens: TokenUse, price: ModelPrice): number {
  const perMillion = tokens.fresh * price.fresh + tokens.cacheRead * price.cacheRead +
    tokens.cacheWrite * price.cacheWrite + tokens.output * price.output;
  return Math.round(perMillion * NANOS_PER_TOKEN) / NANOS;
}
