/** What is wrong with a queue, in a line. */
export class QueueError extends Error {
  override readonly name = "QueueError";
  /** The message says all there is to know. */
  readonly expected = true;
}

/** What was thrown, in a line. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error);
  return text.split("\n")[0].toLowerCase();
}
