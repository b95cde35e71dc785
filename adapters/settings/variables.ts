import { SettingsError } from "./settings_error.ts";

/** What is asked of a model: the names of these variables are part of what an answer is recorded under. */
const REQUEST_VARIABLES = [
  "LLM_PROVIDER",
  "LLM_MODEL",
  "OPENAI_BASE_URL",
  "OPENROUTER_BASE_URL",
  "REASONING_ENABLED",
  "REASONING_EFFORT",
  "PROVIDER_CONFIG",
  "PROVIDER_QUANTIZATIONS",
] as const;

/** What is only needed where a model is reached. */
const ACCESS_VARIABLES = [
  "OPENAI_API_KEY",
  "OPENROUTER_API_KEY",
  "OPENROUTER_REFERER",
  "OPENROUTER_APP_TITLE",
] as const;

/** What a run on live prices goes by where its flags say nothing. */
export const MARKET_VARIABLES = [
  "HYPERLIQUID_NETWORK",
  "HYPERLIQUID_BASE_URL",
  "BINANCE_BASE_URL",
  "ASSETS",
  "INTERVAL",
  "RISK_PROFILE",
] as const;

/** Where else the recorder asks. */
export const RECORD_VARIABLES = ["BINANCE_ARCHIVE_URL"] as const;

/** Where a run on live prices tells what happens; the address may hold a token, so it becomes no flag. */
export const ALERT_VARIABLES = ["ALERT_WEBHOOK_URL", "ALERT_WEBHOOK_SHAPE"] as const;

/** Where a dashboard listens where its flags say nothing. */
export const DASHBOARD_VARIABLES = ["API_HOST", "APP_PORT", "API_PORT"] as const;

/** What names the file of a key: the first process lets a trading one read it. */
export const KEY_FILE_VARIABLES = ["HYPERLIQUID_PRIVATE_KEY_FILE"] as const;

/** Keys of other programs, which are not read. */
export const FOREIGN_VARIABLES = ["MNEMONIC", "LIGHTER_PRIVATE_KEY"] as const;

/** A variable of the environment, or of `.env`: which model is asked and how, what is traded on live prices, who is told. */
export type VariableName =
  | typeof REQUEST_VARIABLES[number]
  | typeof ACCESS_VARIABLES[number]
  | typeof MARKET_VARIABLES[number]
  | typeof RECORD_VARIABLES[number]
  | typeof ALERT_VARIABLES[number]
  | typeof DASHBOARD_VARIABLES[number]
  | typeof KEY_FILE_VARIABLES[number]
  | typeof FOREIGN_VARIABLES[number];

/** Their values; what is not set, or set to nothing, is not there. */
export type Variables = Readonly<Partial<Record<VariableName, string>>>;

/** Where they are read from. */
export interface VariableSources {
  /** The text of `.env`; null: there is none. */
  readonly envFile: string | null;
  /** A variable of the environment; it goes before the file's. */
  readonly environment: (name: VariableName) => string | undefined;
}

/** The variables a command needs: those of the access, the keys among them, only where a model is reached. */
export function variableNames(needs: { readonly access: boolean }): readonly VariableName[] {
  return needs.access ? [...REQUEST_VARIABLES, ...ACCESS_VARIABLES] : REQUEST_VARIABLES;
}

/** Reads the variables of these names. Throws a SettingsError for a line of `.env` that is none. */
export function readVariables(names: readonly VariableName[], sources: VariableSources): Variables {
  const file = sources.envFile === null ? new Map<string, string>() : parseEnvFile(sources.envFile);
  const found = names.map((name) => [name, (sources.environment(name) ?? file.get(name) ?? "").trim()]);
  return Object.fromEntries(found.filter(([, value]) => value !== ""));
}

/** The lines `NAME=value` of a `.env`; quotes around a value are taken off, `#` begins a comment. */
export function parseEnvFile(text: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const [index, line] of text.replace(/^\ufeff/, "").split(/\r?\n/).entries()) {
    if (/^\s*(#|$)/.test(line)) continue;
    const [, name, value] = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=(.*)$/.exec(line) ?? [];
    // The line itself is not shown: it may hold a key.
    if (name === undefined) {
      throw new SettingsError(`.env, line ${index + 1}: wanted NAME=value or # comment`);
    }
    values.set(name, unquoted(value.trim(), index + 1));
  }
  return values;
}

function unquoted(value: string, line: number): string {
  const quote = value[0];
  if (quote !== '"' && quote !== "'") return value.replace(/\s+#.*$/, "");
  const end = value.indexOf(quote, 1);
  const rest = value.slice(end + 1).trim();
  if (end > 0 && (rest === "" || rest.startsWith("#"))) return value.slice(1, end);
  throw new SettingsError(`.env, line ${line}: wanted one closing ${quote} at the end of the value`);
}
