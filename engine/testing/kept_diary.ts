import { CHAIN_START, chainLine, readLine } from "../model/chain.ts";
import type { CycleEntry, DiaryEntry, IntentEntry, OutcomeEntry } from "../model/diary_entry.ts";
import type { Diary } from "../ports/diary.ts";

/** A diary in memory: every entry goes through its line and the schema, as a file's would. */
export class KeptDiary implements Diary {
  /** What was written, as a reader finds it. */
  readonly entries: DiaryEntry[] = [];
  /** The lines as a file would hold them. */
  readonly lines: string[] = [];
  readonly #log: string[];
  #hash = CHAIN_START;

  /** Notes each entry in `log` by its kind, and each commit. */
  constructor(log: string[] = []) {
    this.#log = log;
  }

  append(entry: DiaryEntry): void {
    const end = { seq: this.lines.length, hash: this.#hash };
    const { text, hash } = chainLine(end, entry);
    this.entries.push(readLine(text, end).entry);
    this.lines.push(text);
    this.#hash = hash;
    this.#log.push(`write ${entry.kind}`);
  }

  commit(): Promise<void> {
    this.#log.push("commit");
    return Promise.resolve();
  }

  /** All entries of the kind "cycle". */
  get cycles(): CycleEntry[] {
    return this.entries.filter((entry) => entry.kind === "cycle");
  }

  /** All entries of the kind "intent". */
  get intents(): IntentEntry[] {
    return this.entries.filter((entry) => entry.kind === "intent");
  }

  /** All entries of the kind "outcome". */
  get outcomes(): OutcomeEntry[] {
    return this.entries.filter((entry) => entry.kind === "outcome");
  }
}
