/**
 * A house on small drawn coins, for tests of desks: time on the market and on the wall is in the test's hands.
 * @module
 */
import type { House } from "../../../adapters/venue/house.ts";
import {
  DEFAULT_SIMULATION,
  RecordedVenueWorld,
  SimulatedClock,
  type SimulationChoice,
} from "../../../backtest/mod.ts";
import { COIN, type DrawnAsset, drawnMarket, START } from "../../../backtest/testing/market.ts";

/** How a house differs from one that trusts and has no limits, in 2023 on the wall. */
export interface HouseChoice extends Partial<Pick<House, "auth" | "enforceLimits">> {
  /** Where the market's clock stands, ms. */
  readonly now?: number;
  /** Where the wall's does, ms. */
  readonly wall?: number;
  readonly simulation?: SimulationChoice;
}

/** A house with 10,000 USD for everybody, and what a test moves in it. */
export class SmallHouse implements House {
  readonly clock: SimulatedClock;
  readonly world: RecordedVenueWorld;
  readonly auth: House["auth"];
  readonly warnings: string[] = [];
  enforceLimits: boolean;
  /** ms on the wall. */
  wall: number;

  constructor(assets: readonly DrawnAsset[], choice: HouseChoice = {}) {
    this.auth = choice.auth ?? "trust";
    this.enforceLimits = choice.enforceLimits ?? false;
    this.wall = choice.wall ?? 1_700_000_000_000;
    this.clock = new SimulatedClock(choice.now ?? START);
    this.world = new RecordedVenueWorld({
      market: drawnMarket(...assets),
      clock: this.clock,
      instruments: assets.map(({ instrument }) => instrument),
      balanceUsd: 10_000,
      simulation: choice.simulation ?? DEFAULT_SIMULATION,
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
