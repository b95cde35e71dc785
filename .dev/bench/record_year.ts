/**
 * Records the scripted model's answers over the shipped year into the folder it is given: a process of its own, so that
 * the one that is measured has compiled nothing before its first run.
 * @module
 */
import { CassetteFolder } from "../../adapters/cassette_store/mod.ts";
import { OpenAiModel } from "../../adapters/openai/mod.ts";
import { MemoryDiary } from "../../backtest/mod.ts";
import { ScriptedRun } from "../scripted_model/scripted_run.ts";
import { serveScriptedModel } from "../scripted_model/server.ts";

/** The year that is recorded, ms. */
export const YEAR: { readonly from: number; readonly until: number } = {
  from: Date.UTC(2024, 0, 1),
  until: Date.UTC(2025, 0, 1),
};

if (import.meta.main) {
  let now = 0;
  const server = serveScriptedModel((ms) => now += ms);
  const run = new ScriptedRun(YEAR);
  const access = { baseUrl: server.baseUrl, apiKey: null, headers: {}, dialect: "openai" } as const;
  const model = new OpenAiModel({ ...access, price: run.price, nowMs: () => now });
  await run.play(
    { answers: "record", model, cassettes: new CassetteFolder(Deno.args[0]) },
    new MemoryDiary(),
  );
  await server.close();
}
