import { FailureError } from "./errors.ts";
import { formatTime } from "./format.ts";

/** A stretch of time, ms. */
interface Span {
  readonly from: number;
  readonly until: number;
}

/** Gives the failure for a range that the data does not cover: what was asked, and what there is. */
export function outsideData(
  asked: { readonly from: number; readonly until: number | null },
): (there: readonly (Span & { readonly asset: string })[]) => FailureError {
  return (there) => failureFor(asked, there);
}

function failureFor(
  asked: Parameters<typeof outsideData>[0],
  there: readonly (Span & { readonly asset: string })[],
): FailureError {
  const end = asked.until === null ? "the end of the data" : formatTime(asked.until);
  const bySpan = Map.groupBy(there, ({ from, until }) => `${formatTime(from)} to ${formatTime(until)}`);
  const spans = [...bySpan].map(([span, of]) => `${of.map(({ asset }) => asset).join(", ")} from ${span}`);
  return new FailureError(
    `no data for ${formatTime(asked.from)} to ${end}; there is ${spans.join("; ")} UTC`,
  );
}
