/** A table without borders that gives up columns, the least needed first, until it fits the terminal. */

import Table from "cli-table3";
import { wrap } from "./format.ts";
import { type Paint, painter } from "./paint.ts";

/** One column of a table. */
export interface Column<Item> {
  readonly title: string;
  readonly isRight: boolean;
  /** The same in fewer letters, for a narrow terminal. */
  readonly short?: Column<Item>;
  read(item: Item, paint: Paint): string;
}

/** How a table is fitted. */
export interface Fitting<Item> {
  /** In the order they are shown. */
  readonly columns: readonly Column<Item>[];
  /** What is shortened or else left out where the terminal is narrow, in that order. */
  readonly leastNeeded: readonly Column<Item>[];
  /** Width of the terminal; null where there is none: nothing is left out. */
  readonly width: number | null;
  readonly paint: Paint;
}

/** A table that fits. */
export interface FittedTable {
  /** The titles, then a line for each item; none where there are no items. */
  readonly lines: readonly string[];
  /** Titles of the columns that were left out. */
  readonly dropped: readonly string[];
}

const GAP = 2;
const MIN_WIDTH = 40;

/** Draws the items in as many columns as fit. */
export function fitTable<Item>(items: readonly Item[], fitting: Fitting<Item>): FittedTable {
  if (items.length === 0) return { lines: [], dropped: [] };
  const width = fitting.width === null ? Infinity : Math.max(fitting.width, MIN_WIDTH);
  const dropped: string[] = [];
  let { columns } = fitting;
  for (const { title, short } of fitting.leastNeeded) {
    if (tableWidth(items, columns) <= width) break;
    if (!columns.some((kept) => kept.title === title)) continue;
    if (short === undefined) dropped.push(title);
    columns = columns.flatMap((kept) => kept.title !== title ? [kept] : short === undefined ? [] : [short]);
  }
  return { lines: drawTable(items, columns, fitting.paint), dropped };
}

/** What a narrow terminal does not show, as a remark; none where all is shown. */
export function droppedRemark({ dropped }: FittedTable): string[] {
  return dropped.length === 0 ? [] : [`not shown for want of width: ${dropped.join(", ")}; --json has all`];
}

/** A text broken to the terminal; without one it stays on its line. */
export function wrapTo(text: string, width: number | null): string[] {
  return width === null ? [text] : wrap(text, Math.max(width, MIN_WIDTH));
}

function tableWidth<Item>(items: readonly Item[], columns: readonly Column<Item>[]): number {
  return Math.max(...drawTable(items, columns, painter(false)).map((line) => line.length));
}

function drawTable<Item>(items: readonly Item[], columns: readonly Column<Item>[], paint: Paint): string[] {
  const table = new Table({
    // Empty styles also keep the library from loading its colours, which read the environment.
    style: { head: [], border: [], "padding-left": 0, "padding-right": GAP },
    chars: NO_BORDERS,
    head: columns.map((one) => one.title),
    colAligns: columns.map((one) => one.isRight ? "right" : "left"),
  });
  for (const item of items) table.push(columns.map((one) => one.read(item, paint)));
  return table.toString().split("\n").map((line) => line.trimEnd());
}

const NO_BORDERS = Object.fromEntries(
  [
    ..."top top-mid top-left top-right bottom bottom-mid bottom-left bottom-right".split(" "),
    ..."left left-mid mid mid-mid right right-mid middle".split(" "),
  ].map((name) => [name, ""]),
);
