import type { CassetteEntry, CassetteStore, RecordedAnswer } from "../../engine/mod.ts";

/** A place where questions lie with their answers. */
export interface EntryStore extends CassetteStore {
  /** A question with its answer; null where there is none, or only a damaged one. */
  entry(key: string): CassetteEntry | null;
}

/** Several places of recorded answers as one: the first that has an answer gives it, some of them keep new ones. */
export class LayeredStore implements EntryStore {
  readonly #read: readonly EntryStore[];
  readonly #keep: readonly CassetteStore[];
  readonly own: ReadonlySet<string>;

  constructor(
    { read, keep, own = new Set() }: {
      readonly read: readonly EntryStore[];
      readonly keep: readonly CassetteStore[];
      readonly own?: ReadonlySet<string>;
    },
  ) {
    this.#read = read;
    this.#keep = keep;
    this.own = own;
  }

  get damaged(): ReadonlySet<string> {
    return new Set(this.#read.flatMap(({ damaged }) => [...damaged]));
  }

  find(key: string): RecordedAnswer | null {
    for (const store of this.#read) {
      const found = store.find(key);
      if (found !== null) return found;
    }
    return null;
  }

  /** A question with its answer, of the first place that has it. */
  entry(key: string): CassetteEntry | null {
    for (const store of this.#read) {
      const found = store.entry(key);
      if (found !== null) return found;
    }
    return null;
  }

  keep(entry: CassetteEntry): void {
    for (const store of this.#keep) store.keep(entry);
  }

  *requests(): Iterable<string> {
    for (const store of this.#read) yield* store.requests();
  }
}
