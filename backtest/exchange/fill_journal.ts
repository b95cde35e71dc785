import { type Fill, fillDirection, sizeToUnits, unitsToSize, type VenueFill } from "../../engine/mod.ts";
import type { Account } from "./account.ts";
import type { HeldOrder } from "./held_order.ts";

/** What the venue tells beside a fill of an order. */
interface Beside {
  readonly fill: Fill;
  readonly orderId: number;
  readonly crossed: boolean;
}

/** Which order each fill was of: the account's events do not tell. It is told as far as it was asked for, each once. */
export class FillJournal {
  /** In the order of the account's events, those that are not told yet. */
  #noted: Beside[] = [];
  readonly #told: VenueFill[] = [];
  /** Signed size of each asset after what is told, in size units. */
  readonly #held = new Map<string, number>();
  #events = 0;

  /** Notes a fill of an order. */
  note(fill: Fill, { orderId }: HeldOrder, crossed: boolean): void {
    this.#noted.push({ fill, orderId, crossed });
  }

  /** Every fill of an account, oldest first, as the venue tells of them; always the same account's. Not a copy. */
  told(account: Account): readonly VenueFill[] {
    const { events } = account;
    let next = 0;
    for (; this.#events < events.length; this.#events++) {
      const event = events[this.#events];
      if (event.kind !== "fill") continue;
      const isNoted = this.#noted[next]?.fill === event;
      this.#told.push(this.#tell(event, account, isNoted ? this.#noted[next++] : null));
    }
    if (next > 0) this.#noted = this.#noted.slice(next);
    return this.#told;
  }

  #tell(fill: Fill, account: Account, beside: Beside | null): VenueFill {
    const instrument = account.instrument(fill.asset);
    const before = this.#held.get(fill.asset) ?? 0;
    const units = sizeToUnits(fill.size, instrument) * (fill.side === "buy" ? 1 : -1);
    this.#held.set(fill.asset, before + units);
    return {
      ...fill,
      orderId: beside?.orderId ?? null,
      crossed: beside?.crossed ?? true,
      startPosition: unitsToSize(before, instrument),
      direction: fillDirection(before, units),
      liquidationMethod: account.liquidationMethod(fill),
      tradeId: this.#told.length + 1,
    };
  }
}
