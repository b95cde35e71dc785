import { type AssetView, type Decision, defineAgent, hold, type Observation } from "../../../engine/mod.ts";

/** What is done with an asset at a step; where that has no sense then, it is held. */
type Step = "buy" | "sell" | "nearer" | "target" | "close" | "hold";

/** In turn, for the first asset and the second: every kind of order there is, alone and together. */
const STEPS: readonly (readonly [Step, Step])[] = [
  ["buy", "hold"],
  ["hold", "sell"],
  ["nearer", "hold"],
  ["buy", "nearer"],
  ["target", "close"],
  ["close", "hold"],
  ["hold", "hold"],
  ["sell", "buy"],
  ["nearer", "target"],
  ["close", "close"],
  ["hold", "hold"],
];
const SHARE = 0.1;

/** Enters both sides, adds, moves stops and targets and closes, without a look at the market. */
export default defineAgent({
  name: "every-order",
  create: () => ({
    needs: [],
    decide(observation, { memory }) {
      const count = typeof memory === "number" ? memory : 0;
      const steps = STEPS[count % STEPS.length];
      const decisions = observation.assets.map((view, index) => decided(steps[index], view, observation));
      return { decisions, memory: count + 1 };
    },
  }),
});

function decided(step: Step, view: AssetView, { account }: Observation): Decision {
  const { asset, mid, position } = view;
  const rationale = step;
  if (step === "buy" || step === "sell") {
    const sign = step === "buy" ? 1 : -1;
    const leverage = position === null ? 2 : 3;
    const exits = { stop: mid * (1 - 0.009 * sign), target: mid * (1 + 0.02 * sign) };
    return { asset, action: step, allocationUsd: SHARE * account.equityUsd, leverage, ...exits, rationale };
  }
  if (position === null || step === "hold") return hold(asset, rationale);
  if (step === "close") return { asset, action: "close", rationale };
  if (step === "target") {
    return { ...hold(asset, rationale), target: mid * (position.side === "long" ? 1.015 : 0.985) };
  }
  const stop = account.openOrders.find((order) => order.asset === asset && order.kind === "stop");
  return stop === undefined
    ? hold(asset, rationale)
    : { ...hold(asset, rationale), stop: (2 * stop.triggerPrice! + mid) / 3 };
}
