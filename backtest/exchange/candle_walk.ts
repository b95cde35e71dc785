import { type CandleWindow, roundPrice } from "../../engine/mod.ts";
import type { Account } from "./account.ts";
import {
  type Instant,
  INSTANTS,
  isLowFirst,
  isReachedAt,
  liquidityOf,
  metPrice,
  type PathPoint,
  timeOf,
} from "./candle_path.ts";
import { type HeldOrder, passedFirst } from "./held_order.ts";
import type { Liquidation } from "./liquidation.ts";
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
  /** Marks at the four instants, on the grid, USD. */
  readonly path: Readonly<Record<Instant, number>>;
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
  const opens = new Map(walked.map(({ asset, path }) => [asset, path.open]));
  for (const instant of INSTANTS) {
    for (const candle of walked) parts.marks.set(candle.asset, candle.path[instant]);
    for (const candle of walked) matchAt(candle, { instant, time }, parts);
    parts.liquidation.judge(time, opens);
  }
}

/** Whether an asset has a position or an order, so that its candles concern the account. */
export function isExposed(
  asset: string,
  { account, orders }: Pick<WalkParts, "account" | "orders">,
): boolean {
  return account.ledger.position(asset) !== undefined || orders.of(asset).length > 0;
}

/**
 * The marks of a candle at the four instants. A position that was entered inside it never saw its open: the walk
 * begins at the mark it was entered at.
 */
function pathOf(candle: SettlingCandle, { account, marks, reading }: WalkParts): Walked {
  const { asset, window, index, since } = candle;
  const instrument = account.instrument(asset);
  const grid = (price: number): number => roundPrice(price, instrument, "nearest");
  const entered = since > window.time(index) ? marks.get(asset) : undefined;
  const prices = {
    open: entered ?? grid(window.open(index)),
    high: grid(window.high(index)),
    low: grid(window.low(index)),
    close: grid(window.close(index)),
  };
  const { open, high, low, close } = prices;
  const lowFirst = isLowFirst(prices, account.signedSize(asset), reading.path);
  const path = { open, first: lowFirst ? low : high, second: lowFirst ? high : low, close };
  return { ...candle, opened: window.time(index), path };
}

/** Lets an instant meet the orders it reaches, one after the other: each may end others, or bring them to life. */
function matchAt(
  candle: Walked,
  { instant, time }: { readonly instant: Instant; readonly time: number },
  parts: WalkParts,
): void {
  const { matching, marks, orders, reading } = parts;
  const { asset, window, index, opened, path } = candle;
  if (orders.of(asset).length === 0) return;
  const at: PathPoint = { instant, opened, closed: time, path };
  const liquidity = reading.needsLiquidity ? liquidityOf(window, index) : null;
  // What comes to life at the close still has the candle behind it, for its stop.
  const watchFrom = Math.min(timeOf(instant, at), time - 1);
  for (let order = next(at, candle, parts); order !== null; order = next(at, candle, parts)) {
    const price = metPrice(order, at);
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
