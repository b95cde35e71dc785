import {
  type Agent,
  type CassetteStore,
  type ChatModel,
  type Clock,
  createLlmAgent,
  type LlmAgentOptions,
  type ModelCap,
  PATIENCE,
  type Remedies,
} from "../engine/mod.ts";
import { shownInstruments } from "./controls/control_named.ts";
import type { Player } from "./play_backtest.ts";
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
  /** What is wanted where it cannot be asked. */
  readonly remedies: Remedies;
  /** The recorded answers of the run that lies in this folder; null: of no run. */
  readonly cassettes: (folder: string | null) => CassetteStore;
  /** The control whose names it is shown; without a name it is shown the real ones. */
  readonly control?: { readonly name?: string; readonly seed: number } | undefined;
}

/** An agent that asks a model, with the terms of its model and whoever answers. */
export interface LlmPlayer {
  readonly agent: Agent;
  readonly model: ModelChoice;
  /** Which model is asked, and how. */
  readonly asked: LlmAgentOptions["choice"];
  /** Whoever answers in the run that lies in this folder, or outside any run (null), by the market's clock. */
  chatModel(folder: string | null, clock: Pick<Clock, "now">): ChatModel;
  /** What went wrong with answers so far, a sentence each. */
  warnings(): string[];
}

/** Who decides, with whom it asks where it asks a model; the file it is from, null where it is built in. */
export type Contestant<File> = Player & {
  readonly file: File | null;
  /** Not there where the agent decides; see {@link BacktestChoice}. */
  readonly decisionsFrom?: string | undefined;
} & Partial<Omit<LlmPlayer, "agent">>;

/** Puts an agent that asks a model together. */
export function llmPlayer(parts: LlmPlayerParts): LlmPlayer {
  const { latency, cap, card, answers, model, remedies, control } = parts;
  const { name, seed = 0 } = control ?? {};
  const instruments = shownInstruments(parts.agent.instruments, { control: name, seed });
  const stores: CassetteStore[] = [];
  const abandoned: string[] = [];
  return {
    agent: createLlmAgent({ ...parts.agent, instruments }),
    model: { latency, cap, card },
    asked: parts.agent.choice,
    chatModel: (folder, clock) => {
      const store = parts.cassettes(folder);
      stores.push(store);
      const onAbandoned = (reason: string): void => void abandoned.push(reason);
      return composeModel(answers, { store, model, remedies, cap, clock, onAbandoned });
    },
    warnings: () => [
      ...stores.flatMap(({ damaged }) => [...damaged].map(damagedText)),
      ...abandoned.map((reason) => abandonedText(reason)),
      ...(model?.withheld ?? []).map((field) => `The provider refused ${field}: it was asked without.`),
    ],
  };
}

function abandonedText(reason: string): string {
  return `The model was not asked any more after ${PATIENCE} questions in a row that failed: ${reason}; --llm auto asks again.`;
}

function damagedText(where: string): string {
  return `A recorded answer is damaged and counts as missing: ${where}.`;
}
