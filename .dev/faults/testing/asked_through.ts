import type { Exchange } from "../../../engine/mod.ts";

/** An exchange each question to which goes through `ask`. */
export function askedThrough(
  ask: <T>(question: () => T | Promise<T>) => Promise<T>,
  exchange: Exchange,
): Exchange {
  return {
    sync: (since) => ask(() => exchange.sync(since)),
    setLeverage: (asset, leverage) => ask(() => exchange.setLeverage(asset, leverage)),
    submit: (order) => ask(() => exchange.submit(order)),
    cancel: (asset, ids) => ask(() => exchange.cancel(asset, ids)),
    find: (id) => ask(() => exchange.find(id)),
  };
}
