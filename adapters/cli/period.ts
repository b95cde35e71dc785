/** Moments and periods as people type them: a year, a month, a day or a time; always UTC unless it says so. */

import { DAY_MS } from "../../engine/mod.ts";

const MINUTE = 60_000;
const YEAR_FIRST = 1970;

/** What can be typed, for messages. */
export const PERIOD_FORMS = "2024, 2024-01, 2024-01-15 or 2024-01-15T08:00Z";

const PERIOD = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?(Z|[+-]\d\d:?\d\d)?)?)?)?$/;

/** From and exclusive end in ms; a time is a moment: both are the same. */
export interface Period {
  readonly start: number;
  readonly end: number;
}

/** Reads a period; null where the text is none, or names a day that does not exist. */
export function parsePeriod(text: string): Period | null {
  const match = PERIOD.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, zone] = match;
  if (Number(year) < YEAR_FIRST) return null;
  if (month === undefined) return span([Number(year), 0, 1], [Number(year) + 1, 0, 1]);
  const monthIndex = Number(month) - 1;
  if (monthIndex < 0 || monthIndex > 11) return null;
  if (day === undefined) return span([Number(year), monthIndex, 1], [Number(year), monthIndex + 1, 1]);
  const start = Date.UTC(Number(year), monthIndex, Number(day));
  // Date.UTC rolls the 30th of February over into March.
  if (new Date(start).getUTCDate() !== Number(day)) return null;
  if (hour === undefined) return { start, end: Date.UTC(Number(year), monthIndex, Number(day) + 1) };
  const offset = timeOfDay([hour, minute, second ?? "0"]);
  const shift = zoneOffset(zone ?? "Z");
  return offset === null || shift === null ? null : moment(start + offset - shift);
}

/** A start as it would be typed, in as few letters as say the same: `2024-01`, `2024-01-15`, `2024-01-15T08:00Z`. */
export function writeStart(time: number): string {
  const text = new Date(time).toISOString();
  if (time % DAY_MS !== 0) return `${text.slice(0, text.slice(17, 19) === "00" ? 16 : 19)}Z`;
  return text.slice(0, text.slice(8, 10) === "01" ? 7 : 10);
}

/** An exclusive end as it would be typed: the last month or day that is included, or a moment. */
export function writeEnd(time: number): string {
  if (time % DAY_MS !== 0) return writeStart(time);
  const lastDay = new Date(time - DAY_MS).toISOString();
  return lastDay.slice(0, new Date(time).getUTCDate() === 1 ? 7 : 10);
}

type YearMonthDay = readonly [number, number, number];

function span(from: YearMonthDay, until: YearMonthDay): Period {
  return { start: Date.UTC(...from), end: Date.UTC(...until) };
}

function moment(time: number): Period {
  return { start: time, end: time };
}

function timeOfDay(parts: readonly string[]): number | null {
  const [hour, minute, second] = parts.map(Number);
  if (hour > 23 || minute > 59 || second > 59) return null;
  return (hour * 60 + minute) * MINUTE + second * 1000;
}

function zoneOffset(zone: string): number | null {
  if (zone === "Z") return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(-2));
  if (hours > 14 || minutes > 59) return null;
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes) * MINUTE;
}
