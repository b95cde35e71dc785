import {
  type ModelCap,
  type ModelChoice,
  type ModelManifest,
  type ModelPrice,
  type Remedies,
  sha256,
} from "../../engine/mod.ts";
import { modelHost } from "./model_host.ts";
import { type ModelSettings, modelSettings } from "./model_settings.ts";
import { ModelsTable } from "./models_table.ts";
import { SettingsError } from "./settings_error.ts";
import { readSources } from "./variable_sources.ts";
import { readVariables, variableNames } from "./variables.ts";

/** What was asked for at the command line. */
export interface AskedModel {
  /** Null: the one that is set. */
  readonly name: string | null;
  /** Where answers come from: replay, record, auto or live. */
  readonly answers: string;
  readonly prompt: string | null;
  /** Null: the shipped table. */
  readonly table: string | null;
  readonly cap: AskedCap | null;
  readonly blind: boolean;
}

/** What may be spent, as it was asked for; per day only in USD. */
export interface AskedCap {
  readonly unit: "USD" | "tokens";
  readonly limit: number | null;
  readonly perDay: number | null;
}

/** Which model is asked, how to reach it, and what is known of it. */
export interface ModelTerms {
  readonly choice: ModelChoice;
  /** Null: only recorded answers may be used. */
  readonly access:
    | (Pick<ModelSettings, "baseUrl" | "apiKey" | "headers" | "dialect"> & { readonly host: string })
    | null;
  /** What is wanted where it cannot be asked. */
  readonly remedies: Remedies;
  readonly price: ModelPrice | null;
  /** What a manifest says of it. */
  readonly card: Omit<ModelManifest, "memory">;
  readonly cap: ModelCap | null;
  /** The template of the user's; null: the built-in one. */
  readonly prompt: string | null;
}

/** The longest answer, tokens: an answer for all assets with long reasoning takes a small part of it. */
const MAX_TOKENS = 8000;
const REPLAY = "replay";

/**
 * Settles which model is asked, from the command line, the environment, `.env` and the table of models. Throws a
 * SettingsError for what is missing or cannot be right.
 */
export function modelTerms(asked: AskedModel, shippedTable: string): ModelTerms {
  const reaches = asked.answers !== REPLAY;
  const variables = readVariables(variableNames({ access: reaches }), readSources());
  const settings = modelSettings(variables, asked.name);
  const { provider, model, reasoningEffort, options } = settings;
  if (model === null) throw new SettingsError("no model is named; wanted LLM_MODEL in .env, or --model");
  const path = asked.table ?? shippedTable;
  const table = new ModelsTable(path);
  const price = table.priceOf({ provider, model }, Date.now());
  const access = reaches ? { ...accessOf(settings), host: modelHost(variables) } : null;
  const { answers, blind } = asked;
  const known = { cutoff: table.cutoffOf(model), price, tableSha256: table.sha256 };
  const prompt = asked.prompt === null ? null : readPrompt(asked.prompt);
  const template = prompt === null ? {} : { prompt: { path: asked.prompt!, sha256: sha256(prompt) } };
  return {
    choice: {
      provider,
      model,
      parameters: { maxTokens: MAX_TOKENS, temperature: null, reasoningEffort, options },
    },
    access,
    remedies: remediesFor(settings, modelHost(variables)),
    price,
    card: { provider, model, answers, host: access?.host ?? null, blind, ...known, ...template },
    cap: capOf(asked.cap, { price, what: `${provider}/${model}`, path }),
    prompt,
  };
}

function accessOf({ provider, model, baseUrl, isUsualUrl, apiKey, headers, dialect }: ModelSettings) {
  if (provider === "scripted" && isUsualUrl) {
    throw new SettingsError(
      `${model} is a recording and cannot be asked; wanted LLM_MODEL in .env, or --model`,
    );
  }
  if (apiKey !== null || !isUsualUrl) return { baseUrl, apiKey, headers, dialect };
  const name = dialect === "openrouter" ? "OPENROUTER_API_KEY" : "OPENAI_API_KEY";
  throw new SettingsError(`no ${name} is set; wanted it in .env or the environment to ask ${provider}`);
}

function capOf(
  cap: AskedModel["cap"],
  { price, what, path }: { readonly price: ModelPrice | null; readonly what: string; readonly path: string },
): ModelCap | null {
  if (cap === null) return null;
  const { unit, limit, perDay } = cap;
  if (unit === "tokens") return { unit, limit: limit! };
  if (price !== null) return { unit, limit, ...(perDay === null ? {} : { perDay }), price };
  const flag = limit === null ? "--max-llm-usd-per-day" : "--max-llm-usd";
  throw new SettingsError(
    `${flag} cannot hold: ${path} has no price of ${what}; wanted one there, or --max-llm-tokens`,
  );
}

/** What is wanted where the model cannot be asked, in the words of the settings. */
function remediesFor({ dialect }: ModelSettings, host: string): Remedies {
  const prefix = dialect === "openrouter" ? "OPENROUTER" : "OPENAI";
  return {
    key: `an ${prefix}_API_KEY in .env or the environment that ${host} takes`,
    credit: `credit at ${host}, or another ${prefix}_API_KEY`,
    model: `a model that ${host} serves, in LLM_MODEL or --model, and the whole path in ${prefix}_BASE_URL`,
    host: `a server that answers at ${host}, or another ${prefix}_BASE_URL`,
  };
}

/** The template that a run had. Throws a SettingsError, with both hashes, where the file holds another one now. */
export function readRecordedPrompt(recorded: NonNullable<ModelManifest["prompt"]>): string {
  const text = readPrompt(recorded.path);
  const found = sha256(text);
  if (found === recorded.sha256) return text;
  throw new SettingsError(
    `the prompt ${recorded.path} was changed: its sha256 is ${found}; wanted ${recorded.sha256}, as the run had it`,
  );
}

function readPrompt(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    const why = error instanceof Deno.errors.NotFound ? "it is not there" : (error as Error).message;
    throw new SettingsError(`cannot read the prompt ${path}: ${why}; wanted a text file`, { cause: error });
  }
}
