import type { KnownEvent } from "./events_wire.ts";

/** How much of an order was filled, in coins, and its average price, USD; null: nothing was. */
export function averageFill(
  told: readonly KnownEvent[],
  clientOrderId: string,
  szDecimals: number,
): { readonly filledSize: number; readonly price: number | null } {
  const [sizeScale, priceScale] = [10 ** szDecimals, 10 ** (6 - szDecimals)];
  let units = 0;
  let micro = 0;
  for (const { event } of told) {
    if (event.kind !== "fill" || event.clientOrderId !== clientOrderId) continue;
    const filled = Math.round(event.size * sizeScale);
    units += filled;
    micro += filled * Math.round(event.price * priceScale);
  }
  if (units === 0) return { filledSize: 0, price: null };
  return { filledSize: units / sizeScale, price: micro / units / priceScale };
}
