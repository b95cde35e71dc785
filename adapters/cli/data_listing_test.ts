import assert from "node:assert/strict";
import {
  type DataView,
  type FolderListing,
  listingJson,
  renderListing,
  renderSeries,
} from "./data_listing.ts";
import { FIXTURES, MINE } from "./testing/market_data.ts";

const VIEW: DataView = { folder: "../mine", columns: null, colour: false };
const ALL: DataView = { ...VIEW, folder: null };
const STORE: FolderListing = { folder: ".data", series: [], ignored: [] };

Deno.test("a folder is one table of what was understood, what was ignored below it", () => {
  assert.equal(
    renderListing([MINE], VIEW),
    `
../mine
asset  kind           every  range (UTC)                              rows  gaps  source            format     files
BTC    candles        5m     2023-12-01 00:00 to 2024-12-31 23:55  114,324     2  binance-perp      binance       12
BTC    funding        1h     2023-12-01 00:00 to 2024-12-31 23:55    9,527     1  hyperliquid-perp  csv            1
ETH    candles        5m     2024-05-14 07:00 to 2024-10-01 00:00  114,324     0  binance-perp      freqtrade      1
ETH    open interest         2023-12-01 00:00 to 2024-12-31 23:55        0     0  binance-perp      csv            1

ignored:
  README.md: no market data by its name

next:  deno task data check ../mine     deno task backtest --from 2024-05-15 --assets BTC,ETH --data ../mine
`.trimStart(),
  );
});

Deno.test("at 100 columns a range has its days only, and what is needed least is left out", () => {
  assert.equal(
    renderListing([MINE], { ...VIEW, columns: 100 }),
    `
../mine
asset  kind           every  range (UTC)                  rows  gaps  source            format
BTC    candles        5m     2023-12-01 to 2024-12-31  114,324     2  binance-perp      binance
BTC    funding        1h     2023-12-01 to 2024-12-31    9,527     1  hyperliquid-perp  csv
ETH    candles        5m     2024-05-14 to 2024-10-01  114,324     0  binance-perp      freqtrade
ETH    open interest         2023-12-01 to 2024-12-31        0     0  binance-perp      csv

ignored:
  README.md: no market data by its name

not shown for want of width: files; --json has all

next:  deno task data check ../mine
       deno task backtest --from 2024-05-15 --assets BTC,ETH --data ../mine
`.trimStart(),
  );
});

Deno.test("several folders share their columns", () => {
  assert.equal(
    renderListing([STORE, FIXTURES], { ...ALL, columns: 100 }),
    `
.data
no market data

fixtures
asset  kind     every  range (UTC)                  rows  gaps  source          format  files
BTC    candles  5m     2023-12-01 to 2024-12-31  114,324     0  synthetic-perp  csv         1
ETH    candles  5m     2023-12-01 to 2024-12-31  114,324     0  synthetic-perp  csv         1
SOL    candles  5m     2023-12-01 to 2024-12-31  114,324     0  synthetic-perp  csv         1

next:  deno task backtest --from 2024-01     deno task data check
`.trimStart(),
  );
  const [, table, other] = renderListing([MINE, FIXTURES], ALL).split("asset  kind");
  const width = (text: string): number => text.indexOf("source");
  assert.equal(width(table), width(other));
});

Deno.test("what a run read stands in one table, without what to type next", () => {
  const whole = renderListing([MINE], { ...ALL, folder: MINE.folder });
  const table = renderSeries(MINE.folder, MINE.series, { ...ALL, folder: MINE.folder });
  assert.ok(whole.startsWith(table));
  assert.doesNotMatch(table, /next:|ignored:/);
});

Deno.test("nothing is wider than the terminal", () => {
  for (const columns of [70, 80, 90, 100, 120]) {
    const lines = renderListing([MINE, FIXTURES], { ...ALL, columns }).split("\n");
    for (const line of lines) assert.ok(line.length <= columns && line === line.trimEnd(), `|${line}|`);
    assert.match(lines[1], /^asset +kind +every +range \(UTC\) +rows/);
  }
});

Deno.test("an empty folder says what is read and what to type", () => {
  const ignored = [{ name: "candles.xlsx", why: "no market data by its name" }];
  assert.equal(
    renderListing([{ ...STORE, folder: "../mine", ignored }], VIEW),
    `
No market data in ../mine.

ignored:
  candles.xlsx: no market data by its name

Files that are read, by their names: binance-perp-BTCUSDT-5m.csv.gz
(time,open,high,low,close,volume), Binance's archive as downloaded (BTCUSDT-5m-2024-01.zip),
freqtrade's export (BTC_USDT_USDT-5m-futures.json); see Your own data in the README.

next:  deno task data
`.trimStart(),
  );
  const nothing = renderListing([STORE, { ...STORE, folder: "fixtures" }], ALL);
  assert.match(nothing, /^No market data in \.data or fixtures\.\n/);
  assert.match(nothing, /\nnext: {2}deno task fixtures\n$/);
});

Deno.test("many ignored files are counted, and none steers the terminal", () => {
  const ignored = Array.from({ length: 25 }, (_, index) => ({ name: `${index}\x1b[31m.txt`, why: "a\nb" }));
  const text = renderListing([{ ...MINE, ignored }], VIEW);
  assert.match(text, /\nignored:\n {2}0 \[31m\.txt: a b\n/);
  assert.match(text, /\n {2}19 .*\n {2}and 5 more files; --json has all\n/);
  assert.ok(!text.includes("\x1b"));
});

Deno.test("colour changes no word, and needs nothing from the environment", { permissions: "none" }, () => {
  const coloured = renderListing([MINE], { ...VIEW, columns: 100, colour: true });
  // deno-lint-ignore no-control-regex -- colour codes are what is looked for
  const uncoloured = coloured.replace(/\x1b\[[\d;]*m/g, "");
  assert.notEqual(coloured, uncoloured);
  assert.equal(uncoloured, renderListing([MINE], { ...VIEW, columns: 100 }));
});

Deno.test("as JSON a listing is what was given", () => {
  assert.deepEqual(JSON.parse(listingJson([MINE, STORE])), [MINE, STORE]);
});
