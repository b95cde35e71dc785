import { type Decision, hold } from "../model/decision.ts";
import type { AssetView, Observation } from "../model/observation.ts";
import type { Agent, AgentTools, Decided } from "./agent.ts";

/** Chance that it acts at a close. */
const ACTS = 1 / 8;
/** Share of equity in one trade, as margin at 1×. */
const ALLOCATION = 0.05;

/**
 * Trades by chance alone: flat, it opens a side at one close in eight; holding, it closes at one in eight. What
 * an agent must beat before it is worth a look.
 */
export const random: Agent = {
  name: "random",
  needs: [],
  decide(observation: Observation, tools: AgentTools): Decided {
    return { decisions: observation.assets.map((view) => decideOne(view, observation, tools)) };
  },
};

function decideOne({ asset, position }: AssetView, { account }: Observation, tools: AgentTools): Decision {
  const draw = tools.random(asset);
  if (draw() >= ACTS) return hold(asset, "the die says wait");
  if (position !== null) return { asset, action: "close", rationale: "the die says close" };
  const action = draw() < 0.5 ? "buy" : "sell";
  const allocationUsd = ALLOCATION * account.equityUsd;
  return { asset, action, allocationUsd, leverage: 1, rationale: `the die says ${action}` };
}
