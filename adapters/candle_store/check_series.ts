import { type CandleColumns, type Interval, intervalMs } from "../../engine/mod.ts";
import { type Disagreement, findDisagreement, type Lengthed } from "./agreement.ts";
import { type CheckedFile, rowOf } from "./check_file.ts";
import { divides } from "./choose_source.ts";
import type { Findings } from "./findings.ts";
import { holesOf, stepOf } from "./holes.ts";
import { overlap } from "./join_parts.ts";

/** Looks at what the files of one series, earliest first, are together: overlaps and holes. */
export function checkSeries(parts: readonly CheckedFile[], findings: Findings): void {
  for (let index = 1; index < parts.length; index++) {
    const error = overlap(parts[index - 1], parts[index]);
    if (error !== null) findings.add(error.path, { ...error.fault, row: rowOf(parts[index], 0) });
  }
  const times = parts.map(({ columns }) => columns[0]);
  const { kind, interval } = parts[0].file;
  for (const { from, to, missing, part, index } of holesOf(times, stepOf(parts[0].file, times))) {
    const name = kind === "mark" ? "mark candles" : kind;
    const what = interval === null ? `rows of ${name}` : `${interval} ${name}`;
    findings.add(parts[part].file.path, {
      check: "hole",
      row: rowOf(parts[part], index),
      found: `${missing} ${what} missing from ${moment(from)} to ${moment(to)}`,
      wanted: "no hole",
    });
  }
}

/**
 * Holds each interval of a source and asset against the coarsest finer one that divides it: `series` are those of one
 * source and asset, each as its files.
 */
export function checkAgreement(series: readonly (readonly CheckedFile[])[], findings: Findings): void {
  const candles = series.filter(([{ file }]) => file.kind === "candles");
  for (const coarse of candles) {
    const fine = finerOf(coarse, candles);
    if (fine === null) continue;
    const disagreement = findDisagreement(lengthed(coarse), lengthed(fine));
    if (disagreement !== null) add(coarse, { disagreement, finer: intervalOf(fine) }, findings);
  }
}

function finerOf(
  coarse: readonly CheckedFile[],
  candles: readonly (readonly CheckedFile[])[],
): readonly CheckedFile[] | null {
  const wanted = intervalOf(coarse);
  const finer = candles.filter((one) => intervalOf(one) !== wanted && divides(intervalOf(one), wanted));
  const length = (one: readonly CheckedFile[]): number => intervalMs(intervalOf(one));
  return finer.sort((a, b) => length(b) - length(a))[0] ?? null;
}

function intervalOf([{ file }]: readonly CheckedFile[]): Interval {
  return file.interval!;
}

function add(
  coarse: readonly CheckedFile[],
  of: { readonly disagreement: Disagreement; readonly finer: Interval },
  findings: Findings,
): void {
  const { compared, differing, index, what } = of.disagreement;
  const { part, at } = locate(coarse, index);
  const first = moment(part.columns[0][at]);
  findings.add(part.file.path, {
    check: "disagreement",
    row: rowOf(part, at),
    found: `${differing} of ${compared} candles differ from the ${of.finer} ones, first at ${first}: ${what}`,
    wanted: "the same prices in both",
  });
}

/** The part of a series, and the place in it, that a place of the joined series is. */
function locate(parts: readonly CheckedFile[], index: number): { part: CheckedFile; at: number } {
  let at = index;
  for (const part of parts) {
    const rows = part.columns[0].length;
    if (at < rows) return { part, at };
    at -= rows;
  }
  throw new RangeError(`no candle ${index} in the series`);
}

function lengthed(parts: readonly CheckedFile[]): Lengthed {
  const [time, open, high, low, close, volume] = parts[0].columns.map((first, column) =>
    parts.length === 1 ? first : concat(parts.map(({ columns }) => columns[column]))
  );
  const columns: CandleColumns = { time, open, high, low, close, volume };
  return { columns, length: intervalMs(intervalOf(parts)) };
}

/** Overlapping parts are found before and told; here they only must not stop the check. */
function concat(parts: readonly Float64Array[]): Float64Array {
  const joined = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

function moment(time: number): string {
  return `${new Date(time).toISOString().slice(0, 16).replace("T", " ")}Z`;
}
