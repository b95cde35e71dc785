/**
 * What the simulated exchange shows in process and what Hyperliquid's wire in front of it shows are the same, answer by
 * answer: the same deeds are done on both.
 */

import fc from "fast-check";
import { DEFAULT_SIMULATION } from "../../backtest/mod.ts";
import { exchangeOptions } from "../../backtest/simulation_choice.ts";
import {
  deeds,
  END,
  liveThrough,
  marketUpTo,
  mixedMarketPlans,
  timedDeeds,
} from "../../backtest/testing/random_market.ts";
import { START } from "../../backtest/testing/market.ts";
import { beside } from "./beside.ts";
import { serveMarket } from "./served_market.ts";

const BALANCE_USD = 10_000;
const RUNS = Number(Deno.env.get("PARITY_RUNS") ?? 12);

/** Ways in which fills come out differently. */
const simulations = fc.constantFrom(
  DEFAULT_SIMULATION,
  { ...DEFAULT_SIMULATION, slippage: "impact", path: "ohlc" as const },
  { ...DEFAULT_SIMULATION, partialFills: 0.5, fees: "tier:3" },
);

Deno.test("HyperliquidExchange: shows to the last digit what the simulated exchange shows", async () => {
  const property = fc.asyncProperty(mixedMarketPlans, deeds, simulations, async (plans, flow, simulation) => {
    const market = marketUpTo(plans, END);
    const served = await serveMarket({
      market,
      from: START,
      until: END,
      balanceUsd: BALANCE_USD,
      simulation,
    });
    try {
      await liveThrough({
        market: marketUpTo(plans, END),
        flow: timedDeeds(flow, END),
        options: exchangeOptions(simulation, BALANCE_USD),
        looks: [],
        until: END,
        onLook: () => {},
        instead: (simulated, clock) => beside(simulated, served, clock),
      });
    } finally {
      await served.dispose();
    }
  });
  await fc.assert(property, { numRuns: RUNS, interruptAfterTimeLimit: 300_000, endOnFailure: true });
});
