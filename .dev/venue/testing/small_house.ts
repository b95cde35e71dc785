/**
 * A house on two small drawn coins, for tests of desks: time on the market and on the wall is in the test's hands.
 * @module
 */
import type { House } from "../../../adapters/venue/house.ts";
import { DEFAULT_SIMULATION, RecordedVenueWorld, SimulatedClock } from "../../../backtest/mod.ts";
import { COIN, type DrawnAsset, drawnMarket, START } from "../../../backtest/testing/market.ts";

/** A house, and what a test moves in it. */
export class SmallHouse implements House {
  readonly clock: SimulatedClock;
  readonly world: RecordedVenueWorld;
  readonly auth = "trust";
  readonly warnings: string[] = [];
  enforceLimits = false;
  /** ms on the wall. */
  wall = 1_700_000_000_000;

  constructor(assets: readonly DrawnAsset[], now: number = START) {
    this.clock = new SimulatedClock(now);
    this.world = new RecordedVenueWorld({
      market: drawnMarket(...assets),
      clock: this.clock,
      instruments: assets.map(({ instrument }) => instrument),
      balanceUsd: 10_000,
      simulation: DEFAULT_SIMULATION,
    });
  }

  now(): number {
    return this.clock.now();
  }

  wallNow(): number {
    return this.wall;
  }

  warn(line: string): void {
    this.warnings.push(line);
  }
}

/** A bitcoin as small as tests like it. */
export const BTC = { ...COIN, symbol: "BTC", szDecimals: 5 };
/** A thousand of a small coin. */
export const KPEPE = { ...COIN, symbol: "kPEPE", szDecimals: 0 };
