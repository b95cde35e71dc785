import { DAY_MS, dayOf, type Instrument } from "../../engine/mod.ts";
import { ALIAS } from "./alias.ts";
import type { Control } from "./control.ts";
import { epoch } from "./epoch.ts";
import { MIRROR } from "./mirror.ts";
import { rescale } from "./rescale.ts";
import { shuffle } from "./shuffle.ts";
import { splice } from "./splice.ts";

const MOST_DAYS = 3650;
/** How far a guessed day may be from the one that was meant. */
const NEAR_DAYS = 12;
const LEAST_FACTOR = 0.001;
const MOST_FACTOR = 1000;

/** The control of a name as it is typed, such as `shuffle:7`; null where there is none of it. */
export function controlNamed(typed: string): Control | null {
  const [kind, ...values] = typed.split(":");
  const [first] = values;
  if (kind === "splice") return values.length === 2 ? spliceNamed(values[0], values[1]) : null;
  if (values.length > 1) return null;
  if (kind === "mirror") return first === undefined ? MIRROR : null;
  if (kind === "alias") return first === undefined ? ALIAS : null;
  if (kind === "shuffle") return daysNamed(first, 1, shuffle);
  if (kind === "epoch") return first === undefined ? epoch(null) : daysNamed(first, 7, epoch);
  if (kind === "rescale") return first === undefined ? rescale(null) : rescaleNamed(first);
  return null;
}

/** What is traded under the names that an agent is shown in a run with this control, or without one. */
export function shownInstruments(
  instruments: readonly Instrument[],
  { control, seed }: { readonly control?: string | undefined; readonly seed: number },
): readonly Instrument[] {
  if (control === undefined) return instruments;
  return controlNamed(control)?.shownInstruments?.(instruments, seed) ?? instruments;
}

function daysNamed(
  typed: string | undefined,
  multiple: number,
  control: (days: number) => Control,
): Control | null {
  const days = /^\d{1,4}$/.test(typed ?? "") ? Number(typed) : 0;
  return days > 0 && days <= MOST_DAYS && days % multiple === 0 ? control(days) : null;
}

function rescaleNamed(typed: string): Control | null {
  const factor = /^(\d+\.?\d*|\.\d+)$/.test(typed) ? Number(typed) : NaN;
  return factor >= LEAST_FACTOR && factor <= MOST_FACTOR ? rescale(factor) : null;
}

function spliceNamed(day: string, donor: string): Control | null {
  const time = timeOfDay(day);
  return time === null || !/^\w{1,20}$/.test(donor) ? null : splice(time, donor);
}

/** The beginning of a UTC day like 2024-02-29, ms; null where there is no such day. */
function timeOfDay(day: string): number | null {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? [];
  if (date === undefined) return null;
  // Near enough to look for it: a year has 365 or 366 days, a month at most 31.
  const near = Math.floor((Number(year) - 1970) * 365.2425) + (Number(month) - 1) * 30 + Number(date);
  for (let days = near - NEAR_DAYS; days <= near + NEAR_DAYS; days++) {
    if (dayOf(days * DAY_MS) === day) return days * DAY_MS;
  }
  return null;
}
