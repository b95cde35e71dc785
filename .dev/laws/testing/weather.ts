import fc from "fast-check";
import type { Interval } from "../../../engine/mod.ts";
import type { CandleRow, DrawnAsset } from "../../../backtest/testing/market.ts";

/** Minutes of a slot: the candles that weather is made over are 5m ones. */
const SLOT = 5;
/** Slots of a coarse candle. */
const COARSE = 3;
/** Prices stay within what the venue lists: from its smallest step to ten million USD. */
const LOWEST = 1e-6;
/** Prices have at least so many steps of the grid. */
const LEAST_STEPS = 5;
const HIGHEST = 1e7;

/** Something that happens to a stretch of drawn candles. */
export interface Weather {
  readonly kind: "gap" | "jump" | "wick" | "spike" | "flat" | "coarse" | "minutes" | "rate" | "unfunded";
  /** Which asset; null: all at once. */
  readonly asset: number | null;
  /** The first slot, and how many. */
  readonly slot: number;
  readonly slots: number;
  /** Of a jump, wick or spike: the move as a fraction of the price; of a rate: the hour's funding is a twentieth of it, below the venue's highest. */
  readonly size: number;
}

/** Weather over a market of so many slots. */
export function weatherOver(slots: number): fc.Arbitrary<readonly Weather[]> {
  const one = fc.record({
    kind: fc.constantFrom<Weather["kind"]>(
      ...[
        "jump",
        "wick",
        "spike",
        "jump",
        "jump",
        "gap",
        "flat",
        "coarse",
        "minutes",
        "rate",
        "unfunded",
      ] as const,
    ),
    asset: fc.option(fc.nat(2), { freq: 3 }),
    slot: fc.nat(slots - 1),
    slots: fc.integer({ min: 1, max: 20 }),
    size: fc.constantFrom(-0.7, -0.15, -0.02, 0.02, 0.15, 0.6, -0.7, 0.6),
  });
  return fc.array(one, { maxLength: 14, size: "max" });
}

/** The drawn assets after everything that happens to them, in order. */
export function underWeather(
  drawn: readonly DrawnAsset[],
  weather: readonly Weather[],
  interval: Interval,
): DrawnAsset[] {
  return drawn.map((asset, index) => {
    const happens = weather.filter((one) => one.asset === null || one.asset % drawn.length === index);
    return shownOnGrid(happens.reduce(weathered, withoutOwnSeries(asset, interval)));
  });
}

/**
 * No price that the grid cannot tell from nothing: there no order could be sent, so a position could not even be closed.
 * A venue lists no asset at such prices.
 */
function shownOnGrid(asset: DrawnAsset): DrawnAsset {
  const least = LEAST_STEPS / 10 ** (6 - asset.instrument.szDecimals);
  const raised = ([minute, open, high, low, close, volume]: CandleRow): CandleRow => {
    const [o, h, l, c] = [open, high, low, close].map((price) => Math.max(price, least));
    return volume === undefined ? [minute, o, h, l, c] : [minute, o, h, l, c, volume];
  };
  const candles = Object.entries(asset.candles).map(([interval, rows]) => [interval, rows.map(raised)]);
  return { ...asset, candles: Object.fromEntries(candles) };
}

/** A recorded series of the decision interval is what is decided on, so a coarse one with holes may not be it. */
function withoutOwnSeries(asset: DrawnAsset, interval: Interval): DrawnAsset {
  const { "5m": fine = [], "15m": coarse = [] } = asset.candles;
  return { ...asset, candles: { "1m": [], "5m": fine, ...(interval === "15m" ? {} : { "15m": coarse }) } };
}

function weathered(asset: DrawnAsset, weather: Weather): DrawnAsset {
  const { kind, slot, slots, size } = weather;
  const from = slot * SLOT;
  const until = from + slots * SLOT;
  const inside = ([minute]: CandleRow): boolean => minute >= from && minute < until;
  switch (kind) {
    case "gap":
      return everySeries(asset, (rows, length) => rows.filter((row) => apart(row, length, { from, until })));
    case "jump":
      return everySeries(
        asset,
        (rows) => rows.map((row) => row[0] < from ? row : scaled(row, 1 + size)),
      );
    case "wick":
      return everySeries(asset, (rows, length) => {
        return rows.map((row) => row[0] <= from && from < row[0] + length ? withWick(row, size) : row);
      });
    case "spike":
      return everySeries(asset, (rows) => rows.map((row) => row[0] === from ? spiked(row, size) : row));
    case "flat":
      return everySeries(asset, (rows) => flattened(rows, inside));
    case "coarse":
      return coarsened(asset, { from: Math.floor(slot / COARSE) * COARSE * SLOT, until });
    case "minutes": {
      const { "1m": present = [], "5m": fine = [] } = asset.candles;
      const minutes = new Map(present.map((row) => [row[0], row]));
      for (const row of fine.filter(inside)) for (const one of inMinutes(row)) minutes.set(one[0], one);
      const all = [...minutes.values()].sort((a, b) => a[0] - b[0]);
      return { ...asset, candles: { ...asset.candles, "1m": all } };
    }
    case "rate":
      return everyRate(asset, (hour, rate) => hour * 60 >= from && hour * 60 < until ? size / 20 : rate);
    case "unfunded":
      return everyRate(asset, (hour, rate) => hour * 60 >= from && hour * 60 < until ? null : rate);
  }
}

const LENGTHS: Readonly<Partial<Record<Interval, number>>> = { "1m": 1, "5m": SLOT, "15m": COARSE * SLOT };

function everySeries(
  asset: DrawnAsset,
  change: (rows: readonly CandleRow[], length: number) => readonly CandleRow[],
): DrawnAsset {
  const series = Object.entries(asset.candles) as [Interval, readonly CandleRow[]][];
  const changed = series.map(([interval, rows]) => [interval, change(rows, LENGTHS[interval]!)] as const);
  return { ...asset, candles: Object.fromEntries(changed) };
}

function everyRate(asset: DrawnAsset, change: (hour: number, rate: number) => number | null): DrawnAsset {
  const rates = (asset.funding ?? []).map(([hour, rate]) => [hour, change(hour, rate)] as const);
  return { ...asset, funding: rates.filter((one): one is readonly [number, number] => one[1] !== null) };
}

/** Whether a candle has nothing of a stretch in it, all in minutes. */
function apart(
  [minute]: CandleRow,
  length: number,
  of: { readonly from: number; readonly until: number },
): boolean {
  return minute + length <= of.from || minute >= of.until;
}

function scaled([minute, open, high, low, close, volume]: CandleRow, by: number): CandleRow {
  const [o, h, l, c] = [open, high, low, close].map((price) => within(price * by));
  return [minute, o, h, l, c, volume];
}

function withWick([minute, open, high, low, close, volume]: CandleRow, size: number): CandleRow {
  return [
    minute,
    open,
    size > 0 ? within(high * (1 + size)) : high,
    size < 0 ? within(low * (1 + size)) : low,
    close,
    volume,
  ];
}

/** A candle that opens far away and comes back at once. */
function spiked([minute, open, high, low, close, volume]: CandleRow, size: number): CandleRow {
  const far = within(open * (1 + size));
  return [minute, far, Math.max(high, far), Math.min(low, far), close, volume];
}

/** A stretch in which nobody traded: one price, no volume. */
function flattened(rows: readonly CandleRow[], inside: (row: CandleRow) => boolean): readonly CandleRow[] {
  const price = rows.find(inside)?.[1];
  return rows.map((row) => {
    return price === undefined || !inside(row) ? row : [row[0], price, price, price, price, 0] as const;
  });
}

/** Fine candles give way to coarse ones, where there is a series for them; else they are missing. */
function coarsened(asset: DrawnAsset, of: { readonly from: number; readonly until: number }): DrawnAsset {
  const { "1m": minutes = [], "5m": fine = [], "15m": coarse } = asset.candles;
  const gone = fine.filter((row) => !apart(row, SLOT, of));
  const whole = new Map((coarse ?? []).map((row) => [row[0], row]));
  for (const row of gone) {
    const start = Math.floor(row[0] / (COARSE * SLOT)) * COARSE * SLOT;
    const [, open, high, low] = whole.get(start) ?? row;
    whole.set(start, [start, open, Math.max(high, row[2]), Math.min(low, row[3]), row[4], row[5]]);
  }
  const candles = {
    "1m": minutes.filter((row) => apart(row, 1, of)),
    "5m": fine.filter((row) => apart(row, SLOT, of)),
    ...(coarse === undefined ? {} : { "15m": [...whole.values()].sort((a, b) => a[0] - b[0]) }),
  };
  return { ...asset, candles };
}

/** A candle as five: open, down to the low, up to the high, to the close. */
function inMinutes([minute, open, high, low, close, volume]: CandleRow): CandleRow[] {
  const stops = [open, low, (low + high) / 2, high, (high + close) / 2, close];
  return stops.slice(1).map((to, index) => {
    const from = stops[index];
    return [minute + index, from, Math.max(from, to), Math.min(from, to), to, volume];
  });
}

function within(price: number): number {
  return Math.min(Math.max(price, LOWEST), HIGHEST);
}
