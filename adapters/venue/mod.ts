/**
 * A venue on your desk: a recorded market and its accounts behind the protocols of Hyperliquid and Binance.
 * @module
 */
export { MarketClock } from "./market_clock.ts";
export { type AccountRecords, type ServedVenue, serveVenue, type VenueParts } from "./serve_venue.ts";
export { standingVenue, startVenue, type VenueToStart } from "./start_venue.ts";
export { stateHeader, type StateTerms } from "./state/state_header.ts";
export { openState } from "./state/venue_state.ts";
export { VenueError } from "./venue_error.ts";
