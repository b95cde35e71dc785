/**
 * A failure to expect: a state file that is another venue's, damaged, or on a disk that takes no more. Its message is one
 * line for a person: what failed, on which file, what was wanted.
 */
export class StateError extends Error {
  /** The message says all there is to know; no stack trace helps. */
  readonly expected = true;
  override readonly name = "StateError";
}

/** Does something with files; a failure becomes a StateError that begins with `what` and ends with the cause. */
export function orStateError<T>(what: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof StateError) throw error;
    throw new StateError(`${what}: ${reasonOf(error)}`, { cause: error });
  }
}

/** The cause in the system's words, without its number and path. */
export function reasonOf(error: unknown): string {
  if (error instanceof Deno.errors.NotCapable) return "Deno has no permission for it";
  const message = error instanceof Error ? error.message : String(error);
  return message.split("\n")[0].split(" (os error")[0];
}
