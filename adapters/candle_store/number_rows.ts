import { clip } from "./fault.ts";
import type { RowFault } from "./row_rules.ts";

/** The whole of a decimal number; anything else that a file may hold in its place is an error. */
const NUMBER = /^-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;
const [LINE_FEED, CARRIAGE_RETURN, COMMA, MINUS, DOT, ZERO, NINE] = [10, 13, 44, 45, 46, 48, 57];
const MAX_DECIMALS = 22;
/** Exact, as the division by them is: whole numbers below 2^53 by these give the double nearest to the decimal. */
const POWERS = Float64Array.from({ length: MAX_DECIMALS + 1 }, (_, exponent) => Number(`1e${exponent}`));

/** How many columns a row has, and how many of them are read. */
export interface RowShape {
  readonly names: readonly string[];
  readonly used: number;
}

/**
 * The number that stands as plain digits at a place of the bytes, or NaN where it is written in another way, then
 * to be read as text. The place moves on to the first byte that is none of the number's.
 */
export class NumberScanner {
  readonly #bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  next(): number {
    const bytes = this.#bytes;
    const isNegative = bytes[this.at] === MINUS;
    let at = isNegative ? this.at + 1 : this.at;
    const start = at;
    let mantissa = 0;
    let point = -1;
    for (; at < bytes.length; at++) {
      const byte = bytes[at];
      if (byte >= ZERO && byte <= NINE) mantissa = mantissa * 10 + byte - ZERO;
      else if (byte === DOT && point < 0) point = at;
      else break;
    }
    this.at = at;
    const decimals = point < 0 ? 0 : at - point - 1;
    const hasDigits = at > start && point !== start && point !== at - 1;
    if (!hasDigits || mantissa > Number.MAX_SAFE_INTEGER || decimals > MAX_DECIMALS) return NaN;
    const value = decimals === 0 ? mantissa : mantissa / POWERS[decimals];
    return isNegative ? -value : value;
  }
}

/** Reads the rows of a CSV text one after the other, from its bytes. */
export class NumberRows {
  /** Of the row last read, as many as are used. */
  readonly values: Float64Array;
  readonly #bytes: Uint8Array;
  readonly #shape: RowShape;
  readonly #scanner: NumberScanner;
  #start: number;

  /** `start` is where the first row begins. */
  constructor(bytes: Uint8Array, start: number, shape: RowShape) {
    this.#bytes = bytes;
    this.#shape = shape;
    this.#start = start;
    this.#scanner = new NumberScanner(bytes, start);
    this.values = new Float64Array(shape.used);
  }

  /** Whether the last row is read; what is blank at the end is no row. */
  get isDone(): boolean {
    const bytes = this.#bytes;
    let at = this.#start;
    while (at < bytes.length && (bytes[at] === LINE_FEED || bytes[at] === CARRIAGE_RETURN)) at++;
    return at === bytes.length;
  }

  /** Reads the next row into `values`, or says what is wrong with it. */
  next(): RowFault | null {
    const end = this.#readPlain();
    if (end >= 0) {
      this.#start = end;
      return null;
    }
    const line = this.#line();
    return readFields(line, this.#shape, this.values);
  }

  /** Where the next row begins, or -1 where this one holds anything but the right count of plain numbers. */
  #readPlain(): number {
    const { names, used } = this.#shape;
    const [bytes, scanner, values] = [this.#bytes, this.#scanner, this.values];
    scanner.at = this.#start;
    for (let column = 0; column < used; column++) {
      const value = scanner.next();
      if (value !== value) return -1;
      values[column] = value;
      if (column === names.length - 1) return this.#rowEnd(scanner.at);
      if (bytes[scanner.at] !== COMMA) return -1;
      scanner.at++;
    }
    return this.#endOfOthers(scanner.at, names.length - used - 1);
  }

  /** The end of a row after columns that are not read, between which there are so many commas. */
  #endOfOthers(start: number, commas: number): number {
    const bytes = this.#bytes;
    let seen = 0;
    let at = start;
    for (; at < bytes.length && bytes[at] !== LINE_FEED; at++) {
      if (bytes[at] === COMMA) seen++;
    }
    return seen === commas ? Math.min(at + 1, bytes.length) : -1;
  }

  #rowEnd(at: number): number {
    const bytes = this.#bytes;
    const end = bytes[at] === CARRIAGE_RETURN ? at + 1 : at;
    if (end >= bytes.length) return bytes.length;
    return bytes[end] === LINE_FEED ? end + 1 : -1;
  }

  #line(): string {
    const end = this.#bytes.indexOf(LINE_FEED, this.#start);
    const stop = end < 0 ? this.#bytes.length : end;
    const line = new TextDecoder("utf-8", { ignoreBOM: true }).decode(
      this.#bytes.subarray(this.#start, stop),
    );
    this.#start = Math.min(stop + 1, this.#bytes.length);
    return line.replace(/\r$/, "");
  }
}

/** Reads one row from its text: slower, of every form that a number may have, and the one that tells faults. */
export function readFields(line: string, { names, used }: RowShape, values: Float64Array): RowFault | null {
  if (line === "") {
    return { check: "columns", found: "found an empty row", wanted: "none between the others" };
  }
  const fields = line.split(",");
  if (fields.length !== names.length) {
    const found = `found ${fields.length} columns in "${clip(line)}"`;
    return { check: "columns", found, wanted: `${names.length} (${names.join(",")})` };
  }
  for (let column = 0; column < used; column++) {
    const field = fields[column];
    const value = NUMBER.test(field) ? Number(field) : NaN;
    if (!Number.isFinite(value)) {
      return { check: "number", found: `found "${clip(field)}"`, wanted: "a number" };
    }
    values[column] = value;
  }
  return null;
}
