import {
  type AccountEvent,
  type Fill,
  type Instrument,
  sizeToUnits,
  unitsToSize,
  type VenueFill,
} from "../../engine/mod.ts";
import type { HeldOrder } from "./held_order.ts";

/** What the venue tells beside a fill of an order. */
interface Beside {
  readonly orderId: number;
  readonly crossed: boolean;
}

/** Which order each fill was of: the account's events do not tell. */
export class FillJournal {
  readonly #beside = new Map<Fill, Beside>();

  /** Notes a fill of an order. */
  note(fill: Fill, { orderId }: HeldOrder, crossed: boolean): void {
    this.#beside.set(fill, { orderId, crossed });
  }

  /** The fills among an account's events, from the first on, as the venue tells of them. */
  told(events: readonly AccountEvent[], instrumentOf: (asset: string) => Instrument): VenueFill[] {
    const held = new Map<string, number>();
    const fills: VenueFill[] = [];
    for (const event of events) {
      if (event.kind !== "fill") continue;
      const instrument = instrumentOf(event.asset);
      const before = held.get(event.asset) ?? 0;
      const units = sizeToUnits(event.size, instrument);
      held.set(event.asset, before + (event.side === "buy" ? units : -units));
      const { orderId, crossed } = this.#beside.get(event) ?? { orderId: null, crossed: true };
      const startPosition = unitsToSize(before, instrument);
      fills.push({ ...event, orderId, crossed, startPosition, tradeId: fills.length + 1 });
    }
    return fills;
  }
}
