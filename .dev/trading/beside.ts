import { deepStrictEqual } from "node:assert/strict";
import {
  type Clock,
  type EventMark,
  type Exchange,
  type ExchangeState,
  inDiaryOrder,
  NO_EVENTS,
} from "../../engine/mod.ts";
import type { ServedMarket } from "./served_market.ts";

/** An exchange that asks the simulated one and the one over the wire the same, and holds their answers against each other. */
export function beside(simulated: Exchange, wire: ServedMarket, clock: Clock): Exchange {
  const both = async <Answer>(what: string, ask: (exchange: Exchange) => Answer | Promise<Answer>) => {
    await wire.sleepUntil(clock.now());
    const [here, there] = [await ask(simulated), await ask(wire.exchange)];
    deepStrictEqual(
      there,
      here,
      `${what} over the wire (actual) and simulated (expected), at ${clock.now()}`,
    );
    return here;
  };
  let mark: EventMark = NO_EVENTS;
  const look = async (since: EventMark): Promise<ExchangeState> => {
    const state = await both("sync", async (exchange) => inSequence(await exchange.sync(since)));
    const { events } = await both("sync since the last look", async (exchange) => {
      return inSequence(await exchange.sync(mark));
    });
    for (const { time } of events) mark = { time, count: time === mark.time ? mark.count + 1 : 1 };
    return state;
  };
  const submit: Exchange["submit"] = async (order) => {
    const outcomes = await both("submit", (exchange) => exchange.submit(order));
    for (const { clientOrderId } of order.legs) {
      await both("find", (exchange) => exchange.find(clientOrderId));
    }
    return outcomes;
  };
  return {
    sync: look,
    setLeverage: (asset, leverage) =>
      both("setLeverage", (exchange) => exchange.setLeverage(asset, leverage)),
    submit,
    cancel: (asset, ids) => both("cancel", (exchange) => exchange.cancel(asset, ids)),
    find: (id) => both("find", (exchange) => exchange.find(id)),
  };
}

/** Of what happened in one moment nobody minds the sequence but by kind: the wire tells the kinds apart. */
function inSequence(state: ExchangeState): ExchangeState {
  return { ...state, events: inDiaryOrder(state.events) };
}
