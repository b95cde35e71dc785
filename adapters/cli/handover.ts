/** Hands things from one who makes them to one who takes them: the maker is never more than one ahead. */
export class Handover<Item> {
  readonly #waiting: Item[] = [];
  #isOver = false;
  #onItem: () => void = () => undefined;
  #onTaken: () => void = () => undefined;

  /** Resolves when it may go on: what was put is taken, or nobody takes any more. */
  async put(item: Item): Promise<void> {
    if (this.#isOver) return;
    this.#waiting.push(item);
    this.#onItem();
    while (this.#waiting.includes(item) && !this.#isOver) {
      await new Promise<void>((resolve) => this.#onTaken = chained(this.#onTaken, resolve));
    }
  }

  /** The next one; null: there are no more. With `withinMs`, undefined where none came in that time. */
  async take(withinMs: number): Promise<Item | null | undefined>;
  async take(): Promise<Item | null>;
  async take(withinMs?: number): Promise<Item | null | undefined> {
    if (this.#waiting.length === 0 && !this.#isOver) await this.#wait(withinMs);
    if (this.#waiting.length === 0) return this.#isOver ? null : undefined;
    const item = this.#waiting.shift()!;
    const taken = this.#onTaken;
    this.#onTaken = () => undefined;
    taken();
    return item;
  }

  /** Nothing more is put, and nobody waits any more. */
  end(): void {
    this.#isOver = true;
    this.#onItem();
    this.#onTaken();
  }

  async #wait(withinMs: number | undefined): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#onItem = resolve;
    const timer = withinMs === undefined ? null : setTimeout(resolve, withinMs);
    await promise;
    if (timer !== null) clearTimeout(timer);
    this.#onItem = () => undefined;
  }
}

function chained(first: () => void, second: () => void): () => void {
  return () => {
    first();
    second();
  };
}
