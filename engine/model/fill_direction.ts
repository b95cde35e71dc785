/** What a fill did to the position: one word, also where it turned it round. Source: exchange-rules 3.4. */
export type FillDirection =
  | "open-long"
  | "open-short"
  | "close-long"
  | "close-short"
  | "long-to-short"
  | "short-to-long";

/** What a fill of a signed size does to a position of a signed size, both in the same unit. */
export function fillDirection(held: number, filled: number): FillDirection {
  if (held === 0 || (held > 0) === (filled > 0)) return filled > 0 ? "open-long" : "open-short";
  const turns = Math.abs(filled) > Math.abs(held);
  if (held > 0) return turns ? "long-to-short" : "close-long";
  return turns ? "short-to-long" : "close-short";
}
