/**
 * How figures, times and lengths of time are written for people, in one place so that every page agrees. Pure:
 * no locale, no clock; all times are UTC.
 */

import { DAY_MS } from "../../engine/mod.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** `1234567.8` as `1,234,567.80`; a value that rounds to zero loses its sign. */
export function formatNumber(value: number, decimals = 2): string {
  const digits = plainDigits(Math.abs(value), decimals);
  const [whole, fraction] = digits.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  const text = fraction === undefined ? grouped : `${grouped}.${fraction}`;
  return value < 0 && /[1-9]/.test(digits) ? `-${text}` : text;
}

/** As {@link formatNumber}, with `+` before what is above zero. */
export function formatSigned(value: number, decimals = 2): string {
  const text = formatNumber(value, decimals);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** A fraction as a signed percentage: `0.0413` is `+4.13 %`. */
export function formatReturn(fraction: number): string {
  return `${formatSigned(fraction * 100)} %`;
}

/** A fraction as an unsigned percentage: `0.5512` is `55.12 %`. */
export function formatShare(fraction: number, decimals = 2): string {
  return `${formatNumber(fraction * 100, decimals)} %`;
}

/** USD with its unit and two decimals: `10,412.55 USD`. */
export function formatUsd(value: number): string {
  return `${formatNumber(value)} USD`;
}

/** A price or a size as the venue prints it: no grouping, no exponent, no trailing zeros. */
export function formatPrice(price: number): string {
  const text = String(price);
  if (!text.includes("e")) return text;
  return Math.abs(price) < 1 ? price.toFixed(20).replace(/\.?0+$/, "") : plainDigits(price, 0);
}

/** A rate in three digits at most: `840`, `61 k`, `1.2 M`. */
export function formatRate(perSecond: number): string {
  if (!Number.isFinite(perSecond) || perSecond < 0) return "0";
  if (Math.round(perSecond) < 1000) return String(Math.round(perSecond));
  if (Math.round(perSecond / 1e3) < 1000) return `${scaled(perSecond / 1e3)} k`;
  return `${scaled(perSecond / 1e6)} M`;
}

/** A length of time in its two largest units: `840 ms`, `2 s`, `12m 05s`, `4h 07m`, `3d 4h`. */
export function formatDuration(ms: number): string {
  const size = Math.abs(ms);
  const sign = ms < 0 ? "-" : "";
  if (Math.round(size) < SECOND) return `${sign}${Math.round(size)} ms`;
  const tenths = Math.round(size / 100) / 10;
  if (tenths < 10) return `${sign}${tenths} s`;
  return sign + longDuration(Math.round(size / SECOND) * SECOND);
}

/** `2024-01-12`. */
export function formatDay(time: number): string {
  return new Date(time).toISOString().replace(/T.*$/, "");
}

/** `2024-01-12 08:15`, UTC. */
export function formatTime(time: number): string {
  return new Date(time).toISOString().replace("T", " ").replace(/:\d\d\.\d{3}Z$/, "");
}

/** `2024-01-12 08:15Z`, where the time could be read as local. */
export function formatTimeZ(time: number): string {
  return `${formatTime(time)}Z`;
}

/** From and exclusive end: `2024-01-01 to 2024-12-31`; an end that is no midnight shows its time. */
export function formatPeriod(from: number, until: number): string {
  const start = from % DAY_MS === 0 ? formatDay(from) : formatTime(from);
  const end = until % DAY_MS === 0 ? formatDay(until - 1) : formatTime(until);
  return start === end ? start : `${start} to ${end}`;
}

/** As {@link formatPeriod}, in as few letters as say the same: `2024`, `2024-01`, `2024-01 to 03`. */
export function formatPeriodShort(from: number, until: number): string {
  const isMonths = from === monthStart(from) && until === monthStart(until) && until > from;
  if (!isMonths) return withoutRepeat(formatPeriod(from, until));
  const first = formatDay(from).slice(0, -3);
  const last = formatDay(until - 1).slice(0, -3);
  const isYears = first.endsWith("-01") && last.endsWith("-12");
  const [start, end] = isYears ? [first.slice(0, -3), last.slice(0, -3)] : [first, last];
  return start === end ? start : withoutRepeat(`${start} to ${end}`);
}

/** `1 trade`, `2 trades`. */
export function formatCount(count: number, noun: string, decimals = 0): string {
  return `${formatNumber(count, decimals)} ${noun}${count === 1 ? "" : "s"}`;
}

/** Any text on one line: breaks, runs of blanks and whatever steers a terminal become one blank. */
export function oneLine(text: string): string {
  // deno-lint-ignore no-control-regex -- a file's content quoted in a message must not steer the terminal
  return text.replace(/[\s\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]+/g, " ").trim();
}

/** A text of somebody else's, its lines as they are, without what steers a terminal or turns the direction of writing. */
export function withoutControls(text: string): string {
  // deno-lint-ignore no-control-regex -- see above
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, "");
}

/** Breaks a text at blanks into lines of at most `width`; a longer word is cut. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of oneLine(text).split(" ").flatMap((part) => chop(part, width))) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return line === "" ? lines : [...lines, line];
}

function chop(word: string, width: number): string[] {
  const parts: string[] = [];
  for (let start = 0; start < word.length; start += width) parts.push(word.slice(start, start + width));
  return parts;
}

function longDuration(ms: number): string {
  const two = (count: number): string => String(count).padStart(2, "0");
  if (ms < MINUTE) return `${ms / SECOND} s`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)}m ${two(ms % MINUTE / SECOND)}s`;
  if (ms < DAY_MS) return `${Math.floor(ms / HOUR)}h ${two(Math.floor(ms % HOUR / MINUTE))}m`;
  return `${Math.floor(ms / DAY_MS)}d ${Math.floor(ms % DAY_MS / HOUR)}h`;
}

function scaled(value: number): string {
  return value < 9.95 ? value.toFixed(1).replace(/\.0$/, "") : plainDigits(value, 0);
}

/** toFixed turns to exponents at 1e21; no figure here gets there, but none may print as one either. */
function plainDigits(value: number, decimals: number): string {
  return Math.abs(value) < 1e21 ? value.toFixed(decimals) : BigInt(value).toString();
}

/** The second date of a period without the year that it shares with the first. */
function withoutRepeat(period: string): string {
  return period.replace(/^(\d{4}-)(.*) to \1/, "$1$2 to ");
}

function monthStart(time: number): number {
  const date = new Date(time);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
}
