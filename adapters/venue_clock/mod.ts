/**
 * The Clock port over a venue that serves recorded candles: its market time.
 * @module
 */
export { type SimClock, VenueClock, VenueClockError } from "./venue_clock.ts";
