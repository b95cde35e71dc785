import type { Diary, DiaryEntry } from "../../engine/mod.ts";

/** A diary that tells, before it takes the line, that an agent has decided for the first time: from then on a run is a trial. */
export class TrialDiary implements Diary {
  readonly #kept: Diary;
  readonly #onDecided: () => void;
  #isTold = false;

  constructor(kept: Diary, onDecided: () => void) {
    this.#kept = kept;
    this.#onDecided = onDecided;
  }

  /** Throws what `onDecided` throws: then the line is not there either. */
  append(entry: DiaryEntry): void {
    if (!this.#isTold && isDecided(entry)) {
      this.#onDecided();
      this.#isTold = true;
    }
    this.#kept.append(entry);
  }

  commit(): Promise<void> {
    return this.#kept.commit();
  }
}

/** Whether it follows from an answer: a cycle whose agent failed, or whose model gave none, holds everything without one. */
function isDecided(entry: DiaryEntry): boolean {
  if (entry.kind === "intent") return entry.origin === "agent";
  if (entry.kind !== "cycle" || entry.decisionsHash === undefined || entry.unanswered !== undefined) {
    return false;
  }
  return entry.faults?.some(({ step, on }) => step === "reason" && on === "agent") !== true;
}
