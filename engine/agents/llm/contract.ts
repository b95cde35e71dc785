import { z } from "zod";
import type { JsonValue } from "../../model/decision.ts";
import { type Interval, INTERVALS } from "../../model/interval.ts";
import type { ResponseSchema } from "../../ports/chat_model.ts";

/** What the model can look at on each interval: names of outputs, "close" among them. */
export type Outputs = ReadonlyMap<Interval, readonly string[]>;

/** One decision as the model gives it, in the names and prices it was shown. */
export interface ModelDecision {
  readonly asset: string;
  readonly action: "buy" | "sell" | "hold" | "close";
  readonly allocationUsd: number | null;
  readonly leverage: number | null;
  readonly stop: number | null;
  readonly target: number | null;
  readonly exitPlan: string | null;
  readonly invalidation: {
    readonly indicator: string;
    readonly interval: Interval;
    readonly comparison: "above" | "below";
    readonly level: number;
  } | null;
  readonly rationale: string;
}

/** A whole answer. */
export interface ModelAnswer {
  readonly reasoning: string;
  readonly summary: string;
  readonly decisions: readonly ModelDecision[];
}

/** The one form of an answer: what checks it, and what the model is shown of it, in the prompt and beside it. */
export interface Contract {
  readonly schema: z.ZodType<ModelAnswer>;
  readonly response: ResponseSchema;
}

/** The contract of a run that shows these names and outputs. */
export function contractOf(names: readonly string[], outputs: Outputs): Contract {
  const schema = answerSchema(names, outputs);
  return { schema, response: { name: "decisions", schema: jsonSchemaOf(schema) } };
}

/** A zod schema as JSON schema. */
export function jsonSchemaOf(schema: z.ZodType): JsonValue {
  const { $schema: _version, ...rest } = z.toJSONSchema(schema, { io: "input" });
  return JSON.parse(JSON.stringify(rest));
}

function answerSchema(names: readonly string[], outputs: Outputs): z.ZodType<ModelAnswer> {
  return z.strictObject({
    reasoning: z.string().describe("How you came to it, as long as it needs to be."),
    summary: z.string().describe("What you do and why, in 2 to 4 sentences, in the first person."),
    decisions: z.array(decisionSchema(names, outputs)).describe("One for each asset, in the order shown."),
  });
}

function decisionSchema(names: readonly string[], outputs: Outputs): z.ZodType<ModelDecision> {
  return z.strictObject({
    asset: z.string().describe(`One of ${names.join(", ")}.`),
    action: z.enum(["buy", "sell", "hold", "close"]).describe(
      "buy or sell opens a position of that direction or adds to it, and closes one of the other direction; " +
        "close ends the position; hold leaves it, or moves its stop and target where they are given.",
    ),
    allocationUsd: z.number().min(0).nullable().describe(
      "Margin to put in, USD; the position's value is this times leverage. Null unless you buy or sell.",
    ),
    leverage: z.int().min(1).max(1000).nullable().describe("A whole number; null is 1."),
    stop: price("Stop"),
    target: price("Target"),
    exitPlan: z.string().nullable().describe(
      "When you would leave, in words. It counts for a new position, or where stop or target move; null to leave it.",
    ),
    invalidation: invalidation(outputs).nullable().describe(
      "A condition that makes the plan void. Code looks at it after every candle and closes the position when it " +
        "holds. It counts as the exit plan does; null for none, or to leave the present one.",
    ),
    rationale: z.string().describe("Why, for this asset, in one or two sentences."),
  });
}

function price(what: string): z.ZodType<number | null> {
  return z.number().positive().nullable().describe(
    `${what} price; null is the profile's for a new position, and the present one for a hold.`,
  );
}

function invalidation(outputs: Outputs): z.ZodType<NonNullable<ModelDecision["invalidation"]>> {
  const indicators = [...new Set([...outputs.values()].flat())];
  const intervals = INTERVALS.filter((interval) => outputs.has(interval));
  return z.strictObject({
    indicator: z.enum(indicators as [string, ...string[]]),
    interval: z.enum(intervals as [Interval, ...Interval[]]),
    comparison: z.enum(["above", "below"]),
    level: z.number().describe("In the indicator's own unit."),
  }).refine(({ indicator, interval }) => outputs.get(interval)!.includes(indicator), {
    error: ({ input }) => wantedOutput(input, outputs),
    path: ["indicator"],
  });
}

function wantedOutput(input: unknown, outputs: Outputs): string {
  const { interval } = input as { readonly interval: Interval };
  return `on ${interval} there are ${outputs.get(interval)!.join(", ")}`;
}
