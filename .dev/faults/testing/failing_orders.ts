/** What a venue does to orders besides taking them: it turns them away, or takes half of them. */
import { type Exchange, PortFailure } from "../../../engine/mod.ts";
import { askedThrough } from "./asked_through.ts";
import type { Lots } from "./faulty_ports.ts";

/** Turns orders away at the door, as a venue that is asked too much does. */
export function refusing(exchange: Exchange, lots: Lots): Exchange {
  return {
    ...passing(exchange),
    submit: (order) => {
      if (!lots.happens("submit refused", 0.04)) return exchange.submit(order);
      const rejected = { status: "rejected", reason: "429: too many requests" } as const;
      return order.legs.map(({ leg, clientOrderId }) => ({ leg, clientOrderId, ...rejected }));
    },
  };
}

/** Takes an entry and refuses its stop. */
export function halfFailing(exchange: Exchange, lots: Lots): Exchange {
  return {
    ...passing(exchange),
    submit: async (order) => {
      const outcomes = await exchange.submit(order);
      const stop = outcomes.find(({ leg, status }) => leg === "stop" && status === "accepted");
      if (order.purpose !== "open" || stop === undefined || !lots.happens("stop refused", 0.05)) {
        return outcomes;
      }
      await exchange.cancel(order.asset, [stop.clientOrderId]);
      const { leg, clientOrderId } = stop;
      return outcomes.map((one) =>
        one === stop ? { leg, clientOrderId, status: "rejected", reason: "no" } : one
      );
    },
  };
}

/** For minutes stops do not reach it, and nobody hears what became of them: only closing helps. */
export function losingStops(exchange: Exchange, lots: Lots, now: () => number): Exchange {
  let until = -Infinity;
  const lost = () => Promise.reject(new PortFailure("nobody answered"));
  return {
    ...passing(exchange),
    submit: (order) => {
      if (order.purpose !== "protect") return exchange.submit(order);
      if (now() >= until && lots.happens("stops lost", 0.1)) until = now() + LOST_MS;
      return now() < until ? lost() : exchange.submit(order);
    },
    find: (id) => now() < until ? lost() : exchange.find(id),
  };
}

/** Far longer than a position may be naked. */
const LOST_MS = 6 * 60_000;

function passing(exchange: Exchange): Exchange {
  return askedThrough(async (question) => await question(), exchange);
}
