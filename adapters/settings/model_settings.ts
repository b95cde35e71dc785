import { z } from "zod";
import type { JsonValue } from "../../engine/mod.ts";
import { oneOf, readBaseUrl, readProvider, wrong } from "./model_host.ts";
import { SettingsError } from "./settings_error.ts";
import type { Variables } from "./variables.ts";

/** Who is asked, about what is asked, and how to get there. */
export interface ModelSettings {
  /** The provider as it stands in requests and tables: its name, or the host of another base URL. */
  readonly provider: string;
  /** Null: none was named. */
  readonly model: string | null;
  readonly reasoningEffort: string | null;
  /** Fields that go into the request as they are, such as OpenRouter's routing. */
  readonly options: { readonly [name: string]: JsonValue };
  readonly baseUrl: string;
  /** Whether that is the protocol's own address. */
  readonly isUsualUrl: boolean;
  /** Null: none is set; a server of one's own may need none. */
  readonly apiKey: string | null;
  /** Headers beside the key. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whether requests carry OpenRouter's own fields. */
  readonly dialect: "openai" | "openrouter";
}

const EFFORTS = ["none", "minimal", "low", "medium", "high", "xhigh"] as const;
const QUANTIZATIONS = ["int4", "int8", "fp4", "fp6", "fp8", "fp16", "bf16", "fp32", "unknown"] as const;
/** The model of the recording that is shipped. */
const SHIPPED_MODEL = "scripted-1";

const routingSchema = z.record(z.string(), z.json());

/** What the variables say, and `--model` before them. Throws a SettingsError that names the variable. */
export function modelSettings(variables: Variables, typedModel: string | null = null): ModelSettings {
  // A model that is typed counts as one that is set: it is not the shipped recording's.
  const isTyped = typedModel !== null && typedModel !== SHIPPED_MODEL;
  const named = readProvider(isTyped ? { ...variables, LLM_MODEL: typedModel } : variables);
  const base = readBaseUrl(variables);
  const model = typedModel ?? variables.LLM_MODEL ?? (named === "scripted" ? SHIPPED_MODEL : null);
  const { OPENROUTER_REFERER: referer, OPENROUTER_APP_TITLE: title } = variables;
  const isOpenRouter = named === "openrouter";
  const apiKey = (isOpenRouter ? variables.OPENROUTER_API_KEY : variables.OPENAI_API_KEY) ?? null;
  return {
    provider: base.isUsual || named === "scripted" ? named : base.url.host,
    model,
    reasoningEffort: readEffort(variables),
    options: readOptions(variables, isOpenRouter),
    isUsualUrl: base.isUsual,
    baseUrl: base.url.href.replace(/\/$/, ""),
    apiKey,
    headers: isOpenRouter
      ? { ...(referer && { "HTTP-Referer": referer }), ...(title && { "X-Title": title }) }
      : {},
    dialect: isOpenRouter ? "openrouter" : "openai",
  };
}

function readEffort(variables: Variables): string | null {
  const { REASONING_ENABLED: enabled, REASONING_EFFORT: effort } = variables;
  const isOn = enabled === undefined ? null : oneOf("REASONING_ENABLED", enabled, ["true", "false"]);
  const chosen = effort === undefined ? null : oneOf("REASONING_EFFORT", effort, EFFORTS);
  if (isOn === "false") return "none";
  return chosen ?? (isOn === "true" ? "medium" : null);
}

function readOptions(variables: Variables, isOpenRouter: boolean): ModelSettings["options"] {
  const { PROVIDER_CONFIG: config, PROVIDER_QUANTIZATIONS: quantizations } = variables;
  if (config === undefined && quantizations === undefined) return {};
  const name = config === undefined ? "PROVIDER_QUANTIZATIONS" : "PROVIDER_CONFIG";
  if (!isOpenRouter) throw wrong(name, "it only with LLM_PROVIDER=openrouter");
  const routing = config === undefined ? {} : parseRouting(config);
  if (quantizations === undefined) return { provider: routing };
  const names = quantizations.split(",").map((one) =>
    oneOf("PROVIDER_QUANTIZATIONS", one.trim(), QUANTIZATIONS)
  );
  return { provider: { ...routing, quantizations: names } };
}

function parseRouting(text: string): { [name: string]: JsonValue } {
  try {
    return routingSchema.parse(JSON.parse(text)) as { [name: string]: JsonValue };
  } catch (error) {
    const why = error instanceof SyntaxError ? error.message : "it is JSON, but no object";
    throw new SettingsError(
      `PROVIDER_CONFIG cannot be read: ${why}; wanted a JSON object like {"order":["a"]}`,
      { usage: true },
    );
  }
}
