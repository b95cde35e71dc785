import type { DiaryIndex } from "./diary_index.ts";

/** Something that is told beside the lines of a diary when it changes. */
export interface Beside {
  /** The name of its events. */
  readonly name: string;
  /** What it is now. */
  now(): unknown;
}

/** What is streamed, from where, and how patiently. */
export interface StreamOptions {
  /** The last line the reader has; −1: none. */
  readonly after: number;
  readonly beside: readonly Beside[];
  /** Told once, when nobody reads any more. */
  readonly onEnd: () => void;
  /** How often the file is looked at, ms. */
  readonly lookMs?: number;
  /** Who takes nothing for so long is dropped, ms. */
  readonly patienceMs?: number;
}

const LOOK_MS = 250;
const PATIENCE_MS = 20_000;
const ALIVE_MS = 15_000;
const TOGETHER = 100;
const encoder = new TextEncoder();

/**
 * The lines of a growing diary as server-sent events, each with its seq as id, so that a reader that comes again with the
 * last one it has misses nothing. Lines are read when the reader takes them: a slow one costs no memory, and one that
 * takes nothing at all is dropped.
 */
export function eventStream<Snapshot>(
  index: DiaryIndex<Snapshot>,
  options: StreamOptions,
): ReadableStream<Uint8Array> {
  const source = new EventSource(index, options);
  return new ReadableStream({
    pull: (controller) => source.pull(controller),
    cancel: () => source.end(),
  }, { highWaterMark: 1 });
}

class EventSource<Snapshot> {
  readonly #index: DiaryIndex<Snapshot>;
  readonly #options: StreamOptions;
  readonly #told = new Map<string, string>();
  #next: number;
  #isOver = false;
  #patience: ReturnType<typeof setTimeout> | null = null;
  #wake: (() => void) | null = null;

  constructor(index: DiaryIndex<Snapshot>, options: StreamOptions) {
    this.#index = index;
    this.#options = options;
    this.#next = options.after + 1;
  }

  /** Gives the next events as soon as there are any. */
  async pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    this.#stopPatience();
    let quietMs = 0;
    while (!this.#isOver) {
      const text = await this.#events();
      if (text !== "") return this.#give(controller, text);
      if (quietMs >= ALIVE_MS) return this.#give(controller, ": alive\n\n");
      const { lookMs = LOOK_MS } = this.#options;
      quietMs += lookMs;
      await this.#sleep(lookMs);
    }
  }

  /** Nobody reads any more. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#stopPatience();
    this.#wake?.();
    this.#options.onEnd();
  }

  async #events(): Promise<string> {
    await this.#index.readOn();
    const lines = this.#index.lines(this.#next, TOGETHER);
    let text = "";
    for (const line of lines) text += `id: ${this.#next++}\nevent: line\ndata: ${line}\n\n`;
    for (const { name, now } of this.#options.beside) {
      const value = JSON.stringify(now());
      if (this.#told.get(name) === value) continue;
      this.#told.set(name, value);
      text += `event: ${name}\ndata: ${value}\n\n`;
    }
    return text;
  }

  #give(controller: ReadableStreamDefaultController<Uint8Array>, text: string): void {
    // The reader may have gone while the lines were read.
    if (this.#isOver) return;
    controller.enqueue(encoder.encode(text));
    this.#patience = setTimeout(() => {
      this.end();
      controller.error(new Error("the reader takes nothing"));
    }, this.#options.patienceMs ?? PATIENCE_MS);
  }

  #stopPatience(): void {
    if (this.#patience !== null) clearTimeout(this.#patience);
    this.#patience = null;
  }

  async #sleep(ms: number): Promise<void> {
    if (this.#isOver) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    this.#wake = () => {
      clearTimeout(timer);
      resolve();
    };
    await promise;
    this.#wake = null;
  }
}
