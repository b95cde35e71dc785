import {
  type Agent,
  type CassetteStore,
  type ChatModel,
  createLlmAgent,
  type LlmAgentOptions,
  type ModelCap,
} from "../engine/mod.ts";
import type { ModelChoice } from "./backtest_settings.ts";
import { composeModel } from "./compose_model.ts";

/** What an LLM agent is asked to do, and with what. */
export interface LlmPlayerParts extends ModelChoice {
  readonly agent: LlmAgentOptions;
  /** Where answers come from: replay, record, auto or live. */
  readonly answers: string;
  /** Who can be asked; null: nobody. */
  readonly model: ChatModel | null;
  readonly cap: ModelCap | null;
  /** The recorded answers of the run that lies in this folder. */
  readonly cassettes: (folder: string) => CassetteStore;
}

/** An agent that asks a model, with the terms of its model and whoever answers in the run in a folder. */
export function llmPlayer(parts: LlmPlayerParts): {
  readonly agent: Agent;
  readonly model: ModelChoice;
  chatModel(folder: string): ChatModel;
} {
  const { latency, cap, card, answers, model } = parts;
  return {
    agent: createLlmAgent(parts.agent),
    model: { latency, cap, card },
    chatModel: (folder) => composeModel(answers, { store: parts.cassettes(folder), model, cap }),
  };
}
