/** Rows of figures laid out in columns: decimal points under one another, notes to the right. */

import { wrap } from "./format.ts";
import type { Paint, Tone } from "./paint.ts";
import type { Cell, Row } from "./summary_rows.ts";

const INDENT = "  ";
const GAP = "   ";
/** A note narrower than this is not read beside a figure but under it. */
const MIN_NOTE = 24;

/** How a table is drawn. */
export interface TableFrame {
  readonly width: number;
  readonly labelWidth: number;
  readonly paint: Paint;
  /** All columns stand beside one another, however wide that is: nobody looks at it through a terminal. */
  readonly isWhole?: boolean;
}

/** A table's lines: the headers, then the rows. Columns that find no room stand under it, as a table of their own. */
export function drawTable(headers: readonly string[], rows: readonly Row[], frame: TableFrame): string[] {
  const columns = headers.map((header, index) => measure(header, rows.map((row) => row.cells[index])));
  return fittingParts(columns, frame).flatMap(([from, to]) => {
    // What is told beside a row is told once.
    const part = rows.map(({ cells, ...row }) => ({
      ...(from === 0 ? row : { ...row, note: "", benchmarkNote: "" }),
      cells: cells.slice(from, to),
    }));
    const lines = drawPart(headers.slice(from, to), part, { ...frame, columns: columns.slice(from, to) });
    return from === 0 ? lines : ["", ...lines];
  });
}

/** From which column to which a table reaches: as many as there is room for, one at least. */
function fittingParts(
  columns: readonly Column[],
  { width, labelWidth, isWhole }: TableFrame,
): [number, number][] {
  const parts: [number, number][] = [[0, 0]];
  let left = INDENT.length + labelWidth;
  columns.forEach((column, index) => {
    const part = parts.at(-1)!;
    left += GAP.length + column.width;
    if (left > width && index > part[0] && isWhole !== true) {
      parts.push([index, index + 1]);
      left = INDENT.length + labelWidth + GAP.length + column.width;
    } else part[1] = index + 1;
  });
  return parts;
}

function drawPart(
  headers: readonly string[],
  rows: readonly Row[],
  frame: TableFrame & { readonly columns: readonly Column[] },
): string[] {
  const { labelWidth, paint, columns } = frame;
  const indent = INDENT + " ".repeat(labelWidth);
  const titles = headers.map((header, index) => GAP + ending(header, columns[index]));
  const lines = [indent + titles.join("")];
  const widths = columns.map((column) => GAP.length + column.width);
  const left = widths.reduce((sum, width) => sum + width, indent.length + GAP.length);
  for (const row of rows) {
    const cells = row.cells.map((cell, index) => GAP + drawCell(cell, columns[index], paint)).join("");
    const note = [row.note, row.benchmarkNote].filter((text) => text !== "").join("; ");
    lines.push(...withNote(INDENT + row.label.padEnd(labelWidth) + cells, note, { ...frame, left }));
  }
  return lines.map((line) => line.trimEnd());
}

interface Column {
  /** Up to the right edge of figures, headers and words. */
  readonly width: number;
  /** Letters from the decimal point to that edge. */
  readonly right: number;
}

function measure(header: string, cells: readonly Cell[]): Column {
  const parts = cells.map(split);
  const right = Math.max(...parts.map((part) => part.right.length));
  const left = Math.max(...parts.map((part) => part.left.length));
  const texts = cells.filter(isText).map((cell) => cell.text.length);
  return { width: Math.max(left + right, header.length, ...texts), right };
}

function drawCell(cell: Cell, column: Column, paint: Paint): string {
  if (isText(cell)) return paintPadded(ending(cell.text, column), cell.tone, paint);
  const { left, right } = split(cell);
  const padded = left.padStart(column.width - column.right) + right.padEnd(column.right);
  return paintPadded(padded, cell.tone, paint);
}

/** A text that ends at the column's right edge. */
function ending(text: string, column: Column): string {
  return text.padStart(column.width);
}

/** Colour goes around the letters only: a painted blank at the end of a line could not be trimmed. */
function paintPadded(padded: string, tone: Tone, paint: Paint): string {
  const text = padded.trim();
  return padded.replace(text, () => paint(tone, text));
}

/** Dates and words end with the column; they have no decimal point. */
function isText(cell: Cell): boolean {
  return !/^[+-]?[\d,]+(\.\d+)?( \S+)?$/.test(cell.text);
}

function split(cell: Cell): { left: string; right: string } {
  if (isText(cell)) return { left: "", right: "" };
  const whole = /^[+-]?[\d,]+/.exec(cell.text)?.[0] ?? "";
  return { left: whole, right: cell.text.slice(whole.length) };
}

function withNote(line: string, note: string, place: TableFrame & { readonly left: number }): string[] {
  if (note === "") return [line];
  const { width, left, paint } = place;
  const room = width - left;
  if (room >= note.length) return [`${line}${GAP}${paint("faint", note)}`];
  if (room >= MIN_NOTE) {
    const [first, ...rest] = wrap(note, room);
    const under = rest.map((part) => " ".repeat(left) + paint("faint", part));
    return [`${line}${GAP}${paint("faint", first)}`, ...under];
  }
  const indent = INDENT.repeat(2);
  return [line, ...wrap(note, width - indent.length).map((part) => indent + paint("faint", part))];
}
