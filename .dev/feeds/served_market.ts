/**
 * A recorded market behind a served venue, for what reads it over the wire: time is moved by the test, as a stepped
 * venue's is.
 * @module
 */
import { MarketClock } from "../../adapters/venue/market_clock.ts";
import { serveVenue } from "../../adapters/venue/serve_venue.ts";
import { DEFAULT_SIMULATION, RecordedVenueWorld } from "../../backtest/mod.ts";
import type { RecordedMarket } from "../../backtest/market/recorded_market.ts";
import type { Clock, Instrument } from "../../engine/mod.ts";

/** A market that is served. */
export interface ServedMarket {
  readonly url: string;
  /** Market time, as far as the test has moved it. */
  readonly clock: Clock;
  moveTo(time: number): Promise<void>;
  stop(): Promise<void>;
}

/** What is served, and from when to when, ms. */
export interface MarketServed {
  readonly market: RecordedMarket;
  readonly instruments: readonly Instrument[];
  readonly from: number;
  readonly until: number;
  readonly enforceLimits?: boolean;
}

/** Serves a market at its first moment, moved by steps, on a free port. */
export async function serveMarket(
  { market, instruments, from, until, enforceLimits = false }: MarketServed,
): Promise<ServedMarket> {
  const venueClock = new MarketClock(from);
  const parts = {
    market,
    clock: venueClock,
    instruments,
    balanceUsd: 10_000,
    simulation: DEFAULT_SIMULATION,
  };
  const served = await serveVenue({
    ...{ world: new RecordedVenueWorld(parts), clock: venueClock, until, speed: null },
    ...{ host: "127.0.0.1", port: 0, auth: "trust", enforceLimits, warn: (line) => console.error(line) },
  });
  const url = `http://${served.address}`;
  let now = from;
  const moveTo = async (time: number): Promise<void> => {
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ until: time });
    const answer = await fetch(`${url}/sim/advance`, { method: "POST", headers, body });
    if (!answer.ok) throw new Error(await answer.text());
    await answer.body?.cancel();
    now = time;
  };
  const clock: Clock = {
    now: () => now,
    sleepUntil: async (time) => {
      if (time > now) await moveTo(time);
    },
  };
  return { url, clock, moveTo, stop: () => served.stop() };
}
