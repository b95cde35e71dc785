/** A failure to expect about a run's queue or lock: one line on what failed, on which path, what was wanted. */
export class QueueError extends Error {
  /** The message says all there is to know; no stack trace helps. */
  readonly expected = true;
  override readonly name = "QueueError";
}

/** The cause in the system's words, without its number. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split("\n")[0].split(" (os error")[0];
}
