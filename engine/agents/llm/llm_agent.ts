import { canonicalJson } from "../../model/canonical_json.ts";
import { hold, type JsonValue } from "../../model/decision.ts";
import { sha256 } from "../../model/hash.ts";
import type { Instrument } from "../../model/instrument.ts";
import { type Interval, INTERVALS } from "../../model/interval.ts";
import type { Unanswered } from "../../model/model_use.ts";
import type { Observation } from "../../model/observation.ts";
import type { RiskProfile } from "../../model/risk_profile.ts";
import type { ChatMessage, ChatRequest, ModelChoice } from "../../ports/chat_model.ts";
import { type Agent, type AgentTools, type Decided, intervalsOf } from "../agent.ts";
import { AgentError } from "../agent_error.ts";
import { LLM_AGENT } from "../mod.ts";
import { STANDARD_NEEDS } from "../standard_needs.ts";
import { type Contract, contractOf } from "./contract.ts";
import { converse, MAX_ROUNDS } from "./conversation.ts";
import { decidedFrom } from "./decided_from.ts";
import { fillTemplate } from "./fill_template.ts";
import { limitsText } from "./limits_text.ts";
import { outputsOf } from "./outputs.ts";
import { PROMPT_TEMPLATE, PROMPT_VERSION } from "./prompt_template.ts";
import { blindSight, plainSight, type Sight } from "./sight.ts";
import { situationText } from "./situation.ts";
import type { Tool, ToolView } from "./tool.ts";
import { toolsFor } from "./tools.ts";

/** What an LLM agent is made of. */
export interface LlmAgentOptions {
  readonly choice: ModelChoice;
  /** What the run trades, in order. */
  readonly instruments: readonly Instrument[];
  /** The interval the run decides on. */
  readonly interval: Interval;
  /** The limits the gate enforces; the prompt tells them. */
  readonly profile: RiskProfile;
  /** A template of one's own; null or not given: the built-in one. */
  readonly prompt?: string | null | undefined;
  /** Shows other names, dates and prices, all by this seed; null or not given: everything as it is. */
  readonly blind?: { readonly seed: number } | null | undefined;
  /** Which of several answers to the same questions is wanted; 0 where it is not given. */
  readonly sample?: number | undefined;
}

/** What is the same in every cycle of a run. */
interface Equipment {
  readonly options: LlmAgentOptions;
  readonly sight: Sight;
  readonly contract: Contract;
  readonly tools: readonly Tool[];
  /** The stable part of the prompt: one object for the whole run, so that it is written and hashed as such. */
  readonly system: ChatMessage;
  /** A request without messages. */
  readonly base: Omit<ChatRequest, "messages">;
}

/**
 * An agent that asks a model: one conversation a cycle decides all assets. It keeps nothing between cycles; what the
 * model is to know stands in the observation. Throws an AgentError for a template that cannot be filled in.
 */
export function createLlmAgent(options: LlmAgentOptions): Agent {
  const equipment = equip(options);
  return {
    name: LLM_AGENT,
    needs: STANDARD_NEEDS,
    parameters: parametersOf(equipment),
    decide: (observation, tools) => decide(equipment, observation, tools),
  };
}

/** The messages of a cycle before the model has said anything: the stable part, then the situation. */
function openingOf(
  equipment: Pick<Equipment, "options" | "sight" | "system">,
  observation: Observation,
) {
  const { options: { profile }, sight, system } = equipment;
  return [
    system,
    { role: "user", text: situationText(observation, { sight, profile }) },
  ] as const;
}

function equip(options: LlmAgentOptions): Equipment {
  const { choice, instruments, interval, blind = null, sample = 0 } = options;
  refuseOddNames(instruments);
  const sight = blind === null ? plainSight(instruments) : blindSight(instruments, blind.seed);
  const intervals = intervalsOf({ needs: STANDARD_NEEDS }, interval);
  const contract = contractOf(sight.names, outputsOf(STANDARD_NEEDS, interval));
  const tools = toolsFor({ sight, intervals });
  const { provider, model, parameters } = choice;
  return {
    options,
    sight,
    contract,
    tools,
    system: { role: "system", text: systemText(options, { sight, contract, intervals }) },
    base: {
      provider,
      model,
      parameters,
      tools: tools.map(({ definition }) => definition),
      responseSchema: contract.response,
      sample,
    },
  };
}

function systemText(
  { prompt, interval, profile, instruments }: LlmAgentOptions,
  { sight, contract, intervals }: Pick<Equipment, "sight" | "contract"> & {
    readonly intervals: readonly Interval[];
  },
): string {
  return fillTemplate(prompt ?? PROMPT_TEMPLATE, {
    assets: sight.names.join(", "),
    interval,
    longest: INTERVALS.findLast((one) => intervals.includes(one))!,
    limits: limitsText(profile, instruments, sight),
    contract: JSON.stringify(contract.response.schema),
  });
}

/** A symbol is shown as it is, so it must be no more than a name. */
function refuseOddNames(instruments: readonly Instrument[]): void {
  const odd = instruments.find(({ symbol }) => !/^[A-Za-z0-9][\w.:@/-]{0,30}$/.test(symbol));
  if (odd === undefined) return;
  throw new AgentError(`the asset ${JSON.stringify(odd.symbol)} has no name that can be shown to a model`);
}

/** All that can change an answer, and so a decision. */
function parametersOf({ options, sight, base }: Equipment): JsonValue {
  const { choice: { provider, model, parameters }, prompt = null } = options;
  const template = prompt ?? PROMPT_TEMPLATE;
  return {
    provider,
    model,
    parameters: { ...parameters },
    prompt: { version: prompt === null ? PROMPT_VERSION : null, sha256: sha256(template) },
    contract: sha256(canonicalJson(base.responseSchema!.schema)),
    tools: sha256(canonicalJson(base.tools as unknown as JsonValue)),
    rounds: MAX_ROUNDS,
    sample: base.sample,
    blind: sight.record,
  };
}

async function decide(equipment: Equipment, observation: Observation, tools: AgentTools): Promise<Decided> {
  const { base, contract } = equipment;
  const { model, signal, patienceMs, history } = tools;
  const view: ToolView = { observation, history, failedLooks: [] };
  const outcome = await converse({
    model,
    signal,
    patienceMs,
    opening: { ...base, messages: openingOf(equipment, observation) },
    contract,
    tools: equipment.tools,
    view,
  });
  const noted = {
    repaired: outcome.repaired,
    ...(view.failedLooks.length === 0 ? {} : { failedLooks: view.failedLooks }),
  };
  if ("unanswered" in outcome) return { ...heldBecause(outcome.unanswered, observation), ...noted };
  return { ...decidedFrom(outcome.answer, observation, equipment.sight), ...noted };
}

function heldBecause(unanswered: Unanswered, { assets }: Observation): Decided {
  const reason = `${unanswered.why}: ${unanswered.detail}`;
  const rationales = Object.fromEntries(assets.map(({ asset }) => [asset, reason]));
  return { decisions: assets.map(({ asset }) => hold(asset, reason)), rationales, unanswered };
}
