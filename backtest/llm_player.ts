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
  /** Who can be asked, and what its provider refused so far; null: nobody. */
  readonly model: (ChatModel & { readonly withheld: readonly string[] }) | null;
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
  /** What went wrong with answers so far, a sentence each. */
  warnings(): string[];
}

/** Puts an agent that asks a model together. */
export function llmPlayer(parts: LlmPlayerParts): LlmPlayer {
  const { latency, cap, card, answers, model } = parts;
  const stores: CassetteStore[] = [];
  return {
    agent: createLlmAgent(parts.agent),
    model: { latency, cap, card },
    asked: parts.agent.choice,
    chatModel: (folder) => {
      const store = parts.cassettes(folder);
      stores.push(store);
      return composeModel(answers, { store, model, cap });
    },
    warnings: () => [
      ...stores.flatMap(({ damaged }) => [...damaged].map(damagedText)),
      ...(model?.withheld ?? []).map((field) => `The provider refused ${field}: it was asked without.`),
    ],
  };
}

function damagedText(where: string): string {
  return `A recorded answer is damaged and counts as missing: ${where}.`;
}
