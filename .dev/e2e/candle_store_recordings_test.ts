/** The candle store on real recordings: every file loads, and the listing says what their README says. */

import assert from "node:assert/strict";
import {
  checkFolder,
  FolderCache,
  type FolderListing,
  type ListedSeries,
  listFolder,
  loadInstruments,
  loadMarket,
  NO_CACHE,
} from "../../adapters/candle_store/mod.ts";
import { NO_RECORDINGS, recordingsFolder } from "../recordings.ts";

const folder = recordingsFolder()!;
const ignore = folder === null;
const reason = ignore ? NO_RECORDINGS : "";
const FIXTURES = new URL("../../fixtures/", import.meta.url).pathname;
const START = Date.UTC(2023, 11, 1);
const END = Date.UTC(2025, 0, 1);
const LENGTH: { readonly [interval: string]: number } = {
  "5m": 300_000,
  "15m": 900_000,
  "1h": 3_600_000,
  "4h": 14_400_000,
};

function seriesOf({ series }: FolderListing, name: string): ListedSeries {
  const found = series.find((one) => `${one.source} ${one.asset} ${one.interval ?? one.kind}` === name);
  assert.ok(found !== undefined, `there is no ${name}`);
  return found;
}

/** Rows that a series would have without a gap. */
function wanted({ first, last, interval }: ListedSeries): number {
  return (last - first) / LENGTH[interval ?? "1h"] + 1;
}

Deno.test({
  name: `every file of the recordings is read, and out of the cache it is the same${reason}`,
  ignore,
  fn() {
    const listing = listFolder(folder);
    const names = [...Deno.readDirSync(folder)].map(({ name }) => name).filter((name) =>
      name.endsWith(".csv.gz")
    );
    assert.equal(listing.series.reduce((sum, { files }) => sum + files, 0), names.length);
    assert.ok(
      listing.ignored.every(({ name }) => !name.endsWith(".csv.gz")),
      JSON.stringify(listing.ignored),
    );
    const cacheFolder = Deno.makeTempDirSync();
    try {
      const cache = new FolderCache(cacheFolder);
      assert.deepEqual([listFolder(folder, cache), listFolder(folder, cache)], [listing, listing]);
      assert.equal([...Deno.readDirSync(cacheFolder)].length, names.length);
    } finally {
      Deno.removeSync(cacheFolder, { recursive: true });
    }
  },
});

Deno.test({
  name: `the listing says what the recordings' README says is complete, and where they have gaps${reason}`,
  ignore,
  fn() {
    const listing = listFolder(folder);
    for (const { first, last } of listing.series) assert.ok(first >= START && last < END);
    const complete = [
      "perp BTC 1h",
      "perp ETH 1h",
      "perp SOL 1h",
      "spot BTC 1h",
      "spot ETH 1h",
      "spot SOL 1h",
    ];
    for (const name of complete) {
      const series = seriesOf(listing, `binance-${name}`);
      assert.deepEqual([series.gaps, series.rows, series.first, series.last], [
        0,
        wanted(series),
        START,
        END - 3_600_000,
      ]);
    }
    // One outage of 2024-10-28 at 15m, two at 5m; the year is there from end to end otherwise.
    for (const [name, gaps, missing] of [["BTC 15m", 1, 4], ["ETH 15m", 1, 4], ["BTC 5m", 2, 16]] as const) {
      const series = seriesOf(listing, `binance-perp ${name}`);
      assert.deepEqual([series.gaps, wanted(series) - series.rows], [gaps, missing], name);
      assert.deepEqual([series.first, series.last], [START, END - LENGTH[series.interval!]], name);
    }
    const sol = seriesOf(listing, "binance-perp SOL 15m");
    assert.equal(new Date(sol.last).toISOString().slice(0, 10), "2024-12-30");
    const eth = seriesOf(listing, "binance-perp ETH 5m");
    assert.deepEqual([eth.files, eth.gaps, eth.last], [2, 3, END - 300_000]);
    for (const asset of ["BTC", "ETH", "SOL"]) {
      const funding = seriesOf(listing, `hyperliquid-perp ${asset} funding`);
      assert.deepEqual([funding.gaps, wanted(funding) - funding.rows], [1, 1], asset);
    }
  },
});

Deno.test({
  name: `checking the recordings finds no error, the README's known defects, and the known holes${reason}`,
  ignore,
  fn() {
    const { findings, counts } = checkFolder(folder);
    assert.deepEqual(findings.filter(({ severity }) => severity === "error"), []);
    const found = findings.map(({ path, found }) => `${path.slice(folder.length + 1)}: ${found}`);
    const early = "3 of 24727 candles differ from the 5m ones, first at 2024-03-27 12:15Z";
    assert.ok(
      found.some((line) => line.startsWith(`binance-perp-ETHUSDT-15m.csv.gz: ${early}`)),
      found.join("\n"),
    );
    const hour = "1 rows of funding missing from 2024-08-15 13:00Z to 2024-08-15 14:00Z";
    assert.ok(found.includes(`hyperliquid-perp-BTC-funding.csv.gz: ${hour}`), found.join("\n"));
    // Of a million candles of a year with crashes: few enough for a person to look at.
    assert.ok(counts.spike > 0 && counts.spike < 50, `${counts.spike} spikes`);
  },
});

Deno.test("checking the fixtures finds no error, no spike, and the one outage that was made", () => {
  const { findings } = checkFolder(FIXTURES.replace(/\/$/, ""));
  const outage = "12 5m candles missing from 2024-05-19 03:00Z to 2024-05-19 04:00Z";
  assert.deepEqual(findings.map(({ found }) => found), new Array(3).fill(outage));
});

Deno.test({
  name: `a year of recordings loads from each source that has it, with either funding${reason}`,
  ignore,
  fn() {
    const instruments = loadInstruments(`${FIXTURES}instruments.json`);
    const request = {
      folder,
      instruments,
      alsoIntervals: ["4h"],
      skipBadRows: false,
      cache: NO_CACHE,
    } as const;
    const best = loadMarket({ ...request, interval: "15m", source: null, funding: "on" });
    assert.deepEqual([best.source, best.fundingSource, best.synthetic], [
      "binance-perp",
      "hyperliquid-perp",
      false,
    ]);
    assert.ok(
      best.assets.every(({ candles }) => candles.length === 3),
      "5m, 15m, and 1h for the longer view",
    );
    const own = loadMarket({ ...request, interval: "4h", source: "hyperliquid-perp", funding: "off" });
    assert.deepEqual(
      own.assets.map(({ candles, funding }) => [candles.length, funding]),
      new Array(3).fill([2, null]),
    );
    const [btc] = instruments;
    const spread = loadMarket({
      ...request,
      instruments: [btc],
      interval: "1h",
      source: null,
      funding: "binance",
    });
    // 1191 payments of eight hours without a gap: every hour once.
    assert.deepEqual([spread.fundingSource, spread.fundingSpreadHours], ["binance-perp", 1191 * 8]);
    const { time } = spread.assets[0].funding!;
    assert.ok(time.every((at, index) => index === 0 || at - time[index - 1] === 3_600_000));
  },
});
