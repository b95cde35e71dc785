import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { DataError } from "./data_error.ts";
import { NO_CACHE } from "./column_cache.ts";
import { type ReadFile, readFile } from "./read_file.ts";
import {
  candleFile,
  type Files,
  FIVE_MINUTES,
  found,
  goodRow,
  HEADER,
  packed,
  rows,
  START,
  withFolder,
} from "./testing/market_folder.ts";

const NAME = "binance-perp-BTCUSDT-5m.csv";
const HOUR = 3_600_000;
const STRICT = { cache: NO_CACHE, skipBadRows: false };
const WANTED_COLUMNS = `wanted 6 (${HEADER})`;

function read(folder: string, name: string): ReadFile {
  return readFile(found(folder, name), STRICT);
}

/** What is said about a candle file with this content; the path before it is cut off. */
function complaint(content: string | Uint8Array, name = NAME): string {
  let said = "";
  withFolder({ [name]: content }, (folder) => {
    const path = `${folder}/${name}`;
    assert.throws(() => read(folder, name), (error) => {
      assert.ok(error instanceof DataError && error.expected, String(error));
      assert.ok(
        error.message.startsWith(path) || error.message.startsWith(`cannot read ${path}`),
        error.message,
      );
      said = error.message.replace(path, "FILE");
      return true;
    });
  });
  return said;
}

/** A file whose second candle is this row instead of the good one. */
function withRow(row: string): string {
  return `${HEADER}\n${goodRow(0)}\n${row}\n${goodRow(2)}\n`;
}

/** The second candle with some fields replaced. */
function candle(fields: { readonly [name: string]: string | number }): string {
  const values = goodRow(1).split(",");
  return HEADER.split(",").map((name, index) => fields[name] ?? values[index]).join(",");
}

const SECOND = START + FIVE_MINUTES;

const DAMAGED: readonly (readonly [what: string, content: string, message: string])[] = [
  ["nothing in it", "", `FILE, row 1: found "", wanted the header ${HEADER}`],
  ["only a header", HEADER, "FILE: no rows, wanted at least one"],
  ["only a header and its line end", `${HEADER}\n`, "FILE: no rows, wanted at least one"],
  ["no header", rows(2), `FILE, row 1: found "${goodRow(0)}", wanted the header ${HEADER}`],
  [
    "a byte order mark",
    `\ufeff${candleFile(2)}`,
    `FILE, row 1: found "${HEADER}" after a byte order mark, wanted the header ${HEADER}`,
  ],
  [
    "semicolons",
    candleFile(2).replaceAll(",", ";"),
    `FILE, row 1: found "${HEADER.replaceAll(",", ";")}", wanted the header ${HEADER}`,
  ],
  [
    "a column more, named in the header",
    `${HEADER},trades\n${goodRow(0)},7\n`,
    `FILE, row 1: found "${HEADER},trades", wanted the header ${HEADER}`,
  ],
  [
    "a column more in one row",
    withRow(`${goodRow(1)},7`),
    `FILE, row 3: found 7 columns in "${goodRow(1)},7", ${WANTED_COLUMNS}`,
  ],
  [
    "a column less in one row",
    withRow(`${SECOND},1,2,1,2`),
    `FILE, row 3: found 5 columns in "${SECOND},1,2,1,2", ${WANTED_COLUMNS}`,
  ],
  [
    "a decimal comma",
    withRow(candle({ open: "100,5" })),
    `FILE, row 3: found 7 columns in "${candle({ open: "100,5" })}", ${WANTED_COLUMNS}`,
  ],
  [
    "an empty row between others",
    `${HEADER}\n${goodRow(0)}\n\n${goodRow(1)}\n`,
    "FILE, row 3: found an empty row, wanted none between the others",
  ],
  ["a word for a number", withRow(candle({ high: "high" })), 'FILE, row 3: found "high", wanted a number'],
  ["an empty field", withRow(candle({ close: "" })), 'FILE, row 3: found "", wanted a number'],
  ["a hexadecimal number", withRow(candle({ open: "0x64" })), 'FILE, row 3: found "0x64", wanted a number'],
  ["NaN", withRow(candle({ volume: "NaN" })), 'FILE, row 3: found "NaN", wanted a number'],
  ["Infinity", withRow(candle({ high: "Infinity" })), 'FILE, row 3: found "Infinity", wanted a number'],
  [
    "a number too large to be one",
    withRow(candle({ high: "1e999" })),
    'FILE, row 3: found "1e999", wanted a number',
  ],
  ["half an exponent", withRow(candle({ high: "1e" })), 'FILE, row 3: found "1e", wanted a number'],
  [
    "a blank before a number",
    withRow(candle({ open: " 100" })),
    'FILE, row 3: found " 100", wanted a number',
  ],
  ["a quoted number", withRow(candle({ open: '"100"' })), 'FILE, row 3: found ""100"", wanted a number'],
  [
    "seconds for milliseconds",
    withRow(candle({ time: SECOND / 1000 })).replace(goodRow(0), candle({ time: START / 1000 })),
    `FILE, row 2: time ${
      START / 1000
    } (that looks like seconds), wanted a whole multiple of 300000 ms since the epoch`,
  ],
  [
    "microseconds for milliseconds",
    withRow(candle({ time: SECOND * 1000 })),
    `FILE, row 3: time ${
      SECOND * 1000
    } (that looks like microseconds), wanted a whole multiple of 300000 ms since the epoch`,
  ],
  [
    "a time off the grid of its interval",
    withRow(candle({ time: SECOND + 1 })),
    `FILE, row 3: time ${SECOND + 1}, wanted a whole multiple of 300000 ms since the epoch`,
  ],
  [
    "two intervals mixed",
    `${HEADER}\n${
      Array.from({ length: 20 }, (_, index) => goodRow(index < 3 ? index : 3 * index)).join("\n")
    }\n`,
    `FILE, row 18: time ${START + 48 * 300_000}, like 12 rows before it 15 minutes after the one before, ` +
    "wanted candles of 5 minutes only",
  ],
  [
    "falling times",
    `${HEADER}\n${goodRow(1)}\n${goodRow(0)}\n`,
    `FILE, row 3: time ${START} after ${SECOND}, wanted rising times`,
  ],
  ["a time twice", withRow(goodRow(0)), `FILE, row 3: time ${START} twice, wanted rising times`],
  [
    "a high below the low",
    withRow(candle({ high: 98 })),
    "FILE, row 3: high 98 is below 101.5, wanted the highest price",
  ],
  [
    "a high below the close",
    withRow(candle({ high: 101.4 })),
    "FILE, row 3: high 101.4 is below 101.5, wanted the highest price",
  ],
  [
    "a low above the open",
    withRow(candle({ low: 101.2 })),
    "FILE, row 3: low 101.2 is above 101 or not above 0, wanted the lowest price",
  ],
  ["a price of zero", withRow(candle({ open: 0 })), "FILE, row 3: found a price of 0, wanted prices above 0"],
  [
    "a negative price",
    withRow(candle({ close: -5 })),
    "FILE, row 3: found a price of -5, wanted prices above 0",
  ],
  [
    "a low of zero",
    withRow(candle({ low: 0 })),
    "FILE, row 3: low 0 is above 101 or not above 0, wanted the lowest price",
  ],
  ["a negative volume", withRow(candle({ volume: -1 })), "FILE, row 3: volume -1, wanted 0 or more"],
];

for (const [what, content, message] of DAMAGED) {
  Deno.test(`a candle file with ${what} is refused with file, row and what was wanted`, () => {
    assert.equal(complaint(content), message);
    assert.equal(complaint(content, `${NAME}.gz`), message, "packed it is damaged all the same");
  });
}

Deno.test("a file that is no whole gzip file is refused", () => {
  const whole = packed(candleFile(50));
  const flipped = Uint8Array.from(whole, (byte, index) => index === whole.length - 6 ? byte ^ 0xff : byte);
  const wanted = "wanted a whole gzip file";
  const broken: readonly (readonly [bytes: Uint8Array, message: string])[] = [
    [whole.subarray(0, whole.length - 9), `FILE: unexpected end of file, ${wanted}`],
    [flipped, `FILE: incorrect data check, ${wanted}`],
    [new TextEncoder().encode(candleFile(2)), `FILE: incorrect header check, ${wanted}`],
    [new Uint8Array(), `FILE: unexpected end of file, ${wanted}`],
  ];
  for (const [bytes, message] of broken) assert.equal(complaint(bytes, `${NAME}.gz`), message);
});

Deno.test("bytes that are no UTF-8 are refused where they stand", () => {
  const bytes = new TextEncoder().encode(candleFile(2));
  bytes[bytes.length - 2] = 0xff;
  assert.equal(complaint(bytes), 'FILE, row 3: found "\ufffd", wanted a number');
});

Deno.test("a file that is not there is refused", () => {
  assert.throws(() => read("/nowhere", NAME), {
    message: `cannot read /nowhere/${NAME}: it is not there`,
  });
});

Deno.test("a good file is read alike, plain or packed, with any line end, with or without the last one", () => {
  const text = candleFile(3);
  const files: Files = {
    "a-perp-BTC-5m.csv": text,
    "b-perp-BTC-5m.csv.gz": text,
    "c-perp-BTC-5m.csv": text.replaceAll("\n", "\r\n"),
    "d-perp-BTC-5m.csv.gz": text.replaceAll("\n", "\r\n"),
    "e-perp-BTC-5m.csv": text.trimEnd(),
    "f-perp-BTC-5m.csv": `${text}\n`,
    "g-perp-BTC-5m.csv": `${text}\r\n\n`,
    "h-perp-BTC-5m.csv": text.replaceAll("\n", "\r\n").trimEnd(),
    "i-perp-BTC-5m.csv": `${text.trimEnd()}\r`,
  };
  withFolder(files, (folder) => {
    for (const name of Object.keys(files)) {
      const { columns: [time, ...others], rows: count, sha256 } = read(folder, name);
      assert.equal(count, 3, name);
      assert.deepEqual([...time], [0, 1, 2].map((index) => START + index * FIVE_MINUTES), name);
      assert.deepEqual(others.map((column) => column[2]), [102, 103, 101, 102.5, 2], name);
      const bytes = Deno.readFileSync(`${folder}/${name}`);
      assert.equal(sha256, createHash("sha256").update(bytes).digest("hex"), "of the file as it lies there");
    }
  });
});

Deno.test("numbers may have an exponent and many digits", () => {
  withFolder({ [NAME]: `${HEADER}\n${START},1e-7,2.5E+1,1e-8,0.30000000000000004,0\n` }, (folder) => {
    const [, open, high, , close] = read(folder, NAME).columns;
    assert.deepEqual([open[0], high[0], close[0]], [1e-7, 25, 0.30000000000000004]);
  });
});

const VALUES = { funding: "a-perp-BTC-funding.csv", interest: "a-perp-BTC-open-interest.csv" };
const BAD_VALUES: readonly (readonly [what: string, name: string, content: string, message: string])[] = [
  [
    "a rate in percent",
    VALUES.funding,
    `time,rate\n${START},0.01\n${START + HOUR},1.25\n`,
    "FILE, row 3: found rate 1.25, wanted a rate as a fraction, like 0.0000125",
  ],
  [
    "the header of another kind",
    VALUES.interest,
    `time,rate\n${START},0.01\n`,
    'FILE, row 1: found "time,rate", wanted the header time,openInterest',
  ],
  [
    "a time off the hour",
    VALUES.interest,
    `time,openInterest\n${START + 1},5\n`,
    `FILE, row 2: time ${START + 1}, wanted a whole multiple of 3600000 ms since the epoch`,
  ],
  [
    "negative open interest",
    VALUES.interest,
    `time,openInterest\n${START},-5\n`,
    "FILE, row 2: found openInterest -5, wanted coins, 0 or more",
  ],
];

for (const [what, name, content, message] of BAD_VALUES) {
  Deno.test(`a file of values by time with ${what} is refused`, () =>
    assert.equal(complaint(content, name), message));
}

Deno.test("values by time are read", () => {
  withFolder({ [VALUES.funding]: `time,rate\n${START},0.0000125\n${START + HOUR},-0.0003\n` }, (folder) => {
    const { columns: [time, value] } = read(folder, VALUES.funding);
    assert.deepEqual([[...time], [...value]], [[START, START + HOUR], [0.0000125, -0.0003]]);
  });
});
