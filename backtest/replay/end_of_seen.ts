import {
  type Clock,
  type Exchange,
  type MarketData,
  PortFailure,
  type SeenEntry,
  type SeenStore,
} from "../../engine/mod.ts";

const COMMITTED = Promise.resolve();

/**
 * What comes after all that a run saw: nothing. Whoever asks for more has come to the end, which aborts the signal; what
 * is answered then counts for nothing.
 */
export class EndOfSeen {
  readonly #over = new AbortController();

  /** Aborted where more is asked for than was seen. */
  get signal(): AbortSignal {
    return this.#over.signal;
  }

  /** Time stands still; nobody waits. */
  readonly clock: Clock = {
    now: () => {
      this.#over.abort();
      return -Infinity;
    },
    sleepUntil: () => this.#over.abort(),
  };

  /** Tells nothing. */
  readonly marketData: MarketData = {
    candles: () => this.#end(),
    finest: () => this.#end(),
    contexts: () => this.#end(),
    funding: () => this.#end(),
  };

  /** Tells and does nothing. */
  readonly exchange: Exchange = {
    sync: () => this.#end(),
    setLeverage: () => this.#end(),
    submit: () => this.#end(),
    cancel: () => this.#end(),
    find: () => this.#end(),
  };

  #end(): never {
    this.#over.abort();
    throw new PortFailure("the run saw no more");
  }
}

/** What was seen, to be played and not added to. */
export class PlayedSeen implements SeenStore {
  readonly #entries: readonly SeenEntry[];

  constructor(entries: readonly SeenEntry[]) {
    this.#entries = entries;
  }

  /** Oldest first. */
  entries(): Iterable<SeenEntry> {
    return this.#entries;
  }

  /** Keeps nothing. */
  append(): void {}

  /** There is nothing to make safe. */
  commit(): Promise<void> {
    return COMMITTED;
  }
}
