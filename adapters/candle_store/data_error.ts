/** Something about the market data that the user can mend: one line with file, row and what was wanted. */
export class DataError extends Error {
  override readonly name = "DataError";
  /** The message says all there is to know; no stack trace helps. */
  readonly expected = true;
}
