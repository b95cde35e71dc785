import { AgentError } from "../agent_error.ts";

/** What a template is filled with, by the name that stands in double braces. */
export interface TemplateValues {
  /** Names of the assets, as they are shown. */
  readonly assets: string;
  /** The decision interval, and the longest one shown. */
  readonly interval: string;
  readonly longest: string;
  /** What the gate enforces, one limit a line. */
  readonly limits: string;
  /** The JSON schema of an answer. */
  readonly contract: string;
}

const PLACEHOLDER = /\{\{([^{}]*)\}\}/g;
/** Longer than any prompt that a model reads with profit. */
const MAX_TEMPLATE = 100_000;

/**
 * A template with everything filled in. Throws an AgentError for one that is empty or too long, names what cannot be
 * filled in, or has no place for the contract: without it no answer could be read.
 */
export function fillTemplate(template: string, values: TemplateValues): string {
  const known = Object.keys(values);
  const wrong = (what: string): AgentError => new AgentError(`the prompt ${what}`, { usage: true });
  if (template.trim() === "") throw wrong("is empty; wanted a text with {{contract}} in it");
  if (template.length > MAX_TEMPLATE) {
    throw wrong(`has ${template.length} characters; wanted at most ${MAX_TEMPLATE}`);
  }
  const asked = [...template.matchAll(PLACEHOLDER)].map(([, name]) => name);
  const stranger = asked.find((name) => !known.includes(name));
  if (stranger !== undefined) {
    const there = known.map((name) => `{{${name}}}`).join(", ");
    throw wrong(`has {{${stranger}}}, which is not known (there are: ${there})`);
  }
  if (!asked.includes("contract")) throw wrong("has no {{contract}}, where the form of an answer stands");
  return template.replace(PLACEHOLDER, (_, name: keyof TemplateValues) => values[name]);
}
