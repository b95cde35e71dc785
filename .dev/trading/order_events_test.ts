/** Whoever listens to a served venue is told when something happens to an account's orders. */
import { ok, strictEqual } from "node:assert/strict";
import { OrderEvents } from "../../adapters/hyperliquid/trading/mod.ts";
import { RecordedMarket } from "../../backtest/mod.ts";
import type { OrderLeg } from "../../engine/mod.ts";
import { approved, CONTRACT_VENUE } from "../../engine/ports/exchange_contract.ts";
import { serveMarket } from "./served_market.ts";

const ID = `0x${"1".repeat(32)}`;

Deno.test({
  name: "OrderEvents: a fill ends whoever waits, and the next signal is a new one",
  // The socket is closed a moment after the venue has gone.
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    const { instrument, start, candles, funding, depositUsd } = CONTRACT_VENUE;
    const series = [{ interval: "5m" as const, columns: candles }];
    const served = await serveMarket({
      market: new RecordedMarket([{ instrument, candles: series, funding, openInterest: null }]),
      ...{ from: start + 1, until: start + candles.time.length * 300_000, balanceUsd: depositUsd },
    });
    try {
      using events = new OrderEvents(served.url, served.account);
      // What it subscribes to is told at once as it stands.
      await new Promise((resolve) => setTimeout(resolve, 500));
      const signal = events.signal();
      strictEqual(signal.aborted, false);
      const told = new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
      const price = Math.round(candles.close[0] * 1.04);
      const leg: OrderLeg = {
        ...{ leg: "entry", clientOrderId: ID, side: "buy", size: 1 },
        ...{ limitPrice: price, triggerPrice: null, reduceOnly: false },
      };
      const group = { asset: instrument.symbol, purpose: "open", legs: [leg] } as const;
      const [outcome] = await served.exchange.submit(approved(group, instrument));
      strictEqual(outcome.status, "accepted", JSON.stringify(outcome));
      await told;
      ok(!events.signal().aborted);
    } finally {
      await served.dispose();
    }
  },
});
