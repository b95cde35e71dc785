import { z } from "zod";
import { inOpenOrder, type OpenOrder } from "../../../engine/mod.ts";
import type { Assets } from "./account_wire.ts";
import { decimalWire } from "./decimal_wire.ts";

const rowSchema = z.object({
  coin: z.string(),
  side: z.enum(["A", "B"]),
  limitPx: decimalWire,
  sz: decimalWire,
  origSz: decimalWire,
  oid: z.int().nonnegative(),
  isTrigger: z.boolean(),
  triggerPx: decimalWire,
  reduceOnly: z.boolean(),
  orderType: z.string(),
  // Not there in answers of 2023.
  cloid: z.string().nullable().default(null),
  children: z.array(z.object({ oid: z.int().nonnegative() })),
});

type OrderRow = z.infer<typeof rowSchema>;

/** `frontendOpenOrders`. Source: exchange-rules 5.2. */
export const openOrdersWire: z.ZodType<readonly OrderRow[]> = z.array(rowSchema);

/**
 * Open orders of perpetuals, in {@link inOpenOrder}. Exits that wait for an entry to fill protect nothing yet and are
 * left out: the venue lists them within their entry and beside it.
 */
export function openOrdersOf(rows: readonly OrderRow[], assets: Assets): readonly OpenOrder[] {
  const waiting = new Set(rows.flatMap(({ children }) => children.map(({ oid }) => oid)));
  const own = rows.filter(({ coin, oid }) => assets.has(coin) && !waiting.has(oid));
  const byAge = own.sort((a, b) => a.oid - b.oid).map(openOrderOf);
  const place = (order: OpenOrder): number => assets.get(order.asset)!.id;
  return byAge.sort((a, b) => place(a) - place(b) || inOpenOrder(a, b));
}

function openOrderOf(row: OrderRow): OpenOrder {
  return {
    asset: row.coin,
    clientOrderId: row.cloid,
    kind: kindOf(row),
    side: row.side === "B" ? "buy" : "sell",
    size: row.origSz === 0 ? null : row.sz,
    limitPrice: row.limitPx,
    triggerPrice: row.isTrigger ? row.triggerPx : null,
    reduceOnly: row.reduceOnly,
  };
}

/** One that has fired is a limit order. Source: exchange-rules 2.3. */
function kindOf({ isTrigger, orderType }: OrderRow): OpenOrder["kind"] {
  if (!isTrigger) return "limit";
  return orderType.startsWith("Take Profit") ? "target" : "stop";
}
