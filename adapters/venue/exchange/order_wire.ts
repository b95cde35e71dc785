import { z } from "zod";
import type { Grouping, OrderRef, TimeInForce, VenueOrder } from "../../../engine/mod.ts";
import { wireCloid, wireUint } from "../fields_wire.ts";

/** Prices and sizes; below zero is for the exchange to refuse. */
const decimal = z.string().max(40).regex(/^-?(\d+\.?\d*|\.\d+)$/);

const TIMES_IN_FORCE: Readonly<Record<"Gtc" | "Ioc" | "Alo" | "FrontendMarket", TimeInForce>> = {
  Gtc: "gtc",
  Ioc: "ioc",
  Alo: "alo",
  FrontendMarket: "ioc",
};
const GROUPINGS: Readonly<Record<"na" | "normalTpsl" | "positionTpsl", Grouping>> = {
  na: "single",
  normalTpsl: "entry-with-exits",
  positionTpsl: "position-exits",
};

const limitType = z.object({ limit: z.object({ tif: z.enum(["Gtc", "Ioc", "Alo", "FrontendMarket"]) }) });
const triggerType = z.object({
  trigger: z.object({ isMarket: z.boolean(), triggerPx: decimal, tpsl: z.enum(["tp", "sl"]) }),
});

/** An order as clients send it. Source: exchange-rules 2.1 and 2.3. */
export const wireOrder = z.object({
  a: wireUint,
  b: z.boolean(),
  p: decimal,
  s: decimal,
  r: z.boolean(),
  t: z.union([limitType, triggerType]),
  c: wireCloid.nullish(),
});

/** How orders belong together; a priority is taken as none. Source: exchange-rules 2.4. */
export const wireGrouping = z.union([
  z.enum(["na", "normalTpsl", "positionTpsl"]),
  z.object({ p: wireUint }),
]);

/** An order by the venue's number or the client's. */
export const wireOrderRef = z.union([wireUint, wireCloid]);

/** An order as clients send it. */
export type WireOrder = z.infer<typeof wireOrder>;

/**
 * An order in our own words. A size of zero means the whole position where `isExit` says that it is an exit of one.
 * That a client marks an order as a market order of its own page is not kept: it is an Ioc.
 */
export function orderOf(
  wire: WireOrder,
  { asset, isExit }: { readonly asset: string; readonly isExit: boolean },
): VenueOrder {
  const { b, p, s, r, t, c } = wire;
  const size = Number(s);
  const trigger = "trigger" in t ? t.trigger : null;
  return {
    asset,
    side: b ? "buy" : "sell",
    size: isExit && trigger !== null && size === 0 ? null : size,
    limitPrice: Number(p),
    reduceOnly: r,
    timeInForce: "limit" in t ? TIMES_IN_FORCE[t.limit.tif] : "gtc",
    trigger: trigger === null ? null : {
      kind: trigger.tpsl === "sl" ? "stop" : "target",
      price: Number(trigger.triggerPx),
      isMarket: trigger.isMarket,
    },
    clientOrderId: c?.toLowerCase() ?? null,
  };
}

/** How orders belong together, in our own words. */
export function groupingOf(wire: z.infer<typeof wireGrouping>): Grouping {
  return typeof wire === "string" ? GROUPINGS[wire] : "single";
}

/** An order's number in our own words. */
export function orderRefOf(wire: OrderRef): OrderRef {
  return typeof wire === "string" ? wire.toLowerCase() : wire;
}
