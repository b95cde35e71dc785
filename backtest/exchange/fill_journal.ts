import {
  type Fill,
  fillDirection,
  NO_EVENTS,
  sizeToUnits,
  unitsToSize,
  type VenueFill,
} from "../../engine/mod.ts";
import type { Account } from "./account.ts";
import type { HeldOrder } from "./held_order.ts";

/** What the venue tells beside a fill of an order. */
interface Beside {
  readonly fill: Fill;
  readonly orderId: number;
  readonly crossed: boolean;
}

/** Which order each fill was of: the account's events do not tell. */
export class FillJournal {
  /** In the order of the account's events. */
  readonly #noted: Beside[] = [];

  /** Notes a fill of an order. */
  note(fill: Fill, { orderId }: HeldOrder, crossed: boolean): void {
    this.#noted.push({ fill, orderId, crossed });
  }

  /** Every fill of an account, oldest first, as the venue tells of them. */
  told(account: Account): VenueFill[] {
    const held = new Map<string, number>();
    const fills: VenueFill[] = [];
    let next = 0;
    for (const event of account.eventsAfter(NO_EVENTS)) {
      if (event.kind !== "fill") continue;
      const instrument = account.instrument(event.asset);
      const before = held.get(event.asset) ?? 0;
      const units = sizeToUnits(event.size, instrument) * (event.side === "buy" ? 1 : -1);
      held.set(event.asset, before + units);
      const isNoted = this.#noted[next]?.fill === event;
      const { orderId, crossed } = isNoted ? this.#noted[next++] : { orderId: null, crossed: true };
      fills.push({
        ...event,
        orderId,
        crossed,
        startPosition: unitsToSize(before, instrument),
        direction: fillDirection(before, units),
        liquidationMethod: account.liquidationMethod(event),
        tradeId: fills.length + 1,
      });
    }
    return fills;
  }
}
