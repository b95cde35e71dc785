import { CHAIN_START, type ChainEnd, type DiaryLine, type Moment, readLine } from "../../../engine/mod.ts";
import { reasonOf } from "../dashboard_error.ts";
import { kindsOf, LINE_KINDS, type LineKind } from "./line_kinds.ts";
import { linesFrom, sizeOf } from "./line_reader.ts";
import { NumberList } from "./number_list.ts";

/** A fold over a diary that can be left and gone on with. */
export interface Fold<Snapshot> {
  add(line: Pick<DiaryLine, "seq" | "entry">): void;
  snapshot(): Snapshot;
  moment(): Moment;
  /** The fall from the highest growth so far, zero or below it. */
  readonly drawdown: number;
}

/** Makes one, from a snapshot or from nothing. */
export type FoldMaker<Snapshot> = new (snapshot?: Snapshot) => Fold<Snapshot>;

/** How far a diary has been read. */
export interface IndexState {
  /** Whole lines that were read and found to follow from the ones before. */
  readonly lines: number;
  readonly bytes: number;
  readonly size: number;
  /** What is wrong with the next line; null: nothing that was seen. */
  readonly fault: string | null;
}

/** A point of the equity curve. */
export interface CurvePoint {
  readonly seq: number;
  readonly close: number;
  readonly equityUsd: number;
  /** The deepest fall since the point before, zero or below it. */
  readonly drawdown: number;
}

interface Kept {
  readonly seq: number;
  readonly next: number;
  /** As JSON, which takes a tenth of the room of its objects. */
  readonly snapshot: string;
}

/** So many cycles are folded at most to come to a moment. */
const SNAPSHOT_CYCLES = 500;
/** The place of every line that begins so many is kept. */
const PLACE_LINES = 64;
/** So many bytes are read at once where a few lines are wanted. */
const FEW_BYTES = 32 * 1024;
/** Reading leaves the process to others after so long, ms. */
const SLICE_MS = 12;

/**
 * A diary that is read once, line by line with every hash checked, and read on as it grows. It keeps where lines lie, what
 * they hold, and a snapshot of the run each 500 cycles; the lines themselves stay on the disk.
 */
export class DiaryIndex<Snapshot> {
  readonly path: string;
  readonly #Fold: FoldMaker<Snapshot>;
  #fold: Fold<Snapshot>;
  #end: ChainEnd = { seq: 0, hash: CHAIN_START };
  #bytes = 0;
  #fault: string | null = null;
  #places = new NumberList();
  #snapshots: Kept[] = [];
  #seqs = new Map<LineKind, NumberList>();
  #closes = new NumberList();
  #equities = new NumberList();
  #drawdowns = new NumberList();
  #reading: Promise<void> | null = null;

  constructor(path: string, FoldOf: FoldMaker<Snapshot>) {
    this.path = path;
    this.#Fold = FoldOf;
    this.#fold = new FoldOf();
    this.#clear();
  }

  /** How far it is read. */
  get state(): IndexState {
    return { lines: this.#end.seq, bytes: this.#bytes, size: sizeOf(this.path), fault: this.#fault };
  }

  /** The run after the last line that was read. */
  get last(): Moment {
    return this.#fold.moment();
  }

  /** Reads what has come since, and leaves the process to others in between. Several callers share one reading. */
  readOn(): Promise<void> {
    this.#reading ??= this.#read().finally(() => this.#reading = null);
    return this.#reading;
  }

  /** The run after line `seq`, from the snapshot before it. */
  at(seq: number): Moment {
    if (seq >= this.#end.seq - 1) return this.last;
    const kept = this.#snapshots.findLast((one) => one.seq <= seq);
    const fold = new this.#Fold(kept === undefined ? undefined : JSON.parse(kept.snapshot));
    const from = kept === undefined ? { seq: 0, next: 0 } : { seq: kept.seq + 1, next: kept.next };
    let at = from.seq;
    for (const { text } of linesFrom(this.path, from.next)) {
      if (at > seq) break;
      const { seq: _seq, hash: _hash, ...entry } = JSON.parse(text);
      fold.add({ seq: at++, entry });
    }
    return fold.moment();
  }

  /** Lines as they stand in the file, from `from` on, at most `limit` of those that were read. */
  lines(from: number, limit: number): string[] {
    const until = Math.min(from + limit, this.#end.seq);
    if (from < 0 || from >= until) return [];
    const place = Math.floor(from / PLACE_LINES);
    const found: string[] = [];
    let at = place * PLACE_LINES;
    for (const { text } of linesFrom(this.path, this.#places.at(place)!, FEW_BYTES)) {
      if (at >= from) found.push(text);
      if (++at >= until) break;
    }
    return found;
  }

  /** The lines of a kind before line `before`, newest first, at most `limit`. */
  newestOf(kind: LineKind, before: number, limit: number): string[] {
    const seqs = this.#seqs.get(kind)!;
    const found: string[] = [];
    for (let at = seqs.countUpTo(before - 1) - 1; at >= 0 && found.length < limit; at--) {
      found.push(...this.lines(seqs.at(at)!, 1));
    }
    return found;
  }

  /** How many lines of a kind there are up to line `seq`. */
  countOf(kind: LineKind, seq: number): number {
    return this.#seqs.get(kind)!.countUpTo(seq);
  }

  /** The next line of a kind after line `seq`, or before it; null: there is none. */
  find(kind: LineKind, seq: number, direction: "next" | "previous"): number | null {
    const seqs = this.#seqs.get(kind)!;
    return (direction === "next" ? seqs.at(seqs.countUpTo(seq)) : seqs.at(seqs.countUpTo(seq - 1) - 1)) ??
      null;
  }

  /** The line of a cycle by its number, counted from 1; the nearest where there are fewer. */
  seqOfCycle(number: number): number | null {
    const seqs = this.#seqs.get("cycle")!;
    return seqs.at(Math.max(0, Math.min(number, seqs.length) - 1)) ?? null;
  }

  /** The line of the last cycle at or before a moment (ms); of the first where none is. */
  seqOfClose(close: number): number | null {
    return this.seqOfCycle(Math.max(1, this.#closes.countUpTo(close)));
  }

  /** The equity of the cycles up to line `seq` that closed after `from` (ms), at most so many points, each with its line. */
  curve({ seq, from }: { readonly seq: number; readonly from: number }, points: number): CurvePoint[] {
    const seqs = this.#seqs.get("cycle")!;
    const [start, end] = [this.#closes.countUpTo(from), seqs.countUpTo(seq)];
    const per = Math.max(1, Math.ceil((end - start) / points));
    const curve: CurvePoint[] = [];
    let drawdown = 0;
    for (let at = start; at < end; at++) {
      drawdown = Math.min(drawdown, this.#drawdowns.at(at)!);
      if ((at - start) % per !== 0 && at !== end - 1) continue;
      const [close, equityUsd] = [this.#closes.at(at)!, this.#equities.at(at)!];
      curve.push({ seq: seqs.at(at)!, close, equityUsd, drawdown });
      drawdown = 0;
    }
    return curve;
  }

  #clear(): void {
    this.#fold = new this.#Fold();
    this.#end = { seq: 0, hash: CHAIN_START };
    this.#bytes = 0;
    this.#fault = null;
    this.#places = new NumberList();
    this.#snapshots = [];
    this.#seqs = new Map(LINE_KINDS.map((kind) => [kind, new NumberList(Uint32Array)]));
    [this.#closes, this.#equities] = [new NumberList(), new NumberList()];
    this.#drawdowns = new NumberList(Float32Array);
  }

  async #read(): Promise<void> {
    const size = sizeOf(this.path);
    // Another file lies there now: a diary only ever grows.
    if (size < this.#bytes) this.#clear();
    if (size === this.#bytes || this.#fault !== null) return;
    let began = performance.now();
    for (const { text, next } of linesFrom(this.path, this.#bytes)) {
      if (!this.#take(text, next)) return;
      if (performance.now() - began < SLICE_MS) continue;
      await new Promise((resolve) => setTimeout(resolve, 0));
      began = performance.now();
    }
  }

  /** Takes in the next line; false: it does not follow from the one before. */
  #take(text: string, next: number): boolean {
    const { seq } = this.#end;
    let line: DiaryLine;
    try {
      line = readLine(text, this.#end);
    } catch (error) {
      this.#fault = `line ${seq + 1}: ${reasonOf(error)}`;
      return false;
    }
    if (seq % PLACE_LINES === 0) this.#places.push(this.#bytes);
    this.#fold.add(line);
    for (const kind of kindsOf(line.entry)) this.#seqs.get(kind)!.push(seq);
    this.#end = { seq: seq + 1, hash: line.hash };
    this.#bytes = next;
    if (line.entry.kind === "cycle") this.#keepCycle(line.entry.close, line.entry.equityUsd, seq);
    return true;
  }

  #keepCycle(close: number, equityUsd: number, seq: number): void {
    this.#closes.push(close);
    this.#equities.push(equityUsd);
    const cycles = this.#closes.length;
    this.#drawdowns.push(this.#fold.drawdown);
    if (cycles % SNAPSHOT_CYCLES !== 0) return;
    this.#snapshots.push({ seq, next: this.#bytes, snapshot: JSON.stringify(this.#fold.snapshot()) });
  }
}
