/**
 * What the LLM agent costs beside its model: a month of 4h cycles with a model that answers at once, the whole prompt built
 * and every request named, beside the same month of a rule that looks at the same series.
 * @module
 */
import { AGENTS, type ChatModel } from "../../../engine/mod.ts";
import { answerText } from "../../../engine/testing/llm_world.ts";
import { ShippedMarket } from "../../e2e/llm_run.ts";

const shipped = new ShippedMarket("4h");
const range = { from: Date.UTC(2024, 4, 1), until: Date.UTC(2024, 5, 1) };
const TEXT = answerText(shipped.instruments.map(({ symbol: asset }) => ({ asset })));
const instant: ChatModel = {
  ask: () =>
    Promise.resolve({
      status: "answered",
      text: TEXT,
      toolCalls: [],
      finish: "stop",
      servedModel: null,
      raw: null,
      tokens: { fresh: 3000, cacheRead: 2000, cacheWrite: 0, output: 200 },
      costUsd: 0.001,
      latencyMs: 4000,
    }),
};

for (const agent of [AGENTS.get("trend")!, shipped.llmAgent(), shipped.llmAgent({ blind: { seed: 1 } })]) {
  const blind = Object(agent.parameters).blind ? ", blind" : "";
  Deno.bench({
    name: `a month of 4h cycles (186), three assets, ${agent.name}${blind}`,
    group: "llm",
    n: 20,
    warmup: 5,
    fn: async () => {
      await shipped.run(agent, instant, range);
    },
  });
}
