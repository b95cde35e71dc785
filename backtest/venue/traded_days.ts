import {
  dayStart,
  fromMicro,
  type Instrument,
  notionalMicro,
  type VenueFees,
  type VenueFill,
} from "../../engine/mod.ts";

/** What was traded on each UTC day that had a fill, oldest first: as a taker and as a maker. */
export function tradedDays(
  fills: readonly VenueFill[],
  instrument: (asset: string) => Instrument,
): VenueFees["days"] {
  const days = new Map<number, { taken: number; made: number }>();
  for (const { time, asset, size, price, crossed } of fills) {
    const day = dayStart(time);
    const sum = days.get(day) ?? { taken: 0, made: 0 };
    sum[crossed ? "taken" : "made"] += notionalMicro(size, price, instrument(asset));
    days.set(day, sum);
  }
  return [...days].map(([day, { taken, made }]) => ({
    day,
    takenUsd: fromMicro(taken),
    madeUsd: fromMicro(made),
  }));
}
