import { z } from "zod";
import { indicatorSpecSchema } from "../indicators/mod.ts";
import { type Interval, INTERVALS } from "../model/interval.ts";
import type { Agent } from "./agent.ts";
import { AgentError } from "./agent_error.ts";
import {
  noSuchParameter,
  type ParameterSchema,
  readParameters,
  type TypedParameter,
} from "./agent_parameters.ts";
import { AGENTS, LLM_AGENT } from "./mod.ts";

/** What an agent looks at and how it decides. */
export type AgentBody = Pick<Agent, "needs" | "decide">;

/** An agent with parameters: what a module of your own exports as its default. */
export interface AgentDefinition<Schema extends ParameterSchema = ParameterSchema> {
  /** How it is called in every list; none of the built-in names. */
  readonly name: string;
  /** What can be set with `--param name=value`; what has a default need not be. */
  readonly parameters?: Schema;
  /** Makes the agent of one run, with checked parameters. */
  create(parameters: z.output<Schema>): AgentBody;
}

/** Gives a definition back as it is; with it the types of the parameters follow from the schema. */
export function defineAgent<Schema extends ParameterSchema = ParameterSchema>(
  definition: AgentDefinition<Schema>,
): AgentDefinition<Schema> {
  return definition;
}

const isFunction = (value: unknown): boolean => typeof value === "function";
const isSchema = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "shape" in value && "safeParse" in value;

// Made when they are asked for: a run of a built-in agent needs none of them.
const named = () => ({
  name: z.string().regex(/^[A-Za-z0-9][\w.-]{0,39}$/, "wanted 1 to 40 letters, digits, dots, hyphens"),
});

const body = () => ({
  needs: z.array(z.object({
    interval: z.enum(["decision", ...INTERVALS] as ["decision", ...Interval[]]),
    indicators: z.array(indicatorSpecSchema),
    values: z.int().min(1).max(1000),
  })),
  decide: z.custom<Agent["decide"]>(isFunction, "wanted a function"),
  // A profile of one's own is chosen with --risk, where it can be seen.
  ownProfile: z.undefined("wanted none; choose a profile with --risk").optional(),
});

const definitionSchema = () =>
  z.object({
    ...named(),
    parameters: z.custom<ParameterSchema>(isSchema, "wanted a zod object, z.object({…})").optional(),
  });

/**
 * The agent that a module exported as its default, an AgentDefinition or an Agent, with parameters as they were typed.
 * Throws an AgentError for what is neither, for a name that a built-in agent has, and for wrong parameters.
 */
export function createAgent(exported: unknown, typed: readonly TypedParameter[]): Agent {
  if (exported === undefined) throw new AgentError("it has no default export; wanted an agent");
  const { create, decide } = Object(exported) as { readonly create?: unknown; readonly decide?: unknown };
  if (isFunction(create)) return createDefined(exported as AgentDefinition, typed);
  if (!isFunction(decide)) {
    throw new AgentError("its default export is no agent; wanted an object with name, needs and decide");
  }
  const agent = exported as Agent;
  check(z.object({ ...named(), ...body(), parameters: z.json().optional() }), agent, "its default export");
  refuseTaken(agent.name);
  if (typed.length > 0) throw noSuchParameter(typed[0], []);
  return agent;
}

function createDefined(definition: AgentDefinition, typed: readonly TypedParameter[]): Agent {
  check(definitionSchema(), definition, "its definition");
  const { name, parameters: schema } = definition;
  refuseTaken(name);
  if (schema === undefined && typed.length > 0) throw noSuchParameter(typed[0], []);
  const parameters = schema === undefined ? {} : readParameters(schema, typed);
  const made = definition.create(parameters);
  check(z.object(body()), made, "what create gave");
  const { needs } = made;
  return {
    name,
    needs,
    ...(schema === undefined ? {} : { parameters }),
    decide: (observation, tools) => made.decide(observation, tools),
  };
}

function check(schema: z.ZodType, value: unknown, what: string): void {
  const checked = schema.safeParse(value);
  if (checked.success) return;
  const { path, message } = checked.error.issues[0];
  const where = path.length === 0 ? what : `${what}, ${path.join(".")}`;
  throw new AgentError(`${where}: ${message.replace(/^Invalid input: /, "")}`);
}

/** An agent that is called as a built-in one could be taken for it in every list. */
function refuseTaken(name: string): void {
  if (AGENTS.has(name) || name === LLM_AGENT) {
    throw new AgentError(`its name "${name}" is a built-in agent's; wanted another`);
  }
}
