/**
 * A failure to expect: a right question that has no answer, or a folder, file or disk that does not allow what was
 * wanted. Its message is one line for a person: what failed, on which path, what was wanted.
 */
export class RunError extends Error {
  /** The message says all there is to know; no stack trace helps. */
  readonly expected = true;
  override readonly name = "RunError";
}

/** Does something with files; a failure becomes a RunError that begins with `what` and ends with the cause. */
export function orRunError<T>(what: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof RunError) throw error;
    throw new RunError(`${what}: ${reasonOf(error)}`, { cause: error });
  }
}

/** The cause in the system's words, without its number and path: those are said around it. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split("\n")[0].split(" (os error")[0];
}
