import assert from "node:assert/strict";
import type { Instrument } from "../../engine/mod.ts";
import { loadInstruments } from "./load_instruments.ts";
import { loadMarket, type MarketRequest } from "./load_market.ts";
import { scanFolder } from "./scan_folder.ts";
import {
  candleFile,
  type Files,
  FIVE_MINUTES,
  goodRow,
  HEADER,
  START,
  withFolder,
} from "./testing/market_folder.ts";

const [BTC, ETH] = loadInstruments(new URL("../../fixtures/instruments.json", import.meta.url).pathname);
const HOUR = 3_600_000;
const FUNDING = `time,rate\n${START},0.00001\n${START + HOUR},0.00002\n`;

/** One hourly candle. */
const HOURLY = `${HEADER}\n${START},100,120,90,110,5\n`;

function request(folder: string, changes: Partial<MarketRequest> = {}): MarketRequest {
  return { folder, instruments: [BTC], interval: "15m", alsoIntervals: [], ...changes };
}

function loading(files: Files, changes: Partial<MarketRequest> = {}): ReturnType<typeof loadMarket> {
  let loaded: ReturnType<typeof loadMarket> | undefined;
  withFolder(files, (folder) => loaded = loadMarket(request(folder, changes)));
  return loaded!;
}

/** What loading these files is refused with, the folder cut off. */
function refusal(files: Files, changes: Partial<MarketRequest> = {}): string {
  let said = "";
  withFolder(files, (folder) => {
    assert.throws(() => loadMarket(request(folder, changes)), (error) => {
      assert.ok(error instanceof Error && "expected" in error, String(error));
      said = error.message.replaceAll(folder, "FOLDER");
      return true;
    });
  });
  return said;
}

Deno.test("a file's name tells source, asset, kind and interval; other files are left alone", () => {
  const names = [
    "binance-perp-BTCUSDT-5m.csv.gz",
    "binance-perp-ETHUSDT-5m-20241001.csv",
    "hyperliquid-perp-BTC-funding.csv.gz",
    "synthetic-perp-SOL-open-interest.csv",
    "binance-spot-USDCUSDT-1d.csv",
    "README.md",
    "binance-perp-BTCUSDT-7m.csv",
    "binance-perp-BTCUSDT-5m.csv.bak",
    "BTC-5m.csv",
  ];
  withFolder(Object.fromEntries(names.map((name) => [name, ""])), (folder) => {
    Deno.mkdirSync(`${folder}/binance-perp-SOLUSDT-5m.csv`);
    const found = scanFolder(folder).map((
      { source, asset, kind, interval },
    ) => [source, asset, kind, interval]);
    assert.deepEqual(found, [
      ["binance-perp", "BTC", "candles", "5m"],
      ["binance-perp", "ETH", "candles", "5m"],
      ["binance-spot", "USDC", "candles", "1d"],
      ["hyperliquid-perp", "BTC", "funding", null],
      ["synthetic-perp", "SOL", "open-interest", null],
    ]);
  });
});

Deno.test("a folder that cannot be read is refused", () => {
  assert.throws(() => scanFolder("/nowhere"), {
    message: 'cannot read the data folder "/nowhere": it is not there',
  });
  withFolder({ file: "" }, (folder) => {
    assert.throws(
      () => scanFolder(`${folder}/file`),
      /^DataError: .*|cannot read the data folder ".*file": Not a directory/,
    );
  });
});

Deno.test("the first source in order that has every asset is taken, with the hourly funding of the venue", () => {
  const both = (source: string): Files => ({
    [`${source}-BTC-5m.csv`]: candleFile(3),
    [`${source}-ETH-5m.csv`]: candleFile(3),
  });
  const of = (files: Files): string => loading(files, { instruments: [BTC, ETH] }).source;
  assert.equal(of({ ...both("binance-spot"), ...both("hyperliquid-perp") }), "hyperliquid-perp");
  assert.equal(of({ ...both("hyperliquid-perp"), ...both("binance-perp") }), "binance-perp");
  assert.equal(
    of({ ...both("hyperliquid-perp"), "binance-perp-BTCUSDT-5m.csv": candleFile(3) }),
    "hyperliquid-perp",
  );
  assert.equal(of({ ...both("acme-perp"), ...both("bybit-perp") }), "bybit-perp");
  assert.equal(of(both("acme-perp")), "acme-perp", "a source that nobody ordered is one too");
});

Deno.test("candles of the interval, of finer ones that divide it and of those looked at are read, others are not", () => {
  const files: Files = {
    "binance-perp-BTCUSDT-5m.csv.gz": candleFile(12),
    "binance-perp-BTCUSDT-1h.csv": HOURLY,
    "binance-perp-BTCUSDT-4h.csv": HOURLY,
    "binance-perp-BTCUSDT-1d.csv": "not even read",
    "binance-perp-ETHUSDT-5m.csv": "not even read",
  };
  const loaded = loading(files, { interval: "1h", alsoIntervals: ["4h"] });
  const [{ candles, instrument, funding, openInterest }] = loaded.assets;
  assert.deepEqual(candles.map(({ interval, columns }) => [interval, columns.time.length]), [
    ["1h", 1],
    ["4h", 1],
    ["5m", 12],
  ]);
  assert.equal(instrument.symbol, "BTC");
  assert.deepEqual([funding, openInterest], [null, null]);
  assert.deepEqual(loaded.files.map(({ asset, kind, interval, rows }) => [asset, kind, interval, rows]), [
    ["BTC", "candles", "1h", 1],
    ["BTC", "candles", "4h", 1],
    ["BTC", "candles", "5m", 12],
  ]);
  assert.ok(loaded.files.every(({ sha256 }) => /^[0-9a-f]{64}$/.test(sha256)));
  assert.equal(loaded.synthetic, false);
});

Deno.test("a series in parts is joined in order of time, whatever the names say", () => {
  const { assets: [{ candles: [{ columns }], funding }], files } = loading({
    "binance-perp-BTCUSDT-5m.csv": candleFile(3, 3),
    "binance-perp-BTCUSDT-5m-20240101.csv.gz": candleFile(2, 0),
    "hyperliquid-perp-BTC-funding.csv": `time,rate\n${START + 2 * HOUR},0.00003\n`,
    "hyperliquid-perp-BTC-funding-1.csv": FUNDING,
    "binance-perp-BTCUSDT-funding.csv": "not even read: the venue's own is paid",
  });
  assert.deepEqual([...columns.time], [0, 1, 3, 4, 5].map((index) => START + index * FIVE_MINUTES));
  assert.deepEqual([...columns.close], [100.5, 101.5, 103.5, 104.5, 105.5]);
  assert.deepEqual(funding, {
    time: Float64Array.of(START, START + HOUR, START + 2 * HOUR),
    value: Float64Array.of(0.00001, 0.00002, 0.00003),
  });
  assert.equal(files.length, 4);
});

Deno.test("a synthetic market is called so, and pays its own funding", () => {
  const { assets: [{ funding, openInterest }], synthetic } = loading({
    "synthetic-perp-BTC-5m.csv": candleFile(3),
    "synthetic-perp-BTC-funding.csv": FUNDING,
    "synthetic-perp-BTC-open-interest.csv": `time,openInterest\n${START},42\n`,
    "hyperliquid-perp-BTC-funding.csv": "not even read: the market is made up",
  });
  assert.equal(synthetic, true);
  assert.deepEqual([...funding!.value], [0.00001, 0.00002]);
  assert.deepEqual([...openInterest!.value], [42]);
});

const REFUSED:
  readonly (readonly [what: string, files: Files, changes: Partial<MarketRequest>, said: string])[] = [
    [
      "an empty folder",
      {},
      {},
      'no candles of 15m or finer for BTC from one source in "FOLDER"; there are no candle files such as ' +
      "binance-perp-BTCUSDT-5m.csv.gz",
    ],
    [
      "candles that are coarser than what is decided on",
      { "binance-perp-BTCUSDT-1h.csv": HOURLY },
      {},
      'no candles of 15m or finer for BTC from one source in "FOLDER"; there are: binance-perp BTC 1h',
    ],
    [
      "one asset of two",
      { "binance-perp-BTCUSDT-5m.csv": candleFile(1) },
      { instruments: [BTC, ETH] },
      'no candles of 15m or finer for BTC, ETH from one source in "FOLDER"; there are: binance-perp BTC 5m',
    ],
    [
      "two assets from two sources",
      { "binance-perp-BTCUSDT-5m.csv": candleFile(1), "bybit-perp-ETHUSDT-5m.csv": candleFile(1) },
      { instruments: [BTC, ETH] },
      'no candles of 15m or finer for BTC, ETH from one source in "FOLDER"; there are: binance-perp BTC 5m, ' +
      "bybit-perp ETH 5m",
    ],
    [
      "parts that overlap",
      { "binance-perp-BTCUSDT-5m.csv": candleFile(3), "binance-perp-BTCUSDT-5m-2.csv": candleFile(3, 2) },
      {},
      `FOLDER/binance-perp-BTCUSDT-5m-2.csv, row 2: found time ${START + 2 * FIVE_MINUTES}, but ` +
      `FOLDER/binance-perp-BTCUSDT-5m.csv goes to ${
        START + 2 * FIVE_MINUTES
      }; wanted files of one series that do ` +
      "not overlap",
    ],
    [
      "one series plain and packed",
      { "binance-perp-BTCUSDT-5m.csv": candleFile(2), "binance-perp-BTCUSDT-5m.csv.gz": candleFile(2) },
      {},
      `FOLDER/binance-perp-BTCUSDT-5m.csv.gz, row 2: found time ${START}, but FOLDER/binance-perp-BTCUSDT-5m.csv ` +
      `goes to ${START + FIVE_MINUTES}; wanted files of one series that do not overlap`,
    ],
    [
      "a damaged part",
      {
        "binance-perp-BTCUSDT-5m.csv": candleFile(2),
        "binance-perp-BTCUSDT-5m-2.csv": `${HEADER}\n${goodRow(5)}0,\n`,
      },
      {},
      `FOLDER/binance-perp-BTCUSDT-5m-2.csv, row 2: found 7 columns in "${
        goodRow(5)
      }0,", wanted 6 (${HEADER})`,
    ],
    [
      "damaged funding",
      {
        "binance-perp-BTCUSDT-5m.csv": candleFile(2),
        "hyperliquid-perp-BTC-funding.csv": `${FUNDING}${START},0\n`,
      },
      {},
      `FOLDER/hyperliquid-perp-BTC-funding.csv, row 4: time ${START} after ${
        START + HOUR
      }; wanted rising times`,
    ],
  ];

for (const [what, files, changes, said] of REFUSED) {
  Deno.test(`a market folder with ${what} is refused with what there is`, () => {
    assert.equal(refusal(files, changes), said);
  });
}

Deno.test("a long list of what there is, is cut", () => {
  const names = Array.from({ length: 11 }, (_, index) => `acme-perp-A${index}-1h.csv`);
  assert.match(refusal(Object.fromEntries(names.map((name) => [name, HOURLY]))), /A6 1h, and 3 more$/);
});

Deno.test("instruments are read from the fixtures", () => {
  const symbols: Instrument["symbol"][] = [BTC.symbol, ETH.symbol];
  assert.deepEqual(symbols, ["BTC", "ETH"]);
});

const BAD_INSTRUMENTS: readonly (readonly [what: string, text: string, said: RegExp])[] = [
  ["no JSON", "{", /^cannot read FILE: .*JSON/],
  ["a list", "[]", /^FILE, top level: .*expected object/],
  ["no list of instruments", '{"schema": 1}', /^FILE, instruments: .*expected array/],
  ["another schema", '{"schema": 2, "instruments": []}', /^FILE, schema: .*expected 1/],
  ["an instrument without a name", '{"schema": 1, "instruments": [{}]}', /^FILE, instruments\.0\.symbol: /],
];

for (const [what, text, said] of BAD_INSTRUMENTS) {
  Deno.test(`an instruments.json with ${what} is refused with file and field`, () => {
    withFolder({ "i.json": text }, (folder) => {
      const path = `${folder}/i.json`;
      assert.throws(
        () => loadInstruments(path),
        (error) => said.test((error as Error).message.replace(path, "FILE")),
      );
    });
  });
}

Deno.test("an instruments.json that is not there is refused", () => {
  assert.throws(() => loadInstruments("/nowhere.json"), /cannot read \/nowhere\.json: .*No such file/);
});
