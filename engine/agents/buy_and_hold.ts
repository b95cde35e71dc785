import { hold } from "../model/decision.ts";
import type { Observation } from "../model/observation.ts";
import type { Agent, Decided } from "./agent.ts";

/** Share of equity that is put in; the rest is for fees. */
const INVESTED = 0.99;

/** Buys every asset in equal parts at 1×, once, and keeps it: what every other result stands beside. */
export const buyAndHold: Agent = {
  name: "buy-and-hold",
  needs: [],
  ownProfile: "buy-and-hold",
  decide({ account, assets, held }: Observation): Decided {
    const share = INVESTED * account.equityUsd / (assets.length + held.length);
    const decisions = assets.map(({ asset, position }) => {
      if (position !== null) return hold(asset, "holding");
      const bought = account.fills.some((fill) => fill.asset === asset);
      if (bought || wasHeld(account.closedTrades, asset)) return hold(asset, "sold out, not bought again");
      return {
        asset,
        action: "buy" as const,
        allocationUsd: share,
        leverage: 1,
        rationale: "bought to be held",
      };
    });
    return { decisions };
  },
};

function wasHeld(closed: Observation["account"]["closedTrades"], asset: string): boolean {
  return closed.some((trade) => trade.asset === asset);
}
