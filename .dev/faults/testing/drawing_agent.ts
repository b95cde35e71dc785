import {
  type Agent,
  type ChatModel,
  type Decision,
  NO_TOKENS,
  type Observation,
} from "../../../engine/mod.ts";

/** Asks the model what to do, and does what it says; what cannot be read is a fault. */
export const DRAWING_AGENT: Agent = {
  name: "asks",
  needs: [{ interval: "1h", indicators: [], values: 1 }],
  async decide({ assets, account, close }: Observation, { model, signal }) {
    const told = assets.map(({ asset, mid, position }) => `${asset} ${mid} ${position?.side ?? "flat"}`);
    const text = [`${close} ${account.equityUsd}`, ...told].join("\n");
    const answer = await model.ask({
      ...{ provider: "drawn", model: "drawn-1" },
      parameters: { maxTokens: 100, temperature: null, reasoningEffort: null, options: {} },
      messages: [{ role: "user", text }],
      ...{ tools: [], responseSchema: null, sample: 0 },
    }, signal);
    if (answer.status !== "answered") return { decisions: [], summary: answer.status };
    return { decisions: JSON.parse(answer.text) as Decision[], summary: "answered" };
  },
};

/** A model that enters and leaves by lot. */
export function drawingModel(random: () => number): ChatModel {
  return {
    ask(request) {
      const [head, ...told] = request.messages[0].text.split("\n");
      const equityUsd = Number(head.split(" ")[1]);
      const decisions = told.flatMap((line) => {
        const [asset, , held] = line.split(" ");
        if (held !== "flat") return random() < 0.4 ? [{ asset, action: "close", rationale: "drawn" }] : [];
        if (random() < 0.4) return [];
        const action = random() < 0.5 ? "buy" : "sell";
        return [{ asset, action, allocationUsd: equityUsd * 0.1, leverage: 2, rationale: "drawn" }];
      });
      return Promise.resolve({
        ...{ status: "answered", text: JSON.stringify(decisions), toolCalls: [], finish: "stop" } as const,
        ...{ servedModel: null, raw: null, tokens: NO_TOKENS, costUsd: 0, latencyMs: 1500 },
      });
    },
  };
}
