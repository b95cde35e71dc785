import type { CommandEntry, CycleEntry, DiaryEntry, Instrument } from "../../../engine/mod.ts";
import type { Passage } from "./passage.ts";
import { Tape } from "./tape.ts";
import type { Moment } from "./watched.ts";

/** A moment, with the line itself where one was written. */
export type Happening = Exclude<Moment, { kind: "line" }> | {
  readonly kind: "line";
  readonly entry: DiaryEntry;
};

/** A look at the account. */
export type Look = Extract<Moment, { kind: "look" }>;

/** One cycle or command: all that happened from the line before to its own. */
export interface Span {
  readonly entry: CycleEntry | CommandEntry;
  readonly happenings: readonly Happening[];
  /** Sync first, then Secure; a third where Secure did something. */
  readonly looks: readonly Look[];
  /** The account at its end. */
  readonly last: Look;
}

/** A run taken apart for the laws. */
export interface Witness {
  readonly passage: Passage;
  readonly spans: readonly Span[];
  readonly tapes: ReadonlyMap<string, Tape>;
  readonly instruments: ReadonlyMap<string, Instrument>;
}

/** Takes a run apart. */
export function witnessOf(passage: Passage): Witness {
  const { plan, drawn } = passage;
  const tapes = new Map(drawn.map((one) => [one.instrument.symbol, new Tape(one, plan.interval)]));
  const instruments = new Map(drawn.map(({ instrument }) => [instrument.symbol, instrument]));
  return { passage, tapes, instruments, spans: spansOf(passage) };
}

function spansOf({ moments, entries }: Passage): Span[] {
  const spans: Span[] = [];
  let happenings: Happening[] = [];
  for (const moment of moments) {
    if (moment.kind !== "line") {
      happenings.push(moment);
      continue;
    }
    const entry = entries[moment.index];
    if (entry.kind !== "cycle" && entry.kind !== "command") {
      happenings.push({ kind: "line", entry });
      continue;
    }
    const looks = happenings.filter((one): one is Look => one.kind === "look");
    spans.push({ entry, happenings, looks, last: looks[looks.length - 1] });
    happenings = [];
  }
  return spans;
}
