import assert from "node:assert/strict";
import fc from "fast-check";
import { parsePeriod } from "./period.ts";

Deno.test("a period is read with its exclusive end", () => {
  const rows: readonly (readonly [text: string, start: string, end: string])[] = [
    ["2024", "2024-01-01T00:00Z", "2025-01-01T00:00Z"],
    ["2024-01", "2024-01-01T00:00Z", "2024-02-01T00:00Z"],
    ["2024-03", "2024-03-01T00:00Z", "2024-04-01T00:00Z"],
    ["2024-12", "2024-12-01T00:00Z", "2025-01-01T00:00Z"],
    ["2024-02-29", "2024-02-29T00:00Z", "2024-03-01T00:00Z"],
    ["2024-12-31", "2024-12-31T00:00Z", "2025-01-01T00:00Z"],
    ["2024-01-15T08:00Z", "2024-01-15T08:00Z", "2024-01-15T08:00Z"],
    ["2024-01-15T08:00", "2024-01-15T08:00Z", "2024-01-15T08:00Z"],
    ["2024-01-15 08:00", "2024-01-15T08:00Z", "2024-01-15T08:00Z"],
    ["2024-01-15T08:00:30", "2024-01-15T08:00:30Z", "2024-01-15T08:00:30Z"],
    ["2024-01-15T08:00+02:00", "2024-01-15T06:00Z", "2024-01-15T06:00Z"],
    ["2024-01-01T00:00-0530", "2024-01-01T05:30Z", "2024-01-01T05:30Z"],
  ];
  for (const [text, start, end] of rows) {
    assert.deepEqual(parsePeriod(text), { start: Date.parse(start), end: Date.parse(end) }, text);
  }
});

Deno.test("what is no period, or a day that does not exist, is refused", () => {
  const texts = [
    ...[
      "",
      "yesterday",
      "2024-13",
      "2024-00",
      "2024-1",
      "24",
      "20240115",
      "2024-02-30",
      "2023-02-29",
      "2024-01-00",
    ],
    ...["2024-01-32", "2024-01-15T24:00", "2024-01-15T08", "2024-01-15T08:60", "2024-01-15T08:00+15:00"],
    ...[
      "2024-01-15T08:00X",
      "0024",
      "1969",
      "2024-01-",
      " 2024",
      "2024-01-15T08:00+0260",
      "-2024",
      "2024-01-15Z",
    ],
  ];
  for (const text of texts) assert.equal(parsePeriod(text), null, text);
});

Deno.test("every moment that ISO 8601 can write is read as that moment", () => {
  const date = fc.date({
    min: new Date("1970-01-01T00:00:00Z"),
    max: new Date("2200-01-01"),
    noInvalidDate: true,
  });
  fc.assert(fc.property(date, (moment) => {
    const text = moment.toISOString().slice(0, 19);
    assert.equal(parsePeriod(`${text}Z`)?.start, Math.floor(moment.getTime() / 1000) * 1000);
  }));
});

Deno.test("days follow one another without a gap, months and years hold their days", () => {
  const date = fc.date({
    min: new Date("1970-01-01T00:00:00Z"),
    max: new Date("2200-01-01"),
    noInvalidDate: true,
  });
  fc.assert(fc.property(date, (moment) => {
    const [year, month, day] = [4, 7, 10].map((length) => parsePeriod(moment.toISOString().slice(0, length)));
    assert.ok(year !== null && month !== null && day !== null);
    assert.equal(day.end - day.start, 86_400_000);
    assert.ok(year.start <= month.start && month.start <= day.start && day.start <= moment.getTime());
    assert.ok(moment.getTime() < day.end && day.end <= month.end && month.end <= year.end);
    const next = new Date(day.end).toISOString().slice(0, 10);
    assert.equal(parsePeriod(next)?.start, day.end);
  }));
});

Deno.test("no text makes the reader throw", () => {
  fc.assert(fc.property(fc.stringMatching(/^[\d\-T:Z+ ]{0,25}$/), (text) => {
    const period = parsePeriod(text);
    assert.ok(period === null || (Number.isSafeInteger(period.start) && period.end >= period.start));
  }));
});
