import type { Alert, AlertedRun } from "./alert.ts";
import { type HookAddress, hookMessage } from "./hook_message.ts";
import { postMessage } from "./post_message.ts";

/** How often and how patiently a hook is asked, ms. */
export interface HookPace {
  /** Between two messages: Telegram takes 20 a minute in a group, Discord 30. */
  readonly gapMs: number;
  readonly timeoutMs: number;
  /** Before the second try; it doubles. */
  readonly backoffMs: number;
  /** How long the last message may take when the run is over. */
  readonly lastMs: number;
  /** The hook says itself how long it wants to be left alone; this at most. */
  readonly longestWaitMs: number;
}

/** What the hook works with. */
export interface HookParts {
  readonly address: HookAddress;
  readonly run: AlertedRun;
  /** Told one line, once: that the hook does not work. */
  readonly warn: (line: string) => void;
  readonly pace?: Partial<HookPace>;
}

const PACE: HookPace = {
  ...{ gapMs: 3_000, timeoutMs: 10_000, backoffMs: 1_000, lastMs: 5_000 },
  longestWaitMs: 60_000,
};
const TRIES = 3;
/** Of what waits beyond this the oldest is given up: whoever is told that much reads the diary. */
const MOST_WAITING = 100;

/**
 * Tells a webhook what happened. Telling takes no time: messages go out by themselves, one after another and not too
 * often; what happens meanwhile goes into the next one.
 */
export class AlertHook implements AsyncDisposable {
  readonly #parts: HookParts;
  readonly #pace: HookPace;
  /** The run is over: what waits goes out without a pause. */
  readonly #closing = new AbortController();
  /** Nothing is waited for any more. */
  readonly #over = new AbortController();
  #waiting: Alert[] = [];
  #lost = 0;
  #isWarned = false;
  #sending: Promise<void> | null = null;

  constructor(parts: HookParts) {
    this.#parts = parts;
    this.#pace = { ...PACE, ...parts.pace };
  }

  /** Takes an alert; it goes out by itself. */
  tell(alert: Alert): void {
    this.#waiting.push(alert);
    if (this.#waiting.length > MOST_WAITING) {
      this.#waiting.shift();
      this.#lost++;
    }
    this.#sending ??= this.#sendAll();
  }

  /** Sends what waits, for a few seconds at most, and is done. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    const timer = setTimeout(() => this.#over.abort(), this.#pace.lastMs);
    await this.#sending;
    clearTimeout(timer);
  }

  async #sendAll(): Promise<void> {
    // What happens in the same moment goes out together.
    await Promise.resolve();
    while (this.#waiting.length > 0 && !this.#over.signal.aborted) {
      const [alerts, lost] = [this.#waiting, this.#lost];
      this.#waiting = [];
      // What is given up meanwhile is told by the next message.
      if (await this.#send(alerts, lost)) this.#lost -= lost;
      else this.#lost += alerts.length;
      await this.#pause(this.#pace.gapMs);
    }
    this.#sending = null;
  }

  /** Whether it got through. */
  async #send(alerts: readonly Alert[], lost: number): Promise<boolean> {
    const { address, run } = this.#parts;
    const message = hookMessage(address, { run, alerts, lost });
    for (let tries = 1;; tries++) {
      const posted = await postMessage(message, {
        timeoutMs: this.#pace.timeoutMs,
        signal: this.#over.signal,
      });
      if (posted.status === "sent") return true;
      if (posted.status === "refused" || tries === TRIES || this.#closing.signal.aborted) {
        this.#warn(posted.why);
        return false;
      }
      const waitMs = posted.afterMs ?? this.#pace.backoffMs * 2 ** (tries - 1);
      await this.#pause(Math.min(waitMs, this.#pace.longestWaitMs));
    }
  }

  /** Only the host is named: the rest of the address may be a token. */
  #warn(why: string): void {
    if (this.#isWarned) return;
    this.#isWarned = true;
    const { address: { url, shape }, warn } = this.#parts;
    const hook = `the ${shape} hook at ${new URL(url).host}`;
    warn(`alerts: ${hook} was not told: ${why}; told of once, it is tried again`);
  }

  /** Ends early when the run is over. */
  async #pause(ms: number): Promise<void> {
    const { signal } = this.#closing;
    if (signal.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    const end = (): void => resolve();
    signal.addEventListener("abort", end, { once: true });
    await promise;
    signal.removeEventListener("abort", end);
    clearTimeout(timer);
  }
}
