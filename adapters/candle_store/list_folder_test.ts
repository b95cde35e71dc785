import assert from "node:assert/strict";
import { FolderCache } from "./column_cache.ts";
import { type FolderListing, listFolder } from "./list_folder.ts";
import {
  archiveRows,
  candleFile,
  type Files,
  FIVE_MINUTES,
  freqtradeJson,
  goodRow,
  HEADER,
  START,
  withFolder,
} from "./testing/market_folder.ts";

const HOUR = 3_600_000;

function listing(files: Files): FolderListing {
  let listed: FolderListing | undefined;
  withFolder(files, (folder) => {
    listed = listFolder(folder);
    assert.equal(listed.folder, folder);
    const cache = new FolderCache(`${folder}/cache`);
    assert.deepEqual(listFolder(folder, cache), listed);
    const cached = listFolder(folder, cache);
    const others = cached.ignored.filter(({ name }) => name !== "cache");
    assert.deepEqual({ ...cached, ignored: others }, listed, "out of the cache it is the same");
  });
  return listed!;
}

Deno.test("each series is listed once, with its files, rows, range and gaps", () => {
  // Eight-hourly, once after four hours, once late: one gap.
  const rates = [0, 8, 16, 20, 24, 48, 56].map((hour) => `${START + hour * HOUR},0.0001\n`).join("");
  const { series, ignored } = listing({
    "binance-perp-BTCUSDT-5m.csv": `${HEADER}\n${[0, 1, 4].map(goodRow).join("\n")}\n`,
    "binance-perp-BTCUSDT-5m-2.csv": candleFile(2, 10),
    "BTCUSDT-5m-2024-01.csv": archiveRows(2, 20),
    "BTC_USDT-5m.json": freqtradeJson(3),
    "binance-perp-BTCUSDT-1m.csv": candleFile(2),
    "binance-perp-BTCUSDT-funding.csv": `time,rate\n${rates}`,
    "binance-perp-BTCUSDT-open-interest.csv": `time,openInterest\n${START},5\n`,
  });
  assert.deepEqual(ignored, []);
  assert.deepEqual(
    series.map(({ source, kind, interval, format, files, rows, first, last, gaps }) =>
      [
        source,
        kind,
        interval,
        format,
        files,
        rows,
        (first - START) / FIVE_MINUTES,
        (last - START) / FIVE_MINUTES,
        gaps,
      ]
        .join(" ")
    ),
    [
      // Candles five minutes apart under the name of one minute: a gap after the first.
      "binance-perp candles 1m csv 1 2 0 1 1",
      "binance-perp candles 5m binance 1 2 20 21 0",
      "binance-perp candles 5m csv 2 5 0 11 2",
      "binance-perp funding  csv 1 7 0 672 1",
      "binance-perp open-interest  csv 1 1 0 0 0",
      "freqtrade-spot candles 5m freqtrade 1 3 0 2 0",
    ],
  );
});

Deno.test("series come by source, asset, kind and length of interval, not by name", () => {
  const names = ["b-perp-BTC-1h", "b-perp-BTC-15m", "a-perp-ETH-5m", "a-perp-BTC-4h", "a-perp-BTC-5m"];
  const row = `${HEADER}\n${START},100,120,90,110,5\n`;
  const { series } = listing(Object.fromEntries(names.map((name) => [`${name}.csv`, row])));
  assert.deepEqual(series.map(({ source, asset, interval }) => `${source}-${asset}-${interval}`), [
    "a-perp-BTC-5m",
    "a-perp-BTC-4h",
    "a-perp-ETH-5m",
    "b-perp-BTC-15m",
    "b-perp-BTC-1h",
  ]);
});

Deno.test("a damaged file is among those left alone, with what is wrong, and its rows are not counted", () => {
  const { series, ignored } = listing({
    "binance-perp-BTCUSDT-5m.csv": candleFile(2),
    "binance-perp-BTCUSDT-5m-2.csv": `${candleFile(2, 5)}x\n`,
    "binance-perp-ETHUSDT-5m.csv.gz": new Uint8Array(),
    "a.txt": "",
  });
  assert.deepEqual(series.map(({ rows }) => rows), [2]);
  assert.deepEqual(ignored, [
    { name: "a.txt", why: "its name is none that candles, funding or open interest come under" },
    {
      name: "binance-perp-BTCUSDT-5m-2.csv",
      why: `damaged, row 4: found 1 columns in "x", wanted 6 (${HEADER})`,
    },
    {
      name: "binance-perp-ETHUSDT-5m.csv.gz",
      why: "damaged: unexpected end of file, wanted a whole gzip file",
    },
  ]);
});
