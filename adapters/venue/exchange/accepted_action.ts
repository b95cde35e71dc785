import type { Grouping, OrderRef, VenueOrder } from "../../../engine/mod.ts";

/** What an action asks for, in our own words. */
export type VenueAction =
  | { readonly kind: "place"; readonly orders: readonly VenueOrder[]; readonly grouping: Grouping }
  | { readonly kind: "modify"; readonly changes: readonly OrderChange[] }
  | {
    readonly kind: "cancel";
    readonly orders: readonly { readonly asset: string; readonly order: OrderRef }[];
  }
  | { readonly kind: "schedule-cancel"; readonly time: number | null }
  | {
    readonly kind: "update-leverage";
    readonly asset: string;
    readonly leverage: number;
    readonly isCross: boolean;
  }
  | { readonly kind: "update-isolated-margin"; readonly asset: string; readonly micro: number }
  | { readonly kind: "approve-agent"; readonly agent: AgentApproval }
  | { readonly kind: "approve-builder"; readonly builder: string; readonly tenthBps: number }
  | { readonly kind: "reserve-requests"; readonly requests: number }
  | { readonly kind: "nothing" };

/** An order that is to stand in another's stead. */
export interface OrderChange {
  readonly order: OrderRef;
  readonly to: VenueOrder;
  /** It is placed even where there is none to cancel any more. */
  readonly always: boolean;
}

/** A key that may sign for an account. */
export interface AgentApproval {
  /** Lower-case; null: the one that has this name may sign no longer. */
  readonly address: string | null;
  /** Null: the account's one agent without a name. */
  readonly name: string | null;
  /** ms on the wall. */
  readonly validUntil: number;
}

/**
 * An action that passed the door: enough to play it again, and no signature. Whether the exchange then took it whole,
 * in part or not at all comes out the same when it is played again.
 */
export interface AcceptedAction {
  /** The account it is for, lower-case. */
  readonly address: string;
  /** Market time, ms. */
  readonly time: number;
  readonly nonce: number;
  /** Who signed it, lower-case: the account itself or an agent of it. */
  readonly signer: string;
  readonly action: VenueAction;
}
