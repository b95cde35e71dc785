import { type AgentDefinition, defineAgent, hold, type Observation } from "../../../../engine/mod.ts";

/** Throws dice of its own, not those that it is handed. */
const agent: AgentDefinition = defineAgent({
  name: "draws-lots",
  create: () => ({
    needs: [],
    decide({ assets, account }: Observation) {
      const allocationUsd = 0.1 * account.equityUsd;
      return {
        decisions: assets.map(({ asset, position }) =>
          position === null && Math.random() < 0.1
            ? { asset, action: "sell" as const, allocationUsd, leverage: 1, rationale: "the die says so" }
            : hold(asset, "the die says wait")
        ),
      };
    },
  }),
});

export default agent;
