import {
  ExchangeFault,
  MarketFault,
  minuteOf,
  PortFailure,
  type SeenEntry,
  type SeenStore,
} from "../../engine/mod.ts";

/** A run that goes on, or is played again, does not go as it went: what it asks for is not what it had asked for. */
export class SeenError extends Error {
  override readonly name = "SeenError";
}

type Kind = SeenEntry["kind"];
type EntryOf<K extends Kind> = Extract<SeenEntry, { readonly kind: K }>;

/** What a look between cycles sees; whatever else is seen belongs to a cycle or a command. */
const HELD: readonly Kind[] = ["exchange", "fault", "interrupted"];

/** What is held back. */
interface Held {
  readonly quiet: SeenEntry[];
  readonly present: SeenEntry[];
  /** Whether all of `present` is here: where the tape was still playing its beginning is kept already. */
  readonly isWhole: boolean;
}

/** From when on a cycle that was left is not gone on with. */
export interface LeftCycle {
  /** The moment, ms. */
  readonly now: number;
  /** So much later than its last reading of the clock its time has passed, ms. */
  readonly afterMs: number;
}

/**
 * What a run saw, as a tape: as long as there is something of it left it is played, then it is recorded on. Readings of
 * the clock are gathered, and are handed over with the next entry or when {@link flush} is called.
 */
export class SeenTape {
  /** Told when something else is next. */
  onNext: () => void = () => undefined;
  readonly #store: SeenStore;
  readonly #kept: readonly SeenEntry[];
  readonly #away: EntryOf<"resumed">[] = [];
  #at = 0;
  /** How much of a run of readings was played. */
  #played = 0;
  #readings: number[] = [];
  #failure: { readonly error: unknown } | null = null;
  /** What was seen since the waiting began, and by the last look that found nothing; null: nothing is held back. */
  #held: Held | null = null;

  /**
   * With `left`, a cycle in progress whose time has passed is forgotten, unless something was intended in it. `goesOnAt`: the
   * moment at which the run goes on, ms; throws a SeenError where that is before what it has seen.
   */
  constructor(store: SeenStore, left: LeftCycle | null = null, goesOnAt?: number) {
    this.#store = store;
    const kept = withoutForgotten(store.entries());
    if (goesOnAt !== undefined) mustBeAfter(kept, goesOnAt);
    const entries = left === null ? 0 : passedEntries(kept, left);
    const there = entries === 0 ? kept : kept.slice(0, -entries);
    if (entries > 0) store.append({ kind: "forget", entries });
    const resumed = left === null ? null : resumedAt(there, left.now);
    if (resumed !== null) store.append(resumed);
    this.#kept = resumed === null ? there : [...there, resumed];
    this.#passResumptions();
  }

  /** Whether no process was there at a moment (ms), as far as was played. */
  wasAway(time: number): boolean {
    return this.#away.some(({ after, until }) => after < time && time <= until);
  }

  /** What is played next; null: all was played. */
  get nextKind(): Kind | null {
    return this.#kept[this.#at]?.kind ?? null;
  }

  /** Whether there is something left to play. */
  get isPlaying(): boolean {
    return this.#at < this.#kept.length;
  }

  /** The next entry of a kind; null: all was played. A fault that stands in its place is thrown again. */
  play<K extends Kind>(kind: K): EntryOf<K> | null {
    this.#passInterruption(kind);
    const next = this.#kept[this.#at];
    if (next === undefined) return null;
    this.#advance();
    if (next.kind === kind) return next as EntryOf<K>;
    if (next.kind === "fault") throw faultAgain(next);
    throw new SeenError(
      `what this run saw has ${next.kind} where ${kind} is asked for; wanted the code and settings it was begun with, or --new`,
    );
  }

  /** A reading of the clock: the one that was kept, or what `read` gives. */
  reading(read: () => number): number {
    this.#passInterruption("clock");
    const next = this.#kept[this.#at];
    if (next === undefined) {
      const time = read();
      this.#readings.push(time);
      return time;
    }
    if (next.kind !== "clock") this.play("clock");
    const { times } = next as EntryOf<"clock">;
    const time = times[this.#played++];
    if (this.#played === times.length) this.#advance();
    return time;
  }

  /** Keeps what was seen, and gives it back. */
  keep<K extends Kind>(entry: EntryOf<K>): EntryOf<K> {
    if (!HELD.includes(entry.kind)) this.release();
    this.flush();
    this.#append(entry);
    return entry;
  }

  /** From now on what is seen is held back: until a line follows from it nobody needs it. */
  hold(): void {
    this.flush();
    const quiet = this.#held?.quiet ?? [];
    for (const entry of this.#held?.present ?? []) quiet.push(entry);
    this.#held = { quiet, present: [], isWhole: !this.isPlaying };
  }

  /** What was seen since {@link hold} has led to nothing: of such looks only the last one is kept. */
  drop(): void {
    if (this.#held === null) return;
    this.flush();
    if (!this.#held.isWhole) return this.release();
    this.#held = { quiet: this.#held.present, present: [], isWhole: true };
  }

  /** Hands over what is held back. */
  release(): void {
    if (this.#held === null) return;
    const { quiet, present } = this.#held;
    this.#held = null;
    for (const entry of [...quiet, ...present]) this.#handOver(entry);
  }

  /** Does what may fail; its failure is kept too. */
  async attempt<T>(ask: () => T | Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      this.keep<"fault">(faultOf(error));
      throw error;
    }
  }

  /** Hands gathered readings over: nothing may be written that follows from what is not kept. */
  flush(): void {
    if (this.#readings.length === 0) return;
    this.#append({ kind: "clock", times: this.#readings });
    this.#readings = [];
  }

  /** Resolves when all is as safe as the store can make it. */
  async commit(): Promise<void> {
    this.release();
    this.flush();
    await this.#store.commit();
  }

  #append(entry: SeenEntry): void {
    if (this.#held === null) this.#handOver(entry);
    else this.#held.present.push(entry);
  }

  /** After what could not be kept nothing is: whoever asked may have taken the failure for one of its own. */
  #handOver(entry: SeenEntry): void {
    if (this.#failure !== null) throw this.#failure.error;
    try {
      this.#store.append(entry);
    } catch (error) {
      this.#failure = { error };
      throw error;
    }
  }

  /** An interruption that came while something was awaited has left no other trace there. */
  #passInterruption(kind: Kind): void {
    while (kind !== "interrupted" && this.nextKind === "interrupted") this.#advance();
  }

  #advance(): void {
    this.#at++;
    this.#played = 0;
    this.#passResumptions();
    this.onNext();
  }

  /** Nobody asks for them: they are heard of on the way. */
  #passResumptions(): void {
    for (let next = this.#kept[this.#at]; next?.kind === "resumed"; next = this.#kept[++this.#at]) {
      this.#away.push(next);
    }
  }
}

/** Those that count, oldest first: without those of cycles that were left. */
export function withoutForgotten(entries: Iterable<SeenEntry>): SeenEntry[] {
  const kept: SeenEntry[] = [];
  for (const entry of entries) {
    if (entry.kind === "forget") kept.length -= Math.min(kept.length, entry.entries);
    else kept.push(entry);
  }
  return kept;
}

/** A clock that is so far before what a run has seen is not the run's: a venue was begun anew. A clock set right is not meant. */
const MOST_BACK_MS = 60_000;

/** Throws where time is before what was seen: the run would wait without a word until it comes round again. */
function mustBeAfter(kept: readonly SeenEntry[], now: number): void {
  const last = lastReading(kept);
  if (last === undefined || last - now <= MOST_BACK_MS) return;
  throw new SeenError(
    `it is ${minuteOf(now)}, and this run has seen ${
      minuteOf(last)
    } already: the market's time was set back; ` +
      `wanted a venue that goes on from there (venue --from ${minuteOf(last).slice(0, -1)}), or --new`,
  );
}

function lastReading(kept: readonly SeenEntry[]): number | undefined {
  return kept.findLast((entry) => entry.kind === "clock")?.times.at(-1);
}

/** What a process leaves behind that only waited. */
const WAITING: readonly Kind[] = ["clock", "interrupted", "resumed"];

/** That nobody was there since the last reading of the clock; null: there was none, or it has not moved. */
function resumedAt(kept: readonly SeenEntry[], now: number): EntryOf<"resumed"> | null {
  const after = lastReading(kept);
  return after === undefined || after >= now ? null : { kind: "resumed", after, until: now };
}

/** How many entries at the end belong to a cycle in progress, that is after the last line, where its time has passed. */
function passedEntries(kept: readonly SeenEntry[], { now, afterMs }: LeftCycle): number {
  const last = lastReading(kept);
  if (last === undefined || now - last <= afterMs) return 0;
  const line = kept.findLastIndex(({ kind }) => kind === "line");
  const entry = kept[line] as EntryOf<"line"> | undefined;
  const isUnderWay = kept.slice(line + 1).some(({ kind }) => !WAITING.includes(kind));
  // Whoever only waited for a close slept: that is told as it was.
  return entry === undefined || !entry.isEnd || !isUnderWay ? 0 : kept.length - 1 - line;
}

function faultOf(error: unknown): EntryOf<"fault"> {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof ExchangeFault) return { kind: "fault", message, of: error.kind, by: "exchange" };
  return { kind: "fault", message, of: error instanceof MarketFault ? error.kind : null };
}

function faultAgain(fault: EntryOf<"fault">): Error {
  const { message, of } = fault;
  if (of === null) return new PortFailure(message);
  return fault.by === "exchange"
    ? new ExchangeFault(fault.of!, message)
    : new MarketFault(fault.of!, message);
}
