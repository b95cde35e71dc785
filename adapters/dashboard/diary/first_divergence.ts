import { linesFrom } from "./line_reader.ts";

/** The first line in which two diaries differ. */
export interface FirstDivergence {
  /** The same place in both: up to there they have the same lines. */
  readonly seq: number;
  /** Market time of it, ms; null: the line has none. */
  readonly close: number | null;
  /** One of the two simply ends there. */
  readonly isEnd: boolean;
}

const HASH = ',"hash":"';
/** The first line holds the key of the settings, which may differ without anything coming of it. */
const FIRST_COMPARED = 1;

/** Finds the first line in which two diaries differ, hashes left out; null: there is none, to the end of both. */
export function firstDivergence(pathA: string, pathB: string): FirstDivergence | null {
  const [a, b] = [linesFrom(pathA, 0), linesFrom(pathB, 0)];
  try {
    for (let seq = 0;; seq++) {
      const [lineA, lineB] = [a.next(), b.next()];
      if (lineA.done === true && lineB.done === true) return null;
      if (lineA.done === true || lineB.done === true) {
        const line = lineA.done === true ? lineB.value : lineA.value;
        return { seq, close: closeOf(line?.text ?? ""), isEnd: true };
      }
      if (seq < FIRST_COMPARED || unhashed(lineA.value.text) === unhashed(lineB.value.text)) continue;
      return { seq, close: closeOf(lineA.value.text), isEnd: false };
    }
  } finally {
    a.return();
    b.return();
  }
}

function unhashed(text: string): string {
  return text.slice(0, text.lastIndexOf(HASH));
}

function closeOf(text: string): number | null {
  const found = /"close":(\d+)/.exec(text)?.[1];
  return found === undefined ? null : Number(found);
}
