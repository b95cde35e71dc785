/**
 * The recorder: fills the candle store month by month from an archive, by asking, and from the venue.
 * @module
 */
export {
  type ArchivedFile,
  type MarketParts,
  type PaidHour,
  type RecordAsked,
  type Recorded,
  type RecorderParts,
  recordMarket,
  type RecordStep,
  type StoredPart,
  type StoredSeries,
  type StoreParts,
  type Stretch,
  type VenueParts,
} from "./record_market.ts";
