import { DAY_MS, type FundingRates } from "../../engine/mod.ts";

/** An hour of funding, and what was held when it passed. */
export interface UnpaidHour {
  /** The hour, ms. */
  readonly time: number;
  /** Signed size in coins. */
  readonly size: number;
  /** The price it is paid on, USD. */
  readonly oracle: number;
}

/** A rate that was not there is not asked for again before this, ms. */
const AGAIN_MS = 60_000;
/** An hour whose rate has not appeared so long after it is never paid, ms. */
const LATE_MS = DAY_MS;

/** Hours of funding that passed before their rate was told: they are paid when it is, on what was held then. */
export class UnpaidFunding {
  /** By asset, oldest first. */
  readonly #hours = new Map<string, UnpaidHour[]>();
  #askedAt = -Infinity;

  /** Notes an hour that could not be paid at `now`, ms. */
  note(asset: string, hour: UnpaidHour, now: number): void {
    const hours = this.#hours.get(asset);
    if (hours === undefined) this.#hours.set(asset, [hour]);
    else hours.push(hour);
    this.#askedAt = now;
  }

  /** Assets to ask for again at `now` (ms), with the moment after which rates are wanted; none where it is too early. */
  due(now: number): readonly { readonly asset: string; readonly after: number }[] {
    if (this.#hours.size === 0 || now - this.#askedAt < AGAIN_MS) return NONE;
    this.#askedAt = now;
    const wanted: { asset: string; after: number }[] = [];
    for (const [asset, hours] of this.#hours) {
      while (hours.length > 0 && now - hours[0].time > LATE_MS) hours.shift();
      if (hours.length === 0) this.#hours.delete(asset);
      else wanted.push({ asset, after: hours[0].time - 1 });
    }
    return wanted;
  }

  /** Takes out the hours that these rates are of, each with its rate, oldest first. */
  take(asset: string, { times, rates }: FundingRates): readonly (UnpaidHour & { readonly rate: number })[] {
    const hours = this.#hours.get(asset);
    if (hours === undefined || times.length === 0) return NONE;
    const paid = hours.flatMap((hour) => {
      const index = times.indexOf(hour.time);
      return index < 0 ? [] : [{ ...hour, rate: rates[index] }];
    });
    const left = hours.filter(({ time }) => !times.includes(time));
    if (left.length === 0) this.#hours.delete(asset);
    else this.#hours.set(asset, left);
    return paid;
  }
}

const NONE: readonly never[] = [];
