import type { ChatModel, Clock } from "../engine/mod.ts";
import type { Player } from "./play_backtest.ts";
import type { ModelByClock } from "./run_backtest.ts";

/** Whoever answers an agent that asks a model. */
interface Answers {
  chatModel(folder: string | null, clock: Clock): ChatModel;
}

/** Who decides, with whoever answers it where it asks a model. */
export type AnsweredPlayer = Player & Partial<Answers>;

/**
 * Whoever answers in the run that lies in this folder, or in none that is kept (null), by the clock of that run; nothing
 * where nobody is asked.
 */
export function answering(
  { chatModel }: Partial<Answers>,
  folder: string | null,
): { readonly chatModel?: ModelByClock } {
  return chatModel === undefined ? {} : { chatModel: (clock) => chatModel(folder, clock) };
}
