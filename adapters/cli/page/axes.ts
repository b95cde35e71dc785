import { formatDay, formatNumber } from "../format.ts";
import { type Markup, markup, type Piece, printed } from "./markup.ts";

/** Where the figures of a chart lie on the page, px. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** From where to where a chart goes. */
export interface Extent {
  readonly from: number;
  readonly until: number;
  readonly low: number;
  readonly high: number;
}

/** The frame of a chart of this height. */
export function frameOf(height: number): Frame {
  return { width: 1120, height, left: 76, right: 96, top: 10, bottom: 22 };
}

/** Places of times and values in a frame, px to a tenth. */
export function scalesOf(
  { width, height, left, right, top, bottom }: Frame,
  { from, until, low, high }: Extent,
) {
  const across = (width - left - right) / Math.max(1, until - from);
  const up = (height - top - bottom) / (high - low || 1);
  const tenth = (value: number): number => Math.round(value * 10) / 10;
  return {
    x: (time: number): number => tenth(left + (time - from) * across),
    y: (value: number): number => tenth(height - bottom - (value - low) * up),
  };
}

/** Horizontal hair lines with their values, and dates below. */
export function axesOf(frame: Frame, extent: Extent, format: (value: number) => string): Markup {
  const { x, y } = scalesOf(frame, extent);
  const { width, height, left, right, bottom } = frame;
  const values: Piece[] = ticksOf(extent.low, extent.high).map((value) =>
    markup`<line class="axis" x1="${left}" x2="${width - right}" y1="${y(value)}" y2="${
      y(value)
    }"/><text x="${left - 6}" y="${y(value) + 4}" text-anchor="end">${printed(format(value))}</text>`
  );
  const dates: Piece[] = datesOf(extent).map((time) =>
    markup`<text x="${x(time)}" y="${height - bottom + 16}">${formatDay(time)}</text>`
  );
  return markup`${values}${dates}`;
}

/** Round values between two others, about four of them. */
export function ticksOf(low: number, high: number): number[] {
  const span = high - low;
  if (!(span > 0)) return [low];
  const power = 10 ** Math.floor(Math.log10(span / 4));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => span / size <= 5)!;
  const ticks: number[] = [];
  for (let place = Math.ceil(low / step); place * step <= high; place++) ticks.push(place * step);
  return ticks;
}

/** Five moments, evenly apart. */
function datesOf({ from, until }: Extent): number[] {
  return Array.from({ length: 5 }, (_, index) => from + (until - from) * index / 5);
}

/** USD without cents. */
export function wholeUsd(value: number): string {
  return formatNumber(value, 0);
}
