import type { FillDirection, OrderStatus, Side } from "../../../engine/mod.ts";

const HASH_DIGITS = 64;
/** Of the largest whole number a double holds. */
const ID_DIGITS = 16;

const DIRECTIONS: Readonly<Record<FillDirection, string>> = {
  "open-long": "Open Long",
  "open-short": "Open Short",
  "close-long": "Close Long",
  "close-short": "Close Short",
  "long-to-short": "Long > Short",
  "short-to-long": "Short > Long",
};

/** The venue's letter of a side: a buy bids, a sell asks. */
export function sideLetter(side: Side): "B" | "A" {
  return side === "buy" ? "B" : "A";
}

/** The venue's word for what became of an order: ours in camel case. Source: exchange-rules 2.9. */
export function statusWord(status: OrderStatus): string {
  return status.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** The venue's words for what a fill did to the position. Source: exchange-rules 3.4. */
export function directionWords(direction: FillDirection): string {
  return DIRECTIONS[direction];
}

/**
 * Stands for the hash of a block chain's transaction, which a simulation has none of: up to four whole numbers that name
 * the entry, 0x and 64 digits (decimal ones, which are quick to write and hex as well). The same entry has the same one
 * everywhere it is shown.
 */
export function entryHash(...ids: readonly number[]): string {
  let digits = "";
  for (const id of ids) digits += String(Math.max(0, Math.floor(id))).padStart(ID_DIGITS, "0");
  return `0x${digits.padStart(HASH_DIGITS, "0")}`;
}

/** From here on a double of units has too few bits behind the point to be rounded by them: its sure digits are kept. */
const MOST_UNITS = 2 ** 50;
const SURE_DIGITS = 15;

/**
 * A value with at most so many decimals, without the noise of adding and dividing doubles. What is rounded stays as it is
 * when it is rounded again.
 */
export function rounded(value: number, decimals: number): number {
  const scale = 10 ** decimals;
  const units = value * scale;
  return Math.abs(units) < MOST_UNITS ? Math.round(units) / scale : Number(value.toPrecision(SURE_DIGITS));
}
