/** A setting that is not as it should be: one line with its place, what was found and what was wanted. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
  /** The message says all there is to know; no stack trace helps. */
  readonly expected = true;
  /** Whether a value was given that cannot be right, as at the command line; not so where something is missing. */
  readonly usage: boolean;

  constructor(
    message: string,
    { usage = false, ...options }: ErrorOptions & { readonly usage?: boolean } = {},
  ) {
    super(message, options);
    this.usage = usage;
  }
}
