import type { AccountState, Clock, Outcome } from "../../engine/mod.ts";

/** What the venue is asked to cancel all orders with. */
export interface FlatTools {
  readonly clock: Clock;
  /** Has the venue cancel every order of the account at a moment, wall ms. */
  scheduleCancel(time: number): Promise<Outcome>;
  /** Keeps the run to this process; throws where another one has it. */
  lock(): Promise<Disposable>;
}

/** Whose the orders of an account are. */
export interface FlatAccount {
  readonly account: Pick<AccountState, "positions" | "openOrders">;
  readonly isOurs: (clientOrderId: string | null) => boolean;
}

/** The venue wants five seconds from now at least. Source: exchange-rules 2.5, scheduleCancel. */
const IN_MS = 6_000;
/** Until it has done so, ms. */
const DONE_MS = 1_000;

/**
 * Has the venue itself cancel what rests in a flat account, so that it happens even if this process ends now. That
 * cancels everybody's orders and every stop: so only where no position stands and each order is the run's, and only while
 * the run is kept from beginning again. A refusal is told once.
 */
export class FlatCanceller {
  readonly #tools: FlatTools;
  #isRefused = false;

  constructor(tools: FlatTools) {
    this.#tools = tools;
  }

  /** What was done, in a line; null: there was nothing to do, or it may not be done. */
  async cancel({ account, isOurs }: FlatAccount): Promise<string | null> {
    const { positions, openOrders } = account;
    if (this.#isRefused || positions.length > 0 || openOrders.length === 0) return null;
    if (!openOrders.every(({ clientOrderId }) => isOurs(clientOrderId))) return null;
    const lock = await this.#locked();
    if (lock === null) return null;
    using _lock = lock;
    const { clock, scheduleCancel } = this.#tools;
    const time = Date.now() + IN_MS;
    const outcome = await scheduleCancel(time);
    const what = `the account is flat, and ${openOrders.length} of the run's orders rest in it`;
    if (outcome.status === "accepted") {
      await clock.sleepUntil(clock.now() + IN_MS + DONE_MS);
      return `${what}: the venue was told to cancel them`;
    }
    this.#isRefused = outcome.status === "rejected";
    return `${what}: the venue does not cancel them by itself: ${outcome.reason}`;
  }

  /** A process that hangs and has the run may still send something: nothing is cancelled under it. */
  async #locked(): Promise<Disposable | null> {
    try {
      return await this.#tools.lock();
    } catch (error) {
      if (error instanceof Error && error.name === "QueueError") return null;
      throw error;
    }
  }
}
