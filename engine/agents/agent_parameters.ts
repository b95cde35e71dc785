import { z } from "zod";
import type { JsonValue } from "../model/decision.ts";
import { AgentError } from "./agent_error.ts";

/** A parameter as it was typed: `--param fast=10`. */
export interface TypedParameter {
  readonly name: string;
  readonly value: string;
}

/** Checks the values of parameters and fills in what was not given. */
export type ParameterSchema = z.ZodObject;

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * The parameters of an agent by its own schema: numbers and booleans are read as such, or as text where the schema
 * wants text. Throws an AgentError that names the parameter and says what was wanted.
 */
export function readParameters(
  schema: ParameterSchema,
  typed: readonly TypedParameter[],
): Readonly<Record<string, JsonValue>> {
  const known = Object.keys(schema.shape);
  const stranger = typed.find(({ name }) => !known.includes(name));
  if (stranger !== undefined) throw noSuchParameter(stranger, known);
  const values = new Map(typed.map(({ name, value }) => [name, valueOf(value)]));
  const read = schema.safeParse(Object.fromEntries(values));
  if (read.success) return plain(read.data);
  // "10" is a number unless the schema wants a text.
  for (const { path: [name] } of read.error.issues) {
    const parameter = typed.find((one) => one.name === name);
    if (parameter !== undefined) values.set(parameter.name, parameter.value);
  }
  const reread = schema.safeParse(Object.fromEntries(values));
  if (reread.success) return plain(reread.data);
  throw wrongParameter(read.error.issues[0], typed);
}

/** The error for a parameter that an agent does not have. */
export function noSuchParameter({ name }: TypedParameter, known: readonly string[]): AgentError {
  const there = known.length === 0 ? "it takes none" : `there are: ${known.join(", ")}`;
  return new AgentError(`the agent has no parameter "${name}" (${there})`, { usage: true });
}

function wrongParameter(
  { path, message }: { readonly path: readonly PropertyKey[]; readonly message: string },
  typed: readonly TypedParameter[],
): AgentError {
  const wanted = message.replace(/^Invalid input: /, "").replace(/^(Too (big|small)): /, "$1, ");
  const parameter = typed.find(({ name }) => name === path[0]);
  const usage = { usage: true };
  if (parameter !== undefined) {
    const { name, value } = parameter;
    return new AgentError(`--param ${name}=${value} cannot be right; the agent's schema: ${wanted}`, usage);
  }
  if (path.length === 0) return new AgentError(`--param: the agent's schema: ${wanted}`, usage);
  return new AgentError(
    `the agent needs --param ${String(path[0])}=…, which was not given; its schema: ${wanted}`,
    usage,
  );
}

function valueOf(text: string): JsonValue {
  if (text === "true" || text === "false") return text === "true";
  return DECIMAL.test(text) ? Number(text) : text;
}

/** As JSON carries it: they stand in run.json and in the run's key. */
function plain(data: unknown): Readonly<Record<string, JsonValue>> {
  return JSON.parse(JSON.stringify(data));
}
