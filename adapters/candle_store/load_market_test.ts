import assert from "node:assert/strict";
import { NO_CACHE } from "./column_cache.ts";
import { loadInstruments } from "./load_instruments.ts";
import { loadMarket, type MarketRequest } from "./load_market.ts";
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
  zipped,
} from "./testing/market_folder.ts";

const [BTC, ETH] = loadInstruments(new URL("../../fixtures/instruments.json", import.meta.url).pathname);
const HOUR = 3_600_000;
const FUNDING = `time,rate\n${START},0.00001\n${START + HOUR},0.00002\n`;

/** One hourly candle. */
const HOURLY = `${HEADER}\n${START},100,120,90,110,5\n`;

function request(folder: string, changes: Partial<MarketRequest> = {}): MarketRequest {
  const asked = { folder, instruments: [BTC], interval: "15m", alsoIntervals: [], source: null } as const;
  return { ...asked, funding: "on", skipBadRows: false, cache: NO_CACHE, ...changes };
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
  assert.equal(of({ ...both("synthetic-perp"), ...both("zeta-spot"), ...both("yota-perp") }), "yota-perp");
  const exported = { "BTC_USDT-5m.json": freqtradeJson(3), "ETH_USDT-5m.json": freqtradeJson(3) };
  assert.equal(of({ ...exported, ...both("acme-perp") }), "acme-perp", "by name of source, not of file");
  assert.equal(
    of({ ...both("synthetic-perp"), ...both("zeta-spot") }),
    "zeta-spot",
    "what is recorded goes first",
  );
});

Deno.test("candles that make those of the interval or of one looked at are read, others are not", () => {
  const files: Files = {
    "binance-perp-BTCUSDT-5m.csv.gz": candleFile(12),
    "binance-perp-BTCUSDT-1h.csv": HOURLY,
    "binance-perp-BTCUSDT-4h.csv": HOURLY,
    "binance-perp-BTCUSDT-2h.csv": HOURLY,
    "binance-perp-BTCUSDT-8h.csv": "not even read",
    "binance-perp-BTCUSDT-1d.csv": "not even read",
    "binance-perp-ETHUSDT-5m.csv": "not even read",
    "binance-spot-BTCUSDT-5m.csv": "not even read",
  };
  const loaded = loading(files, { interval: "1h", alsoIntervals: ["4h"] });
  const [{ candles, instrument, funding, openInterest }] = loaded.assets;
  assert.deepEqual(candles.map(({ interval, columns }) => [interval, columns.time.length]), [
    ["1h", 1],
    ["2h", 1],
    ["4h", 1],
    ["5m", 12],
  ]);
  assert.equal(instrument.symbol, "BTC");
  assert.deepEqual([funding, openInterest], [null, null]);
  assert.deepEqual(loaded.files.map(({ asset, kind, interval, rows }) => [asset, kind, interval, rows]), [
    ["BTC", "candles", "1h", 1],
    ["BTC", "candles", "2h", 1],
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
      'no candles of 15m or finer for BTC from one source in "FOLDER"; there are: binance-perp BTC 1h; ' +
      "enough for decisions every 1h",
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
      `FOLDER/binance-perp-BTCUSDT-5m-2.csv: found time ${START + 2 * FIVE_MINUTES}, but ` +
      `FOLDER/binance-perp-BTCUSDT-5m.csv goes to ${
        START + 2 * FIVE_MINUTES
      }, wanted files of one series that do ` +
      "not overlap",
    ],
    [
      "a day that its month has too, from another door",
      { "binance-perp-BTCUSDT-5m.csv": candleFile(3), "BTCUSDT-5m-2024-01.csv": archiveRows(2, 2) },
      {},
      `FOLDER/BTCUSDT-5m-2024-01.csv: found time ${
        START + 2 * FIVE_MINUTES
      }, but FOLDER/binance-perp-BTCUSDT-5m.csv ` +
      `goes to ${START + 2 * FIVE_MINUTES}, wanted files of one series that do not overlap`,
    ],
    [
      "no candles of the named source",
      { "binance-perp-BTCUSDT-5m.csv": candleFile(1), "bybit-perp-ETHUSDT-5m.csv": candleFile(1) },
      { source: "bybit-perp" },
      'no candles of 15m or finer for BTC from "bybit-perp" in "FOLDER"; there are: binance-perp BTC 5m, bybit-perp ETH 5m',
    ],
    [
      "no eight-hourly funding, which is asked for",
      { "binance-perp-BTCUSDT-5m.csv": candleFile(1), "hyperliquid-perp-BTC-funding.csv": FUNDING },
      { funding: "binance" },
      'no funding of binance-perp for BTC in "FOLDER", such as binance-perp-BTCUSDT-funding.csv.gz; there is: ' +
      "hyperliquid-perp-BTC-funding.csv",
    ],
    [
      "no funding at all, which is asked for",
      { "binance-perp-BTCUSDT-5m.csv": candleFile(1) },
      { funding: "binance" },
      'no funding of binance-perp for BTC in "FOLDER", such as binance-perp-BTCUSDT-funding.csv.gz; there is no funding for it',
    ],
    [
      "a file damaged as a whole, though bad rows are skipped",
      { "binance-perp-BTCUSDT-5m.csv": `x\n${candleFile(1)}` },
      { skipBadRows: true },
      `FOLDER/binance-perp-BTCUSDT-5m.csv, row 1: found "x", wanted the header ${HEADER}`,
    ],
    [
      "a file without one good row, though bad rows are skipped",
      { "binance-perp-BTCUSDT-5m.csv": `${HEADER}\n1,2\n3,4\n` },
      { skipBadRows: true },
      "FOLDER/binance-perp-BTCUSDT-5m.csv: no good row among 2, wanted at least one",
    ],
    [
      "one series plain and packed",
      { "binance-perp-BTCUSDT-5m.csv": candleFile(2), "binance-perp-BTCUSDT-5m.csv.gz": candleFile(2) },
      {},
      `FOLDER/binance-perp-BTCUSDT-5m.csv.gz: found time ${START}, but FOLDER/binance-perp-BTCUSDT-5m.csv ` +
      `goes to ${START + FIVE_MINUTES}, wanted files of one series that do not overlap`,
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
      }, wanted rising times`,
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

Deno.test("a finer interval is decided on, and coarser series serve the longer view", () => {
  const files: Files = {
    "binance-perp-BTCUSDT-1m.csv": `${HEADER}\n${START},100,120,90,110,5\n`,
    "binance-perp-BTCUSDT-5m.csv": candleFile(2),
    "binance-perp-BTCUSDT-1h.csv": HOURLY,
    "binance-perp-BTCUSDT-1d.csv": "not even read",
  };
  const intervals = (changes: Partial<MarketRequest>): string =>
    loading(files, changes).assets[0].candles.map(({ interval }) => interval).sort().join();
  assert.equal(intervals({ interval: "1m", alsoIntervals: ["4h"] }), "1h,1m,5m");
  assert.equal(intervals({ interval: "1m" }), "1m");
});

Deno.test("the named source is taken, whatever would go first", () => {
  const files = { "binance-perp-BTCUSDT-5m.csv": candleFile(1), "bybit-perp-BTCUSDT-5m.csv": candleFile(2) };
  const { source, assets: [{ candles: [{ columns }] }] } = loading(files, { source: "bybit-perp" });
  assert.deepEqual([source, columns.time.length], ["bybit-perp", 2]);
});

Deno.test("files of every door in one folder make one market", () => {
  const files: Files = {
    "binance-perp-BTCUSDT-5m.csv": candleFile(3, 4),
    "BTCUSDT-5m-2024-01-01.csv": archiveRows(2),
    "BTCUSDT-5m-2024-01-02.zip": zipped({ "BTCUSDT-5m-2024-01-02.csv": archiveRows(2, 2) }),
    "BTC_USDT_USDT-5m-futures.json": freqtradeJson(9),
    "BTC_USDT-5m.json": freqtradeJson(8),
  };
  const of = (source: string | null): readonly [string, number, number] => {
    const { source: chosen, assets: [{ candles: [{ columns }] }], files: read } = loading(files, { source });
    return [chosen, columns.time.length, read.length];
  };
  assert.deepEqual(of(null), ["binance-perp", 7, 3]);
  assert.deepEqual(of("freqtrade-perp"), ["freqtrade-perp", 9, 1]);
  assert.deepEqual(of("freqtrade-spot"), ["freqtrade-spot", 8, 1]);
});

Deno.test("funding is the venue's, none, or Binance's spread over its hours, and where it is from is said", () => {
  const files: Files = {
    "binance-perp-BTCUSDT-5m.csv": candleFile(1),
    "hyperliquid-perp-BTC-funding.csv": FUNDING,
    "binance-perp-BTCUSDT-funding.csv": `time,rate\n${START},0.0008\n${START + 8 * HOUR},-0.00008\n${
      START + 12 * HOUR
    },0.0004\n`,
  };
  const on = loading(files);
  assert.deepEqual([on.fundingSource, on.fundingSpreadHours], ["hyperliquid-perp", 0]);
  assert.deepEqual([...on.assets[0].funding!.value], [0.00001, 0.00002]);
  const off = loading(files, { funding: "off" });
  assert.deepEqual([off.assets[0].funding, off.fundingSource, off.fundingSpreadHours], [null, null, 0]);
  assert.ok(off.files.every(({ kind }) => kind === "candles"), "what is not paid is not read");
  const spread = loading(files, { funding: "binance" });
  assert.deepEqual([spread.fundingSource, spread.fundingSpreadHours], ["binance-perp", 20]);
  const { time, value } = spread.assets[0].funding!;
  assert.deepEqual([...time], Array.from({ length: 20 }, (_, index) => START + (index + 1) * HOUR));
  const each = (rate: number, hours: number): number[] => new Array(hours).fill(rate);
  // Paid at 0, 8 and 12 h: the hours 13 to 16 lie after both of the later payments.
  const rates = [...each(0.0001, 8), ...each(-0.00001, 4), ...each(0.00004, 4), ...each(0.00005, 4)];
  assert.deepEqual(value.map((rate) => Math.round(rate * 1e12) / 1e12), Float64Array.from(rates));
});

Deno.test("funding that nobody recorded is none", () => {
  const { assets: [{ funding }], fundingSource } = loading({ "binance-perp-BTCUSDT-5m.csv": candleFile(1) });
  assert.deepEqual([funding, fundingSource], [null, null]);
});

Deno.test("bad rows are skipped where that is wished, counted by file, the first told", () => {
  const rows = [
    goodRow(0),
    "x",
    goodRow(1),
    goodRow(1),
    "",
    goodRow(0),
    goodRow(4).replace("105", "9"),
    goodRow(5),
  ];
  const files: Files = {
    "binance-perp-BTCUSDT-5m.csv": `${HEADER}\n${rows.join("\n")}\n`,
    "hyperliquid-perp-BTC-funding.csv": `${FUNDING}${START},0\n`,
    "binance-perp-ETHUSDT-5m.csv": candleFile(2),
  };
  let folder = "";
  withFolder(files, (place) => {
    folder = place;
    const asked = request(place, { instruments: [BTC, ETH], skipBadRows: true });
    const { assets: [{ candles: [{ columns }], funding }], skippedRows, files: read } = loadMarket(asked);
    assert.deepEqual([...columns.time], [0, 1, 5].map((index) => START + index * FIVE_MINUTES));
    assert.deepEqual([...columns.volume], [0, 1, 5]);
    assert.equal(funding!.time.length, 2);
    assert.deepEqual(skippedRows, [
      {
        path: `${folder}/binance-perp-BTCUSDT-5m.csv`,
        rows: 5,
        first: `${folder}/binance-perp-BTCUSDT-5m.csv, row 3: found 1 columns in "x", wanted 6 (${HEADER})`,
      },
      {
        path: `${folder}/hyperliquid-perp-BTC-funding.csv`,
        rows: 1,
        first: `${folder}/hyperliquid-perp-BTC-funding.csv, row 4: time ${START} after ${
          START + HOUR
        }, wanted rising times`,
      },
    ]);
    assert.deepEqual(read.map(({ rows }) => rows), [3, 2, 2]);
  });
  assert.deepEqual(
    loading({ "binance-perp-BTCUSDT-5m.csv": candleFile(2) }, { skipBadRows: true }).skippedRows,
    [],
  );
});
