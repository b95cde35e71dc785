import {
  CHAIN_START,
  type ChainEnd,
  chainLine,
  type Diary,
  type DiaryEntry,
  readLine,
} from "../../engine/mod.ts";
import { isEnd } from "../is_end.ts";
import type { Divergence } from "./divergence.ts";
import { findDivergence } from "./find_divergence.ts";

/** What a diary is compared with, and from where on. */
export interface ComparisonOptions {
  /** Whole lines of the recorded diary, in order, without line ends. */
  readonly recorded: Iterator<string, unknown, void>;
  /** Whether the diary has its end: then a run that goes on after it is another one. */
  readonly ended: boolean;
  /** Cycles before this close are played and checked, but not compared, ms. */
  readonly compareFrom: number;
  /** Called when there is nothing more to compare. */
  readonly onEnd: () => void;
}

const COMMITTED = Promise.resolve();

/**
 * A diary that is held against a recorded one, cycle by cycle, and kept nowhere. A line that comes out the same after the
 * same hash proves the recorded one whole, its chain and its schema too: nothing is parsed until a line differs.
 */
export class ComparingDiary implements Diary {
  readonly #options: ComparisonOptions;
  /** Entries since the last end of a cycle. */
  #pending: DiaryEntry[] = [];
  #end: ChainEnd = { seq: 0, hash: CHAIN_START };
  #next: string | null;
  #isOver = false;
  #divergence: Divergence | null = null;
  #fault: string | null = null;
  #cycles = 0;
  #skipped = 0;
  #lastClose: number | null = null;

  constructor(options: ComparisonOptions) {
    this.#options = options;
    this.#next = this.#read();
  }

  /** Where both are the same up to, and what the recorded one is chained to there. */
  get end(): ChainEnd {
    return this.#end;
  }

  /** Null while none was found. */
  get divergence(): Divergence | null {
    return this.#divergence;
  }

  /** What is wrong with a recorded line, in words; null: nothing that was seen. */
  get fault(): string | null {
    return this.#fault;
  }

  /** Whole cycles that were compared and are the same. */
  get cycles(): number {
    return this.#cycles;
  }

  /** Cycles before the comparison began that differ. */
  get skipped(): number {
    return this.#skipped;
  }

  /** Of the last cycle that was played, ms; null: none was. */
  get lastClose(): number | null {
    return this.#lastClose;
  }

  append(entry: DiaryEntry): void {
    if (this.#isOver) return;
    this.#pending.push(entry);
    if (!isEnd(entry)) return;
    const cycle = this.#pending;
    this.#pending = [];
    this.#settle(cycle, entry.kind === "run" ? null : entry.close);
    // Nobody need play on where a diary that was cut short ends.
    if (this.#next === null && !this.#options.ended) this.#finish();
  }

  commit(): Promise<void> {
    return COMMITTED;
  }

  /** Called when the run is over: what is recorded beyond it is a divergence, too. */
  close(): void {
    if (this.#isOver || this.#next === null) return;
    this.#differ({ recorded: this.#restOfCycle(), seq: this.#end.seq, replayed: [] });
  }

  /** Called when there was nothing more to play it from: what is recorded beyond it cannot be proved. */
  cutShort(): void {
    if (this.#isOver) return;
    const { seq } = this.#end;
    const same = this.#takeSame(this.#pending);
    if (this.#next === null) return this.#finish();
    if (same < this.#pending.length) {
      return this.#differ({
        recorded: this.#restOfCycle(),
        seq: seq + same,
        replayed: this.#pending.slice(same),
      });
    }
    this.#fault = `what the run saw ends before line ${this.#end.seq + 1} of its diary; wanted all of it`;
    this.#finish();
  }

  #settle(cycle: readonly DiaryEntry[], close: number | null): void {
    const same = this.#takeSame(cycle);
    if (same < cycle.length) {
      // What was cut off inside a cycle counts for nothing.
      if (this.#next === null && !this.#options.ended) return this.#finish();
      const seq = this.#end.seq;
      const versions = { recorded: this.#restOfCycle(), seq, replayed: cycle.slice(same) };
      if (this.#fault !== null) return this.#finish();
      if (close === null || close >= this.#options.compareFrom) return this.#differ(versions);
      this.#skipped++;
    } else if (cycle.at(-1)!.kind === "cycle" && close! >= this.#options.compareFrom) this.#cycles++;
    this.#lastClose = close;
  }

  /** Takes recorded lines as long as they are those of the entries; gives how many are. */
  #takeSame(cycle: readonly DiaryEntry[]): number {
    for (const [index, entry] of cycle.entries()) {
      const { text, hash } = chainLine(this.#end, entry);
      if (text !== this.#next) return index;
      this.#advance(hash);
    }
    return cycle.length;
  }

  /** The recorded entries up to the end of the cycle, checked; on a fault those before it. */
  #restOfCycle(): DiaryEntry[] {
    const entries: DiaryEntry[] = [];
    while (this.#next !== null) {
      const entry = this.#checked(this.#next);
      if (entry === null) break;
      entries.push(entry);
      if (isEnd(entry)) break;
    }
    return entries;
  }

  #checked(text: string): DiaryEntry | null {
    try {
      const { entry, hash } = readLine(text, this.#end);
      this.#advance(hash);
      return entry;
    } catch (error) {
      this.#fault = (error as Error).message;
      return null;
    }
  }

  #differ(versions: Parameters<typeof findDivergence>[0]): void {
    if (this.#fault === null) {
      this.#divergence = findDivergence(versions) ?? writtenOtherwise(versions.seq, versions.recorded[0]);
    }
    this.#finish();
  }

  #finish(): void {
    this.#isOver = true;
    this.#options.onEnd();
  }

  #advance(hash: string): void {
    this.#end = { seq: this.#end.seq + 1, hash };
    this.#next = this.#read();
  }

  #read(): string | null {
    const { done, value } = this.#options.recorded.next();
    return done === true ? null : value as string;
  }
}

/** The same values in other bytes: fields in another order, or ones that nobody knows. */
function writtenOtherwise(seq: number, entry: DiaryEntry): Divergence {
  const close = entry.kind === "run" ? null : entry.close;
  const detail = "the same values, written otherwise";
  const nothing = { field: "", recorded: null, replayed: null };
  return { line: seq + 1, close, entry: entry.kind, ...nothing, cause: "settings", detail };
}
