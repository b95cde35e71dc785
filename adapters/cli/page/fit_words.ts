import { escaped } from "./markup.ts";
import type { ShownTrade, ShownWords } from "./reported.ts";

/** A page stays under 5 MB: what its trades and their words may take together, bytes. */
const ROOM = 4_300_000;
/** What a trade takes without its words: its row, and its marks on the candles. */
const TRADE_BYTES = 800;

/** Trades whose words fit on a page, and to how many letters the longer ones were cut; null: none was. */
export interface FittedWords {
  readonly trades: readonly ShownTrade[];
  readonly cutAt: number | null;
}

const encoder = new TextEncoder();

/** Cuts the longest words of trades where all of them together are too long; no trade is left out. `room`: bytes. */
export function fitWords(
  trades: readonly ShownTrade[],
  room = ROOM - TRADE_BYTES * trades.length,
): FittedWords {
  const texts = trades.flatMap(wordsOf).flatMap((
    { rationale, reasoning, exitPlan },
  ) => [rationale, reasoning, exitPlan])
    .filter((text) => text !== null && text !== "") as string[];
  const sizes = texts.map((text) => ({
    letters: text.length,
    bytesEach: encoder.encode(escaped(text)).length / text.length,
  }));
  const total = (most: number): number =>
    sizes.reduce((sum, { letters, bytesEach }) => sum + Math.min(letters, most) * bytesEach, 0);
  if (total(Infinity) <= room) return { trades, cutAt: null };
  let [low, high] = [0, Math.max(...sizes.map(({ letters }) => letters))];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (total(middle) <= room) low = middle;
    else high = middle;
  }
  return { trades: trades.map((trade) => cutTrade(trade, low)), cutAt: low };
}

function wordsOf({ opened, closed }: ShownTrade): ShownWords[] {
  return closed === null ? [...opened] : [...opened, closed];
}

function cutTrade({ opened, closed, ...rest }: ShownTrade, most: number): ShownTrade {
  return {
    ...rest,
    opened: opened.map((words) => cutWords(words, most)),
    closed: closed === null ? null : cutWords(closed, most),
  };
}

function cutWords({ rationale, reasoning, exitPlan, ...rest }: ShownWords, most: number): ShownWords {
  const cut = (text: string | null): string | null =>
    text === null || text.length <= most ? text : `${text.slice(0, most)}…`;
  return { ...rest, rationale: cut(rationale), reasoning: cut(reasoning), exitPlan: cut(exitPlan) };
}
