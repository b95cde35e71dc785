import { closingSide, roundPrice } from "../../engine/mod.ts";
import type { Account } from "./account.ts";
import type { TriggerOrders } from "./trigger_orders.ts";

/** What a liquidation is judged by besides the marks. */
export interface CandleOpens {
  /** The open of the candle in progress by asset, USD; a liquidation inside it cannot fill better. */
  readonly open: ReadonlyMap<string, number>;
}

/**
 * Cross liquidation: when the account value falls below the maintenance margin all orders are cancelled and the
 * positions closed by the venue, each at the worse of its liquidation price and the candle's open, never beyond
 * the mark. What is then less than two thirds of the maintenance margin the venue keeps. Source:
 * exchange-rules 3.5 and its SIM line.
 */
export class Liquidation {
  readonly #account: Account;
  readonly #orders: TriggerOrders;
  readonly #marks: ReadonlyMap<string, number>;

  constructor(account: Account, orders: TriggerOrders, marks: ReadonlyMap<string, number>) {
    this.#account = account;
    this.#orders = orders;
    this.#marks = marks;
  }

  /** Liquidates when the margin is gone at the present marks. */
  judge(time: number, candle: CandleOpens): void {
    const account = this.#account;
    if (account.ledger.count === 0) return;
    const maintenance = account.maintenanceMicro(this.#marks);
    if (account.equityMicro(this.#marks) >= maintenance) return;
    for (const asset of [...this.#orders.assets()]) this.#orders.cancel(asset);
    const held = [...account.ledger.held];
    const prices = new Map(held.map((asset) => [asset, this.#priceOf(asset, candle)]));
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

  #priceOf(asset: string, { open }: CandleOpens): number {
    const account = this.#account;
    const mark = this.#marks.get(asset)!;
    const long = account.signedSize(asset) > 0;
    const exact = account.liquidationPrice(asset, this.#marks) ?? mark;
    const price = roundPrice(exact, account.instrument(asset), long ? "down" : "up");
    const opened = open.get(asset) ?? mark;
    if (long) return Math.max(mark, Math.min(price, opened));
    return Math.min(mark, Math.max(price, opened));
  }
}
