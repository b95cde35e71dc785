import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { DataError } from "./data_error.ts";
import { readCandles, readValues } from "./read_candles.ts";
import {
  candleFile,
  type Files,
  FIVE_MINUTES,
  goodRow,
  HEADER,
  packed,
  rows,
  START,
  withFolder,
} from "./testing/market_folder.ts";

const NAME = "binance-perp-BTCUSDT-5m.csv";
const HOUR = 3_600_000;
const WANTED_COLUMNS = `wanted 6 (${HEADER})`;

/** What is said about a candle file with this content; the path before it is cut off. */
function complaint(content: string | Uint8Array, name = NAME): string {
  let said = "";
  withFolder({ [name]: content }, (folder) => {
    const path = `${folder}/${name}`;
    assert.throws(() => readCandles(path, "5m"), (error) => {
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
  ["only a header", HEADER, "FILE: no rows; wanted at least one"],
  ["only a header and its line end", `${HEADER}\n`, "FILE: no rows; wanted at least one"],
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
    } (that looks like seconds); wanted a whole multiple of 300000 ms since the epoch`,
  ],
  [
    "microseconds for milliseconds",
    withRow(candle({ time: SECOND * 1000 })),
    `FILE, row 3: time ${
      SECOND * 1000
    } (that looks like microseconds); wanted a whole multiple of 300000 ms since the epoch`,
  ],
  [
    "a time off the grid of its interval",
    withRow(candle({ time: SECOND + 1 })),
    `FILE, row 3: time ${SECOND + 1}; wanted a whole multiple of 300000 ms since the epoch`,
  ],
  [
    "falling times",
    `${HEADER}\n${goodRow(1)}\n${goodRow(0)}\n`,
    `FILE, row 3: time ${START} after ${SECOND}; wanted rising times`,
  ],
  ["a time twice", withRow(goodRow(0)), `FILE, row 3: time ${START} twice; wanted rising times`],
  [
    "a high below the low",
    withRow(candle({ high: 98 })),
    "FILE, row 3: high 98 is below 101.5; wanted the highest price",
  ],
  [
    "a high below the close",
    withRow(candle({ high: 101.4 })),
    "FILE, row 3: high 101.4 is below 101.5; wanted the highest price",
  ],
  [
    "a low above the open",
    withRow(candle({ low: 101.2 })),
    "FILE, row 3: low 101.2 is above 101 or not above 0; wanted the lowest price",
  ],
  ["a price of zero", withRow(candle({ open: 0 })), "FILE, row 3: found a price of 0; wanted prices above 0"],
  [
    "a negative price",
    withRow(candle({ close: -5 })),
    "FILE, row 3: found a price of -5; wanted prices above 0",
  ],
  [
    "a low of zero",
    withRow(candle({ low: 0 })),
    "FILE, row 3: low 0 is above 101 or not above 0; wanted the lowest price",
  ],
  ["a negative volume", withRow(candle({ volume: -1 })), "FILE, row 3: volume -1; wanted 0 or more"],
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
  const wanted = "wanted a whole gzip file of UTF-8 text";
  const broken: readonly (readonly [bytes: Uint8Array, message: string])[] = [
    [whole.subarray(0, whole.length - 9), `FILE: unexpected end of file; ${wanted}`],
    [flipped, `FILE: incorrect data check; ${wanted}`],
    [new TextEncoder().encode(candleFile(2)), `FILE: incorrect header check; ${wanted}`],
    [new Uint8Array(), `FILE: unexpected end of file; ${wanted}`],
  ];
  for (const [bytes, message] of broken) assert.equal(complaint(bytes, `${NAME}.gz`), message);
});

Deno.test("bytes that are no UTF-8 are refused", () => {
  const bytes = new TextEncoder().encode(candleFile(2));
  bytes[bytes.length - 2] = 0xff;
  assert.match(complaint(bytes), /^FILE: .*; wanted UTF-8 text$/);
});

Deno.test("a file that is not there is refused", () => {
  assert.throws(() => readCandles("/nowhere/a.csv", "5m"), {
    message: "cannot read /nowhere/a.csv: it is not there",
  });
});

Deno.test("a good file is read alike, plain or packed, with any line end, with or without the last one", () => {
  const text = candleFile(3);
  const files: Files = {
    "a.csv": text,
    "b.csv.gz": text,
    "c.csv": text.replaceAll("\n", "\r\n"),
    "d.csv.gz": text.replaceAll("\n", "\r\n"),
    "e.csv": text.trimEnd(),
    "f.csv": `${text}\n`,
  };
  withFolder(files, (folder) => {
    for (const name of Object.keys(files)) {
      const { columns, rows: count, sha256 } = readCandles(`${folder}/${name}`, "5m");
      assert.equal(count, 3, name);
      assert.deepEqual([...columns.time], [0, 1, 2].map((index) => START + index * FIVE_MINUTES), name);
      const last = [columns.open[2], columns.high[2], columns.low[2], columns.close[2], columns.volume[2]];
      assert.deepEqual(last, [102, 103, 101, 102.5, 2], name);
      const bytes = Deno.readFileSync(`${folder}/${name}`);
      assert.equal(sha256, createHash("sha256").update(bytes).digest("hex"), "of the file as it lies there");
    }
  });
});

Deno.test("numbers may have an exponent and many digits", () => {
  withFolder({ [NAME]: `${HEADER}\n${START},1e-7,2.5E+1,1e-8,0.30000000000000004,0\n` }, (folder) => {
    const { columns } = readCandles(`${folder}/${NAME}`, "5m");
    assert.deepEqual([columns.open[0], columns.high[0], columns.close[0]], [1e-7, 25, 0.30000000000000004]);
  });
});

Deno.test("values by time are read, and refused where they cannot be right", () => {
  const funding = (value: string): Files => ({
    "f.csv": `time,rate\n${START},0.0000125\n${START + HOUR},${value}\n`,
  });
  withFolder(funding("-0.0003"), (folder) => {
    const { time, value } = readValues(`${folder}/f.csv`, "rate", HOUR);
    assert.deepEqual([[...time], [...value]], [[START, START + HOUR], [0.0000125, -0.0003]]);
  });
  withFolder(funding("1.25"), (folder) => {
    assert.throws(() => readValues(`${folder}/f.csv`, "rate", HOUR), {
      message: `${folder}/f.csv, row 3: found rate 1.25; wanted an hourly rate as a fraction, like 0.0000125`,
    });
    assert.throws(() => readValues(`${folder}/f.csv`, "openInterest", HOUR), {
      message: `${folder}/f.csv, row 1: found "time,rate", wanted the header time,openInterest`,
    });
  });
  withFolder({ "o.csv": `time,openInterest\n${START + 1},5\n` }, (folder) => {
    assert.throws(() => readValues(`${folder}/o.csv`, "openInterest", HOUR), {
      message: `${folder}/o.csv, row 2: time ${
        START + 1
      }; wanted a whole multiple of 3600000 ms since the epoch`,
    });
  });
  withFolder({ "o.csv": `time,openInterest\n${START},-5\n` }, (folder) => {
    assert.throws(() => readValues(`${folder}/o.csv`, "openInterest", HOUR), {
      message: `${folder}/o.csv, row 2: found openInterest -5; wanted coins, 0 or more`,
    });
  });
});
