import { DAY_MS, dayStart } from "./interval.ts";

const MINUTE_MS = 60_000;
/** Days from 0000-03-01 to 1970-01-01. */
const EPOCH_SHIFT = 719_468;
/** Days in 400 years, after which the calendar repeats. */
const ERA_DAYS = 146_097;

/** A date of the proleptic Gregorian calendar; months and days count from 1. */
export interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/**
 * The date of a day counted from 1970-01-01. Years are taken to begin in March, so that the leap day is their
 * last. Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days.
 */
export function civilFromDays(days: number): CivilDate {
  const shifted = days + EPOCH_SHIFT;
  const era = Math.floor(shifted / ERA_DAYS);
  const dayOfEra = shifted - era * ERA_DAYS;
  const leapDays = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) +
    Math.floor(dayOfEra / (ERA_DAYS - 1));
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  const day = dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

/** The UTC month of a time (ms), such as `2024-02`. */
export function monthOf(time: number): string {
  return dayOf(time).slice(0, -3);
}

/** The UTC day of a time (ms), such as `2024-02-29`. */
export function dayOf(time: number): string {
  const { year, month, day } = civilFromDays(Math.floor(time / DAY_MS));
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
}

/** The UTC minute of a time (ms), such as `2024-02-29T08:15Z`. */
export function minuteOf(time: number): string {
  const minute = Math.floor((time - dayStart(time)) / MINUTE_MS);
  return `${dayOf(time)}T${two(Math.floor(minute / 60))}:${two(minute % 60)}Z`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
