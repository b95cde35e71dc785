import type { CandleWindow } from "../../engine/mod.ts";
import { roundPrice } from "../../engine/mod.ts";
import type { Account } from "./account.ts";
import type { Liquidation } from "./liquidation.ts";
import type { Matching } from "./matching.ts";
import { fires, type TriggerOrder, type TriggerOrders } from "./trigger_orders.ts";

/** A candle of one asset that is to be settled. */
export interface SettlingCandle {
  readonly asset: string;
  readonly window: CandleWindow;
  readonly index: number;
  /** Since when the asset has an order or a position, or is settled, ms; where that is inside it, see {@link pathOf}. */
  readonly since: number;
}

/** The four instants a candle is walked in. */
const INSTANTS = ["open", "first", "second", "close"] as const;
type Instant = typeof INSTANTS[number];

interface Walked extends SettlingCandle {
  readonly opened: number;
  /** Marks at the four instants, on the grid, USD. */
  readonly path: Readonly<Record<Instant, number>>;
}

/** What a walk works on. */
export interface WalkParts {
  readonly account: Account;
  readonly orders: TriggerOrders;
  readonly matching: Matching;
  readonly liquidation: Liquidation;
  /** The last mark of each asset; the walk moves them. */
  readonly marks: Map<string, number>;
}

/**
 * Walks candles of several assets that close together through the same four instants: open, first extreme,
 * second extreme, close. The pessimistic reading: first the extreme against the asset's position, and the stop
 * before the target. At each instant orders are matched, then the margin is judged with the marks of all.
 */
export function walkCandles(candles: readonly SettlingCandle[], time: number, parts: WalkParts): void {
  const concerned = candles.filter(({ asset }) => isExposed(asset, parts));
  // What was closed by an earlier candle is not judged by: more looks would not have brought its candles either.
  if (concerned.length === 0) return;
  const walked = concerned.map((candle) => pathOf(candle, parts));
  const opens = new Map(walked.map(({ asset, path }) => [asset, path.open]));
  for (const instant of INSTANTS) {
    for (const candle of walked) parts.marks.set(candle.asset, candle.path[instant]);
    for (const candle of walked) {
      for (const order of parts.orders.of(candle.asset)) matchAt(order, { candle, instant, time }, parts);
    }
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
function pathOf(candle: SettlingCandle, { account, marks }: WalkParts): Walked {
  const { asset, window, index, since } = candle;
  const instrument = account.instrument(asset);
  const grid = (price: number): number => roundPrice(price, instrument, "nearest");
  const entered = since > window.time(index) ? marks.get(asset) : undefined;
  const open = entered ?? grid(window.open(index));
  const high = grid(window.high(index));
  const low = grid(window.low(index));
  const position = account.signedSize(asset);
  const lowFirst = position > 0 || (position === 0 && open - low <= high - open);
  const path = {
    open,
    first: lowFirst ? low : high,
    second: lowFirst ? high : low,
    close: grid(window.close(index)),
  };
  return { ...candle, opened: window.time(index), path };
}

function matchAt(
  order: TriggerOrder,
  at: { readonly candle: Walked; readonly instant: Instant; readonly time: number },
  { matching }: WalkParts,
): void {
  const { candle, instant, time } = at;
  if (order.placedAt >= time) return;
  const mark = candle.path[instant];
  const inside = order.placedAt > candle.opened;
  if (inside && !judgedFrom(order, instant)) return;
  if (!fires(order, mark)) return;
  // A gap fills at the open; inside the candle the price passes the trigger itself.
  matching.fire(order, { time, price: instant === "open" ? mark : order.triggerPrice });
}

/**
 * An order placed inside the candle: its stop is judged by the whole candle's extremes, its target only by the
 * way from there to the close, since the extremes may lie before it.
 */
function judgedFrom(order: TriggerOrder, instant: Instant): boolean {
  return order.kind === "stop" ? instant !== "open" : instant === "close";
}
