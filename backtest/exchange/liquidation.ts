import {
  closingSide,
  floorDiv,
  maintenanceMargin,
  priceScale,
  priceToUnits,
  roundAgainst,
  type Side,
  toMicro,
  unitsToSize,
} from "../../engine/mod.ts";
import type { Account } from "./account.ts";
import type { OpenOrders } from "./open_orders.ts";

/** Marks at the open of the candles in progress by asset, USD; an asset that is not there has not moved. */
export type CandleOpens = ReadonlyMap<string, number>;
/** Where trades came from and are, USD; of an asset that is not there that is the mark. */
export type TradeWays = ReadonlyMap<string, { readonly from: number; readonly to: number }>;
/** No asset has a recorded mark. */
export const NO_WAYS: TradeWays = new Map();

/** Halvings of the way from the opens to the marks: far below a tick. */
const HALVINGS = 60;
/** Of a position above this notional only a part goes at first. Source: exchange-rules 3.5. */
const PARTIAL_ABOVE_MICRO = toMicro(100_000);
/** The part: one of so many. */
const PARTS = 5;
/** How long after a part positions go as a whole, ms. */
const COOL_DOWN_MS = 30_000;

/** Positions that share one margin: all cross ones, or one isolated. */
interface Pool {
  readonly assets: readonly string[];
  readonly isIsolated: boolean;
}

/** How marks and trades came to where they are. */
interface Ways {
  readonly opens: CandleOpens;
  readonly trades: TradeWays;
}

/** What of a position goes, and at which price. */
interface Closing {
  readonly asset: string;
  readonly side: Side;
  /** In coins. */
  readonly size: number;
  readonly price: number;
  readonly isWhole: boolean;
}

/**
 * Liquidation by mark: when the cross account, or an isolated position, is worth less than its maintenance margin, its
 * orders are cancelled and its positions closed by the venue, at the moment when the margin was gone on the way from
 * the candles' opens: for a single position that is its liquidation price, behind a gap it is the open. A position of
 * more than 100,000 USD goes by a fifth first, and for 30 seconds after that as a whole; what a candle does is timed at
 * its close. Where it leaves less than two thirds of the maintenance margin, the venue takes over all that shares the
 * margin, with the margin. What is closed goes at the price of trades of the moment that the marks tell. Others are never closed against us for it: what is lost below zero the venue bears.
 * Source: exchange-rules 3.5 and its SIM line.
 */
export class Liquidation {
  readonly #account: Account;
  readonly #orders: OpenOrders;
  readonly #marks: ReadonlyMap<string, number>;
  /** Until when positions go as a whole, ms. */
  #coolUntil = -Infinity;

  constructor(account: Account, orders: OpenOrders, marks: ReadonlyMap<string, number>) {
    this.#account = account;
    this.#orders = orders;
    this.#marks = marks;
  }

  /** Liquidates what has lost its margin at the present marks: the cross account first. */
  judge(time: number, opens: CandleOpens, trades: TradeWays = NO_WAYS): void {
    const { ledger, margin } = this.#account;
    if (ledger.count === 0) return;
    if (margin.crossMicro(this.#marks) < margin.maintenanceMicro(this.#marks)) {
      const assets = this.#crossAssets();
      // Cash below zero beside isolated positions alone, for a fee, is a debt that nothing can be closed for.
      if (assets.length > 0) this.#cancelOrders([...this.#orders.assets()], time);
      this.#liquidate({ assets, isIsolated: false }, time, { opens, trades });
    }
    for (const asset of ledger.held) {
      if (ledger.position(asset)!.isolatedMicro === null) continue;
      const pool = { assets: [asset], isIsolated: true };
      if (!this.#isGone(pool, this.#marks)) continue;
      this.#cancelOrders(pool.assets, time);
      this.#liquidate(pool, time, { opens, trades });
    }
  }

  #crossAssets(): string[] {
    const { ledger } = this.#account;
    return ledger.held.filter((asset) => ledger.position(asset)!.isolatedMicro === null);
  }

  #cancelOrders(assets: readonly string[], time: number): void {
    const liquidated = { status: "liquidated-canceled", time } as const;
    for (const asset of assets) this.#orders.cancel(asset, liquidated);
  }

  /** Closes at the moment when the margin was gone, and again where it is gone on the rest of the way. */
  #liquidate(pool: Pool, time: number, { opens, trades }: Ways): void {
    let left = pool;
    let from: number | null = null;
    while (left.assets.length > 0) {
      from = this.#shareWhenGone(left, opens, from);
      if (from === null) return;
      const marks = this.#pricesAt(from, left, opens);
      this.#close(left, tradedAt(from, marks, trades), time);
      const assets = left.assets.filter((asset) => this.#account.ledger.position(asset) !== undefined);
      left = { ...left, assets };
    }
  }

  #close(pool: Pool, prices: ReadonlyMap<string, number>, time: number): void {
    const inParts = time >= this.#coolUntil;
    const asked = pool.assets.map((asset) => this.#closing(asset, prices.get(asset)!, inParts));
    const isTakenOver = this.#isTakenOver(pool, asked, time);
    const closings = isTakenOver
      ? pool.assets.map((asset) => this.#closing(asset, prices.get(asset)!, false))
      : asked;
    const { ledger } = this.#account;
    closings.forEach(({ asset, side, size, price, isWhole }, index) => {
      const cash = ledger.cashMicro;
      // A takeover takes what is left when the last position is gone: all cash, or what an isolated one has set free.
      const forfeit = (): number => ledger.cashMicro - (pool.isIsolated ? cash : 0);
      const forfeits = isTakenOver && index === closings.length - 1;
      const liquidation = isTakenOver ? "backstop" : "market";
      this.#account.fill(
        { time, asset, side, size, price, clientOrderId: null, liquidation },
        forfeits ? forfeit : undefined,
      );
      if (!isWhole) this.#coolUntil = time + COOL_DOWN_MS;
      // What stays of an isolated position keeps the whole margin: else a part that goes would never help.
      if (!isWhole && pool.isIsolated) ledger.moveMargin(asset, ledger.cashMicro - cash);
    });
  }

  #closing(asset: string, unrounded: number, inParts: boolean): Closing {
    const instrument = this.#account.instrument(asset);
    const { units } = this.#account.ledger.position(asset)!;
    const side = closingSide(units > 0 ? "long" : "short");
    const price = roundAgainst(unrounded, side, instrument);
    const held = Math.abs(units);
    const isLarge = held * priceToUnits(price, instrument) > PARTIAL_ABOVE_MICRO;
    const part = isLarge && inParts ? Math.max(1, floorDiv(held, PARTS)) : held;
    return { asset, side, size: unitsToSize(part, instrument), price, isWhole: part === held };
  }

  /** Whether closing so would leave less than two thirds of the maintenance margin. */
  #isTakenOver(pool: Pool, closings: readonly Closing[], time: number): boolean {
    const prices = new Map(closings.map(({ asset, price }) => [asset, price]));
    const { value, maintenance } = this.#worth(pool, prices);
    let left = value;
    for (const { asset, size, price } of closings) {
      left -= this.#account.takerFeeMicro(asset, { size, price }, time);
    }
    return left * 3 < maintenance * 2;
  }

  /**
   * How much of the way from the opens to the marks was gone when the margin was: behind `from`, null where it was not.
   * The first time it is known to be gone at the marks; where it was at the opens already (a stop took it at this
   * instant), that is the moment.
   */
  #shareWhenGone(pool: Pool, opens: CandleOpens, from: number | null): number | null {
    const isGoneAt = (share: number): boolean => this.#isGone(pool, this.#pricesAt(share, pool, opens));
    let there = from ?? 0;
    if (isGoneAt(there)) return from ?? 1;
    if (!isGoneAt(1)) return null;
    let gone = 1;
    for (let halving = 0; halving < HALVINGS; halving++) {
      const middle = (there + gone) / 2;
      if (isGoneAt(middle)) gone = middle;
      else there = middle;
    }
    return there;
  }

  #pricesAt(share: number, { assets }: Pool, opens: CandleOpens): Map<string, number> {
    return new Map(assets.map((asset) => {
      const mark = this.#marks.get(asset)!;
      const from = opens.get(asset) ?? mark;
      return [asset, share === 1 ? mark : from + (mark - from) * share];
    }));
  }

  #isGone(pool: Pool, prices: ReadonlyMap<string, number>): boolean {
    const { value, maintenance } = this.#worth(pool, prices);
    return value < maintenance;
  }

  /** Value and maintenance margin at prices that need not lie on the grid, micro-USDC. */
  #worth(
    { assets, isIsolated }: Pool,
    prices: ReadonlyMap<string, number>,
  ): { readonly value: number; readonly maintenance: number } {
    const { ledger } = this.#account;
    let value = isIsolated ? 0 : ledger.cashMicro;
    let maintenance = 0;
    for (const asset of assets) {
      const instrument = this.#account.instrument(asset);
      const position = ledger.position(asset)!;
      // In whole micro-USDC: a price on the grid must not miss the margin by what its binary fraction leaves.
      const notional = Math.round(position.units * prices.get(asset)! * priceScale(instrument));
      value += notional + (position.isolatedMicro ?? 0);
      maintenance += maintenanceMargin(Math.abs(notional), instrument);
    }
    return { value, maintenance };
  }
}

/** Prices of trades when so much of the way was gone; those of the marks where they are the same. */
function tradedAt(
  share: number,
  marks: ReadonlyMap<string, number>,
  trades: TradeWays,
): ReadonlyMap<string, number> {
  if (trades.size === 0) return marks;
  return new Map([...marks].map(([asset, mark]) => {
    const way = trades.get(asset);
    return [asset, way === undefined ? mark : way.from + (way.to - way.from) * share];
  }));
}
