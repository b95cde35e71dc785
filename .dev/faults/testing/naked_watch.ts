import {
  type AccountState,
  type Exchange,
  type Instrument,
  isCovered,
  NO_EVENTS,
} from "../../../engine/mod.ts";
import { askedThrough } from "./asked_through.ts";

/** Measures on the venue itself how long the run's positions stand without a stop while it could do something about it. */
export class NakedWatch {
  longestMs = 0;
  readonly #venue: Exchange;
  readonly #assets: readonly string[];
  readonly #now: () => number;
  readonly #since = new Map<string, number>();

  constructor(venue: Exchange, instruments: readonly Instrument[], now: () => number) {
    this.#venue = venue;
    this.#assets = instruments.map(({ symbol }) => symbol);
    this.#now = now;
  }

  /** A process begins: before that nobody could do anything. */
  begins(): void {
    this.#since.clear();
  }

  /** A stop has vanished. */
  gone(asset: string): void {
    this.#since.set(asset, this.#now());
  }

  /** Watches at each question; where nobody answers nothing can be done either. */
  over(exchange: Exchange): Exchange {
    const ask = async <T>(question: () => T | Promise<T>): Promise<T> => {
      try {
        const answer = await question();
        this.#look((await this.#venue.sync(NO_EVENTS)).account);
        return answer;
      } catch (error) {
        this.begins();
        throw error;
      }
    };
    return askedThrough(ask, exchange);
  }

  #look(account: AccountState): void {
    for (const asset of this.#assets) {
      const position = account.positions.find((one) => one.asset === asset);
      if (position === undefined || isCovered("stop", position, account)) {
        this.#since.delete(asset);
        continue;
      }
      const since = this.#since.get(asset) ?? this.#now();
      this.#since.set(asset, since);
      this.longestMs = Math.max(this.longestMs, this.#now() - since);
    }
  }
}
