import { HOUR_MS, type RecordedValues } from "../../engine/mod.ts";
import { countUpTo } from "./candle_series.ts";

/** A recorded oracle price holds for less than this: an hour without one has none, rather than that of the hour before. */
const HOLDS_MS = HOUR_MS;

/** The recorded oracle price of a moment (ms), as it was recorded; null in a hole and where none is recorded. USD. */
export function recordedOracle(values: RecordedValues | null | undefined, time: number): number | null {
  if (values === null || values === undefined) return null;
  const count = countUpTo(values.time, time);
  if (count === 0 || time - values.time[count - 1] >= HOLDS_MS) return null;
  return values.value[count - 1];
}
