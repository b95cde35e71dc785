/** Equity drawn with blocks: three rows of eighths, the highest and the lowest labelled. */

import { DAY_MS } from "../../engine/mod.ts";
import { formatDay, formatNumber, formatTime } from "./format.ts";
import type { EquityPoint } from "./summary_view.ts";

const ROWS = 3;
const EIGHTHS = " ▁▂▃▄▅▆▇█";
/** A period shorter than this is labelled with times. */
const SHORT_MS = 3 * DAY_MS;

/** What a chart is drawn into. */
export interface ChartFrame {
  /** Of a whole line, label and axis included. */
  readonly width: number;
  /** At the start of the middle row. */
  readonly title: string;
  /** Of the title's column. */
  readonly titleWidth: number;
}

/** The lines of a chart; one line that says why where there is nothing to draw. */
export function drawEquity(points: readonly EquityPoint[], frame: ChartFrame): string[] {
  const title = frame.title.padEnd(frame.titleWidth);
  if (points.length < 2) return [`${title}n/a: fewer than two cycles`];
  const { low, high } = extremes(points);
  const labels = [formatNumber(high), "", formatNumber(low)];
  const labelWidth = Math.max(...labels.map((label) => label.length));
  const width = Math.max(8, frame.width - frame.titleWidth - labelWidth - 2);
  const levels = resample(points, width).map((value) => levelOf(value, low, high));
  const lines = labels.map((label, row) => {
    const head = row === 1 ? title : " ".repeat(frame.titleWidth);
    return `${head}${label.padStart(labelWidth)} ${label === "" ? "│" : "┤"}${
      drawRow(levels, ROWS - 1 - row)
    }`;
  });
  const indent = " ".repeat(frame.titleWidth + labelWidth + 2);
  return [...lines.map((line) => line.trimEnd()), indent + dateLine(points, width)];
}

/**
 * One value for each of `width` columns of equal time: the last in it, but the highest and the lowest of the
 * whole keep their place. A column without a point repeats the one before.
 */
export function resample(points: readonly EquityPoint[], width: number): number[] {
  const { low, high } = extremes(points);
  const start = points[0].time;
  const length = Math.max(1, points[points.length - 1].time - start);
  const columns: (number | undefined)[] = new Array(width).fill(undefined);
  for (const { time, equityUsd } of points) {
    const index = Math.min(width - 1, Math.floor((time - start) / length * width));
    const held = columns[index];
    if (held !== low && held !== high) columns[index] = equityUsd;
    // Both extremes in one column: the later one is drawn.
    else if (equityUsd === low || equityUsd === high) columns[index] = equityUsd;
  }
  let last = points[0].equityUsd;
  return columns.map((value) => last = value ?? last);
}

function extremes(points: readonly EquityPoint[]): { low: number; high: number } {
  let [low, high] = [Infinity, -Infinity];
  for (const { equityUsd } of points) {
    low = Math.min(low, equityUsd);
    high = Math.max(high, equityUsd);
  }
  return { low, high };
}

function levelOf(value: number, low: number, high: number): number {
  if (high === low) return ROWS * 4;
  return 1 + Math.round((value - low) / (high - low) * (ROWS * 8 - 1));
}

function drawRow(levels: readonly number[], row: number): string {
  return levels.map((level) => EIGHTHS[Math.min(8, Math.max(0, level - row * 8))]).join("");
}

function dateLine(points: readonly EquityPoint[], width: number): string {
  const [first, last] = [points[0].time, points[points.length - 1].time];
  const format = last - first < SHORT_MS ? formatTime : formatDay;
  const [start, end] = [format(first), format(last)];
  const between = width - start.length - end.length;
  return between > 0 ? start + " ".repeat(between) + end : start;
}
