import { z } from "zod";
import type { Action } from "../../model/decision.ts";

const answerSchema = z.object({
  decisions: z.array(z.object({ asset: z.string(), action: z.enum(["buy", "sell", "hold", "close"]) })),
});

/**
 * What a model's text decides, by asset in the names it was shown; null where it is no answer. Only asset and action are
 * looked at: whether the rest keeps to the contract is another question.
 */
export function actionsIn(text: string): ReadonlyMap<string, Action> | null {
  const [start, end] = [text.indexOf("{"), text.lastIndexOf("}")];
  if (start < 0 || end < start) return null;
  const read = answerSchema.safeParse(parsed(text.slice(start, end + 1)));
  return read.success ? new Map(read.data.decisions.map(({ asset, action }) => [asset, action])) : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
