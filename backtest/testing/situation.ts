/**
 * Candles into fills, as tables: a sentence, a few candles, a few orders, and what must come of them.
 * @module
 */
import { deepStrictEqual } from "node:assert/strict";
import {
  type AccountEvent,
  type AccountState,
  type ExchangeState,
  type Instrument,
  type Interval,
  isPriceOnGrid,
  isSizeOnGrid,
  type MarketData,
  NO_EVENTS,
  opposite,
  type OrderLeg,
  roundPrice,
  type Side,
} from "../../engine/mod.ts";
import { approved } from "../../engine/ports/exchange_contract.ts";
import { NO_FEES } from "../exchange/fees/fixed_fees.ts";
import type { ExchangeOptions } from "../exchange/options.ts";
import { SimulatedExchange } from "../exchange/simulated_exchange.ts";
import { NO_SLIPPAGE } from "../exchange/slippage/no_slippage.ts";
import { HistoricalMarketData } from "../market/historical_market_data.ts";
import { SimulatedClock } from "../simulated_clock.ts";
import { LateMarketData, type Lateness } from "./late_market_data.ts";
import { type CandleRow, COIN, DIME, type DrawnAsset, drawnMarket, MINUTE, START } from "./market.ts";

/** What is sent to the venue. Prices that are not given are those the engine would send. */
export type Sending =
  | {
    readonly do: "open";
    readonly side: Side;
    readonly size: number;
    readonly stop?: number;
    readonly target?: number;
    readonly worst?: number;
    /** Worst price of stop and target. */
    readonly worstExit?: number;
  }
  | { readonly do: "close"; readonly side: Side; readonly size: number | null; readonly worst?: number }
  | {
    readonly do: "protect";
    readonly side: Side;
    readonly size: number | null;
    readonly stop?: number;
    readonly target?: number;
    readonly worstExit?: number;
  }
  | { readonly do: "cancel"; readonly kind: "stop" | "target" }
  | { readonly do: "leverage"; readonly leverage: number }
  | { readonly do: "look" };

/** Something sent at a moment, a millisecond after the minute unless told otherwise. */
export interface Timed {
  readonly minute: number;
  readonly ms: number;
  readonly asset: string;
  readonly sending: Sending;
}

/** A row of a table. */
export interface Situation {
  /** What is shown, a sentence. */
  readonly what: string;
  /** 5m candles of COIN. */
  readonly candles: readonly CandleRow[];
  /** Other candles of COIN, by interval. */
  readonly coarser?: Partial<Record<Interval, readonly CandleRow[]>>;
  /** 5m candles of DIME. */
  readonly dime?: readonly CandleRow[];
  /** 5m candles of COIN's mark, and its oracle prices by the hour. */
  readonly mark?: readonly CandleRow[];
  readonly oracle?: readonly (readonly [hour: number, price: number])[];
  /** Hourly rates of COIN (and DIME). */
  readonly funding?: readonly (readonly [hour: number, rate: number])[];
  /** COIN as the venue lists it. */
  readonly coin?: Instrument;
  /** Fee and slippage are 0 and the deposit 10,000 USD where nothing else is given. */
  readonly options?: Partial<ExchangeOptions>;
  /** A candle that comes late. */
  readonly late?: Lateness;
  readonly does: readonly Timed[];
  /** When the last look is, in minutes; the end of the last candle where it is not given. */
  readonly until?: number;
  /** Rejections, events and what is open at the end, as `linesOf` writes them. */
  readonly then: readonly string[];
}

const FREE: ExchangeOptions = {
  depositUsd: 10_000,
  fees: NO_FEES,
  slippage: NO_SLIPPAGE,
  path: "pessimistic",
  partialFills: null,
  restingFill: "through",
};

/** Sends something `ms` after a minute. */
export function at(minute: number, sending: Sending, more: { ms?: number; asset?: string } = {}): Timed {
  return { minute, ms: more.ms ?? 1, asset: more.asset ?? "COIN", sending };
}

/** Registers a test for each row; each is lived through once as it stands and once with looks at every minute. */
export function situations(name: string, rows: readonly Situation[]): void {
  for (const row of rows) {
    Deno.test(`${name}: ${row.what}`, async () => {
      const seldom = await new Life(row).live([]);
      deepStrictEqual(seldom.lines, row.then);
      if (row.late !== undefined) return;
      const often = await new Life(row).live(everyMinute(row));
      deepStrictEqual(often, seldom, "looking more often changes something");
    });
  }
}

interface Lived {
  readonly lines: readonly string[];
  readonly last: ExchangeState;
}

/** One passage through a situation. */
class Life {
  readonly #row: Situation;
  readonly #clock = new SimulatedClock(START);
  readonly #marketData: MarketData;
  readonly #exchange: SimulatedExchange;
  readonly #instruments: ReadonlyMap<string, Instrument>;
  readonly #ids = new Map<string, string>();
  readonly #lines: string[] = [];
  #orders = 0;

  constructor(row: Situation) {
    this.#row = row;
    const { coin = COIN, candles, coarser, dime, funding, late, options, mark, oracle } = row;
    const also = funding === undefined ? {} : { funding };
    const recorded = {
      ...(mark === undefined ? {} : { marks: { "5m": mark } }),
      ...(oracle === undefined ? {} : { oracle }),
    };
    const assets: DrawnAsset[] = [
      { instrument: coin, candles: { "5m": candles, ...coarser }, ...also, ...recorded },
    ];
    if (dime !== undefined) assets.push({ instrument: DIME, candles: { "5m": dime }, ...also });
    this.#instruments = new Map(assets.map(({ instrument }) => [instrument.symbol, instrument]));
    const market = drawnMarket(...assets);
    this.#marketData = late === undefined
      ? new HistoricalMarketData(market, this.#clock)
      : new LateMarketData(market, this.#clock, late);
    const instruments = [...this.#instruments.values()];
    const parts = { clock: this.#clock, marketData: this.#marketData, instruments };
    this.#exchange = new SimulatedExchange(parts, { ...FREE, ...options });
  }

  /** Does what the row says, with more looks at these moments (ms). */
  async live(looks: readonly number[]): Promise<Lived> {
    const timed = this.#row.does.map((one) => ({ time: START + one.minute * MINUTE + one.ms, one }));
    const all = [...timed, ...looks.map((time) => ({ time, one: null }))];
    await this.#exchange.sync(NO_EVENTS);
    // A stable sort: what happens at one moment stays in the order it was written.
    for (const { time, one } of all.sort((a, b) => a.time - b.time)) {
      await this.#clock.sleepUntil(time);
      if (one === null) await this.#exchange.sync(NO_EVENTS);
      else await this.#send(one);
    }
    await this.#clock.sleepUntil(endOf(this.#row));
    const last = await this.#exchange.sync(NO_EVENTS);
    return { lines: [...this.#lines, ...eventLines(last.events), ...openLines(last.account)], last };
  }

  async #send({ asset, sending }: Timed): Promise<void> {
    if (sending.do === "look") await this.#exchange.sync(NO_EVENTS);
    else if (sending.do === "leverage") {
      const outcome = await this.#exchange.setLeverage(asset, sending.leverage);
      if (outcome.status !== "accepted") this.#lines.push(`leverage: ${outcome.reason}`);
    } else if (sending.do === "cancel") {
      const id = this.#ids.get(`${asset} ${sending.kind}`) ?? "never";
      const [outcome] = await this.#exchange.cancel(asset, [id]);
      if (outcome.status !== "accepted") this.#lines.push(`cancel: ${outcome.reason}`);
    } else await this.#submit(asset, sending);
  }

  async #submit(
    asset: string,
    sending: Extract<Sending, { do: "open" | "close" | "protect" }>,
  ): Promise<void> {
    const [{ mark, mid }] = await this.#marketData.contexts([asset]);
    const legs = this.#legsOf(asset, sending, mid ?? mark ?? 100);
    const order = approved({ asset, purpose: sending.do, legs }, gridOf(legs));
    for (const outcome of await this.#exchange.submit(order)) {
      if (outcome.status !== "accepted") this.#lines.push(`${outcome.leg}: ${outcome.reason}`);
    }
  }

  #legsOf(asset: string, sending: Extract<Sending, { side: Side }>, mark: number): OrderLeg[] {
    const { side, size } = sending;
    const coin = this.#instruments.get(asset) ?? COIN;
    const legs: OrderLeg[] = [];
    const add = (leg: OrderLeg["leg"], rest: Omit<OrderLeg, "leg" | "clientOrderId" | "size">): void => {
      const clientOrderId = `0x${(++this.#orders).toString(16).padStart(32, "0")}`;
      this.#ids.set(`${asset} ${leg}`, clientOrderId);
      legs.push({ leg, clientOrderId, size, ...rest });
    };
    if (sending.do !== "protect") {
      const limitPrice = sending.worst ?? worse(mark, { side, by: 0.01 }, coin);
      const leg = sending.do === "open" ? "entry" : "close";
      add(leg, { side, limitPrice, triggerPrice: null, reduceOnly: leg === "close" });
    }
    if (sending.do === "close") return legs;
    const exitSide = sending.do === "open" ? opposite(side) : side;
    for (const leg of ["stop", "target"] as const) {
      const triggerPrice = sending[leg];
      if (triggerPrice === undefined) continue;
      const limitPrice = sending.worstExit ?? worse(triggerPrice, { side: exitSide, by: 0.1 }, coin);
      add(leg, { side: exitSide, limitPrice, triggerPrice, reduceOnly: true });
    }
    return legs;
  }
}

/** Rows of this many full minutes from START to the end, ms: every moment a nosy person could look at. */
function everyMinute(row: Situation): number[] {
  const looks: number[] = [];
  for (let time = START; time < endOf(row); time += MINUTE) looks.push(time);
  return looks;
}

function endOf({ candles, dime = [], until }: Situation): number {
  const last = Math.max(...[...candles, ...dime].map(([minute]) => minute));
  return START + (until ?? last + 5) * MINUTE;
}

/** The price so far beyond another, on the grid and not further. */
function worse(price: number, move: { readonly side: Side; readonly by: number }, coin: Instrument): number {
  const buy = move.side === "buy";
  return roundPrice(price * (buy ? 1 + move.by : 1 - move.by), coin, buy ? "down" : "up");
}

/** A grid that all of these lie on, for the gate: the venue's own may be another, and the venue must see that. */
function gridOf(legs: readonly OrderLeg[]): Instrument {
  const numbers = legs.flatMap(({ limitPrice, triggerPrice }) => [limitPrice, triggerPrice ?? limitPrice]);
  const grids = [2, 0, 1, 3, 4, 5].map((szDecimals) => ({ ...COIN, szDecimals }));
  const fits = grids.find((grid) =>
    numbers.every((price) => isPriceOnGrid(price, grid)) &&
    legs.every(({ size }) => size === null || size === 0 || isSizeOnGrid(size, grid))
  );
  if (fits === undefined) throw new Error(`no grid has all prices and sizes of ${JSON.stringify(legs)}`);
  return fits;
}

/** Fills as `5m sell 1 @95 pnl -5 fee 0.04`, funding as `60m funding -0.05`; the deposit is left out. */
export function eventLines(events: readonly AccountEvent[]): string[] {
  return events.flatMap((event) => {
    if (event.kind === "transfer") return [];
    const asset = event.asset === "COIN" ? "" : ` ${event.asset}`;
    const when = `${timeText(event.time)}${asset}`;
    if (event.kind === "funding") return [`${when} funding ${event.amountUsd}`];
    const { side, size, price, realizedPnlUsd, feeUsd, liquidation } = event;
    const pnl = realizedPnlUsd === 0 ? "" : ` pnl ${realizedPnlUsd}`;
    const fee = feeUsd === 0 ? "" : ` fee ${feeUsd}`;
    return [`${when}${liquidation ? " liquidated:" : ""} ${side} ${size} @${price}${pnl}${fee}`];
  });
}

/** What is open as `open: long 1 @100, stop 1 @95`; no line where nothing is. */
function openLines({ positions, openOrders }: AccountState): string[] {
  const named = (asset: string): string => asset === "COIN" ? "" : `${asset} `;
  const open = [
    ...positions.map(({ asset, side, size, entryPrice }) => `${named(asset)}${side} ${size} @${entryPrice}`),
    ...openOrders.map(({ asset, kind, size, triggerPrice }) =>
      `${named(asset)}${kind} ${size ?? "whole"} @${triggerPrice}`
    ),
  ];
  return open.length === 0 ? [] : [`open: ${open.join(", ")}`];
}

/** A moment as minutes from START and what is above, ms. */
export function timeText(time: number): string {
  const minutes = Math.floor((time - START) / MINUTE);
  const ms = time - START - minutes * MINUTE;
  return ms === 0 ? `${minutes}m` : `${minutes}m+${ms}`;
}
