import { z } from "zod";
import {
  type AssetView,
  type Decision,
  defineAgent,
  ema,
  hold,
  type Observation,
  rsi,
} from "../../engine/mod.ts";

/**
 * Buys when a fast average of the closes crosses above a slow one, closes when it has crossed back.
 * Try it:    deno task backtest --agent ./mine.ts --param fast=10
 * Check it:  deno task check-agent ./mine.ts
 */
export default defineAgent({
  name: "mine",
  // What can be set with --param name=value; where it is not, the default holds.
  parameters: z.object({
    fast: z.int().min(2).max(400).default(20),
    slow: z.int().min(3).max(400).default(50),
    share: z.number().gt(0).max(1).default(0.2),
  }).refine(({ fast, slow }) => fast < slow, "fast must be less than slow"),

  create({ fast, slow, share }) {
    function decideOne(view: AssetView, observation: Observation): Decision {
      const { asset, position } = view;
      // The decision interval; view.on("4h") is another one, if it is among the needs.
      const candles = view.on();
      // .last is the value at the candle that has just closed, .at(1) the one before it.
      const fastAverage = candles.series(`ema${fast}`);
      const slowAverage = candles.series(`ema${slow}`);
      const isAbove = fastAverage.last > slowAverage.last;
      const wasAbove = fastAverage.at(1) > slowAverage.at(1);
      if (position !== null) {
        return isAbove ? hold(asset, "still above") : { asset, action: "close", rationale: "crossed back" };
      }
      if (!isAbove || wasAbove) return hold(asset, "no cross");
      if (candles.series("rsi14").last > 70) return hold(asset, "crossed, but overbought");
      // Notional is allocation × leverage. Stop and target are the risk profile's where none are given.
      const allocationUsd = share * observation.account.equityUsd;
      const stop = view.mid * 0.985;
      return { asset, action: "buy", allocationUsd, leverage: 1, stop, rationale: "crossed above" };
    }

    return {
      // All that it may look at: "decision" is the interval of the run, "4h" and the like are others; values is how
      // many of the last values can be seen. The warm-up follows from this.
      needs: [{ interval: "decision", indicators: [ema(fast), ema(slow), rsi(14)], values: 2 }],
      // Asked once for every candle that closes, for all assets at once. The answer must follow from the observation:
      // keep nothing outside; what is to be remembered is returned as `memory` and comes back as tools.memory, and
      // chance is tools.random(asset).
      decide: (observation) => ({
        decisions: observation.assets.map((view) => decideOne(view, observation)),
      }),
    };
  },
});
