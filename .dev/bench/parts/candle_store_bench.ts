/**
 * Speed of the candle store: parsing in rows/s, a year out of the cache in ms, and resampling in candles/s.
 * @module
 */
import {
  FolderCache,
  loadInstruments,
  loadMarket,
  type MarketRequest,
  NO_CACHE,
} from "../../../adapters/candle_store/mod.ts";
import { RecordedMarket } from "../../../backtest/mod.ts";

const FIXTURES = new URL("../../../fixtures", import.meta.url).pathname;
/** A year of 5m, its month before, and funding: what a run decided on 5m reads where no minutes were recorded. */
const FOLDER = Deno.makeTempDirSync({ prefix: "reprise-bench-" });
globalThis.addEventListener("unload", () => Deno.removeSync(FOLDER, { recursive: true }));
for (const { name } of Deno.readDirSync(FIXTURES)) {
  if (/-(?:5m|funding)\.csv\.gz$/.test(name)) Deno.copyFileSync(`${FIXTURES}/${name}`, `${FOLDER}/${name}`);
}

const request: MarketRequest = {
  folder: FOLDER,
  instruments: loadInstruments(`${FIXTURES}/instruments.json`),
  interval: "5m",
  alsoIntervals: [],
  source: null,
  funding: "on",
  skipBadRows: false,
  cache: NO_CACHE,
};
const cached = { ...request, cache: new FolderCache(`${FOLDER}/cache`) };
const { files, assets } = loadMarket(cached);
const rows = files.reduce((sum, file) => sum + file.rows, 0);
const minutes = loadMarket({ ...request, folder: FIXTURES, interval: "1m" });

/** Times by hand as well: the tables of Deno.bench know no rows. */
function perSecond(count: number, work: () => void): string {
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  const best = Math.min(...times);
  return `${(count / best / 1000).toFixed(2)} M/s, ${best.toFixed(1)} ms`;
}

function resampleMinutes(): void {
  for (const history of new RecordedMarket(only("1m")).assets.values()) history.series("15m");
}

function only(interval: "1m"): typeof assets {
  return minutes.assets.map((asset) => ({
    ...asset,
    candles: asset.candles.filter((series) => series.interval === interval),
  }));
}

console.log(`parsing ${rows} rows: ${perSecond(rows, () => loadMarket(request))}`);
console.log(`the same out of the cache: ${perSecond(rows, () => loadMarket(cached))}`);

Deno.bench(`parse a year of 5m, three assets, with funding (${rows} rows)`, () => {
  loadMarket(request);
});

Deno.bench("the same out of the cache", () => {
  loadMarket(cached);
});

Deno.bench("two months of 1m to 15m, three assets (259,200 candles)", () => {
  resampleMinutes();
});
