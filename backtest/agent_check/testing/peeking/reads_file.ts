import { type AgentDefinition, defineAgent } from "../../../../engine/mod.ts";

const DATA = new URL("../../../../fixtures/synthetic-perp-BTC-5m.csv.gz", import.meta.url);

/** Would read what is to come from the file that the market was read from. */
const agent: AgentDefinition = defineAgent({
  name: "reads-file",
  create: () => ({
    needs: [],
    decide() {
      const future = Deno.readFileSync(DATA);
      return { decisions: [], memory: future.length };
    },
  }),
});

export default agent;
