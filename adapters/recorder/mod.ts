/**
 * The recorder: fills the candle store month by month from an archive, by asking, and from the venue.
 * @module
 */
export { recordMarket } from "./record_market.ts";
export type {
  ArchivedFile,
  MarketParts,
  PaidHour,
  RecordAsked,
  Recorded,
  RecorderParts,
  RecordStep,
  StoredPart,
  StoredSeries,
  StoreParts,
  Stretch,
  VenueParts,
} from "./recorder_parts.ts";
