import { CHAIN_START, type ChainEnd, chainLine, type Diary, type DiaryEntry } from "../../engine/mod.ts";
import { isEnd } from "../is_end.ts";
import { SeenError, type SeenTape } from "./seen_tape.ts";

/** What a run that goes on has written already. */
export interface WrittenDiary {
  /** The hash of each line that is there. */
  readonly hashes: readonly string[];
  /** What writes the lines after them. */
  readonly diary: Diary;
}

/**
 * The diary of a run that is played again from what it saw: lines that stand there already must come out the same, the
 * rest is written. What was seen is always kept before a line that follows from it.
 */
export class ContinuedDiary implements Diary {
  readonly #written: WrittenDiary;
  readonly #tape: SeenTape;
  #end: ChainEnd = { seq: 0, hash: CHAIN_START };

  constructor(written: WrittenDiary, tape: SeenTape) {
    this.#written = written;
    this.#tape = tape;
  }

  /** Whether the last line was written now, and did not stand there before. */
  get isBeyond(): boolean {
    return this.#end.seq > this.#written.hashes.length;
  }

  /** Throws a SeenError where the line that stands there is another. */
  append(entry: DiaryEntry): void {
    const { hashes, diary } = this.#written;
    const { seq } = this.#end;
    if (this.#tape.play("line") === null) this.#tape.keep<"line">({ kind: "line", seq, isEnd: isEnd(entry) });
    if (seq >= hashes.length) {
      this.#end = { ...this.#end, seq: seq + 1 };
      return diary.append(entry);
    }
    const { hash } = chainLine(this.#end, entry);
    if (hash !== hashes[seq]) {
      throw new SeenError(
        `line ${seq + 1} of the diary comes out otherwise than it stands there, so the run cannot go on; ` +
          "wanted the code and the settings it was begun with, or --new",
      );
    }
    this.#end = { seq: seq + 1, hash };
  }

  /** Safe on both sides, what was seen first. */
  async commit(): Promise<void> {
    await this.#tape.commit();
    await this.#written.diary.commit();
  }
}
