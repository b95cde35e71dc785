import { dayOf, type RecordedAsset } from "../../engine/mod.ts";
import { type Control, ControlError, type ControlledMarket, type ControlTerms } from "./control.ts";
import { assembled, levelAt, whole } from "./pieces.ts";

/**
 * Real up to a moment (a UTC midnight, ms), from there on another asset's candles, funding and marks, scaled to go on at the
 * price there was: whatever is decided before it must be the same, or it was known what comes. The asset itself stays as it is
 * where it is traded too.
 */
export function splice(time: number, donor: string): Control {
  const day = dayOf(time);
  return { name: `splice:${day}:${donor}`, donors: [donor], apply: (terms) => spliced(terms, time, donor) };
}

function spliced(
  { market, instruments, range }: ControlTerms,
  time: number,
  donor: string,
): ControlledMarket {
  const name = dayOf(time);
  if (time <= range.from || time >= range.until) {
    throw new ControlError(`--control splice at ${name} is outside the run; wanted a day inside it`);
  }
  if (instruments.every(({ symbol }) => symbol === donor)) {
    throw new ControlError(`--control splice takes ${donor} for itself; wanted another asset than is traded`);
  }
  const other = market.assets.get(donor)!;
  const assets = instruments.map(({ symbol }): RecordedAsset => {
    const history = market.assets.get(symbol)!;
    if (symbol === donor) return history.recorded;
    const factor = levelAt(history, time) / levelAt(other, time);
    return assembled([
      { ...whole(history.recorded), until: time },
      { ...whole(other.recorded), from: time, factor },
    ]);
  });
  return { assets, range, detail: null };
}
