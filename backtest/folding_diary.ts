import type { Diary, DiaryEntry } from "../engine/mod.ts";

/** A diary that hands every entry to a fold, and to another diary where there is one. */
export class FoldingDiary implements Diary {
  readonly #fold: { add(entry: DiaryEntry): void };
  readonly #kept: Diary | null;

  constructor(fold: { add(entry: DiaryEntry): void }, kept: Diary | null) {
    this.#fold = fold;
    this.#kept = kept;
  }

  /** Keeps the entry first: what could not be kept is not counted. */
  append(entry: DiaryEntry): void {
    this.#kept?.append(entry);
    this.#fold.add(entry);
  }

  /** As safe as the diary behind it. */
  commit(): Promise<void> {
    return this.#kept?.commit() ?? Promise.resolve();
  }
}
