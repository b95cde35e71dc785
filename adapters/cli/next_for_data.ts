/** What to type after a look at market data, ready to paste. */

import { DAY_MS, type Interval, intervalMs, INTERVALS } from "../../engine/mod.ts";
import type { FolderListing, ListedSeries } from "./data_listing.ts";
import { formatDay } from "./format.ts";
import { DEFAULTS } from "./options.ts";
import { parsePeriod } from "./period.ts";
import { shellWord } from "./shell_word.ts";

/** What a backtest trades when nothing else is typed. */
const USUAL_ASSETS = DEFAULTS.assets.split(",");
const USUAL_START = parsePeriod(DEFAULTS.from)!.start;
const MAX_ASSETS = 3;

/** The commands for what the folders hold; `folder`: the one that was asked for, null where none was. */
export function nextForData(listings: readonly FolderListing[], folder: string | null): string[] {
  const series = listings.flatMap((listing) => listing.series);
  if (folder === null) {
    return series.length === 0
      ? ["deno task fixtures"]
      : [`deno task backtest --from ${DEFAULTS.from}`, "deno task data check"];
  }
  if (series.length === 0) return ["deno task data"];
  const check = `deno task data check ${shellWord(folder)}`;
  const run = backtestOn(series, folder);
  return run === null ? [check] : [check, run];
}

/** A backtest that this folder answers; null where it has no candles. */
function backtestOn(series: readonly ListedSeries[], folder: string): string | null {
  const candles = [...Map.groupBy(series.filter(({ kind }) => kind === "candles"), ({ source }) => source)];
  // The source with the most assets; of several the first.
  candles.sort(([, a], [, b]) => assetsOf(b).length - assetsOf(a).length);
  if (candles.length === 0) return null;
  const [, of] = candles[0];
  const assets = chosenAssets(assetsOf(of));
  const own = of.filter(({ asset }) => assets.includes(asset));
  const flags = [
    ...startFlag(own),
    ...assetsFlag(assets),
    ...intervalFlag(own),
    `--data ${shellWord(folder)}`,
  ];
  return `deno task backtest ${flags.join(" ")}`;
}

function assetsOf(series: readonly ListedSeries[]): string[] {
  return [...new Set(series.map(({ asset }) => asset))];
}

function chosenAssets(there: readonly string[]): readonly string[] {
  const usual = USUAL_ASSETS.filter((asset) => there.includes(asset));
  return usual.length > 0 ? usual : there.slice(0, MAX_ASSETS);
}

function assetsFlag(assets: readonly string[]): string[] {
  const typed = assets.join(",");
  return typed === DEFAULTS.assets ? [] : [`--assets ${shellWord(typed)}`];
}

/** The shortest interval from the usual one on that every asset has candles for, or finer ones that divide it. */
function intervalFlag(series: readonly ListedSeries[]): string[] {
  const byAsset = [...Map.groupBy(series, ({ asset }) => asset).values()];
  const divides = (one: ListedSeries, length: number) => length % intervalMs(one.interval as Interval) === 0;
  const serving = INTERVALS.slice(INTERVALS.indexOf(DEFAULTS.interval)).find((interval) =>
    byAsset.every((of) => of.some((one) => divides(one, intervalMs(interval))))
  );
  return serving === undefined || serving === DEFAULTS.interval ? [] : [`--interval ${serving}`];
}

/** The usual start where every asset has candles by then, else the first whole day that all have. */
function startFlag(series: readonly ListedSeries[]): string[] {
  const byAsset = [...Map.groupBy(series, ({ asset }) => asset).values()];
  const first = Math.max(...byAsset.map((of) => Math.min(...of.map((one) => one.first))));
  const last = Math.min(...byAsset.map((of) => Math.max(...of.map((one) => one.last))));
  const isUsual = first <= USUAL_START && USUAL_START < last;
  return [`--from ${isUsual ? DEFAULTS.from : formatDay(Math.ceil(first / DAY_MS) * DAY_MS)}`];
}
