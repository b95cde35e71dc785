/** A setting that is not as it should be: one line with its place, what was found and what was wanted. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
  /** The message says all there is to know; no stack trace helps. */
  readonly expected = true;
}
