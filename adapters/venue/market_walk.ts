import type { MarketClock } from "./market_clock.ts";

/** How long a walk goes on before others get their turn, wall ms. */
const TURN_MS = 10;

/** Where a walk goes, and who goes along. */
export interface WalkParts {
  readonly clock: MarketClock;
  /** Gives the first moment after one (ms) at which to stop on the way; null: there is none any more. */
  nextStop(time: number): number | null;
  /** Where market time ends, ms. */
  readonly end: number;
  /** Called, and waited for, when market time is about to leave a moment (ms). */
  leaving?(time: number): Promise<void>;
  /** What is being done at a moment and must be done before market time leaves it; null: nothing. */
  busy?(): Promise<unknown> | null;
  /** Called at every stop on the way and, as the last, where the walk ends. */
  moved(isLast: boolean): Promise<void>;
}

/** Moves market time on; it stops on the way where something may happen, so that nothing is missed. */
export class MarketWalk {
  readonly #parts: WalkParts;
  #walking: Promise<unknown> = Promise.resolve();
  #isStopped = false;

  constructor(parts: WalkParts) {
    this.#parts = parts;
  }

  /** Whether market time has come to its end. */
  get hasEnded(): boolean {
    return this.#parts.clock.now() >= this.#parts.end;
  }

  /** Where market time ends, ms. */
  get end(): number {
    return this.#parts.end;
  }

  /**
   * Goes as far as `time` (ms) or the end; resolves when all on the way was told. Walks go one after another: one that
   * leads nowhere new still tells of the moment.
   */
  to(time: number): Promise<void> {
    const walked = this.#walking.then(() => this.#walk(Math.min(time, this.#parts.end)));
    // Whoever asked for a walk hears of its failure; the next one goes its own way.
    this.#walking = Promise.allSettled([walked]);
    return walked;
  }

  /** Lets walks end where they are, and none begin; resolves when they have. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#walking;
  }

  async #walk(time: number): Promise<void> {
    const { clock, moved, nextStop } = this.#parts;
    let turnEnds = performance.now() + TURN_MS;
    for (let stop = nextStop(clock.now()); stop !== null && stop < time; stop = nextStop(stop)) {
      if (this.#isStopped) break;
      await this.#moveTo(stop);
      await moved(false);
      if (performance.now() < turnEnds) continue;
      await othersTurn();
      turnEnds = performance.now() + TURN_MS;
    }
    if (!this.#isStopped) await this.#moveTo(time);
    await moved(true);
  }

  async #moveTo(time: number): Promise<void> {
    const { clock, leaving, busy } = this.#parts;
    if (time <= clock.now()) return;
    await leaving?.(clock.now());
    // Between the last look and the move nobody can come: there is nothing to wait for.
    for (let work = busy?.() ?? null; work !== null; work = busy?.() ?? null) await work;
    clock.set(time);
  }
}

/** Lets sockets and requests have their turn: promises alone do not. */
function othersTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
