import { type AgentDefinition, defineAgent, hold, type Observation } from "../../../../engine/mod.ts";

/** Numbers the decisions in its memory, as it should, and so its deeds hang on when it was started for good. */
const agent: AgentDefinition = defineAgent({
  name: "never-warm",
  create: () => ({
    needs: [],
    decide({ assets, account }: Observation, { memory }) {
      const count = Number(memory ?? 0) + 1;
      const allocationUsd = 0.1 * account.equityUsd;
      const decisions = assets.map(({ asset, position }) =>
        count % 50 === 0 && position === null
          ? { asset, action: "buy" as const, allocationUsd, leverage: 1, rationale: "its turn" }
          : hold(asset, "waits")
      );
      return { decisions, memory: count };
    },
  }),
});

export default agent;
