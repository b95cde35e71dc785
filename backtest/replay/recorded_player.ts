import type {
  CassetteStore,
  Instrument,
  Interval,
  LlmAgentOptions,
  ModelCap,
  ModelManifest,
  Remedies,
  RiskProfile,
} from "../../engine/mod.ts";
import { type LlmPlayer, llmPlayer } from "../llm_player.ts";

/** What an agent that asks a model is put together from again. */
export interface RecordedModelParts {
  readonly card: ModelManifest;
  readonly choice: LlmAgentOptions["choice"];
  readonly instruments: readonly Instrument[];
  readonly interval: Interval;
  readonly profile: RiskProfile;
  /** The template of the user's; null: the built-in one. */
  readonly prompt: string | null;
  /** By which seed names, dates and prices were masked; null: they were not. */
  readonly blind: { readonly seed: number } | null;
  readonly sample: number;
  /** How the market was another than the recorded one; not there where it was that. */
  readonly control?: { readonly name: string; readonly seed: number } | undefined;
  readonly latency: number;
  readonly cap: ModelCap | null;
  /** The recorded answers of the run. */
  readonly store: CassetteStore;
}

/** Nobody is asked, so nothing is wanted. */
const NO_REMEDIES: Remedies = { key: "", credit: "", model: "", host: "" };

/** The agent that asked a model, with its recorded answers and nobody to ask. */
export function recordedModelPlayer(
  { card: { memory: _memory, ...card }, latency, cap, store, control, ...agent }: RecordedModelParts,
): LlmPlayer & { readonly isolate: null; readonly file: null } {
  const parts = { answers: "replay", model: null, remedies: NO_REMEDIES };
  const player = llmPlayer({ ...parts, agent, card, latency, cap, control, cassettes: () => store });
  return { ...player, isolate: null, file: null };
}
