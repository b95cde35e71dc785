import type { OpenOrder } from "./order.ts";

const RANK = { stop: 0, limit: 1, target: 2 } as const;

/**
 * The sequence in which every exchange shows the open orders of an asset: stops, limit orders, targets, of each kind the
 * nearer to the price first; below zero where `a` comes first. What is equal by this stands by age, the elder first.
 */
export function inOpenOrder(a: OpenOrder, b: OpenOrder): number {
  const byKind = RANK[a.kind] - RANK[b.kind];
  if (byKind !== 0) return byKind;
  const [near, far] = [a.triggerPrice ?? a.limitPrice, b.triggerPrice ?? b.limitPrice];
  return isReachedBelow(a) ? far - near : near - far;
}

/** A stop to sell and a target to buy wait below the price, a limit order to buy as well. Source: exchange-rules 2.3. */
function isReachedBelow({ kind, side }: OpenOrder): boolean {
  return kind === "stop" ? side === "sell" : side === "buy";
}
