/**
 * Records the shipped example: two months at 4h, answered by the scripted model through its server. The same code
 * makes the same bytes: the time that passes is the script's.
 * @module
 */
import { loadInstruments, NO_CACHE, openMarket } from "../../adapters/candle_store/mod.ts";
import { CassetteFolder, packArchive } from "../../adapters/cassette_store/mod.ts";
import { OpenAiModel } from "../../adapters/openai/mod.ts";
import { modelTerms } from "../../adapters/settings/mod.ts";
import { llmPlayer, MemoryDiary, planBacktest, playBacktest } from "../../backtest/mod.ts";
import { type CassetteEntry, intervalsOf, PROMPT_VERSION, RISK_PROFILES } from "../../engine/mod.ts";
import { serveScriptedModel } from "./server.ts";

/** What is recorded, as it is typed. */
export const EXAMPLE = "--from 2024-01 --to 2024-02 --agent llm --interval 4h";
const RANGE = { from: Date.UTC(2024, 0, 1), until: Date.UTC(2024, 2, 1) };
const INTERVAL = "4h";
const FIXTURES = new URL("../../fixtures", import.meta.url).pathname;

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
    const entries = await play({ baseUrl: server.baseUrl, nowMs: () => now, cassettes });
    return { archive: packArchive(entries), manifest: manifestOf(entries, server.asked()) };
  } finally {
    await server.close();
    Deno.removeSync(folder, { recursive: true });
  }
}

async function play(
  { baseUrl, nowMs, cassettes }: {
    readonly baseUrl: string;
    readonly nowMs: () => number;
    readonly cassettes: CassetteFolder;
  },
): Promise<CassetteEntry[]> {
  const instruments = loadInstruments(`${FIXTURES}/instruments.json`).filter(({ symbol }) =>
    ["BTC", "ETH", "SOL"].includes(symbol)
  );
  const profile = RISK_PROFILES.get("conservative")!;
  const asked = { name: null, answers: "replay", prompt: null, table: null, cap: null, blind: false };
  const { choice, price, card } = modelTerms(asked, `${FIXTURES}/models.json`);
  const access = { baseUrl, apiKey: null, headers: {}, dialect: "openai" } as const;
  const player = llmPlayer({
    agent: { choice, instruments, interval: INTERVAL, profile },
    answers: "record",
    model: new OpenAiModel({ ...access, price, nowMs }),
    cap: null,
    latency: 1,
    card,
    cassettes: () => cassettes,
  });
  const request = {
    instruments,
    interval: INTERVAL,
    data: null,
    source: null,
    skipBadRows: false,
    funding: "on",
  } as const;
  const loaded = openMarket({ ...request, ...RANGE, store: `${FIXTURES}/none`, fixtures: FIXTURES }, {
    alsoIntervals: intervalsOf(player.agent, INTERVAL),
    cache: NO_CACHE,
  });
  const run = { interval: INTERVAL, capitalUsd: 10_000, seed: 1, detail: "trades", funding: "on" } as const;
  const made = { ...run, agent: player.agent, chosen: profile, instruments, model: player.model };
  const plan = planBacktest(made, loaded, { ...RANGE, outside: () => new Error("the market is too short") });
  const signal = new AbortController().signal;
  const parts = { ...plan, chatModel: player.chatModel(".") };
  await playBacktest({ agent: player.agent, isolate: null }, parts, { signal, kept: new MemoryDiary() });
  return [...cassettes.entries()];
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
