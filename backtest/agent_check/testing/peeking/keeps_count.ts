import { type AgentDefinition, defineAgent, hold, type Observation } from "../../../../engine/mod.ts";

/** Acts at every fiftieth decision: it counts them beside its memory, so that a restart begins to count anew. */
const agent: AgentDefinition = defineAgent({
  name: "keeps-count",
  create() {
    let count = 0;
    return {
      needs: [],
      decide({ assets, account }: Observation) {
        const acts = ++count % 50 === 0;
        const allocationUsd = 0.1 * account.equityUsd;
        return {
          decisions: assets.map(({ asset, position }) => {
            if (!acts) return hold(asset, "waits");
            if (position !== null) return { asset, action: "close" as const, rationale: "enough" };
            return { asset, action: "buy" as const, allocationUsd, leverage: 1, rationale: "its turn" };
          }),
        };
      },
    };
  },
});

export default agent;
