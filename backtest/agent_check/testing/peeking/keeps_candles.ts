import { type AgentDefinition, defineAgent, type Observation } from "../../../../engine/mod.ts";

/** All closes that were ever seen in this process, of all runs. */
const closes = new Map<string, number>();

/** Knows the future after an earlier, longer run in the same process: it has kept its candles in a module variable. */
const agent: AgentDefinition = defineAgent({
  name: "keeps-candles",
  create: () => ({
    needs: [{ interval: "decision", indicators: [], values: 2 }],
    decide({ close, assets, account }: Observation) {
      for (const view of assets) closes.set(`${view.asset} ${close}`, view.on().closes.last);
      const later = close + 4 * 3_600_000;
      return {
        decisions: assets.map(({ asset, mark, position }) => {
          const future = closes.get(`${asset} ${later}`);
          const wants = future === undefined ? close % 86_400_000 === 0 : future > mark * 1.01;
          if (position !== null || !wants) return { asset, action: "hold" as const, rationale: "waits" };
          const allocationUsd = 0.1 * account.equityUsd;
          return { asset, action: "buy" as const, allocationUsd, leverage: 1, rationale: "will rise" };
        }),
      };
    },
  }),
});

export default agent;
