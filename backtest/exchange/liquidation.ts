import { closingSide, maintenanceMargin, priceScale, roundPrice } from "../../engine/mod.ts";
import type { Account } from "./account.ts";
import type { OpenOrders } from "./open_orders.ts";

/** Marks at the open of the candles in progress by asset, USD; an asset that is not there has not moved. */
export type CandleOpens = ReadonlyMap<string, number>;

/** Halvings of the way from the opens to the marks: far below a tick. */
const HALVINGS = 60;

/**
 * Cross liquidation: when the account value falls below the maintenance margin all orders are cancelled and the
 * positions closed by the venue, all at the moment when the margin was gone on the way from the candles' opens: for a
 * single position that is its liquidation price, behind a gap it is the open. What is then less than two thirds of the
 * maintenance margin the venue keeps. Source: exchange-rules 3.5 and its SIM line.
 */
export class Liquidation {
  readonly #account: Account;
  readonly #orders: OpenOrders;
  readonly #marks: ReadonlyMap<string, number>;

  constructor(account: Account, orders: OpenOrders, marks: ReadonlyMap<string, number>) {
    this.#account = account;
    this.#orders = orders;
    this.#marks = marks;
  }

  /** Liquidates when the margin is gone at the present marks. */
  judge(time: number, opens: CandleOpens): void {
    const account = this.#account;
    if (account.ledger.count === 0) return;
    const maintenance = account.maintenanceMicro(this.#marks);
    if (account.equityMicro(this.#marks) >= maintenance) return;
    const liquidated = { status: "liquidated-canceled", time } as const;
    for (const asset of [...this.#orders.assets()]) this.#orders.cancel(asset, liquidated);
    const held = [...account.ledger.held];
    const prices = this.#pricesWhenGone(held, opens);
    for (const asset of held) {
      const last = asset === held[held.length - 1];
      const size = account.signedSize(asset);
      const side = closingSide(size > 0 ? "long" : "short");
      account.fill(
        {
          time,
          asset,
          side,
          size: Math.abs(size),
          price: prices.get(asset)!,
          clientOrderId: null,
          liquidation: true,
        },
        last ? () => this.#forfeit(maintenance) : undefined,
      );
    }
  }

  /** What the venue keeps of the cash that is left, or bears where it is below zero, micro-USDC. */
  #forfeit(maintenance: number): number {
    const left = this.#account.ledger.cashMicro;
    return left * 3 < maintenance * 2 ? left : 0;
  }

  /**
   * The prices at which the positions go: those of all assets when the margin was gone, on the way from the opens to
   * the marks; where it was gone at the opens already (a stop took it at this instant), the marks.
   */
  #pricesWhenGone(held: readonly string[], opens: CandleOpens): ReadonlyMap<string, number> {
    const pricesAt = (share: number): Map<string, number> =>
      new Map(held.map((asset) => {
        const mark = this.#marks.get(asset)!;
        const from = opens.get(asset) ?? mark;
        return [asset, share === 1 ? mark : from + (mark - from) * share];
      }));
    let there = 0;
    let gone = 1;
    if (this.#isGone(pricesAt(there))) there = gone;
    for (let halving = 0; halving < HALVINGS && there < gone; halving++) {
      const middle = (there + gone) / 2;
      if (this.#isGone(pricesAt(middle))) gone = middle;
      else there = middle;
    }
    return new Map([...pricesAt(there)].map(([asset, price]) => [asset, this.#against(asset, price)]));
  }

  /** Whether the account is short of its maintenance margin at these prices, which need not lie on the grid. */
  #isGone(prices: ReadonlyMap<string, number>): boolean {
    const { ledger } = this.#account;
    let value = ledger.cashMicro;
    let maintenance = 0;
    for (const [asset, price] of prices) {
      const instrument = this.#account.instrument(asset);
      const notional = ledger.position(asset)!.units * price * priceScale(instrument);
      value += notional;
      maintenance += maintenanceMargin(Math.round(Math.abs(notional)), instrument);
    }
    return value < maintenance;
  }

  /** A price put on the grid, against the position. */
  #against(asset: string, price: number): number {
    const long = this.#account.signedSize(asset) > 0;
    return roundPrice(price, this.#account.instrument(asset), long ? "down" : "up");
  }
}
