import {
  CHAIN_START,
  type ChainEnd,
  chainLine,
  type Diary,
  type DiaryEntry,
  readLine,
} from "../engine/mod.ts";

/** A diary in memory: the lines that a file would have, and nothing that outlives the process. */
export class MemoryDiary implements Diary {
  readonly #lines: string[] = [];
  readonly #entries: DiaryEntry[] = [];
  #end: ChainEnd = { seq: 0, hash: CHAIN_START };
  #readEnd: ChainEnd = this.#end;

  /** All lines so far, each without line end. */
  get lines(): readonly string[] {
    return this.#lines;
  }

  /** All entries so far as a reader of the lines would see them: checked, and without fields that are undefined. */
  get entries(): readonly DiaryEntry[] {
    while (this.#readEnd.seq < this.#lines.length) {
      const line = readLine(this.#lines[this.#readEnd.seq], this.#readEnd);
      this.#entries.push(line.entry);
      this.#readEnd = { seq: line.seq + 1, hash: line.hash };
    }
    return this.#entries;
  }

  /** Where the next line goes and what it is chained to. */
  get end(): ChainEnd {
    return this.#end;
  }

  append(entry: DiaryEntry): void {
    const line = chainLine(this.#end, entry);
    this.#lines.push(line.text);
    this.#end = { seq: this.#end.seq + 1, hash: line.hash };
  }

  commit(): Promise<void> {
    return Promise.resolve();
  }
}
