/** Numbers and times as people read them: a figure has its unit, a signed one its sign, a negative one a true minus. */

const MINUS = "\u2212";
const NARROW = "\u202f";
const DAY = 86_400_000;

/** Whether times are shown in the reader's own zone. */
export type Zone = "utc" | "local";

function grouped(value: number, digits: number): string {
  const [whole, part] = Math.abs(value).toFixed(digits).split(".");
  const text = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return part === undefined ? text : `${text}.${part}`;
}

function signOf(value: number, text: string, isSigned: boolean): string {
  const isNothing = !/[1-9]/.test(text);
  if (value < 0 && !isNothing) return MINUS;
  return isSigned && !isNothing ? "+" : "";
}

/** An amount of USD with two digits; `signed`: with + before gains. */
export function usd(value: number, isSigned = false): string {
  const text = grouped(value, 2);
  return `${signOf(value, text, isSigned)}${text}`;
}

/** A small cost, in as many digits as it needs. */
export function cost(value: number): string {
  return Math.abs(value) >= 1 || value === 0 ? usd(value) : value.toFixed(4);
}

/** A fraction as a signed percentage. */
export function percent(value: number, isSigned = true): string {
  const text = grouped(value * 100, 2);
  return `${signOf(value, text, isSigned)}${text}${NARROW}%`;
}

/** A price in the five figures of the venue; whole ones always whole. */
export function price(value: number): string {
  if (value === 0) return "0";
  const digits = Math.max(0, Math.min(6, 4 - Math.floor(Math.log10(Math.abs(value)))));
  const [whole, part = ""] = grouped(value, digits).split(".");
  const rest = part.replace(/0+$/, "");
  return `${value < 0 ? MINUS : ""}${whole}${rest === "" ? "" : `.${rest}`}`;
}

/** A size in coins, as it is. */
export function size(value: number): string {
  return String(Number(value.toPrecision(12))).replace("-", MINUS);
}

/** A ratio with two digits. */
export function ratio(value: number): string {
  return `${value < 0 ? MINUS : ""}${grouped(value, 2)}`;
}

/** A length of time: `3d 4h`, `12m 05s`, `840 ms`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = Math.floor(ms / 1000);
  const [d, h, m, s] = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3600) % 24,
    Math.floor(seconds / 60) % 60,
    seconds % 60,
  ];
  const two = (value: number): string => String(value).padStart(2, "0");
  if (d > 0) return `${d}d ${h}h`;
  if (h > 0) return `${h}h ${two(m)}m`;
  return m > 0 ? `${m}m ${two(s)}s` : `${s} s`;
}

/** A moment, `2024-01-12 08:15Z`, or without Z in the reader's own zone. */
export function time(ms: number, zone: Zone, withSeconds = false): string {
  const shifted = new Date(zone === "utc" ? ms : ms - new Date(ms).getTimezoneOffset() * 60_000);
  const text = shifted.toISOString().replace("T", " ").slice(0, withSeconds ? 19 : 16);
  return zone === "utc" ? `${text}Z` : text;
}

/** The day of a moment. */
export function day(ms: number, zone: Zone): string {
  return time(ms, zone).slice(0, 10);
}

/** How long ago a moment is, by this machine's clock; nothing for one that is far away or ahead. */
export function ago(ms: number, now: number): string | null {
  const age = now - ms;
  return age < -5000 || age > 30 * DAY ? null : duration(Math.max(0, age));
}
