/** What a run saw cannot be kept or read; the message names the file. */
export class SeenFileError extends Error {
  /** The message says all there is to know; no stack trace helps. */
  readonly expected = true;
  override readonly name = "SeenFileError";
}
