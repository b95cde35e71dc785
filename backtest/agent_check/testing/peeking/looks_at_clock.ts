import { type AgentDefinition, defineAgent, hold, type Observation } from "../../../../engine/mod.ts";

/** Buys in even minutes of the wall clock. */
const agent: AgentDefinition = defineAgent({
  name: "looks-at-clock",
  create: () => ({
    needs: [],
    decide({ assets, account }: Observation) {
      const isEven = new Date().getMinutes() % 2 === 0;
      const allocationUsd = 0.1 * account.equityUsd;
      return {
        decisions: assets.map(({ asset, position }) =>
          isEven && position === null
            ? { asset, action: "buy" as const, allocationUsd, leverage: 1, rationale: "an even minute" }
            : hold(asset, "waits")
        ),
      };
    },
  }),
});

export default agent;
