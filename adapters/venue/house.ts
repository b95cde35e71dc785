import type { VenueWorld } from "../../engine/mod.ts";

/** What every desk of the venue stands on. */
export interface House {
  readonly world: VenueWorld;
  /** Market time, ms; it stands still between two moves of the market. */
  now(): number;
  /** The time on the wall, ms: nonces and `expiresAfter` go by it. */
  wallNow(): number;
  /** Whether signatures are verified, or whoever is named is believed. */
  readonly auth: "verify" | "trust";
  /** Whether the venue's rate limits hold. */
  readonly enforceLimits: boolean;
  /** Tells the person who started the venue, one line. */
  warn(line: string): void;
}
