/**
 * A venue on a small drawn market for tests: two coins, three days of five-minute candles, and a clock that is moved
 * from close to close as the product moves it.
 * @module
 */
import type { Grouping, Instrument, VenueOrder } from "../../engine/mod.ts";
import { ExchangeDesk } from "../../adapters/venue/exchange/exchange_desk.ts";
import { InfoDesk } from "../../adapters/venue/info/info_desk.ts";
import { StreamHub } from "../../adapters/venue/stream/stream_hub.ts";
import type { ClientSocket } from "../../adapters/venue/sockets.ts";
import { type CandleRow, MINUTE, START } from "../../backtest/testing/market.ts";
import type { SimulatedClock } from "../../backtest/mod.ts";
import { SmallHouse } from "./testing/small_house.ts";

/** Five-minute candles that are drawn. */
const CANDLES = 3 * 288;

/** The coins: one with two margin tiers, one with one. */
export const COINS: readonly Instrument[] = [
  {
    symbol: "BTC",
    szDecimals: 5,
    maxLeverage: 40,
    marginTiers: [{ lowerBoundUsd: 0, maxLeverage: 40 }, { lowerBoundUsd: 150_000_000, maxLeverage: 20 }],
  },
  { symbol: "DOT", szDecimals: 1, maxLeverage: 10, marginTiers: [{ lowerBoundUsd: 0, maxLeverage: 10 }] },
];

/** Addresses of two traders. */
export const ALICE = "0x00000000000000000000000000000000000a11ce";
/** The other one. */
export const BOB = "0x0000000000000000000000000000000000000b0b";

/** How a small venue is made. */
export interface SmallVenueOptions {
  readonly enforceLimits?: boolean;
  readonly minGapMs?: number;
  /** Minutes from the market's start at which the clock stands. */
  readonly minute?: number;
}

/** A venue with its desks, and time in the hands of the test. */
export class SmallVenue {
  readonly house: SmallHouse;
  readonly clock: SimulatedClock;
  readonly exchange: ExchangeDesk;
  readonly info: InfoDesk;
  readonly hub: StreamHub;
  readonly warnings: readonly string[];

  constructor({ enforceLimits = false, minGapMs = 0, minute = 1_500 }: SmallVenueOptions = {}) {
    this.house = new SmallHouse(COINS.map(drawn), { enforceLimits, now: START + minute * MINUTE });
    this.clock = this.house.clock;
    this.warnings = this.house.warnings;
    // As the product does it: the answer goes out first.
    const changed = (address: string) => void setTimeout(() => void this.hub.accountChanged(address), 0);
    this.exchange = new ExchangeDesk(this.house, { changed });
    const { roles, limits } = this.exchange;
    this.info = new InfoDesk(this.house, { roles, limits });
    this.hub = new StreamHub(this.house, {
      info: this.info,
      exchange: this.exchange,
      limits: limits.sockets,
      minGapMs,
    });
  }

  /** Moves the market so many minutes on, from close to close. */
  async move(minutes: number): Promise<void> {
    const until = this.clock.now() + minutes * MINUTE;
    for (;;) {
      const close = this.house.world.market.nextClose(this.clock.now());
      if (close === null || close >= until) break;
      await this.clock.sleepUntil(close);
      await this.hub.marketMoved(false);
    }
    await this.clock.sleepUntil(until);
    await this.hub.marketMoved(true);
  }

  /** Sends orders of an account as one action, past the door, and tells the streams. */
  async place(address: string, orders: readonly VenueOrder[], grouping: Grouping = "single") {
    const answer = await this.house.world.open(address).place(orders, grouping);
    await this.hub.accountChanged(address);
    return answer;
  }

  /** Asks, and gives the answer's JSON; throws where it is none of status 200. */
  async ask(body: Record<string, unknown>): Promise<unknown> {
    const answer = await this.info.handle(body, { ip: "127.0.0.1" });
    if (answer.status !== 200 || !("json" in answer)) {
      throw new Error(`${body.type}: ${JSON.stringify(answer)}`);
    }
    return answer.json;
  }

  /** The price of a coin. */
  mid(coin: string): number {
    return this.house.world.market.contexts([coin])[0].mid!;
  }
}

/** A client's end: what was sent to it, and whether it was closed. */
export class FakeSocket implements ClientSocket {
  readonly frames: { channel: string; data: unknown }[] = [];
  isClosed = false;
  bufferedAmount = 0;

  /** Keeps a frame. */
  send(text: string): void {
    this.frames.push(JSON.parse(text));
  }

  /** Keeps that it was closed. */
  close(): void {
    this.isClosed = true;
  }

  /** Takes out what was sent so far on a channel, or on all. */
  take(channel?: string): unknown[] {
    const taken = this.frames.filter((frame) => channel === undefined || frame.channel === channel);
    this.frames.splice(0);
    return channel === undefined ? taken : taken.map(({ data }) => data);
  }
}

/** Lets promises that are ready run. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
}

/** An order to the market, of a coin at the price of the moment. */
export function marketOrder(venue: SmallVenue, asset: string, signedSize: number): VenueOrder {
  const worst = venue.mid(asset) * (signedSize > 0 ? 1.05 : 0.95);
  return { ...limitOrder(asset, signedSize, Number(worst.toPrecision(3))), timeInForce: "ioc" };
}

/** An order that rests; below zero it sells. */
export function limitOrder(asset: string, signedSize: number, limitPrice: number): VenueOrder {
  return {
    asset,
    side: signedSize > 0 ? "buy" : "sell",
    size: Math.abs(signedSize),
    limitPrice,
    reduceOnly: false,
    timeInForce: "gtc",
    trigger: null,
    clientOrderId: null,
  };
}

/** Prices go in waves, so that they are the same each time and move enough. */
function drawn(instrument: Instrument) {
  const level = instrument.symbol === "BTC" ? 40_000 : 7;
  const digits = instrument.symbol === "BTC" ? 0 : 3;
  const price = (index: number): number =>
    Number((level * (1 + 0.03 * Math.sin(index / 40) + 0.004 * Math.sin(index / 3))).toFixed(digits));
  const candles = Array.from({ length: CANDLES }, (_, index): CandleRow => {
    const [open, close] = [price(index), price(index + 1)];
    const reach = Number((level * 0.001).toFixed(digits));
    const [high, low] = [Math.max(open, close) + reach, Math.min(open, close) - reach];
    return [index * 5, open, Number(high.toFixed(digits)), Number(low.toFixed(digits)), close, 900];
  });
  const funding = Array.from(
    { length: 72 },
    (_, hour) => [hour, hour % 3 === 0 ? -0.00004 : 0.0000125] as const,
  );
  return { instrument, candles: { "5m": candles }, funding };
}
