import assert from "node:assert/strict";
import { RISK_PROFILES } from "../engine/mod.ts";
import { answerOf, MemoryStore, requestOf } from "./cassette/testing/memory_store.ts";
import { llmPlayer } from "./llm_player.ts";
import { COIN } from "./testing/market.ts";

const PARAMETERS = { maxTokens: 9, temperature: null, reasoningEffort: null, options: {} };
const CARD = {
  provider: "p",
  model: "m",
  answers: "record",
  host: null,
  cutoff: null,
  blind: false,
  price: null,
  tableSha256: "",
};

Deno.test("what is damaged, and what the provider refused, is told of every store that was opened", async () => {
  const folders: (string | null)[] = [];
  const withheld: string[] = [];
  const player = llmPlayer({
    agent: {
      choice: { provider: "p", model: "m", parameters: PARAMETERS },
      instruments: [COIN],
      interval: "1h",
      profile: RISK_PROFILES.get("high")!,
    },
    answers: "record",
    model: { ask: () => Promise.resolve(answerOf("a")), withheld },
    cap: null,
    remedies: { key: "", credit: "", model: "", host: "" },
    latency: 2,
    card: CARD,
    cassettes: (folder) => {
      folders.push(folder);
      const store = new MemoryStore();
      store.damaged.add(`${folder}/x`);
      return store;
    },
  });
  assert.deepEqual([player.agent.name, player.model.latency, player.asked.model], ["llm", 2, "m"]);
  assert.deepEqual(player.warnings(), []);
  const chatModel = player.chatModel("runs/1", { now: () => 0 });
  assert.equal((await chatModel.ask(requestOf(), new AbortController().signal)).status, "answered");
  withheld.push("tools");
  assert.deepEqual(folders, ["runs/1"]);
  assert.deepEqual(player.warnings(), [
    "A recorded answer is damaged and counts as missing: runs/1/x.",
    "The provider refused tools: it was asked without.",
  ]);
});
