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
  /** The recorded answers of the run that lies in this folder; null: of no run. */
  readonly cassettes: (folder: string | null) => CassetteStore;
}

/** An agent that asks a model, with the terms of its model and whoever answers. */
export interface LlmPlayer {
  readonly agent: Agent;
  readonly model: ModelChoice;
  /** Which model is asked, and how. */
  readonly asked: LlmAgentOptions["choice"];
  /** Whoever answers in the run that lies in this folder, or outside any run. */
  chatModel(folder: string | null): ChatModel;
}

/** Puts an agent that asks a model together. */
export function llmPlayer(parts: LlmPlayerParts): LlmPlayer {
  const { latency, cap, card, answers, model } = parts;
  return {
    agent: createLlmAgent(parts.agent),
    model: { latency, cap, card },
    asked: parts.agent.choice,
    chatModel: (folder) => composeModel(answers, { store: parts.cassettes(folder), model, cap }),
  };
}
