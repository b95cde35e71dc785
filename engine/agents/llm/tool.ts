import type { z } from "zod";
import type { Observation } from "../../model/observation.ts";
import type { ToolCall, ToolDefinition } from "../../ports/chat_model.ts";
import type { FailedLook, MarketHistory } from "../agent.ts";
import { jsonSchemaOf } from "./contract.ts";
import { issuesText } from "./read_answer.ts";
import { fenced } from "./shown_text.ts";

/** What a tool may look at in one cycle. */
export interface ToolView {
  readonly observation: Observation;
  readonly history: MarketHistory;
  /** Where looks that failed are noted. */
  readonly failedLooks: FailedLook[];
}

/** A tool of the model: it looks, it never acts. */
export interface Tool {
  readonly definition: ToolDefinition;
  /** Its answer as text; what is wrong with the arguments is an answer, too. */
  run(argumentsText: string, view: ToolView): Promise<string>;
}

/** What a tool is made of. */
export interface ToolParts<Arguments> {
  readonly name: string;
  readonly description: string;
  readonly schema: z.ZodType<Arguments>;
  readonly look: (wanted: Arguments, view: ToolView) => string | Promise<string>;
}

/** A tool whose arguments are checked by the schema that the model was shown. */
export function toolOf<Arguments>({ name, description, schema, look }: ToolParts<Arguments>): Tool {
  return {
    definition: { name, description, parameters: jsonSchemaOf(schema) },
    async run(argumentsText, view) {
      const given = parse(argumentsText);
      if (given === undefined) return errorText("the arguments are not JSON");
      const checked = schema.safeParse(given);
      if (!checked.success) return errorText(issuesText(checked.error.issues));
      return await look(checked.data, view);
    },
  };
}

/** Runs the tool a call names; one that is not there is told so. */
export async function runTool(call: ToolCall, tools: readonly Tool[], view: ToolView): Promise<string> {
  const tool = tools.find(({ definition }) => definition.name === call.name);
  if (tool !== undefined) return await runNoting(tool, call.argumentsText, view);
  const there = tools.map(({ definition }) => definition.name).join(", ");
  return errorText(`there is no tool ${fenced(call.name)}; there are ${there}`);
}

/** A market that cannot be read is told to the model and noted for the diary; what was said of it may hold anything. */
async function runNoting(tool: Tool, argumentsText: string, view: ToolView): Promise<string> {
  try {
    return await tool.run(argumentsText, view);
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    view.failedLooks.push({ on: tool.definition.name, what });
    return errorText("the market could not be read");
  }
}

/** An answer that says what is wrong. */
export function errorText(what: string): string {
  return `error: ${what}`;
}

function parse(text: string): unknown {
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
