/**
 * A port could not be asked, or did not answer: no network, refused, above a limit, an answer that is no answer. What
 * was asked may have been done all the same. The message is one line.
 */
export class PortFailure extends Error {
  /** The message says all there is to know; no stack trace helps. */
  readonly expected = true;
  override readonly name = "PortFailure";
}

/**
 * Whether market data or an exchange failed in a way to expect: a {@link PortFailure}, or an adapter's own error that
 * says so with `expected: true`. Anything else is a broken invariant and ends the run.
 */
export function isPortFailure(error: unknown): error is Error {
  return error instanceof Error && "expected" in error && error.expected === true;
}

/** The message of a failure to expect; anything else is thrown again. */
export function failureOf(error: unknown): string {
  if (!isPortFailure(error)) throw error;
  return error.message;
}
