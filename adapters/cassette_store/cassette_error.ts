/** A cassette that cannot be read or written: one line that names the file. */
export class CassetteError extends Error {
  override readonly name = "CassetteError";
  /** The message says all there is to know; no stack trace helps. */
  readonly expected = true;
}
