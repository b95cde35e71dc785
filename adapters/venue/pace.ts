import type { MarketWalk } from "./market_walk.ts";

/** How often market time is moved, wall ms. */
const TICK_MS = 50;

/** Where market time begins, and how fast it goes. */
export interface PaceParts {
  readonly walk: MarketWalk;
  /** Market time at the start, ms. */
  readonly from: number;
  /** Market time that passes in a unit of wall time. */
  readonly speed: number;
  readonly wallNow: () => number;
  /** A walk that failed. */
  failed(error: unknown): void;
}

/** Lets market time go with the wall's, so many times as fast, until the data ends or it is stopped. */
export function keepPace({ walk, from, speed, wallNow, failed }: PaceParts): { stop(): Promise<void> } {
  const began = wallNow();
  let walking: Promise<void> | null = null;
  const tick = (): void => {
    // A walk that takes longer than a tick is not overtaken; the next one makes up for it.
    if (walking !== null) return;
    const time = Math.floor(from + (wallNow() - began) * speed);
    walking = walk.to(time).catch(failed).finally(() => {
      walking = null;
      if (walk.hasEnded) clearInterval(timer);
    });
  };
  const timer = setInterval(tick, TICK_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      await walking;
    },
  };
}
