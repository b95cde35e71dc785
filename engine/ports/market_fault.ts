/**
 * Why market data could not be had. `unreachable`: nobody answered, or what came was torn; it may pass. `refused`: the
 * venue said no, and will again. `limit`: its rate limit, or ours. `stale`: what there is is too old.
 */
export type MarketFaultKind = "unreachable" | "refused" | "limit" | "stale";

/** Market data that could not be had; its message is one line: who, on what, what was found. */
export class MarketFault extends Error {
  override readonly name: string = "MarketFault";
  /** The message says all there is to know; no stack trace helps. */
  readonly expected = true;
  readonly kind: MarketFaultKind;
  /** From when on it may be asked again, wall ms; null: at any time, or never. */
  readonly until: number | null;

  constructor(
    kind: MarketFaultKind,
    message: string,
    { until = null, cause }: { readonly until?: number | null; readonly cause?: unknown } = {},
  ) {
    super(message, cause === undefined ? {} : { cause });
    this.kind = kind;
    this.until = until;
  }
}
