import type { TypedParameter } from "../../engine/mod.ts";
import { quote, unknownName, UsageError } from "./errors.ts";
import type { FlagReader } from "./flag_reader.ts";

/** What can be given instead of a name. */
export const OWN_AGENT = "the path of your own, like ./mine.ts";

/** Whether an agent was given as a file and not by its name. */
export function isAgentFile(agent: string): boolean {
  return /[/\\]|\.(ts|js|mjs)$/.test(agent);
}

/** An agent by name, or the path of one. */
export function readAgent(reader: FlagReader, known: readonly string[]): string {
  const typed = reader.text("agent");
  if (known.includes(typed) || isAgentFile(typed)) return typed;
  throw unknownName({ command: reader.command, what: "agent", typed, known, list: true, also: OWN_AGENT });
}

/** The parameters of an agent, each `name=value`; whether there are such the agent says. */
export function readParams(reader: FlagReader, agent: string): TypedParameter[] {
  const params = reader.list("param").map((typed) => readParam(typed, reader));
  const names = params.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new UsageError(`--param ${twice} stands there twice; wanted each parameter once`, reader.command);
  }
  if (params.length > 0 && !isAgentFile(agent)) {
    const remedy = "an agent of your own can: deno task new-agent mine.ts";
    throw new UsageError(
      `the agent ${agent} takes no parameters, as ${params[0].name}; ${remedy}`,
      reader.command,
    );
  }
  return params;
}

function readParam(typed: string, { command }: FlagReader): TypedParameter {
  const [, name, value] = /^([A-Za-z_$][\w$]*)=(.*)$/s.exec(typed) ?? [];
  if (name !== undefined) return { name, value };
  throw new UsageError(`--param ${quote(typed)} cannot be right; wanted name=value, like fast=10`, command);
}
