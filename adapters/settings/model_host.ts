import { SettingsError } from "./settings_error.ts";
import type { VariableName, Variables } from "./variables.ts";

/** The protocols' usual addresses. */
const OPENAI_URL = "https://api.openai.com/v1";
const OPENROUTER_URL = "https://openrouter.ai/api/v1";

/** The providers there are; `scripted` is the recording that is shipped. */
const PROVIDERS = ["openai", "openrouter", "scripted"] as const;

/** One of {@link PROVIDERS}. */
export type ProviderName = typeof PROVIDERS[number];

/** Who serves the model. Throws a SettingsError for a name that nobody has. */
export function readProvider(variables: Variables): ProviderName {
  const { LLM_PROVIDER: typed } = variables;
  // A model or an address without a provider means the protocol's own; nothing at all the shipped recording.
  if (typed === undefined) return variables.LLM_MODEL ?? variables.OPENAI_BASE_URL ? "openai" : "scripted";
  return oneOf("LLM_PROVIDER", typed, PROVIDERS);
}

/** Where the model is asked. Throws a SettingsError for an address that cannot be right; it is not shown. */
export function readBaseUrl(variables: Variables): { readonly url: URL; readonly isUsual: boolean } {
  const isOpenRouter = readProvider(variables) === "openrouter";
  const name = isOpenRouter ? "OPENROUTER_BASE_URL" : "OPENAI_BASE_URL";
  const usual = isOpenRouter ? OPENROUTER_URL : OPENAI_URL;
  const typed = variables[name] ?? usual;
  const url = URL.canParse(typed) ? new URL(typed) : null;
  // A wrong value is not shown: a URL may hold a password.
  if (url === null || !/^https?:$/.test(url.protocol)) throw wrong(name, `an address like ${usual}`);
  if (url.username !== "" || url.password !== "") {
    throw wrong(name, "an address without user and password; a key belongs into OPENAI_API_KEY");
  }
  if (url.search !== "" || url.hash !== "") throw wrong(name, "an address without ? and #");
  return { url, isUsual: url.href.replace(/\/$/, "") === usual };
}

/** The host, with its port, at which the model is asked. */
export function modelHost(variables: Variables): string {
  const { url } = readBaseUrl(variables);
  return url.port === "" ? `${url.hostname}:${url.protocol === "https:" ? 443 : 80}` : url.host;
}

/** A value that must be one of the known ones. Throws a SettingsError that names the variable. */
export function oneOf<Name extends string>(
  variable: VariableName,
  typed: string,
  known: readonly Name[],
): Name {
  const found = known.find((name) => name === typed);
  if (found !== undefined) return found;
  const what = `${variable} "${typed.slice(0, 40)}" is not known`;
  throw new SettingsError(`${what}; wanted ${known.join(", ")}`, { usage: true });
}

/** The error for a value that cannot be right and is not shown. */
export function wrong(variable: VariableName, wanted: string): SettingsError {
  return new SettingsError(`${variable} cannot be right; wanted ${wanted}`, { usage: true });
}
