import { type Decision, hold } from "../../model/decision.ts";
import type { Invalidation } from "../../model/invalidation.ts";
import type { Observation } from "../../model/observation.ts";
import type { Decided } from "../agent.ts";
import type { ModelAnswer, ModelDecision } from "./contract.ts";
import { isPriceLike } from "./price_like.ts";
import type { Sight } from "./sight.ts";

/** What is kept of a model's words. */
const MAX_REASONING = 16_000;
const MAX_SUMMARY = 2000;
const MAX_WORDS = 1000;

/**
 * What the engine is to do by a model's answer, in real names and prices. An asset without a decision is held, with that
 * reason; one that was not shown goes to the gate as it was named, and is refused there.
 */
export function decidedFrom(answer: ModelAnswer, { assets }: Observation, sight: Sight): Decided {
  const given = answer.decisions.map((decision) => decisionFrom(decision, sight));
  const missing = assets
    .filter(({ asset }) => given.every((decision) => decision.asset !== asset))
    .map(({ asset }) => hold(asset, "the model gave no decision for it"));
  const decisions = [...given, ...missing];
  return {
    decisions,
    summary: cut(answer.summary, MAX_SUMMARY),
    reasoning: cut(answer.reasoning, MAX_REASONING),
    rationales: rationalesOf(decisions),
  };
}

/** The first decision of an asset counts, as it does for the gate. */
function rationalesOf(decisions: readonly Decision[]): Record<string, string> {
  const rationales = new Map<string, string>();
  for (const { asset, rationale } of decisions) {
    if (!rationales.has(asset)) rationales.set(asset, rationale);
  }
  return Object.fromEntries(rationales);
}

function decisionFrom(decision: ModelDecision, sight: Sight): Decision {
  const { action, allocationUsd, leverage, exitPlan } = decision;
  const asset = sight.assetOf(decision.asset);
  const rationale = cut(decision.rationale, MAX_WORDS);
  if (asset === null) {
    return { asset: strangerName(decision.asset, sight), action, rationale, ...exitsOf(decision) };
  }
  const price = (shown: number) => sight.orderPriceBack(asset, shown);
  const entering = action === "buy" || action === "sell";
  return {
    asset,
    action,
    ...(entering && allocationUsd !== null ? { allocationUsd } : {}),
    ...(entering && leverage !== null ? { leverage } : {}),
    ...(action === "close" ? {} : exitsOf(decision, price)),
    ...(exitPlan === null ? {} : { exitPlan: cut(exitPlan, MAX_WORDS) }),
    ...(decision.invalidation === null || action === "close"
      ? {}
      : { invalidation: invalidationFrom(decision.invalidation, asset, sight) }),
    rationale,
  };
}

function exitsOf(
  { stop, target }: ModelDecision,
  price: (shown: number) => number = (shown) => shown,
): Pick<Decision, "stop" | "target"> {
  return {
    ...(stop === null ? {} : { stop: price(stop) }),
    ...(target === null ? {} : { target: price(target) }),
  };
}

function invalidationFrom(
  invalidation: NonNullable<ModelDecision["invalidation"]>,
  asset: string,
  sight: Sight,
): Invalidation {
  const { indicator, level } = invalidation;
  return { ...invalidation, level: isPriceLike(indicator) ? sight.priceBack(asset, level) : level };
}

/** A name that was not shown; where names are hidden a real one must not be taken for the asset it names. */
function strangerName(name: string, sight: Sight): string {
  const short = cut(name, 40);
  return sight.assets.includes(name) ? `${short} (not shown)` : short;
}

/** At most so many characters, no surrogate pair torn. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = text.charCodeAt(most - 2) >= 0xd800 && text.charCodeAt(most - 2) <= 0xdbff
    ? most - 2
    : most - 1;
  return `${text.slice(0, end)}…`;
}
