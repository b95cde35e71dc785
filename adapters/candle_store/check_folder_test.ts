import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { checkFolder, type FolderCheck } from "./check_folder.ts";
import type { Finding } from "./findings.ts";
import {
  archiveRows,
  candleFile,
  type Files,
  FIVE_MINUTES,
  freqtradeJson,
  goodRow,
  HEADER,
  packed,
  START,
  withFolder,
  zipped,
} from "./testing/market_folder.ts";

const NAME = "binance-perp-BTCUSDT-5m.csv";
const ZIP = "BTCUSDT-5m-2024-01.zip";
const MINUTE = 60_000;

function check(files: Files): FolderCheck {
  let checked: FolderCheck | undefined;
  withFolder(files, (folder) => {
    const result = checkFolder(folder);
    const local = (text: string): string => text.replaceAll(`${folder}/`, "");
    const findings = result.findings.map((one) => ({
      ...one,
      path: local(one.path),
      found: local(one.found),
      wanted: local(one.wanted),
    }));
    checked = { ...result, findings };
  });
  return checked!;
}

/** Findings, one a line. */
function lines(files: Files): string[] {
  return check(files).findings.map(({ severity, check: what, path, row, found, wanted }: Finding) =>
    `${severity} ${what} ${path} ${row}: ${found} | ${wanted}`
  );
}

/** What is counted, without the zeros. */
function counts(files: Files): Record<string, number> {
  return Object.fromEntries(Object.entries(check(files).counts).filter(([, count]) => count > 0));
}

/** A quiet market, 1000 candles of five minutes; some of them changed. */
function quiet(
  changed: { readonly [index: number]: Partial<Record<"high" | "low" | "close", number>> } = {},
): string {
  const rows = Array.from({ length: 1000 }, (_, index) => {
    const { high = 100.1, low = 99.9, close = 100 } = changed[index] ?? {};
    const open = changed[index - 1]?.close ?? 100;
    const top = Math.max(high, open, close);
    const bottom = Math.min(low, open, close);
    return `${START + index * FIVE_MINUTES},${open},${top},${bottom},${close},1`;
  });
  return `${HEADER}\n${rows.join("\n")}\n`;
}

Deno.test("a good folder has nothing to find, and is listed", () => {
  const { findings, counts: counted, series, ignored } = check({
    [NAME]: candleFile(20),
    [ZIP.replace("BTC", "ETH")]: zipped({ "ETHUSDT-5m-2024-01.csv": archiveRows(5) }),
    "BTC_USDT-5m.json": freqtradeJson(4),
    "notes.txt": "",
  });
  assert.deepEqual(findings, []);
  assert.ok(Object.values(counted).every((count) => count === 0));
  assert.deepEqual(series.map(({ rows, format }) => [rows, format]), [[20, "csv"], [5, "binance"], [
    4,
    "freqtrade",
  ]]);
  assert.deepEqual(ignored.map(({ name }) => name), ["notes.txt"]);
});

Deno.test("every error of a file is found, not the first alone", () => {
  const rows = [
    goodRow(0),
    goodRow(0),
    "x",
    goodRow(3),
    goodRow(2),
    goodRow(4).replace(",105,", ",9,"),
    goodRow(5),
  ];
  const found = check({
    [NAME]: `${HEADER}\n${rows.join("\n")}\n${START + 6 * FIVE_MINUTES + 1},1,1,1,1,1\n${START},y,1,1,1,1\n`,
  });
  assert.deepEqual(found.findings.map(({ check: what, row }) => `${what} ${row}`), [
    "duplicate 3",
    "columns 4",
    "order 6",
    "prices 7",
    "grid 9",
    "number 10",
    // The good rows on both sides of the bad ones lie apart; which rows they are is not told of a damaged file.
    "hole null",
    "hole null",
  ]);
  assert.deepEqual(found.series, [], "nothing of it would be used");
  assert.match(found.ignored[0].why, /^damaged, row 3: time \d+ twice, wanted rising times$/);
});

Deno.test("of one file twenty errors are told, and all counted", () => {
  const files = { [NAME]: `${candleFile(2)}${"x\n".repeat(55)}`, "a-perp-ETH-5m.csv": `${candleFile(2)}x\n` };
  assert.deepEqual(lines(files).length, 21);
  assert.deepEqual(counts(files), { columns: 56 });
});

Deno.test("a file damaged as a whole is one error, and the others are looked at all the same", () => {
  assert.deepEqual(
    lines({ [`${NAME}.gz`]: packed(candleFile(5)).subarray(0, 40), [ZIP]: "", "a-perp-BTC-5m.csv": HEADER }),
    [
      `error file ${ZIP} null: found no end of the archive | a whole zip file`,
      "error file a-perp-BTC-5m.csv null: no rows | at least one",
      `error file ${NAME}.gz null: unexpected end of file | a whole gzip file`,
    ],
  );
});

Deno.test("holes are warnings with from and to, within a file and between the parts of a series", () => {
  assert.deepEqual(
    lines({
      [NAME]: `${HEADER}\n${[0, 1, 4].map(goodRow).join("\n")}\n`,
      "binance-perp-BTCUSDT-5m-2.csv": candleFile(2, 12),
    }),
    [
      "warning hole binance-perp-BTCUSDT-5m-2.csv 2: 7 5m candles missing from 2024-01-01 00:25Z to 2024-01-01 01:00Z | no hole",
      `warning hole ${NAME} 4: 2 5m candles missing from 2024-01-01 00:10Z to 2024-01-01 00:20Z | no hole`,
    ],
  );
  const hours = [0, 1, 2, 5].map((hour) => `${START + hour * 3_600_000},0.1\n`).join("");
  assert.deepEqual(lines({ "a-perp-BTC-funding.csv": `time,rate\n${hours}` }), [
    "warning hole a-perp-BTC-funding.csv 5: 2 rows of funding missing from 2024-01-01 03:00Z to 2024-01-01 05:00Z | no hole",
  ]);
});

Deno.test("two doors to the same series overlap, as a run that joins them would find", () => {
  const files = { [NAME]: candleFile(3), "BTCUSDT-5m-2024-01.csv": archiveRows(3) };
  const found = lines(files).filter((line) => line.startsWith("error overlap"));
  assert.equal(found.length, 1);
  assert.match(found[0], /files of one series that do not overlap$/);
});

Deno.test("parts of a series that overlap are an error", () => {
  assert.deepEqual(lines({ [NAME]: candleFile(3), "binance-perp-BTCUSDT-5m-2.csv": candleFile(3, 2) }), [
    `error overlap ${NAME.replace(".csv", "-2.csv")} 2: found time ${
      START + 2 * FIVE_MINUTES
    }, but ${NAME} goes to ${START + 2 * FIVE_MINUTES} | files of one series that do not overlap`,
  ]);
});

const sum = (text: string | Uint8Array): string => createHash("sha256").update(text).digest("hex");
const manifest = (files: Files): string =>
  JSON.stringify({ files: Object.entries(files).map(([name, text]) => ({ name, sha256: sum(text) })) });

Deno.test("the manifest's sums are of the uncompressed content; a file it lists and is not there is an error", () => {
  const content = { [`${NAME}.gz`]: candleFile(5), "a-perp-BTC-5m.csv": candleFile(5) };
  assert.deepEqual(lines({ ...content, "manifest.json": manifest(content) }), []);
  const other = { [`${NAME}.gz`]: candleFile(6), "b-perp-BTC-5m.csv": "" };
  assert.deepEqual(lines({ ...content, "manifest.json": manifest(other) }), [
    "error file b-perp-BTC-5m.csv null: it is not there | it: manifest.json lists it",
    `error checksum ${NAME}.gz null: found content of sha256 ${sum(candleFile(5))} | ${
      sum(candleFile(6))
    }, as in manifest.json`,
  ]);
  for (const broken of ["{", "[]", '{"files":[{"name":"a"}]}']) {
    assert.match(
      lines({ ...content, "manifest.json": broken })[0],
      /^error file manifest.json null: .* \| JSON with files/,
    );
  }
});

Deno.test("an archive's checksum is held against it, and what is in it is looked at all the same", () => {
  const zip = zipped({ "BTCUSDT-5m-2024-01.csv": `${archiveRows(2)}x\n` });
  assert.deepEqual(
    check({ [ZIP]: zip, [`${ZIP}.CHECKSUM`]: `${"0".repeat(64)}  ${ZIP}` }).findings.map(({ check: what }) =>
      what
    ),
    ["checksum", "columns"],
  );
  assert.deepEqual(counts({ [ZIP]: zip, [`${ZIP}.CHECKSUM`]: `${sum(zip)}  ${ZIP}` }), { columns: 1 });
});

Deno.test("wicks and closes that come back are warned of; crashes and lively markets are not", () => {
  assert.deepEqual(lines({ [NAME]: quiet() }), []);
  const usual = 0.2;
  assert.deepEqual(
    lines({ [NAME]: quiet({ 300: { low: 100 - 16 * usual }, 999: { high: 100 + 40 * usual } }) }),
    [
      `warning spike ${NAME} 302: a wick of 16 times the usual range at 2024-01-02T01:00:00.000Z | at most 15 times`,
      `warning spike ${NAME} 1001: a wick of 40 times the usual range at 2024-01-04T11:15:00.000Z | at most 15 times`,
    ],
  );
  assert.deepEqual(counts({ [NAME]: quiet({ 300: { low: 100 - 14 * usual } }) }), {});
  assert.deepEqual(lines({ [NAME]: quiet({ 500: { close: 104 } }) }), [
    `warning spike ${NAME} 502: a close 20 times the usual range away, and back, at 2024-01-02T17:40:00.000Z | at most 15 times`,
  ]);
  const crash = Object.fromEntries(
    Array.from({ length: 500 }, (_, index) => [500 + index, { close: 90, high: 90, low: 89.8 }]),
  );
  assert.deepEqual(counts({ [NAME]: quiet(crash) }), {}, "a price that stays is no spike");
});

/** Minutes of a market that rises by one each. */
function minutes(count: number): string {
  const rows = Array.from(
    { length: count },
    (_, index) =>
      `${START + index * MINUTE},${100 + index},${101.5 + index},${99.5 + index},${101 + index},1`,
  );
  return `${HEADER}\n${rows.join("\n")}\n`;
}

/** The five-minute candles of those minutes; the n-th with another high. */
function fives(count: number, wrong: readonly number[] = []): string {
  const rows = Array.from({ length: count }, (_, index) => {
    const open = 100 + 5 * index;
    const high = wrong.includes(index) ? open + 7 : open + 5.5;
    return `${START + index * FIVE_MINUTES},${open},${high},${open - 0.5},${open + 5},99`;
  });
  return `${HEADER}\n${rows.join("\n")}\n`;
}

Deno.test("series of one source and asset that disagree are one warning, with count and first", () => {
  assert.deepEqual(lines({ [NAME]: fives(4), "binance-perp-BTCUSDT-1m.csv": minutes(20) }), []);
  const files = { [NAME]: fives(4, [1, 2, 3]), "binance-perp-BTCUSDT-1m.csv": minutes(16) };
  assert.deepEqual(lines(files), [
    `warning disagreement ${NAME} 3: 2 of 3 candles differ from the 1m ones, first at 2024-01-01 00:05Z: ` +
    "high 112 against 110.5 | the same prices in both",
  ]);
  const apart = { "bybit-perp-BTCUSDT-5m.csv": fives(4, [1]), "binance-perp-ETHUSDT-5m.csv": fives(4, [1]) };
  assert.deepEqual(lines({ ...apart, "binance-perp-BTCUSDT-1m.csv": minutes(16) }), []);
});

Deno.test("a candle in a later part is told by that part and its row", () => {
  const [header, ...rows] = fives(4, [3]).trimEnd().split("\n");
  const part = (own: readonly string[]): string => `${header}\n${own.join("\n")}\n`;
  const files = {
    [NAME]: part(rows.slice(0, 2)),
    "binance-perp-BTCUSDT-5m-2.csv": part(rows.slice(2)),
    "binance-perp-BTCUSDT-1m.csv": minutes(20),
  };
  assert.match(lines(files)[0], /^warning disagreement binance-perp-BTCUSDT-5m-2.csv 3: 1 of 4 candles/);
});

Deno.test("a folder that cannot be read is refused", () => {
  assert.throws(() => checkFolder("/nowhere"), {
    message: 'cannot read the data folder "/nowhere": it is not there',
  });
});
