/**
 * Candles into fills through the venue's face, as tables: a sentence, a few candles, a few actions, and what must come
 * of them: the answers, the fills, and the end of every order.
 * @module
 */
import { deepStrictEqual, strictEqual } from "node:assert/strict";
import {
  type Grouping,
  type Instrument,
  NO_EVENTS,
  type OrderAnswer,
  type OrderRecord,
  type OrderRef,
  type OrdersAnswer,
  type Side,
  type TimeInForce,
  type TriggerKind,
  type Venue,
  type VenueOrder,
} from "../../engine/mod.ts";
import { fixedFees } from "../exchange/fees/fixed_fees.ts";
import type { ExchangeOptions } from "../exchange/options.ts";
import { SimulatedExchange } from "../exchange/simulated_exchange.ts";
import { NO_SLIPPAGE } from "../exchange/slippage/no_slippage.ts";
import { HistoricalMarketData } from "../market/historical_market_data.ts";
import { SimulatedClock } from "../simulated_clock.ts";
import { type CandleRow, COIN, DIME, type DrawnAsset, drawnMarket, MINUTE, START } from "./market.ts";
import { eventLines, timeText } from "./situation.ts";

/** Something done through the venue's face; it gives a line of what was answered. */
export type Action = (venue: Venue, now: number) => Promise<string>;

/** A row of a table. */
export interface VenueSituation {
  /** What is shown, a sentence. */
  readonly what: string;
  /** 5m candles of COIN. */
  readonly candles: readonly CandleRow[];
  /** 5m candles of DIME. */
  readonly dime?: readonly CandleRow[];
  /** Hourly rates of COIN. */
  readonly funding?: readonly (readonly [hour: number, rate: number])[];
  /** COIN as the venue lists it. */
  readonly coin?: Instrument;
  /** No fee and no slippage, and 10,000 USD, where nothing else is given. */
  readonly options?: Partial<ExchangeOptions>;
  readonly does: readonly (readonly [minute: number, action: Action, ms?: number])[];
  /** Answers, events, and the orders and positions at the end. */
  readonly then: readonly string[];
}

const FREE: ExchangeOptions = {
  depositUsd: 10_000,
  fees: fixedFees({ maker: 0, taker: 0 }),
  slippage: NO_SLIPPAGE,
  path: "pessimistic",
  partialFills: null,
  restingFill: "through",
};

/** Registers a test for each row; each is lived through once as it stands and once with looks at every minute. */
export function venueSituations(name: string, rows: readonly VenueSituation[]): void {
  for (const row of rows) {
    Deno.test(`${name}: ${row.what}`, async () => {
      deepStrictEqual(await live(row, []), row.then);
      deepStrictEqual(await live(row, everyMinute(row)), row.then, "looking more often changes something");
    });
  }
}

/** Sends orders as one action. */
export function place(orders: readonly VenueOrder[], grouping: Grouping = "single"): Action {
  return async (venue) => answerLine(await venue.place(orders, grouping));
}

/** Puts another order in the stead of one; `always`: even where that is gone. */
export function modify(order: OrderRef, to: VenueOrder, always: boolean = false): Action {
  return async (venue) => answerLine(await venue.modify(order, to, { expiresAfter: null, always }));
}

/** Cancels orders of COIN. */
export function cancel(...orders: readonly OrderRef[]): Action {
  return async (venue) => {
    const answer = await venue.cancel(orders.map((order) => ({ asset: "COIN", order })));
    if (answer.status === "refused") return `refused: ${answer.reason}`;
    return answer.reasons.map((reason) => reason ?? "success").join(" | ");
  };
}

/** Has all orders cancelled so many ms from now; null: not any more. */
export function scheduleCancel(ms: number | null): Action {
  return async (venue, now) => {
    const answer = await venue.scheduleCancel(ms === null ? null : now + ms);
    return answer.status === "done" ? "done" : `refused: ${answer.reason}`;
  };
}

/** What an order is made of beside side, size and price. */
export type More = Partial<Omit<VenueOrder, "side" | "size" | "limitPrice" | "trigger">>;

/** A limit order of COIN, Gtc. */
// deno-lint-ignore reprise/max-params -- in a table an order reads best as side, size and price
export function limit(side: Side, size: number, limitPrice: number, more: More = {}): VenueOrder {
  const usual = { asset: "COIN", reduceOnly: false, timeInForce: "gtc", clientOrderId: null } as const;
  return { ...usual, side, size, limitPrice, trigger: null, ...more };
}

/** An order that takes what it can at once, of COIN; its worst price is far away. */
export function market(side: Side, size: number, more: More & { readonly worst?: number } = {}): VenueOrder {
  const { worst = side === "buy" ? 150 : 60, ...rest } = more;
  return limit(side, size, worst, { timeInForce: "ioc", ...rest });
}

/** A reduce-only trigger of COIN, market 10 % beyond it where no limit is given. */
export function trigger(
  kind: TriggerKind,
  side: Side,
  of: More & {
    readonly size: number | null;
    readonly price: number;
    readonly limit?: number;
    readonly worst?: number;
  },
): VenueOrder {
  const { size, price, limit: rests, worst = Math.round(price * (side === "buy" ? 1.1 : 0.9)), ...more } = of;
  const isMarket = rests === undefined;
  const usual = { asset: "COIN", reduceOnly: true, timeInForce: "gtc" as TimeInForce, clientOrderId: null };
  return { ...usual, side, size, limitPrice: rests ?? worst, trigger: { kind, price, isMarket }, ...more };
}

async function live(row: VenueSituation, looks: readonly number[]): Promise<string[]> {
  const { coin = COIN, candles, dime, funding, options, does } = row;
  const clock = new SimulatedClock(START);
  const assets: DrawnAsset[] = [{
    instrument: coin,
    candles: { "5m": candles },
    ...(funding === undefined ? {} : { funding }),
  }];
  if (dime !== undefined) assets.push({ instrument: DIME, candles: { "5m": dime } });
  const marketData = new HistoricalMarketData(drawnMarket(...assets), clock);
  const instruments = assets.map(({ instrument }) => instrument);
  const exchange = new SimulatedExchange({ clock, marketData, instruments }, { ...FREE, ...options });
  const lines: string[] = [];
  await exchange.sync(NO_EVENTS);
  const timed = does.map(([minute, action, ms = 1]) => ({ time: START + minute * MINUTE + ms, action }));
  const all = [...timed, ...looks.map((time) => ({ time, action: null }))].sort((a, b) => a.time - b.time);
  for (const { time, action } of all) {
    await clock.sleepUntil(time);
    if (action === null) await exchange.sync(NO_EVENTS);
    else lines.push(`${timeText(time)}: ${await action(exchange.venue, time)}`);
  }
  await clock.sleepUntil(endOf(row));
  const { account, events } = await exchange.sync(NO_EVENTS);
  const orders = [...await exchange.venue.historicalOrders(1000)].reverse();
  openAgrees(orders, account.openOrders.length);
  const held = account.positions.map(({ asset, side, size }) =>
    `${asset === "COIN" ? "" : `${asset} `}${side} ${size}`
  );
  return [
    ...lines,
    ...eventLines(events),
    orders.map(orderText).join(", "),
    ...(held.length === 0 ? [] : [held.join(", ")]),
  ];
}

/** What the account shows as open must be what the histories call open, but for exits that wait for their entry. */
function openAgrees(orders: readonly OrderRecord[], shown: number): void {
  const waiting = orders.flatMap(({ children }) => children);
  const open = orders.filter(({ status }) => status === "open" || status === "triggered");
  const isOpen = (id: number): boolean => open.some(({ orderId }) => orderId === id);
  deepStrictEqual(waiting.filter((id) => !isOpen(id)), [], "exits that wait are open");
  strictEqual(shown, open.length - waiting.length, "open orders of the account");
}

function answerLine(answer: OrdersAnswer): string {
  return answer.status === "refused"
    ? `refused: ${answer.reason}`
    : answer.answers.map(answerText).join(" | ");
}

function answerText(answer: OrderAnswer): string {
  if (answer.status === "error") return answer.reason;
  if (answer.status === "filled") return `filled ${answer.filledSize} @${answer.averagePrice}`;
  return answer.status;
}

/** `#3 open 0.6/1` is the third order, of which 0.6 of 1 is left; `#3 filled` has nothing left. */
function orderText({ orderId, status, size, originalSize, hasFired }: OrderRecord): string {
  const left = status === "open" || status === "triggered"
    ? ` ${size ?? "whole"}/${originalSize ?? "whole"}`
    : "";
  return `#${orderId} ${hasFired ? "fired, " : ""}${status}${left}`;
}

function everyMinute(row: VenueSituation): number[] {
  const looks: number[] = [];
  for (let time = START; time < endOf(row); time += MINUTE) looks.push(time);
  return looks;
}

function endOf({ candles, dime = [] }: VenueSituation): number {
  return START + (Math.max(...[...candles, ...dime].map(([minute]) => minute)) + 5) * MINUTE;
}
