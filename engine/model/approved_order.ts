import type { OrderGroup } from "./order.ts";

declare const approval: unique symbol;

/** A group of orders that the risk gate let pass: the only thing an exchange takes. */
export interface ApprovedOrder extends OrderGroup {
  /** Nothing but the gate can write this. */
  readonly [approval]: true;
  /** Whole leverage the asset must be set to first; null: leave it. */
  readonly leverage: number | null;
}

/**
 * Marks a group as approved. Only `engine/risk/gate.ts` may import this; the lint rule
 * `reprise/gate-only-approves` holds it to that.
 */
export function approve(group: OrderGroup, leverage: number | null): ApprovedOrder {
  return { ...group, leverage } as ApprovedOrder;
}
