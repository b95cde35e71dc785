import type { DiaryEntry } from "../model/diary_entry.ts";

/** Where a run writes down everything, in order. */
export interface Diary {
  /** Writes an entry after the last one. Throws when it cannot be kept; the run must not go on then. */
  append(entry: DiaryEntry): void;
  /** Resolves when everything appended so far is as safe as this diary can make it. */
  commit(): Promise<void>;
}
