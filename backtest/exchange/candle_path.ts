import type { CandleWindow } from "../../engine/mod.ts";
import { type HeldOrder, isReached, kindOf } from "./held_order.ts";
import type { CandlePath } from "./options.ts";

/** The four instants a candle is walked in. */
export const INSTANTS = ["open", "first", "second", "close"] as const;
/** One of {@link INSTANTS}. */
export type Instant = typeof INSTANTS[number];

/** Prices of a candle, on the grid, USD. */
export interface CandlePrices {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

/** Where in a candle's time its instants lie, as a share of it. */
const SHARES: Readonly<Record<Instant, number>> = { open: 0, first: 1 / 3, second: 2 / 3, close: 1 };

/** When an instant is, ms. */
export function timeOf(instant: Instant, { opened, closed }: Span): number {
  return opened + (closed - opened) * SHARES[instant];
}

/** A candle's time, ms. */
interface Span {
  readonly opened: number;
  readonly closed: number;
}

/**
 * Whether the low comes before the high. Pessimistic: the extreme against the position, flat the one nearer to the
 * open. `ohlc`: a candle that rises goes down first, one that falls goes up first.
 */
export function isLowFirst(prices: CandlePrices, signedSize: number, path: CandlePath): boolean {
  const { open, high, low, close } = prices;
  if (path === "ohlc") return close >= open;
  return signedSize > 0 || (signedSize === 0 && open - low <= high - open);
}

/** Prices at the four instants, on the grid, USD. */
export type Path = Readonly<Record<Instant, number>>;

/** A candle at an instant, to judge orders by. */
export interface PathPoint extends Span {
  readonly instant: Instant;
  /** Prices of trades at all instants. */
  readonly path: Path;
  /** Marks at all instants: where none is recorded, `path` itself. */
  readonly marks: Path;
}

/** What reaches an order: a trigger goes by the mark, a limit order by trades. */
function pathFor({ isTrigger }: HeldOrder, { path, marks }: PathPoint): Path {
  return isTrigger ? marks : path;
}

/**
 * Whether an order is reached at an instant. One that began to live inside the candle cannot know which of its
 * extremes came before: pessimistic, a stop is judged by all of them, anything else only by the way to the close;
 * `ohlc`, each by the instants of the path that come after.
 */
export function isReachedAt(order: HeldOrder, at: PathPoint, path: CandlePath): boolean {
  const { instant } = at;
  const prices = pathFor(order, at);
  const price = prices[instant];
  if (order.watchesFrom <= at.opened) return isReached(order, price);
  if (order.watchesFrom >= at.closed) return false;
  if (path === "ohlc") return order.watchesFrom <= timeOf(instant, at) && isReached(order, price);
  if (instant === "open") return false;
  if (kindOf(order) !== "stop") return instant === "close" && isReached(order, price);
  return isReached(order, price) || isReached(order, prices.first) || isReached(order, prices.second);
}

/**
 * The price at which an order is met, USD, unrounded. Behind a gap it is the open; inside the candle the price passes the
 * order's own price, or lay beyond it when the order came to life there. A trigger that a recorded mark reaches is met
 * at the price of trades at that moment.
 */
export function metPrice(order: HeldOrder, at: PathPoint): number {
  if (at.instant === "open") return at.path.open;
  const { startPrice, terms: { limitPrice, trigger } } = order;
  const own = order.isTrigger ? tradedAt(order, trigger!.price, at) : limitPrice;
  if (startPrice === null || order.watchesFrom <= at.opened) return own;
  return order.reachedBelow ? Math.min(own, startPrice) : Math.max(own, startPrice);
}

const BEFORE: Readonly<Record<Instant, Instant>> = {
  open: "open",
  first: "open",
  second: "first",
  close: "second",
};

/** The price of trades when the mark passes a trigger: both run straight from one instant to the next. */
function tradedAt(order: HeldOrder, trigger: number, { instant, path, marks }: PathPoint): number {
  if (marks === path) return trigger;
  // A stop that came to life inside the candle may have been reached by an extreme before this instant.
  const reached = ([instant, "first", "second"] as const).find((one) => isReached(order, marks[one])) ??
    instant;
  const before = BEFORE[reached];
  const way = marks[reached] - marks[before];
  const share = way === 0 ? 1 : Math.min(1, Math.max(0, (trigger - marks[before]) / way));
  return path[before] + (path[reached] - path[before]) * share;
}

/** What a candle bears: its volume and range. */
export function liquidityOf(
  window: CandleWindow,
  index: number,
): { readonly volume: number; readonly range: number } {
  return {
    volume: window.volume(index),
    range: (window.high(index) - window.low(index)) / window.open(index),
  };
}
