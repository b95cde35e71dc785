import type { AccountState } from "../model/account.ts";
import { andThen } from "../model/awaitable.ts";
import type { Exchange } from "./exchange.ts";

/** The same exchange; whoever looks on is told each account that it shows. */
export function observedExchange(exchange: Exchange, onAccount: (account: AccountState) => void): Exchange {
  return {
    sync: (since) =>
      andThen(exchange.sync(since), (state) => {
        onAccount(state.account);
        return state;
      }),
    setLeverage: (asset, leverage) => exchange.setLeverage(asset, leverage),
    submit: (order) => exchange.submit(order),
    cancel: (asset, clientOrderIds) => exchange.cancel(asset, clientOrderIds),
    find: (clientOrderId) => exchange.find(clientOrderId),
  };
}
