import assert from "node:assert/strict";
import { checkExitCode, checkJson, type Finding, type FolderCheck, renderCheck } from "./data_check.ts";
import type { DataView } from "./data_listing.ts";
import { FIXTURES, MINE } from "./testing/market_data.ts";

const VIEW: DataView = { folder: "../mine", columns: null, colour: false };
const SPIKE: Finding = {
  path: "../mine/binance-perp-BTCUSDT-5m.csv.gz",
  row: 114_012,
  severity: "warning",
  found: "close 41250.5, 31 % from the one before",
  wanted: "a price near its neighbours",
};
const CROSSED: Finding = {
  path: "../mine/ETH-5m.zip",
  row: 7,
  severity: "error",
  found: "high 2290.1 below low 2291",
  wanted: "high at or above open, close and low",
};
const BROKEN: Finding = {
  path: "../mine/old/SOL.csv.gz",
  row: null,
  severity: "error",
  found: "broken gzip after 12 rows",
  wanted: "a whole file",
};
const CHECK: FolderCheck = { ...MINE, findings: [SPIKE, CROSSED, BROKEN] };
const CLEAN: FolderCheck = { ...FIXTURES, findings: [] };
const EMPTY: FolderCheck = { folder: "../mine", series: [], ignored: [], findings: [] };

Deno.test("findings are a line each, errors first, the verdict last", () => {
  assert.equal(
    renderCheck(CHECK, VIEW),
    `
error    ETH-5m.zip, row 7: found high 2290.1 below low 2291; wanted high at or above open, close and low
error    old/SOL.csv.gz: found broken gzip after 12 rows; wanted a whole file
warning  binance-perp-BTCUSDT-5m.csv.gz, row 114012: found close 41250.5, 31 % from the one before; wanted a price near its neighbours

not checked:
  README.md: no market data by its name

checked 15 files, 238,175 rows: 2 errors, 1 warning
`.trimStart(),
  );
});

Deno.test("on a terminal a long finding goes on under itself", () => {
  const lines = renderCheck(CHECK, { ...VIEW, columns: 70 }).split("\n");
  for (const line of lines) assert.ok(line.length <= 70, line);
  assert.deepEqual(lines.slice(0, 3), [
    "error    ETH-5m.zip, row 7: found high 2290.1 below low 2291; wanted",
    "         high at or above open, close and low",
    "error    old/SOL.csv.gz: found broken gzip after 12 rows; wanted a",
  ]);
});

Deno.test("the verdict counts, and says what there was none of", () => {
  const broken = { ...EMPTY, findings: [BROKEN] };
  const rows: readonly (readonly [check: FolderCheck, verdict: string, exitCode: number])[] = [
    [CLEAN, "checked 3 files, 342,972 rows: no errors, no warnings", 0],
    [{ ...CLEAN, findings: [SPIKE] }, "checked 3 files, 342,972 rows: no errors, 1 warning", 0],
    [{ ...CLEAN, findings: [SPIKE, SPIKE] }, "checked 3 files, 342,972 rows: no errors, 2 warnings", 0],
    [CHECK, "checked 15 files, 238,175 rows: 2 errors, 1 warning", 1],
    [broken, "checked 1 file, 0 rows: 1 error, no warnings", 1],
    [EMPTY, "nothing to check: no market data in ../mine", 1],
  ];
  for (const [check, verdict, exitCode] of rows) {
    assert.equal(renderCheck(check, VIEW).trimEnd().split("\n").at(-1), verdict);
    assert.equal(checkExitCode(check), exitCode, verdict);
  }
  assert.equal(renderCheck(CLEAN, VIEW), "checked 3 files, 342,972 rows: no errors, no warnings\n");
});

Deno.test("findings beyond a screen are counted by kind", () => {
  const findings = (errors: number, warnings: number): Finding[] => [
    ...Array.from({ length: warnings }, () => SPIKE),
    ...Array.from({ length: errors }, () => CROSSED),
  ];
  const rows: readonly (readonly [errors: number, warnings: number, said: string | null])[] = [
    [10, 20, null],
    [10, 21, "1 warning more; --json has all"],
    [33, 1200, "3 errors and 1,200 warnings more; --json has all"],
    [31, 0, "1 error more; --json has all"],
  ];
  for (const [errors, warnings, said] of rows) {
    const text = renderCheck({ ...CHECK, findings: findings(errors, warnings) }, VIEW);
    assert.equal(text.match(/^(error|warning) {2}/gm)?.length, 30);
    assert.equal(/^.* more; --json has all$/m.exec(text)?.[0] ?? null, said);
  }
});

Deno.test("what a file holds does not steer the terminal", () => {
  const text = renderCheck({ ...EMPTY, findings: [{ ...BROKEN, found: '"\x1b[2J\n"' }] }, VIEW);
  assert.ok(text.startsWith('error    old/SOL.csv.gz: found " [2J "; wanted a whole file\n'), text);
});

Deno.test("colour changes no word, and needs nothing from the environment", { permissions: "none" }, () => {
  const coloured = renderCheck(CHECK, { ...VIEW, colour: true });
  // deno-lint-ignore no-control-regex -- colour codes are what is looked for
  const uncoloured = coloured.replace(/\x1b\[[\d;]*m/g, "");
  assert.notEqual(coloured, uncoloured);
  assert.equal(uncoloured, renderCheck(CHECK, VIEW));
});

Deno.test("as JSON a check has its counts and all findings, errors first", () => {
  assert.deepEqual(JSON.parse(checkJson(CHECK)), {
    folder: "../mine",
    files: 15,
    rows: 238_175,
    errors: 2,
    warnings: 1,
    findings: [CROSSED, BROKEN, SPIKE],
    series: MINE.series,
    ignored: MINE.ignored,
  });
});
