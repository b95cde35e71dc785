const FIRST_ROOM = 1024;

/** A kind of numbers, by the room that each takes. */
type Column = typeof Float64Array | typeof Float32Array | typeof Uint32Array;

/** Numbers one after another in as little memory as they need: a diary may have a million lines. */
export class NumberList {
  readonly #Column: Column;
  #values: InstanceType<Column>;
  #length = 0;

  /** `ColumnOf`: what they are kept in; not given: doubles. */
  constructor(ColumnOf: Column = Float64Array) {
    this.#Column = ColumnOf;
    this.#values = new ColumnOf(FIRST_ROOM);
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      // By half: a list of a million would otherwise have room for two while it grows.
      const larger = new this.#Column(Math.ceil(this.#values.length * 1.5));
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#length++] = value;
  }

  /** The value at a place; undefined outside. */
  at(index: number): number | undefined {
    return index >= 0 && index < this.#length ? this.#values[index] : undefined;
  }

  /** How many values are at most `value`, where they rise. */
  countUpTo(value: number): number {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#values[middle] <= value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
