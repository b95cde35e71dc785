/** Binance's archive and freqtrade's export: what is read of them, and what is refused with file, row and reason. */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { zipSync } from "fflate";
import { NO_CACHE } from "./column_cache.ts";
import { DataError } from "./data_error.ts";
import { type ReadFile, readFile } from "./read_file.ts";
import {
  ARCHIVE_HEADER,
  archiveRow,
  archiveRows,
  candleFile,
  type Files,
  FIVE_MINUTES,
  found,
  freqtradeJson,
  goodRow,
  packed,
  START,
  withFolder,
  zipped,
} from "./testing/market_folder.ts";

const HOUR = 3_600_000;
const CSV = "BTCUSDT-5m-2024-01.csv";
const ZIP = "BTCUSDT-5m-2024-01.zip";
const FUNDING = "BTCUSDT-fundingRate-2024-01.csv";
const JSON_NAME = "BTC_USDT_USDT-5m-futures.json";
const FUNDING_HEADER = "calc_time,funding_interval_hours,last_funding_rate";
const SECOND = START + FIVE_MINUTES;
const ROWS_WANTED = "wanted a JSON array of arrays, [[time,open,high,low,close,volume],…]";
const STRICT = { cache: NO_CACHE, skipBadRows: false };

function read(folder: string, name: string): ReadFile {
  return readFile(found(folder, name), STRICT);
}

/** What the first of these files is refused with. */
function refusal(files: Files): string {
  let said = "";
  withFolder(files, (folder) => {
    assert.throws(() => read(folder, Object.keys(files)[0]), (error) => {
      assert.ok(error instanceof DataError, String(error));
      said = error.message.replaceAll(`${folder}/`, "");
      return true;
    });
  });
  return said;
}

/** What is read is these five-minute candles, whatever they lay in. */
function assertGood({ columns, rows }: ReadFile, name: string): void {
  const wanted = goodRow(2).split(",").map(Number);
  assert.equal(rows, 3, name);
  assert.deepEqual(columns.map((column) => column[2]), wanted, name);
  assert.deepEqual([...columns[0]], [0, 1, 2].map((index) => START + index * FIVE_MINUTES), name);
}

Deno.test("the same candles are read out of every door", () => {
  const micro = [0, 1, 2].map((index) => archiveRow(index, 1000)).join("\n");
  const files: Files = {
    "binance-perp-BTCUSDT-5m.csv.gz": candleFile(3),
    [CSV]: archiveRows(3),
    "BTCUSDT-5m-2024-02.csv": `${ARCHIVE_HEADER}\n${archiveRows(3)}`,
    "BTCUSDT-5m-2024-03.csv": `${ARCHIVE_HEADER}\r\n${archiveRows(3).replaceAll("\n", "\r\n")}`,
    "BTCUSDT-5m-2025-01.csv": micro,
    "BTCUSDT-5m-2025-01-02.csv": `${ARCHIVE_HEADER}\n${micro}\n\n`,
    "BTCUSDT-5m-2024-04.zip": zipped({ "BTCUSDT-5m-2024-04.csv": archiveRows(3) }),
    "BTCUSDT-5m-2024-04-02.zip": zipped({ "BTCUSDT-5m-2024-04-02.csv": archiveRows(3) }),
    "BTCUSDT-5m-2024-05.zip": zipSync({
      "BTCUSDT-5m-2024-05.csv": [new TextEncoder().encode(archiveRows(3)), { level: 0 }],
    }),
    "BTCUSDT-5m-2024-06.zip": zipSync(
      { "BTCUSDT-5m-2024-06.csv": new TextEncoder().encode(archiveRows(3)) },
      { comment: "PK\u0005" },
    ),
    [JSON_NAME]: freqtradeJson(3),
    "ETH_USDT-5m.json": ` ${freqtradeJson(3).replaceAll("],[", "],\n  [").replaceAll(",1", ", 1")}\n`,
    "SOL_USDC-5m.json.gz": freqtradeJson(3),
  };
  withFolder(files, (folder) => {
    for (const name of Object.keys(files)) assertGood(read(folder, name), name);
  });
});

Deno.test("funding of Binance's archive is read, its time put on the hour it is paid for", () => {
  const rows = `${START},8,0.00037409\n${START + 8 * HOUR + 7},8,-0.0001\n${START + 16 * HOUR},4,1e-5\n`;
  withFolder(
    { [FUNDING]: `${FUNDING_HEADER}\n${rows}`, "ETHUSDT-fundingRate-2024-01.csv": rows },
    (folder) => {
      for (const name of [FUNDING, "ETHUSDT-fundingRate-2024-01.csv"]) {
        const { columns } = read(folder, name);
        assert.deepEqual(columns.map((column) => [...column]), [
          [START, START + 8 * HOUR, START + 16 * HOUR],
          [0.00037409, -0.0001, 1e-5],
        ], name);
      }
    },
  );
});

Deno.test("JSON of many pieces is read alike, and a fault in a later piece is told by its row in the file", () => {
  const count = 9_000;
  withFolder({ [JSON_NAME]: freqtradeJson(count) }, (folder) => {
    const { columns: [time, , , , close] } = read(folder, JSON_NAME);
    assert.equal(time.length, count);
    assert.ok(
      time.every((at, index) => at === START + index * FIVE_MINUTES && close[index] === 100.5 + index),
    );
  });
  assert.match(
    refusal({ [JSON_NAME]: freqtradeJson(count, { 8_000: "[1,2]" }) }),
    /, row 8001: found 2 values/,
  );
  assert.match(
    refusal({ [JSON_NAME]: freqtradeJson(count, { 7_000: "[1,2,}]" }) }),
    /, row 7001: found "\[1,2,}\]", wanted JSON/,
  );
});

const whole = zipped({ [CSV]: archiveRows(50) });
/** The directory's entry is 46 bytes and the name, the end of the directory 22. */
const CRC_AT = whole.length - 22 - (46 + CSV.length) + 16;
const changed = (at: number): Uint8Array => whole.map((byte, index) => index === at ? byte ^ 0xff : byte);
const isZip = "wanted a whole zip file";
/** The good rows, the second replaced. */
const withRow = (row: string): string => [archiveRow(0), row, archiveRow(2)].join("\n");

const REFUSED: readonly (readonly [what: string, files: Files, said: string])[] = [
  ["an empty zip file", { [ZIP]: "" }, `${ZIP}: found no end of the archive, ${isZip}`],
  [
    "a cut zip file",
    { [ZIP]: whole.subarray(0, whole.length - 30) },
    `${ZIP}: found no end of the archive, ${isZip}`,
  ],
  [
    "a zip file without its start",
    { [ZIP]: whole.subarray(40) },
    `${ZIP}: found no directory where it should be, ${isZip}`,
  ],
  [
    "a zip whose CRC its content does not fit",
    { [ZIP]: changed(CRC_AT) },
    `${ZIP}: found content that its CRC does not fit, ${isZip}`,
  ],
  [
    "a zip packed in a way nobody knows",
    { [ZIP]: changed(CRC_AT - 6) },
    `${ZIP}: found packing method 247, wanted method 8 (deflate) or 0`,
  ],
  [
    "text under the name of a zip",
    { [ZIP]: archiveRows(3) },
    `${ZIP}: found no end of the archive, ${isZip}`,
  ],
  [
    "a zip of another file",
    { [ZIP]: zipped({ "ETHUSDT-5m-2024-01.csv": archiveRows(3) }) },
    `${ZIP}: found "ETHUSDT-5m-2024-01.csv" in it, wanted ${CSV} in it`,
  ],
  [
    "a zip of two files",
    { [ZIP]: zipped({ [CSV]: archiveRows(3), "b.csv": "" }) },
    `${ZIP}: found 2 files in it, wanted one, ${CSV}`,
  ],
  ["a zip of none", { [ZIP]: zipped({}) }, `${ZIP}: found 0 files in it, wanted one, ${CSV}`],
  [
    "a zip that its checksum does not fit",
    { [ZIP]: whole, [`${ZIP}.CHECKSUM`]: `${"0".repeat(64)}  ${ZIP}\n` },
    `${ZIP}: found sha256 ${createHash("sha256").update(whole).digest("hex")}, wanted ${
      "0".repeat(64)
    }, as in ${ZIP}.CHECKSUM`,
  ],
  [
    "a checksum of another file",
    { [ZIP]: whole, [`${ZIP}.CHECKSUM`]: `${"0".repeat(64)}  other.zip\n` },
    `${ZIP}.CHECKSUM: found no line of it, wanted "<sha256>  ${ZIP}"`,
  ],
  [
    "an empty checksum",
    { [ZIP]: whole, [`${ZIP}.CHECKSUM`]: "" },
    `${ZIP}.CHECKSUM: found no line of it, wanted "<sha256>  ${ZIP}"`,
  ],
  [
    "a damaged row in a zip",
    { [ZIP]: zipped({ [CSV]: withRow(archiveRow(0)) }) },
    `${ZIP}, row 2: time ${START} twice, wanted rising times`,
  ],
  [
    "a damaged row behind a header",
    { [CSV]: `${ARCHIVE_HEADER}\n${withRow(archiveRow(1).replace("102", "x"))}` },
    `${CSV}, row 3: found "x", wanted a number`,
  ],
  [
    "microseconds after milliseconds",
    { [CSV]: withRow(archiveRow(1, 1000)) },
    `${CSV}, row 2: time ${
      SECOND * 1000
    } in microseconds after times in milliseconds, wanted one unit in a file`,
  ],
  [
    "milliseconds after microseconds",
    { [CSV]: [archiveRow(0, 1000), archiveRow(1)].join("\n") },
    `${CSV}, row 2: time ${SECOND} in milliseconds after times in microseconds, wanted one unit in a file`,
  ],
  [
    "microseconds off the grid",
    { [CSV]: archiveRow(0, 1000).replace(`${START * 1000}`, `${START * 1000 + 500}`) },
    `${CSV}, row 1: time ${START}.5, wanted a whole multiple of 300000 ms since the epoch`,
  ],
  [
    "seconds",
    { [CSV]: archiveRow(0).replace(`${START}`, `${START / 1000}`) },
    `${CSV}, row 1: time ${
      START / 1000
    } (that looks like seconds), wanted a whole multiple of 300000 ms since the epoch`,
  ],
  [
    "a column less",
    { [CSV]: withRow(archiveRow(1).replace(/,0$/, "")) },
    `${CSV}, row 2: found 11 columns in "${archiveRow(1).slice(0, 57)}...", wanted 12 (${ARCHIVE_HEADER})`,
  ],
  [
    "a column more",
    { [CSV]: withRow(`${archiveRow(1)},0`) },
    `${CSV}, row 2: found 13 columns in "${archiveRow(1).slice(0, 57)}...", wanted 12 (${ARCHIVE_HEADER})`,
  ],
  [
    "a row cut short at the end",
    { [CSV]: archiveRows(2).slice(0, -60) },
    `${CSV}, row 2: found 2 columns in "${SECOND},10", wanted 12 (${ARCHIVE_HEADER})`,
  ],
  [
    "another header",
    { [CSV]: candleFile(3) },
    `${CSV}, row 1: found "time,open,high,low,close,volume", wanted the header ${ARCHIVE_HEADER}`,
  ],
  ["nothing in it", { [CSV]: "" }, `${CSV}, row 1: found "", wanted the header ${ARCHIVE_HEADER}`],
  ["a header alone", { [CSV]: `${ARCHIVE_HEADER}\n` }, `${CSV}: no rows, wanted at least one`],
  [
    "a high below the low",
    { [CSV]: withRow(archiveRow(1).replace(",102,", ",90,")) },
    `${CSV}, row 2: high 90 is below 101.5, wanted the highest price`,
  ],
  [
    "funding off the hour",
    { [FUNDING]: `${FUNDING_HEADER}\n${START + 90_000},8,0.0001\n` },
    `${FUNDING}, row 2: time ${START + 90_000}, wanted a whole multiple of 3600000 ms since the epoch`,
  ],
  [
    "funding twice in an hour",
    { [FUNDING]: `${START},8,0.0001\n${START + 5},8,0.0001\n` },
    `${FUNDING}, row 2: time ${START} twice, wanted rising times`,
  ],
  [
    "a funding rate in percent",
    { [FUNDING]: `${START},8,1.5\n` },
    `${FUNDING}, row 1: found rate 1.5, wanted a rate as a fraction, like 0.0000125`,
  ],
  ["nothing of JSON in it", { [JSON_NAME]: "" }, `${JSON_NAME}: it starts with "", ${ROWS_WANTED}`],
  ["an object", { [JSON_NAME]: '{"a":1}' }, `${JSON_NAME}: it starts with "{"a":1}", ${ROWS_WANTED}`],
  ["an empty array", { [JSON_NAME]: "[]" }, `${JSON_NAME}: no rows, wanted at least one`],
  [
    "JSON that is cut in a row",
    { [JSON_NAME]: freqtradeJson(2).slice(0, -9) },
    `${JSON_NAME}, row 2: it ends with ",99,100.5,0],[${SECOND},101,102,100,", ${ROWS_WANTED} to its end`,
  ],
  [
    "JSON that is cut after a row",
    { [JSON_NAME]: freqtradeJson(2).slice(0, -1) },
    `${JSON_NAME}, row 2: found "[${goodRow(1)}", wanted JSON`,
  ],
  [
    "a row of five values",
    { [JSON_NAME]: freqtradeJson(3, { 1: `[${SECOND},1,2,1,2]` }) },
    `${JSON_NAME}, row 2: found 5 values in [${SECOND},1,2,1,2], wanted 6 (time,open,high,low,close,volume)`,
  ],
  [
    "text for a number",
    { [JSON_NAME]: freqtradeJson(3, { 1: `[${SECOND},"101",102,100,101.5,1]` }) },
    `${JSON_NAME}, row 2: found "101" for open, wanted a number`,
  ],
  [
    "null for a number",
    { [JSON_NAME]: freqtradeJson(3, { 2: `[${SECOND},101,102,100,null,1]` }) },
    `${JSON_NAME}, row 3: found null for close, wanted a number`,
  ],
  [
    "a row that is no array",
    { [JSON_NAME]: freqtradeJson(3, { 0: '{"time":1}' }) },
    `${JSON_NAME}, row 1: found {"time":1}, wanted an array of 6 (time,open,high,low,close,volume)`,
  ],
  [
    "NaN",
    { [JSON_NAME]: freqtradeJson(3, { 1: `[${SECOND},101,102,100,NaN,1]` }) },
    `${JSON_NAME}, row 2: found "[${SECOND},101,102,100,NaN,1]", wanted JSON`,
  ],
  [
    "falling times",
    { [JSON_NAME]: freqtradeJson(3, { 1: `[${goodRow(5)}]` }) },
    `${JSON_NAME}, row 3: time ${SECOND + FIVE_MINUTES} after ${
      START + 5 * FIVE_MINUTES
    }, wanted rising times`,
  ],
  [
    "JSON that is cut in its gzip",
    { [`${JSON_NAME}.gz`]: packed(freqtradeJson(3)).subarray(0, 40) },
    `${JSON_NAME}.gz: unexpected end of file, wanted a whole gzip file`,
  ],
];

for (const [what, files, said] of REFUSED) {
  Deno.test(`a file with ${what} is refused with file, row and what was wanted`, () =>
    assert.equal(refusal(files), said));
}

Deno.test("a zip file with any byte of its content or sizes changed is never read as if it were good", () => {
  const small = zipped({ [CSV]: archiveRows(3) });
  for (let at = 0; at < small.length; at++) {
    const bytes = small.map((byte, index) => index === at ? byte ^ 0x10 : byte);
    withFolder({ [ZIP]: bytes }, (folder) => {
      try {
        // Bytes that say nothing of the content, dates and versions, may be any.
        assertGood(read(folder, ZIP), `byte ${at}`);
      } catch (error) {
        assert.ok(error instanceof DataError, `byte ${at}: ${error}`);
      }
    });
  }
});

Deno.test("a checksum that fits lets the file be read", () => {
  const sum = createHash("sha256").update(whole).digest("hex").toUpperCase();
  withFolder(
    { [ZIP]: whole, [`${ZIP}.CHECKSUM`]: `${sum} *${ZIP}` },
    (folder) => assert.equal(read(folder, ZIP).rows, 50),
  );
});
