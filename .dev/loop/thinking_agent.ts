import type { Agent, Decision } from "../../engine/mod.ts";

/** Buys once, then asks its model in every cycle and holds. */
export const AGENT: Agent = {
  name: "thinks",
  needs: [],
  async decide({ assets, account }, { model, memory, signal }) {
    const [asset] = assets;
    if (memory === null) {
      const buys: Decision = {
        asset: asset.asset,
        action: "buy",
        allocationUsd: 500,
        leverage: 2,
        rationale: "once",
      };
      return { decisions: [buys], memory: "bought" };
    }
    const { status } = await model.ask({
      ...{ provider: "none", model: "none", tools: [], responseSchema: null, sample: 0 },
      parameters: { maxTokens: 1, temperature: null, reasoningEffort: null, options: {} },
      messages: [{ role: "user", text: String(account.equityUsd) }],
    }, signal);
    return { decisions: [], summary: status };
  },
};
