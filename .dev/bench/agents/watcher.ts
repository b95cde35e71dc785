import type { Agent, Decided, IndicatorSpec, Interval, Observation } from "../../../engine/mod.ts";
import { hold } from "../../../engine/mod.ts";

/** Share of equity in all trades together, as margin at 1×. */
const INVESTED = 0.9;

/** Buys once, keeps it behind its stop, and looks at indicators of a shorter interval than it decides on. */
export function watcher(interval: Interval, indicators: readonly IndicatorSpec[]): Agent {
  return {
    name: "watcher",
    needs: [{ interval, indicators, values: 2 }],
    decide({ account, assets }: Observation): Decided {
      return {
        decisions: assets.map(({ asset, position }) =>
          position !== null ? hold(asset, "held") : {
            asset,
            action: "buy" as const,
            allocationUsd: INVESTED * account.equityUsd / assets.length,
            leverage: 1,
            rationale: "bought to be held",
          }
        ),
      };
    },
  };
}
