import { z } from "zod";
import type { AcceptedAction, VenueAction } from "../exchange/accepted_action.ts";

/** The schema version of a state file. */
export const STATE_SCHEMA = 1;

/** What the outcome of the actions depends on, field by field as a person knows it. */
export type StateHeader = Readonly<Record<string, string | number | boolean | null>>;

/** The first line: whose state it is. */
export interface HeaderLine {
  readonly kind: "venue-state";
  readonly schema: typeof STATE_SCHEMA;
  readonly venue: StateHeader;
}

/** How an account stood: enough to see whether it came out the same. */
export interface Standing {
  readonly balanceUsd: number;
  readonly equityUsd: number;
  /** How many changes of orders, fills and payments of funding there were. */
  readonly orders: number;
  readonly fills: number;
  readonly funding: number;
}

/** What happened at a market time (ms): an account was opened, an action was accepted, or the clock had come so far. */
export type StateLine =
  | { readonly kind: "opened"; readonly time: number; readonly address: string }
  | ({ readonly kind: "action" } & AcceptedAction)
  | { readonly kind: "clock"; readonly time: number }
  | {
    /** The venue stopped, with its accounts as they stood. */
    readonly kind: "stopped";
    readonly time: number;
    readonly accounts: Readonly<Record<string, Standing>>;
  };

const time = z.int();
const count = z.int().min(0);
const number = z.number();
const address = z.string().regex(/^0x[0-9a-f]{40}$/);
const orderRef = z.union([z.int(), z.string()]);

const order = z.strictObject({
  asset: z.string(),
  side: z.enum(["buy", "sell"]),
  size: number.nullable(),
  limitPrice: number,
  reduceOnly: z.boolean(),
  timeInForce: z.enum(["gtc", "ioc", "alo"]),
  trigger: z.strictObject({ kind: z.enum(["stop", "target"]), price: number, isMarket: z.boolean() })
    .nullable(),
  clientOrderId: z.string().nullable(),
});

const action: z.ZodType<VenueAction> = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("place"),
    orders: z.array(order),
    grouping: z.enum(["single", "entry-with-exits", "position-exits"]),
  }),
  z.strictObject({
    kind: z.literal("modify"),
    changes: z.array(z.strictObject({ order: orderRef, to: order, always: z.boolean() })),
  }),
  z.strictObject({
    kind: z.literal("cancel"),
    orders: z.array(z.strictObject({ asset: z.string(), order: orderRef })),
  }),
  z.strictObject({ kind: z.literal("schedule-cancel"), time: number.nullable() }),
  z.strictObject({
    kind: z.literal("update-leverage"),
    asset: z.string(),
    leverage: number,
    isCross: z.boolean(),
  }),
  z.strictObject({ kind: z.literal("update-isolated-margin"), asset: z.string(), micro: number }),
  z.strictObject({
    kind: z.literal("approve-agent"),
    agent: z.strictObject({ address: address.nullable(), name: z.string().nullable(), validUntil: number }),
  }),
  z.strictObject({ kind: z.literal("approve-builder"), builder: z.string(), tenthBps: number }),
  z.strictObject({ kind: z.literal("reserve-requests"), requests: number }),
  z.strictObject({ kind: z.literal("nothing") }),
]);

/** Checks the first line on reading; of a newer schema only that it is one. */
export const headerLineSchema: z.ZodType<Omit<HeaderLine, "schema"> & { readonly schema: number }> = z
  .strictObject({
    kind: z.literal("venue-state"),
    schema: z.int(),
    venue: z.record(z.string(), z.union([z.string(), number, z.boolean(), z.null()])),
  });

/** Checks any other line on reading. */
export const stateLineSchema: z.ZodType<StateLine> = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("opened"), time, address }),
  z.strictObject({ kind: z.literal("action"), time, address, nonce: z.number(), signer: address, action }),
  z.strictObject({ kind: z.literal("clock"), time }),
  z.strictObject({
    kind: z.literal("stopped"),
    time,
    accounts: z.record(
      address,
      z.strictObject({ balanceUsd: number, equityUsd: number, orders: count, fills: count, funding: count }),
    ),
  }),
]);
