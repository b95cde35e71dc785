import { MarketFault, type SeenEntry, type SeenStore } from "../../engine/mod.ts";

/** A run that goes on does not go as it went: what it asks for is not what it had asked for. */
export class SeenError extends Error {
  override readonly name = "SeenError";
}

type Kind = SeenEntry["kind"];
type EntryOf<K extends Kind> = Extract<SeenEntry, { readonly kind: K }>;

/**
 * What a run saw, as a tape: as long as there is something of it left it is played, then it is recorded on. Readings of
 * the clock are gathered, and are handed over with the next entry or when {@link flush} is called.
 */
export class SeenTape {
  readonly #store: SeenStore;
  readonly #kept: Iterator<SeenEntry>;
  #next: SeenEntry | null;
  /** How much of a run of readings was played. */
  #played = 0;
  #readings: number[] = [];

  constructor(store: SeenStore) {
    this.#store = store;
    this.#kept = store.entries()[Symbol.iterator]();
    this.#next = this.#draw();
  }

  /** What is played next; null: all was played. */
  get nextKind(): Kind | null {
    return this.#next?.kind ?? null;
  }

  /** Whether there is something left to play. */
  get isPlaying(): boolean {
    return this.#next !== null;
  }

  /** The next entry of a kind; null: all was played. A fault that stands in its place is thrown again. */
  play<K extends Kind>(kind: K): EntryOf<K> | null {
    const next = this.#next;
    if (next === null) return null;
    this.#next = this.#draw();
    if (next.kind === kind) return next as EntryOf<K>;
    if (next.kind === "fault") {
      throw next.of === null ? new Error(next.message) : new MarketFault(next.of, next.message);
    }
    throw new SeenError(
      `what this run saw has ${next.kind} where ${kind} is asked for; wanted the code that began it`,
    );
  }

  /** A reading of the clock: the one that was kept, or what `read` gives. */
  reading(read: () => number): number {
    if (this.#next === null) {
      const time = read();
      this.#readings.push(time);
      return time;
    }
    if (this.#next.kind !== "clock") this.play("clock");
    const { times } = this.#next as EntryOf<"clock">;
    const time = times[this.#played++];
    if (this.#played === times.length) {
      this.#next = this.#draw();
      this.#played = 0;
    }
    return time;
  }

  /** Keeps what was seen, and gives it back. */
  keep<K extends Kind>(entry: EntryOf<K>): EntryOf<K> {
    this.flush();
    this.#store.append(entry);
    return entry;
  }

  /** Does what may fail; its failure is kept too. */
  async attempt<T>(ask: () => T | Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const of = error instanceof MarketFault ? error.kind : null;
      this.keep<"fault">({ kind: "fault", message, of });
      throw error;
    }
  }

  /** Hands gathered readings over: nothing may be written that follows from what is not kept. */
  flush(): void {
    if (this.#readings.length === 0) return;
    this.#store.append({ kind: "clock", times: this.#readings });
    this.#readings = [];
  }

  /** Resolves when all is as safe as the store can make it. */
  async commit(): Promise<void> {
    this.flush();
    await this.#store.commit();
  }

  #draw(): SeenEntry | null {
    const { done, value } = this.#kept.next();
    return done === true ? null : value;
  }
}
