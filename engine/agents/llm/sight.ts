import { assetAlias } from "../../model/asset_alias.ts";
import { chanceOf } from "../../model/chance.ts";
import type { JsonValue } from "../../model/decision.ts";
import { type Instrument, roundPrice } from "../../model/instrument.ts";
import { DAY_MS } from "../../model/interval.ts";

/**
 * How the world is shown to a model, and how what it says is read back: everything the model sees goes through one of
 * these. Amounts in USD, rates, shares and oscillators are shown as they are.
 */
export interface Sight {
  /** The names of the run's assets as they are shown, in the order they are shown in. */
  readonly names: readonly string[];
  /** The same assets by their own names, in that order. */
  readonly assets: readonly string[];
  /** Whether words that code or the venue wrote may be shown: they may hold names and prices. */
  readonly tellsDetails: boolean;
  /** What is recorded of it in run.json; null where everything is shown as it is. */
  readonly record: JsonValue;
  /** The shown name of an asset. */
  name(asset: string): string;
  /** The asset of a shown name; null: none of the run's. */
  assetOf(name: string): string | null;
  /** A moment as it is shown, ms. */
  time(time: number): number;
  /** A price, or what is reckoned from prices in their own unit, as it is shown. */
  price(asset: string, price: number): number;
  /** A size in coins as it is shown. */
  size(asset: string, size: number): number;
  /** What a shown price stands for. */
  priceBack(asset: string, shown: number): number;
  /** What a shown price stands for, on the venue's grid. */
  orderPriceBack(asset: string, shown: number): number;
}

/** What any asset is called that the run does not trade: its name is a word from outside. */
const STRANGER = "ANOTHER-ASSET";

/** Everything as it is. */
export function plainSight(instruments: readonly Instrument[]): Sight {
  const assets = instruments.map(({ symbol }) => symbol);
  const same = (_asset: string, value: number): number => value;
  return {
    names: assets,
    assets,
    tellsDetails: true,
    record: null,
    name: (asset) => assets.includes(asset) ? asset : STRANGER,
    assetOf: (name) => assets.includes(name) ? name : null,
    time: (time) => time,
    price: same,
    size: same,
    priceBack: same,
    orderPriceBack: same,
  };
}

const WEEK_MS = 7 * DAY_MS;
/** Dates lie so many weeks back: between one and ten years. */
const MIN_WEEKS = 53;
const MAX_WEEKS = 520;
/**
 * What prices are multiplied by: even steps on a logarithmic scale from 1/5 to 5, none near 1, where a price would be
 * recognised. Written out, because a power need not be the same number on every machine.
 */
const SCALES: readonly number[] = [
  ...[0.2, 0.22, 0.25, 0.28, 0.31, 0.35, 0.39, 0.44, 0.49, 0.55, 0.62, 0.69, 0.78],
  ...[1.29, 1.44, 1.62, 1.82, 2.04, 2.29, 2.56, 2.87, 3.22, 3.61, 4.04, 4.53, 5],
];

interface Mask {
  readonly instrument: Instrument;
  readonly name: string;
  readonly scale: number;
}

/**
 * Other names, dates that lie whole weeks earlier (weekday and hour stay), prices times a number of each asset's own
 * and sizes divided by it. All of it follows from the seed, so it is the same for a whole run and for each run alike.
 */
export function blindSight(instruments: readonly Instrument[], seed: number): Sight {
  const chance = chanceOf(seed, "blind", 0);
  const shiftMs = (MIN_WEEKS + Math.floor(chance() * (MAX_WEEKS - MIN_WEEKS + 1))) * WEEK_MS;
  const shuffled = instruments
    .map((instrument) => ({
      instrument,
      place: chance(),
      scale: SCALES[Math.floor(chance() * SCALES.length)],
    }))
    .sort((a, b) => a.place - b.place);
  return maskedSight(
    shuffled.map(({ instrument, scale }, index) => ({
      instrument,
      name: assetAlias(index),
      scale,
    })),
    shiftMs,
  );
}

/** A sight with these names and scales, whose dates lie `shiftMs` earlier. */
export function maskedSight(masks: readonly Mask[], shiftMs: number): Sight {
  const byAsset = new Map(masks.map((mask) => [mask.instrument.symbol, mask]));
  const byName = new Map(masks.map((mask) => [mask.name, mask]));
  // An asset that the run does not trade can be held by the account; it has no name here, and no scale.
  const scaleOf = (asset: string): number => byAsset.get(asset)?.scale ?? NaN;
  return {
    names: masks.map(({ name }) => name),
    assets: masks.map(({ instrument }) => instrument.symbol),
    tellsDetails: false,
    record: {
      names: Object.fromEntries(masks.map(({ instrument, name }) => [instrument.symbol, name])),
      scales: Object.fromEntries(masks.map(({ instrument, scale }) => [instrument.symbol, scale])),
      daysEarlier: shiftMs / DAY_MS,
    },
    name: (asset) => byAsset.get(asset)?.name ?? STRANGER,
    assetOf: (name) => byName.get(name)?.instrument.symbol ?? null,
    time: (time) => time - shiftMs,
    price: (asset, price) => price * scaleOf(asset),
    size: (asset, size) => size / scaleOf(asset),
    priceBack: (asset, shown) => shown / scaleOf(asset),
    orderPriceBack: (asset, shown) =>
      roundPrice(shown / scaleOf(asset), byAsset.get(asset)!.instrument, "nearest"),
  };
}
