/**
 * Why the venue could not tell of the account. `unreachable`: nobody answered, or what came was torn; it may pass.
 * `refused`: the venue said no, and will again. `limit`: it was asked too much.
 */
export type ExchangeFaultKind = "unreachable" | "refused" | "limit";

/** The account could not be read, or may not be traded; the message is one line: who, on what, what was found. */
export class ExchangeFault extends Error {
  override readonly name: string = "ExchangeFault";
  /** The message says all there is to know; no stack trace helps. */
  readonly expected = true;
  readonly kind: ExchangeFaultKind;

  constructor(kind: ExchangeFaultKind, message: string, { cause }: { readonly cause?: unknown } = {}) {
    super(message, cause === undefined ? {} : { cause });
    this.kind = kind;
  }
}
