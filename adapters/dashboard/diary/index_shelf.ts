import { DiaryIndex, type FoldMaker } from "./diary_index.ts";

/** So many diaries are kept in memory, the ones asked for last. */
const KEPT = 8;

/** The indexes of diaries, each made once and kept as long as it is asked for. */
export class IndexShelf<Snapshot> {
  readonly #Fold: FoldMaker<Snapshot>;
  readonly #kept = new Map<string, DiaryIndex<Snapshot>>();

  constructor(FoldOf: FoldMaker<Snapshot>) {
    this.#Fold = FoldOf;
  }

  /** The index of a diary; it is read on by whoever needs it. */
  of(path: string): DiaryIndex<Snapshot> {
    const found = this.#kept.get(path) ?? new DiaryIndex(path, this.#Fold);
    // A map keeps the order in which keys were put in.
    this.#kept.delete(path);
    this.#kept.set(path, found);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= KEPT) break;
      this.#kept.delete(oldest);
    }
    return found;
  }
}
