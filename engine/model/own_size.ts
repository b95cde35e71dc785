import { type Instrument, sizeToUnits, unitsToSize } from "./instrument.ts";
import type { Position } from "./account.ts";
import type { Fill } from "./order.ts";

/** What is known of an asset: the position that stands, and every fill since a moment, in order of time. */
export interface HeldAsset {
  readonly instrument: Instrument;
  readonly position: Pick<Position, "side" | "size">;
  readonly fills: readonly Fill[];
}

/**
 * How much of a position is a run's own, in coins: as far as fills that are its own explain it. Where others closed what
 * was the run's, it is not the run's any more, whatever is opened later.
 */
export function ownSize(held: HeldAsset, isOwn: (fill: Fill) => boolean): number {
  const { instrument, position, fills } = held;
  const signed = fills.map((fill) => ({
    units: sizeToUnits(fill.size, instrument) * (fill.side === "buy" ? 1 : -1),
    ours: isOwn(fill),
  }));
  const now = sizeToUnits(position.size, instrument) * (position.side === "long" ? 1 : -1);
  let all = now - signed.reduce((sum, { units }) => sum + units, 0);
  let own = 0;
  for (const { units, ours } of signed) {
    all += units;
    own = withinHeld(ours ? own + units : own, all);
  }
  return unitsToSize(Math.abs(own), instrument);
}

/** Nobody owns more of a position than there is, or the other side of it. */
export function withinHeld(own: number, all: number): number {
  if (own === 0 || all === 0 || own > 0 !== all > 0) return 0;
  return own > 0 ? Math.min(own, all) : Math.max(own, all);
}
