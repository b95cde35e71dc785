import assert from "node:assert/strict";
import type { RecordedAsset } from "../../engine/mod.ts";
import { checkFolder } from "./check_folder.ts";
import { NO_CACHE } from "./column_cache.ts";
import { listFolder } from "./list_folder.ts";
import { loadInstruments } from "./load_instruments.ts";
import { type LoadedMarket, loadMarket } from "./load_market.ts";
import {
  ARCHIVE_HEADER,
  archiveRows,
  candleFile,
  type Files,
  FIVE_MINUTES,
  HEADER,
  START,
  withFolder,
  zipped,
} from "./testing/market_folder.ts";

const [BTC] = loadInstruments(new URL("../../fixtures/instruments.json", import.meta.url).pathname);
const CANDLES = { "binance-perp-BTCUSDT-5m.csv": candleFile(3) };
const MARK = "binance-perp-BTCUSDT-5m-mark.csv";
const SHORT_HEADER = "time,open,high,low,close";

/** A row of a mark, so many candles after START. */
function markRow(index: number, price: number): string {
  return `${START + index * FIVE_MINUTES},${price},${price + 2},${price - 1},${price + 1}`;
}

function load(folder: string): LoadedMarket {
  const asked = { folder, instruments: [BTC], interval: "15m", alsoIntervals: ["4h"], source: null } as const;
  return loadMarket({ ...asked, funding: "on", skipBadRows: false, cache: NO_CACHE });
}

function loaded(files: Files): LoadedMarket {
  let market: LoadedMarket | undefined;
  withFolder(files, (folder) => market = load(folder));
  return market!;
}

function opens({ marks = [] }: RecordedAsset): (readonly [string, ...number[]])[] {
  return marks.map(({ interval, columns }) => [interval, ...columns.open]);
}

Deno.test("mark candles are read with a volume or without, in parts of both, and the volume is not kept", () => {
  const { assets: [asset], files } = loaded({
    ...CANDLES,
    [MARK]: `${SHORT_HEADER}\n${markRow(0, 50)}\n${markRow(1, 51)}\n`,
    "binance-perp-BTCUSDT-5m-mark-2.csv": `${HEADER}\n${markRow(3, 53)},0\n`,
    "binance-perp-BTCUSDT-1h-mark.csv": "not even read: no 15m are made of hours",
    "bybit-perp-BTCUSDT-5m-mark.csv": "not even read: another source than the candles'",
  });
  assert.deepEqual(opens(asset), [["5m", 50, 51, 53]]);
  const [{ columns }] = asset.marks!;
  assert.deepEqual(
    [[...columns.high], [...columns.low], [...columns.close], [...columns.volume]],
    [[52, 53, 55], [49, 50, 52], [51, 52, 54], [0, 0, 0]],
  );
  assert.deepEqual(files.map(({ kind, interval, rows }) => [kind, interval, rows]), [
    ["candles", "5m", 3],
    ["mark", "5m", 1],
    ["mark", "5m", 2],
  ]);
  assert.ok(files.every(({ sha256 }) => /^[0-9a-f]{64}$/.test(sha256)));
});

Deno.test("mark prices of Binance's archive are read from its folder, beside the candles", () => {
  withFolder({ "BTCUSDT-5m-2024-01.csv": archiveRows(3) }, (folder) => {
    Deno.mkdirSync(`${folder}/markPriceKlines`);
    const packed = zipped({ "BTCUSDT-5m-2024-01.csv": `${ARCHIVE_HEADER}\n${archiveRows(2, 1)}` });
    Deno.writeFileSync(`${folder}/markPriceKlines/BTCUSDT-5m-2024-01.zip`, packed);
    const { assets: [asset] } = load(folder);
    assert.deepEqual(opens(asset), [["5m", 101, 102]]);
    assert.equal(asset.candles[0].columns.time.length, 3);
  });
});

Deno.test("oracle prices are those of the candles' source, else the venue's; without any there are none", () => {
  const oracle = (price: number): string => `time,price\n${START + 3000},${price}\n`;
  const venue = { "hyperliquid-perp-BTC-oracle.csv": oracle(70) };
  const value = (files: Files): number | undefined =>
    loaded({ ...CANDLES, ...files }).assets[0].oracle?.value[0];
  assert.equal(value({ ...venue, "binance-perp-BTCUSDT-oracle.csv": oracle(71) }), 71);
  assert.equal(value({ ...venue, "acme-perp-BTC-oracle.csv": oracle(72) }), 70);
  assert.equal(value({ "acme-perp-BTC-oracle.csv": oracle(72) }), undefined);
  const bare = loaded(CANDLES).assets[0];
  assert.deepEqual([bare.marks, bare.oracle], [[], null]);
});

const REFUSED: readonly (readonly [what: string, files: Files, said: string])[] = [
  [
    "a mark whose high is no high",
    { [MARK]: `${SHORT_HEADER}\n${START},10,9,8,9\n` },
    `FOLDER/${MARK}, row 2: high 9 is below 10, wanted the highest price`,
  ],
  [
    "a mark off its grid",
    { [MARK]: `${SHORT_HEADER}\n${START + 60_000},10,11,9,10\n` },
    `FOLDER/${MARK}, row 2: time ${START + 60_000}, wanted a whole multiple of 300000 ms since the epoch`,
  ],
  [
    "a mark with another header",
    { [MARK]: `time,mark\n${START},10\n` },
    `FOLDER/${MARK}, row 1: found "time,mark", wanted the header ${HEADER}`,
  ],
  [
    "an oracle price of zero",
    { "binance-perp-BTCUSDT-oracle.csv": `time,price\n${START},0\n` },
    "FOLDER/binance-perp-BTCUSDT-oracle.csv, row 2: found price 0, wanted USD, above 0",
  ],
  [
    "oracle prices that go back in time",
    { "binance-perp-BTCUSDT-oracle.csv": `time,price\n${START + 1000},5\n${START},5\n` },
    `FOLDER/binance-perp-BTCUSDT-oracle.csv, row 3: time ${START} after ${START + 1000}, wanted rising times`,
  ],
];

for (const [what, files, said] of REFUSED) {
  Deno.test(`${what} is refused`, () => {
    withFolder({ ...CANDLES, ...files }, (folder) => {
      assert.throws(() => load(folder), (error) => {
        assert.equal(
          (error as Error).message.replaceAll(folder, "FOLDER"),
          said,
        );
        return true;
      });
    });
  });
}

Deno.test("marks alone make no market to run on", () => {
  assert.throws(
    () => loaded({ [MARK]: `${SHORT_HEADER}\n${markRow(0, 50)}\n` }),
    /no candles of 15m or finer/,
  );
});

Deno.test("marks and oracle prices are listed and checked, and not held against candles of trades", () => {
  const files = {
    ...CANDLES,
    "binance-perp-BTCUSDT-15m-mark.csv": `${SHORT_HEADER}\n${START},50,52,49,51\n`,
    [MARK]: `${SHORT_HEADER}\n${markRow(0, 50)}\n${markRow(2, 51)}\n`,
    "hyperliquid-perp-BTC-oracle.csv": `time,price\n${START},70\n${START + 3000},71\n${START + 6000},72\n`,
  };
  withFolder(files, (folder) => {
    const listed = [
      "binance-perp candles 5m 3",
      "binance-perp mark 5m 2",
      "binance-perp mark 15m 1",
      "hyperliquid-perp oracle null 3",
    ];
    const told = ({ series }: ReturnType<typeof listFolder>): string[] =>
      series.map(({ source, kind, interval, rows }) => `${source} ${kind} ${interval} ${rows}`);
    assert.deepEqual(told(listFolder(folder)), listed);
    const checked = checkFolder(folder);
    assert.deepEqual(told(checked), listed);
    assert.deepEqual(checked.findings.map(({ found }) => found), [
      "1 5m mark candles missing from 2024-01-01 00:05Z to 2024-01-01 00:10Z",
    ]);
  });
});
