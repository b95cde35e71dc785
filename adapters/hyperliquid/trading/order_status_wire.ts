import { z } from "zod";
import { decimalWire } from "./decimal_wire.ts";

/** What the venue tells of an order. */
export interface OrderFound {
  readonly state: "open" | "filled" | "ended";
  readonly asset: string;
  /** When it was placed, or its trigger fired, ms. */
  readonly timestamp: number;
  /** Whether some of it may have been filled. */
  readonly isTouched: boolean;
}

const OPEN: readonly string[] = ["open", "triggered"];

const foundSchema = z.object({
  status: z.literal("order"),
  order: z.object({
    order: z.object({ coin: z.string(), timestamp: z.int(), sz: decimalWire, origSz: decimalWire }),
    status: z.string(),
  }),
});

/** `orderStatus`: null, where the venue does not know the order. Source: exchange-rules 2.9, 5.2. */
export const orderStatusWire: z.ZodType<OrderFound | null> = z.union([
  z.object({ status: z.literal("unknownOid") }).transform(() => null),
  foundSchema.transform(({ order: { order, status } }): OrderFound => ({
    state: OPEN.includes(status) ? "open" : status === "filled" ? "filled" : "ended",
    asset: order.coin,
    timestamp: order.timestamp,
    isTouched: !(OPEN.includes(status) && order.sz === order.origSz),
  })),
]);
