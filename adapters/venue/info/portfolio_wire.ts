import { DAY_MS, type Transfer } from "../../../engine/mod.ts";
import { decimalText } from "../number_text.ts";
import { rounded } from "./words_wire.ts";

const DECIMALS = 6;
/** Points of a line at most, the first and the last among them. */
const MOST_POINTS = 60;
const SPANS: readonly (readonly [name: string, perpName: string, ms: number])[] = [
  ["day", "perpDay", DAY_MS],
  ["week", "perpWeek", 7 * DAY_MS],
  ["month", "perpMonth", 30 * DAY_MS],
  ["allTime", "perpAllTime", Infinity],
];

/** How long the longest span with a start is, ms. */
export const LONGEST_SPAN_MS: number = 30 * DAY_MS;

interface Point {
  readonly time: number;
  readonly equityUsd: number;
}

/** What a portfolio is shown from; all lists oldest first. */
export interface PortfolioParts {
  readonly now: number;
  readonly history: readonly Point[];
  readonly transfers: readonly Transfer[];
  /** Of the last {@link LONGEST_SPAN_MS}. */
  readonly fills: readonly { readonly time: number; readonly price: number; readonly size: number }[];
  /** Since the account began, USD. */
  readonly volumeUsd: number;
}

/**
 * Value and PnL of an account over four spans, each also for perpetuals alone, which is the same here. PnL is counted
 * from the start of the span, without the money that came or went.
 */
export function portfolioRow(parts: PortfolioParts) {
  const rows = SPANS.map(([, , ms]) => spanRow(parts, parts.now - ms));
  return [
    ...SPANS.map(([name], index) => [name, rows[index]]),
    ...SPANS.map(([, name], index) => [name, rows[index]]),
  ];
}

function spanRow({ history, transfers, fills, volumeUsd }: PortfolioParts, start: number) {
  const line = thinned(lineFrom(history, start));
  const pnl = line.map(({ time, equityUsd }) => {
    const moved = transfers.filter((one) => one.time > line[0].time && one.time <= time);
    const amount = moved.reduce((sum, { amountUsd }) => sum + amountUsd, 0);
    return [time, decimalText(rounded(equityUsd - line[0].equityUsd - amount, DECIMALS))];
  });
  const traded = fills.filter(({ time }) => time > start)
    .reduce((sum, { price, size }) => sum + price * size, 0);
  return {
    accountValueHistory: line.map(({ time, equityUsd }) => [time, decimalText(equityUsd)]),
    pnlHistory: pnl,
    vlm: decimalText(rounded(Number.isFinite(start) ? traded : volumeUsd, DECIMALS)),
  };
}

/** The points after a moment, and before them what was known at it. */
function lineFrom(history: readonly Point[], start: number): readonly Point[] {
  const before = history.findLast(({ time }) => time <= start);
  const after = history.filter(({ time }) => time > start);
  return before === undefined ? after : [{ ...before, time: start }, ...after];
}

function thinned(line: readonly Point[]): readonly Point[] {
  if (line.length <= MOST_POINTS) return line;
  const step = (line.length - 1) / (MOST_POINTS - 1);
  return Array.from({ length: MOST_POINTS }, (_, index) => line[Math.round(index * step)]);
}
