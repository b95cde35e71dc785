import { type Agent, type Decided, type Decision, hold, type Observation, sma } from "../../../engine/mod.ts";

/** Share of equity in all trades together, as margin at 1×; the rest is for fees. */
const INVESTED = 0.9;

/** Always in the market: long while SMA20 is above SMA50, short while it is below; turned round at each cross. */
const smaCross: Agent = {
  name: "sma-cross",
  needs: [{ interval: "decision", indicators: [sma(20), sma(50)], values: 2 }],
  decide(observation: Observation): Decided {
    return { decisions: observation.assets.map((view) => decideOne(view, observation)) };
  },
};

function decideOne(view: Observation["assets"][number], { account, assets }: Observation): Decision {
  const { asset, position } = view;
  const candles = view.on();
  const above = candles.series("sma20").last > candles.series("sma50").last;
  const wanted = above ? "long" : "short";
  if (position?.side === wanted) return hold(asset, "with the averages");
  return {
    asset,
    action: above ? "buy" : "sell",
    allocationUsd: INVESTED * account.equityUsd / assets.length,
    leverage: 1,
    rationale: "the averages have crossed",
  };
}

export default smaCross;
