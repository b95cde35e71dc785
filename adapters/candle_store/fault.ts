import { DataError } from "./data_error.ts";

/** What is looked at in a file. The last three concern several rows or files and are warnings. */
export type CheckName =
  /** The file as a whole: packing, header, end. */
  | "file"
  | "columns"
  | "number"
  | "duplicate"
  | "order"
  | "grid"
  /** Prices above 0, high the highest, low the lowest. */
  | "prices"
  /** Volume, funding rate, open interest. */
  | "value"
  | "checksum"
  | "overlap"
  | "hole"
  | "spike"
  | "disagreement";

/** Something in a file that is not as it should be. */
export interface Fault {
  readonly check: CheckName;
  /**
   * The row of the file, counted from 1: a CSV's header, where it has one, is row 1; in JSON it is the candle's place
   * in the array. Null for the file as a whole.
   */
  readonly row: number | null;
  readonly found: string;
  readonly wanted: string;
}

/** Takes the faults of one file's rows: throws, or keeps them; a row with a fault is left out. */
export interface FaultSink {
  add(fault: Fault): void;
}

/** A fault that refuses its file: a line with file, row, what was found and what was wanted. */
export class FileError extends DataError {
  readonly path: string;
  readonly fault: Fault;
  /** What finds every fault of the folder, not only this one. */
  readonly hint: string;

  constructor(path: string, fault: Fault, cause?: unknown) {
    super(describeFault(path, fault), cause === undefined ? {} : { cause });
    this.path = path;
    this.fault = fault;
    this.hint = `deno task data check ${path.slice(0, Math.max(0, path.lastIndexOf("/"))) || "."}`;
  }
}

/** Refuses a file at its first fault with a FileError. */
export function refuseAt(path: string): FaultSink {
  return {
    add(fault: Fault): void {
      throw new FileError(path, fault);
    },
  };
}

/** Counts faults by what was looked at, and keeps the first few of them. */
export class FaultList implements FaultSink {
  readonly first: Fault[] = [];
  readonly counts: Map<CheckName, number> = new Map();
  readonly #kept: number;

  /** `kept` is how many are kept. */
  constructor(kept: number) {
    this.#kept = kept;
  }

  /** How many there were, kept or not. */
  get total(): number {
    return this.counts.values().reduce((sum, count) => sum + count, 0);
  }

  add(fault: Fault): void {
    this.counts.set(fault.check, (this.counts.get(fault.check) ?? 0) + 1);
    if (this.first.length < this.#kept) this.first.push(fault);
  }
}

/** One line: `FILE, row 3: found "x", wanted a number`. */
export function describeFault(path: string, { row, found, wanted }: Fault): string {
  return `${path}${row === null ? "" : `, row ${row}`}: ${found}, wanted ${wanted}`;
}

/** A fault of a whole file. */
export function wholeFile(found: string, wanted: string): Fault {
  return { check: "file", row: null, found, wanted };
}

/** Text of a file, short enough for one line of an error. */
export function clip(text: string): string {
  const plain = text.replaceAll("\ufeff", "").replaceAll(/[\r\n]+/g, " ");
  return plain.length > 60 ? `${plain.slice(0, 57)}...` : plain;
}
