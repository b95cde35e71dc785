import type { Clock, VenueWorld } from "../../engine/mod.ts";
import { MarketClock } from "./market_clock.ts";
import {
  type AccountRecords,
  type ServedVenue,
  serveVenue,
  venueAnswers,
  type VenueParts,
} from "./serve_venue.ts";
import { stateHeader, type StateTerms } from "./state/state_header.ts";
import { openState } from "./state/venue_state.ts";

/** A venue as it was planned, with what was asked for; `Keeper`: what begins runs. */
export interface VenueToStart<World extends VenueWorld, Keeper>
  extends
    Pick<VenueParts, "speed" | "host" | "port" | "auth" | "enforceLimits" | "until" | "warn">,
    Omit<StateTerms, "simulation"> {
  /** Whatever can change a fill, by the names of its flags. */
  readonly settings: StateTerms["simulation"];
  /** The file that keeps its accounts; null: nowhere. */
  readonly state: string | null;
  /** Opens it at a clock's now. */
  open(clock: Clock): World;
  /** What writes its accounts as runs. */
  runs(world: World, keeper: Keeper): AccountRecords;
  readonly keeper: Keeper;
}

/** Opens a planned venue at its first moment and serves it; throws what {@link serveVenue} throws. */
export async function startVenue<World extends VenueWorld, Keeper>(
  venue: VenueToStart<World, Keeper>,
): Promise<ServedVenue> {
  const state = venue.state === null
    ? null
    : openState(venue.state, stateHeader({ ...venue, simulation: venue.settings }));
  const clock = new MarketClock(venue.from);
  const world = venue.open(clock);
  return await serveVenue({ ...venue, clock, world, state, records: venue.runs(world, venue.keeper) });
}

/** Opens a planned venue at its first moment without a door: it answers whoever has it, and keeps nothing. */
export function standingVenue<World extends VenueWorld>(
  venue: Pick<VenueParts, "auth" | "enforceLimits" | "until" | "warn"> & {
    readonly from: number;
    open(clock: Clock): World;
  },
): (request: Request) => Promise<Response> {
  const clock = new MarketClock(venue.from);
  return venueAnswers({ ...venue, clock, world: venue.open(clock), state: null });
}
