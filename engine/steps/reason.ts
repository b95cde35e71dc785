import type { Agent, AgentTools, Decided } from "../agents/agent.ts";
import { z } from "zod";
import { canonicalJson } from "../model/canonical_json.ts";
import { type Action, type Decision, decisionSchema, hold, type JsonValue } from "../model/decision.ts";
import type { Fault } from "../model/diary_entry.ts";
import { Fingerprint } from "../model/hash.ts";
import { invalidationSchema } from "../model/invalidation.ts";
import { type ModelUse, unansweredSchema } from "../model/model_use.ts";
import type { Observation } from "../model/observation.ts";
import { CannotGoOn } from "../ports/chat_model.ts";

/** What the agent decided, checked. */
export interface Reasoned extends Pick<Decided, "rationales" | "unanswered" | "repaired"> {
  /** As the agent gave them: at most one per asset where it kept to the rule. */
  readonly decisions: readonly Decision[];
  /** Not there when the agent left it as it was. */
  readonly memory?: JsonValue | undefined;
  readonly summary?: string | undefined;
  readonly reasoning?: string | undefined;
  /** What asking a model took; not there where none was asked. */
  readonly use?: ModelUse | undefined;
  readonly faults: readonly Fault[];
}

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === "string" && value.length <= MAX_PLAIN_TEXT;
const isNumber: Check = (value) => typeof value === "number" && Number.isFinite(value);
const isPrice: Check = (value) => value === null || isNumber(value);
const ACTIONS: readonly unknown[] = ["buy", "sell", "hold", "close"] satisfies readonly Action[];
/** A text up to this long is within every limit of the schema. */
const MAX_PLAIN_TEXT = 4000;
const PLAIN: Readonly<Record<keyof Decision, Check>> = {
  asset: isText,
  action: (value) => ACTIONS.includes(value),
  allocationUsd: isNumber,
  leverage: isNumber,
  stop: isPrice,
  target: isPrice,
  exitPlan: isText,
  invalidation: (value) => invalidationSchema.safeParse(value).success,
  rationale: isText,
};

const toldSchema = z.object({
  rationales: z.record(z.string(), z.string()).optional(),
  repaired: z.string().optional(),
  unanswered: unansweredSchema.optional(),
});
const looksSchema = z.array(z.object({ on: z.string(), what: z.string() }));

const NO_FAULTS: readonly Fault[] = [];
const MAX_MEMORY = 16_384;

/**
 * Asks the agent. A fault here is a hold of every asset, with its reason. One that answers at once is not waited
 * for: in a backtest of a rule that is most of a cycle.
 */
export function reason(
  agent: Agent,
  observation: Observation,
  tools: AgentTools,
): Reasoned | Promise<Reasoned> {
  try {
    const answer = agent.decide(observation, tools);
    if (!(answer instanceof Promise)) return check(answer);
    return answer.then(check).catch((error) => failed(observation, error));
  } catch (error) {
    return failed(observation, error);
  }
}

/** A fingerprint of what was decided, word for word. */
export function decisionsFingerprint(decisions: readonly Decision[]): string {
  const fingerprint = new Fingerprint();
  for (const decision of decisions) {
    const { asset, action, allocationUsd, leverage, stop, target, exitPlan, rationale } = decision;
    fingerprint.text(asset).text(action).text(rationale);
    if (action === "hold" && stop === undefined && target === undefined) continue;
    fingerprint.number(allocationUsd ?? -1).number(leverage ?? -1).number(stop ?? -1).number(target ?? -1)
      .text(exitPlan ?? "");
    if (decision.invalidation !== undefined) fingerprint.text(canonicalJson({ ...decision.invalidation }));
  }
  return fingerprint.hex();
}

function check(decided: Decided): Reasoned {
  const faults: Fault[] = [];
  const decisions = decided.decisions.map((decision) => checkDecision(decision, faults));
  const { summary, reasoning } = decided;
  const told = toldOf(decided);
  if (decided.failedLooks !== undefined) {
    const looks = looksSchema.parse(decided.failedLooks);
    faults.push(...looks.map((look) => ({ step: "reason" as const, ...look, done: "the model was told" })));
  }
  const base = { decisions, summary, reasoning, ...told, faults: faults.length === 0 ? NO_FAULTS : faults };
  if (decided.memory === undefined) return base;
  // The agent gets back what the diary holds: a copy as JSON carries it, here as after a restart.
  const text = JSON.stringify(decided.memory);
  const size = text?.length ?? Infinity;
  if (size <= MAX_MEMORY) return { ...base, memory: JSON.parse(text) };
  const what = `a memory of ${size} characters, at most ${MAX_MEMORY} are kept`;
  return { ...base, faults: [...faults, { step: "reason", on: "memory", what, done: "left as it was" }] };
}

/** What else it tells for the diary, checked; nothing where it tells nothing, as rules do. */
function toldOf({ rationales, repaired, unanswered }: Decided): z.output<typeof toldSchema> | undefined {
  if (rationales === undefined && repaired === undefined && unanswered === undefined) return undefined;
  return toldSchema.parse({ rationales, repaired, unanswered });
}

function checkDecision(decision: Decision, faults: Fault[]): Decision {
  if (isPlain(decision)) return { ...decision };
  const checked = decisionSchema.safeParse(decision);
  if (checked.success) return withoutUndefined(checked.data);
  const { path, message } = checked.error.issues[0];
  const asset = typeof decision?.asset === "string" ? decision.asset : "?";
  const what = `a decision that is not valid: ${path.join(".") || "decision"}: ${message}`;
  faults.push({ step: "reason", on: asset, what, done: "held" });
  return hold(asset, what);
}

/** Most decisions, checked without the cost of a schema: every field that is there is of its kind, and no other is. */
function isPlain(decision: Decision): boolean {
  if (typeof decision !== "object" || decision === null) return false;
  for (const field in decision) {
    const isRight = PLAIN[field as keyof Decision];
    if (isRight === undefined || !isRight(decision[field as keyof Decision])) return false;
  }
  return decision.asset !== undefined && decision.action !== undefined && decision.rationale !== undefined;
}

/** Fields that were given as undefined are not there: both would be written alike but hash apart. */
function withoutUndefined(decision: Decision): Decision {
  return JSON.parse(JSON.stringify(decision));
}

/** A fault of the agent; an answer that the run cannot go on without is none, and ends the run. */
function failed(observation: Observation, error: unknown): Reasoned {
  if (error instanceof CannotGoOn) throw error;
  const what = `the agent failed: ${error instanceof Error ? error.message : String(error)}`;
  const decisions = observation.assets.map(({ asset }) => hold(asset, what));
  return { decisions, faults: [{ step: "reason", on: "agent", what, done: "every asset is held" }] };
}
