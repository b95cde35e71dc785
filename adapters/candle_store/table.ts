/** Columns of numbers as a parser made them. */
export interface ParsedTable {
  /** Of equal length. */
  readonly columns: readonly Float64Array[];
  /** The row of the file that its first data row is, where no row was left out. */
  readonly firstRow: number;
}

/** Columns that are filled row by row. */
export class TableBuilder {
  readonly #columns: Float64Array[];
  #rows = 0;

  /** Room for so many rows at most, of so many values. */
  constructor(capacity: number, width: number) {
    this.#columns = Array.from({ length: width }, () => new Float64Array(capacity));
  }

  /** Keeps the first values of a row, one a column. */
  push(values: Float64Array): void {
    const columns = this.#columns;
    for (let column = 0; column < columns.length; column++) columns[column][this.#rows] = values[column];
    this.#rows++;
  }

  /** What was filled; room left over is given back where it is more than a little. */
  columns(): Float64Array[] {
    const rows = this.#rows;
    return this.#columns.map((column) =>
      column.length - rows <= 1 ? column.subarray(0, rows) : column.slice(0, rows)
    );
  }
}
