import type {
  Agent,
  AgentTools,
  AgentTraits,
  ChatAnswer,
  ChatModel,
  ChatRequest,
  Decided,
  Decision,
  Observation,
} from "../../engine/mod.ts";
import { NO_TOKENS } from "../../engine/mod.ts";
import type { ModelChoice } from "../backtest_settings.ts";
import { isHeldAlike, type PastAnswer, type RecordedDecisions } from "./recorded_decisions.ts";

/** How many recorded decisions there were, and how many of them did not apply any more. */
export interface DecisionCount {
  readonly decisions: number;
  readonly noEffect: number;
}

/** A player that decides what was decided in another run. */
export interface DecidingAsRecorded {
  readonly agent: Agent;
  readonly isolate: null;
  readonly file: null;
  /** Not there where no model had decided. */
  readonly model?: ModelChoice | undefined;
  /** The hash that names the diary its decisions are from. */
  readonly decisionsFrom: string;
  /** What takes the time that the model took, and answers nothing. */
  chatModel(): ChatModel;
  /** So far. */
  count(): DecisionCount;
}

/** What begins the rationale of a decision that does not apply any more. */
export const NO_EFFECT = "no effect: ";
/** What is asked of a model whose answers are recorded decisions; only the time it takes is real. */
const ASKED = "a recorded decision";
const NOTHING: Decided = { decisions: [] };

/**
 * Who decides as was decided in a run, whatever it sees now. A decision applies where its asset is held as it was then (not
 * at all, long or short); elsewhere it is a hold whose rationale says that it had no effect.
 */
export function decidingAsRecorded(
  { agent, model }: { readonly agent: AgentTraits; readonly model?: ModelChoice | undefined },
  recorded: RecordedDecisions,
): DecidingAsRecorded {
  let [decisions, noEffect] = [0, 0];
  const decided = (answer: PastAnswer, { assets }: Observation): Decided => {
    decisions += answer.decisions.length;
    const lost = answer.decisions.filter(({ asset }) => !isHeldAlike(answer, asset, assets));
    noEffect += lost.length;
    const { held: _held, latencyMs: _latencyMs, ...told } = answer;
    if (lost.length === 0) return told;
    const why = Object.fromEntries(lost.map((one) => [one.asset, noEffectText(one, answer)]));
    const kept = answer.decisions.filter((one) => !lost.includes(one));
    return { ...told, decisions: kept, rationales: { ...answer.rationales, ...why } };
  };
  return {
    agent: {
      ...agent,
      decide(seen, tools) {
        const answer = recorded.at(seen.close);
        if (answer === undefined) return NOTHING;
        if (answer.latencyMs === 0) return decided(answer, seen);
        return isAwaited(answer, tools).then((isThere) => isThere ? decided(answer, seen) : NOTHING);
      },
    },
    isolate: null,
    file: null,
    ...(model === undefined ? {} : { model }),
    decisionsFrom: recorded.lastHash,
    chatModel: () => ({ ask: (request) => Promise.resolve(answered(request)) }),
    count: () => ({ decisions, noEffect }),
  };
}

/** Lets the time pass that a model took; false where that is not waited for. */
async function isAwaited({ latencyMs }: PastAnswer, { model, signal }: AgentTools): Promise<boolean> {
  const parameters = { maxTokens: 0, temperature: null, reasoningEffort: null, options: { latencyMs } };
  const request = {
    provider: "recorded",
    model: "recorded",
    parameters,
    tools: [],
    responseSchema: null,
    sample: 0,
  };
  const messages = [{ role: "user", text: ASKED }] as const;
  return (await model.ask({ ...request, messages }, signal)).status === "answered";
}

function answered({ parameters: { options } }: ChatRequest): ChatAnswer {
  const took = { tokens: NO_TOKENS, costUsd: 0, latencyMs: options.latencyMs as number };
  return {
    status: "answered",
    text: "",
    toolCalls: [],
    finish: "stop",
    servedModel: null,
    raw: null,
    ...took,
  };
}

function noEffectText({ asset, action }: Decision, { held }: PastAnswer): string {
  const was = held.get(asset);
  return `${NO_EFFECT}${action} was decided ${
    was === undefined ? "with no position" : `on a ${was} position`
  }`;
}
