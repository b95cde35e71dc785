import type { BasisTerms } from "../../engine/mod.ts";

/** Basis points between the venue's mid and the candles of another market. */
const MAX_BPS = 100;

/** How far prices may be on a network: only where they are worth something is what is farther refused. */
export function basisTerms(network: string): BasisTerms {
  return { maxBps: MAX_BPS, isRefused: network === "mainnet" };
}
