/** So many streams are open at once. */
export const MOST_STREAMS = 50;

/** Counts the streams that are open. */
export class StreamCount {
  readonly #most: number;
  #open = 0;

  constructor(most: number = MOST_STREAMS) {
    this.#most = most;
  }

  /** How many are open. */
  get open(): number {
    return this.#open;
  }

  /** Opens one; gives what closes it, or null where there are too many. */
  enter(): (() => void) | null {
    if (this.#open >= this.#most) return null;
    this.#open++;
    let isOpen = true;
    return () => {
      if (isOpen) this.#open--;
      isOpen = false;
    };
  }
}
