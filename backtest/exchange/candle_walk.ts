import { type CandleWindow, roundPrice } from "../../engine/mod.ts";
import type { Account } from "./account.ts";
import {
  type CandlePrices,
  type Instant,
  INSTANTS,
  isLowFirst,
  isReachedAt,
  liquidityOf,
  metPrice,
  type Path,
  type PathPoint,
  timeOf,
} from "./candle_path.ts";
import { type HeldOrder, passedFirst } from "./held_order.ts";
import { type Liquidation, NO_WAYS, type TradeWays } from "./liquidation.ts";
import type { Matching, Moment } from "./matching.ts";
import type { OpenOrders } from "./open_orders.ts";
import type { CandlePath } from "./options.ts";

/** A candle of one asset that is to be settled. */
export interface SettlingCandle {
  readonly asset: string;
  readonly window: CandleWindow;
  readonly index: number;
  /** Since when the asset has an order or a position, or is settled, ms; where that is inside it, see {@link pathOf}. */
  readonly since: number;
}

interface Walked extends SettlingCandle {
  readonly opened: number;
  /** Prices of trades at the four instants. */
  readonly path: Path;
  /** Marks at the same instants: where none is recorded, `path` itself. */
  readonly marks: Path;
}

/** How candles are read. */
export interface Reading {
  readonly path: CandlePath;
  /** Whether fills ask for the candle's volume and range. */
  readonly needsLiquidity: boolean;
}

/** What a walk works on. */
export interface WalkParts {
  readonly account: Account;
  readonly orders: OpenOrders;
  readonly matching: Matching;
  readonly liquidation: Liquidation;
  /** The last mark of each asset; the walk moves them. */
  readonly marks: Map<string, number>;
  /** The last price of trades of each asset where that is not its mark; the walk moves them. */
  readonly prices: Map<string, number>;
  readonly reading: Reading;
}

/**
 * Walks candles of several assets that close together through the same four instants: open, first extreme,
 * second extreme, close. At each instant orders are matched, then the margin is judged with the marks of all.
 */
export function walkCandles(candles: readonly SettlingCandle[], time: number, parts: WalkParts): void {
  const concerned = candles.filter(({ asset }) => isExposed(asset, parts));
  // What was closed by an earlier candle is not judged by: more looks would not have brought its candles either.
  if (concerned.length === 0) return;
  const walked = concerned.map((candle) => pathOf(candle, parts));
  const opens = new Map(walked.map(({ asset, marks }) => [asset, marks.open]));
  for (const instant of INSTANTS) {
    for (const candle of walked) moveTo(candle, instant, parts);
    for (const candle of walked) matchAt(candle, { instant, time }, parts);
    parts.liquidation.judge(time, opens, tradesAt(walked, instant, parts));
  }
}

/** Whether an asset has a position or an order, so that its candles concern the account. */
export function isExposed(
  asset: string,
  { account, orders }: Pick<WalkParts, "account" | "orders">,
): boolean {
  return account.ledger.position(asset) !== undefined || orders.of(asset).length > 0;
}

function moveTo({ asset, path, marks }: Walked, instant: Instant, parts: WalkParts): void {
  parts.marks.set(asset, marks[instant]);
  if (marks !== path) parts.prices.set(asset, path[instant]);
}

/** The ways of trades since the open of the candles, of assets whose mark is recorded; without a candle it stands still. */
function tradesAt(walked: readonly Walked[], instant: Instant, { prices }: WalkParts): TradeWays {
  if (prices.size === 0) return NO_WAYS;
  const ways = new Map([...prices].map(([asset, price]) => [asset, { from: price, to: price }]));
  for (const { asset, path, marks } of walked) {
    if (marks !== path) ways.set(asset, { from: path.open, to: path[instant] });
  }
  return ways;
}

/**
 * Trades and marks of a candle at the four instants. A position that was entered inside it never saw its open: the walk
 * begins at the price and the mark it was entered at. Both go to the same side first.
 */
function pathOf(candle: SettlingCandle, parts: WalkParts): Walked {
  const { account, marks: lastMarks, prices: lastPrices, reading } = parts;
  const { asset, window, index, since } = candle;
  const instrument = account.instrument(asset);
  const grid = (price: number): number => roundPrice(price, instrument, "nearest");
  const isInside = Math.max(since, account.sidedSince(asset)) > window.time(index);
  const { hasMarks } = window;
  const entered = isInside ? lastPrices.get(asset) ?? lastMarks.get(asset) : undefined;
  const prices = {
    open: entered ?? grid(window.open(index)),
    high: grid(window.high(index)),
    low: grid(window.low(index)),
    close: grid(window.close(index)),
  };
  const lowFirst = isLowFirst(prices, account.signedSize(asset), reading.path);
  const path = pathThrough(prices, lowFirst);
  const walked = { ...candle, opened: window.time(index), path };
  if (!hasMarks) return { ...walked, marks: path };
  const mark = window.markOf(index);
  const marks = pathThrough({
    open: (isInside ? lastMarks.get(asset) : undefined) ?? grid(mark.open),
    high: grid(mark.high),
    low: grid(mark.low),
    close: grid(mark.close),
  }, lowFirst);
  return { ...walked, marks };
}

function pathThrough({ open, high, low, close }: CandlePrices, lowFirst: boolean): Path {
  return { open, first: lowFirst ? low : high, second: lowFirst ? high : low, close };
}

/** Lets an instant meet the orders it reaches, one after the other: each may end others, or bring them to life. */
function matchAt(
  candle: Walked,
  { instant, time }: { readonly instant: Instant; readonly time: number },
  parts: WalkParts,
): void {
  const { account, matching, marks, orders, reading } = parts;
  const { asset, window, index, opened } = candle;
  if (orders.of(asset).length === 0) return;
  const at: PathPoint = { instant, opened, closed: time, path: candle.path, marks: candle.marks };
  const liquidity = reading.needsLiquidity ? liquidityOf(window, index) : null;
  // What comes to life at the close still has the candle behind it, for its stop.
  const watchFrom = Math.min(timeOf(instant, at), time - 1);
  for (let order = next(at, candle, parts); order !== null; order = next(at, candle, parts)) {
    const price = roundPrice(metPrice(order, at), account.instrument(asset), "nearest");
    const moment: Moment = { time, price, liquidity, watchFrom, isInside: instant !== "open", marks };
    if (order.isTrigger) matching.fire(order, moment);
    else matching.meet(order, moment);
  }
}

/** The order that the price passes first on its way to an instant; null: there is none. */
function next(at: PathPoint, { asset }: Walked, { orders, reading }: WalkParts): HeldOrder | null {
  let first: HeldOrder | null = null;
  for (const order of orders.of(asset)) {
    if (order.metBy === at.closed || !isReachedAt(order, at, reading.path)) continue;
    if (first === null || passedFirst(order, first) < 0) first = order;
  }
  return first;
}
