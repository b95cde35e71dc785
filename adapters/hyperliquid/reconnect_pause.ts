const FIRST_PAUSE_MS = 500;
const LAST_PAUSE_MS = 30_000;

/** Between two attempts to connect or subscribe, ms: longer each time (`attempt` counts from 0), up to the last. */
export function reconnectPauseMs(attempt: number): number {
  return Math.min(LAST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(attempt, 10));
}

/** Waits before the next attempt, but not beyond an end. */
export function reconnectPause(attempt: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, reconnectPauseMs(attempt));
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    }
    signal.addEventListener("abort", done, { once: true });
  });
}
