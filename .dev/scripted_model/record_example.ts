/**
 * Records the shipped example: two months at 4h, answered by the scripted model through its server. The same code
 * makes the same bytes: the time that passes is the script's.
 * @module
 */
import { CassetteFolder, packArchive } from "../../adapters/cassette_store/mod.ts";
import { OpenAiModel } from "../../adapters/openai/mod.ts";
import { MemoryDiary } from "../../backtest/mod.ts";
import { type CassetteEntry, PROMPT_VERSION } from "../../engine/mod.ts";
import { ScriptedRun } from "./scripted_run.ts";
import { serveScriptedModel } from "./server.ts";

/** What is recorded, as it is typed. */
export const EXAMPLE = "--from 2024-01 --to 2024-02 --agent llm --interval 4h";
const RANGE = { from: Date.UTC(2024, 0, 1), until: Date.UTC(2024, 2, 1) };

/** The packed answers, and what they are. */
export interface Example {
  readonly archive: Uint8Array<ArrayBuffer>;
  readonly manifest: Readonly<Record<string, unknown>>;
}

/** Plays the example against the scripted model and packs what it answered. */
export async function recordExample(): Promise<Example> {
  let now = 0;
  const server = serveScriptedModel((ms) => now += ms);
  const folder = Deno.makeTempDirSync({ prefix: "reprise-example-" });
  try {
    const cassettes = new CassetteFolder(folder);
    const run = new ScriptedRun(RANGE);
    const access = { baseUrl: server.baseUrl, apiKey: null, headers: {}, dialect: "openai" } as const;
    const model = new OpenAiModel({ ...access, price: run.price, nowMs: () => now });
    await run.play({ answers: "record", model, cassettes }, new MemoryDiary());
    const entries = [...cassettes.entries()];
    return { archive: packArchive(entries), manifest: manifestOf(entries, server.asked()) };
  } finally {
    await server.close();
    Deno.removeSync(folder, { recursive: true });
  }
}

function manifestOf(entries: readonly CassetteEntry[], asked: number): Example["manifest"] {
  return {
    about:
      "Answers of a scripted model, made by .dev/scripted_model (deno task fixtures): a program that goes by a fixed " +
      "script, never a language model. Good for seeing how a recorded run works; it says nothing about any model.",
    scripted: true,
    provider: "scripted",
    model: "scripted-1",
    run: `deno task backtest ${EXAMPLE}`,
    promptVersion: PROMPT_VERSION,
    questions: asked,
    answers: entries.length,
    file: "scripted-scripted-1.cassette.gz",
  };
}
