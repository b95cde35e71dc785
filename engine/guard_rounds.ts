import type { Engine } from "./engine.ts";
import { type Guarding, runGuard } from "./guard.ts";
import type { Meanwhile } from "./ports/chat_model.ts";

/** The looks at an account that nobody else looks at just now: between cycles, and while a model thinks. */
export class GuardRounds implements Meanwhile {
  readonly #engine: Engine;
  readonly #guard: Guarding;
  /** The first look is at once: where a run goes on, what happened meanwhile is mended before all else. */
  #dueAt = -Infinity;
  #failure: { readonly error: unknown } | null = null;

  constructor(engine: Engine, guard: Guarding) {
    this.#engine = engine;
    this.#guard = guard;
  }

  /** When the next look is due, ms. */
  get dueAt(): number {
    return this.#dueAt;
  }

  /** Is there when a look is due, at once when something happened to an order, or as soon as the signal is aborted. */
  async due(signal: AbortSignal): Promise<void> {
    this.#guard.onWait?.();
    const wake = AbortSignal.any([signal, this.#guard.events()]);
    await this.#engine.ports.clock.sleepUntil(this.#dueAt, wake);
  }

  /** Looks, and mends what is not protected. Throws where the run cannot go on. */
  async look(): Promise<void> {
    const now = this.#engine.ports.clock.now();
    try {
      if (await runGuard(this.#engine) === null) this.#guard.onQuiet?.();
    } catch (error) {
      this.#failure = { error };
      throw error;
    }
    this.#dueAt = now + this.#guard.everyMs;
  }

  /** Throws what a look has thrown: an agent during whose question that was may have taken it for a fault of its own. */
  rethrow(): void {
    if (this.#failure !== null) throw this.#failure.error;
  }
}
