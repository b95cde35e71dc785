import assert from "node:assert/strict";
import fc from "fast-check";
import * as format from "./format.ts";

type Row = readonly [name: string, got: string, wanted: string];

const JAN = Date.UTC(2024, 0, 1);

Deno.test("figures, times and lengths of time are written as the pages agree", () => {
  const rows: readonly Row[] = [
    ["thousands", format.formatNumber(1234567.8), "1,234,567.80"],
    ["below a thousand", format.formatNumber(999.994), "999.99"],
    ["carried into a new group", format.formatNumber(999.999), "1,000.00"],
    ["negative", format.formatNumber(-1024.5), "-1,024.50"],
    ["minus that rounds to zero", format.formatNumber(-0.001), "0.00"],
    ["minus zero", format.formatNumber(-0), "0.00"],
    ["no decimals", format.formatNumber(35135, 0), "35,135"],
    ["signed up", format.formatSigned(4.126), "+4.13"],
    ["signed zero", format.formatSigned(0.0001), "0.00"],
    ["return", format.formatReturn(0.0413), "+4.13 %"],
    ["loss", format.formatReturn(-0.081234), "-8.12 %"],
    ["share", format.formatShare(0.5512), "55.12 %"],
    ["USD", format.formatUsd(10412.55), "10,412.55 USD"],
    ["price", format.formatPrice(42000.5), "42000.5"],
    ["tiny price", format.formatPrice(1.2e-7), "0.00000012"],
    ["huge size", format.formatPrice(1e21), "1000000000000000000000"],
    ["rate", format.formatRate(839.6), "840"],
    ["rate at the edge", format.formatRate(999.7), "1 k"],
    ["thousands a second", format.formatRate(61234), "61 k"],
    ["millions a second", format.formatRate(1_249_000), "1.2 M"],
    ["no rate yet", format.formatRate(NaN), "0"],
    ["milliseconds", format.formatDuration(840), "840 ms"],
    ["zero", format.formatDuration(0), "0 ms"],
    ["nearly a second", format.formatDuration(999.6), "1 s"],
    ["tenths", format.formatDuration(4500), "4.5 s"],
    ["nearly ten seconds", format.formatDuration(9_960), "10 s"],
    ["seconds", format.formatDuration(59_400), "59 s"],
    ["nearly a minute", format.formatDuration(59_600), "1m 00s"],
    ["minutes", format.formatDuration(725_000), "12m 05s"],
    ["hours", format.formatDuration(4 * 3_600_000 + 7 * 60_000), "4h 07m"],
    ["days", format.formatDuration(76 * 3_600_000), "3d 4h"],
    ["backwards", format.formatDuration(-725_000), "-12m 05s"],
    ["time", format.formatTime(Date.UTC(2024, 0, 12, 8, 15, 59)), "2024-01-12 08:15"],
    ["time with Z", format.formatTimeZ(JAN), "2024-01-01 00:00Z"],
    ["day", format.formatDay(JAN - 1), "2023-12-31"],
    ["whole year", format.formatPeriod(JAN, Date.UTC(2025, 0, 1)), "2024-01-01 to 2024-12-31"],
    ["one day", format.formatPeriod(JAN, Date.UTC(2024, 0, 2)), "2024-01-01"],
    ["hours of a day", format.formatPeriod(JAN, JAN + 3_600_000), "2024-01-01 to 2024-01-01 01:00"],
    ["short year", format.formatPeriodShort(JAN, Date.UTC(2025, 0, 1)), "2024"],
    ["short years", format.formatPeriodShort(JAN, Date.UTC(2026, 0, 1)), "2024 to 2025"],
    ["short month", format.formatPeriodShort(JAN, Date.UTC(2024, 1, 1)), "2024-01"],
    ["short months", format.formatPeriodShort(JAN, Date.UTC(2024, 3, 1)), "2024-01 to 03"],
    ["over new year", format.formatPeriodShort(JAN, Date.UTC(2025, 1, 1)), "2024-01 to 2025-01"],
    ["short days", format.formatPeriodShort(JAN, Date.UTC(2024, 1, 6)), "2024-01-01 to 02-05"],
    ["one", format.formatCount(1, "trade"), "1 trade"],
    ["many", format.formatCount(1143, "trade"), "1,143 trades"],
    ["lines and control codes", format.oneLine(" a\n\tb\x1b[31m\r\nc "), "a b [31m c"],
  ];
  for (const [name, got, wanted] of rows) assert.equal(got, wanted, name);
});

Deno.test("a written figure reads back as the figure, rounded", () => {
  const figure = fc.double({ noNaN: true, min: -1e9, max: 1e9 });
  fc.assert(fc.property(figure, fc.integer({ min: 0, max: 6 }), (value, decimals) => {
    const text = format.formatNumber(value, decimals);
    assert.match(text, /^-?\d{1,3}(,\d{3})*(\.\d+)?$/);
    assert.ok(Math.abs(Number(text.replaceAll(",", "")) - value) <= 0.5000001 * 10 ** -decimals);
  }));
});

Deno.test("a written length of time is right to its smaller unit", () => {
  const units: Record<string, number> = { ms: 1, s: 1e3, m: 6e4, h: 3.6e6, d: 8.64e7 };
  fc.assert(fc.property(fc.integer({ min: 0, max: 1e12 }), (ms) => {
    const text = format.formatDuration(ms);
    const parts = [...text.matchAll(/([\d.]+) ?(ms|[smhd])/g)];
    const sum = parts.reduce((total, [, count, unit]) => total + Number(count) * units[unit], 0);
    const last = units[parts[parts.length - 1][2]];
    assert.ok(Math.abs(sum - ms) <= last, `${ms} ms was written as ${text}`);
  }));
});

Deno.test("wrapped text keeps its words and its width", () => {
  fc.assert(fc.property(fc.string({ maxLength: 300 }), fc.integer({ min: 5, max: 80 }), (text, width) => {
    const lines = format.wrap(text, width);
    assert.ok(lines.every((line) => line.length > 0 && line.length <= width));
    assert.equal(lines.join("").replaceAll(" ", ""), format.oneLine(text).replaceAll(" ", ""));
  }));
});
