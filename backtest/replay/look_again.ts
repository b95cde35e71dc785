import type {
  ChatAnswer,
  ChatModel,
  ChatRequest,
  Clock,
  CycleEntry,
  DiaryEntry,
  JsonValue,
} from "../../engine/mod.ts";
import { answering } from "../answering.ts";
import { playAgain } from "./play_again.ts";
import type { RecordedRun } from "./replay_run.ts";

/** A question and its answer. */
export interface AskedQuestion {
  readonly request: ChatRequest;
  readonly answer: ChatAnswer;
}

/** What an agent saw and was asked in a cycle. */
export interface SeenAgain {
  /** As `--diary full` keeps it; null where the agent was not asked. */
  readonly observation: JsonValue;
  readonly observationHash: string | null;
  readonly questions: readonly AskedQuestion[];
}

/**
 * Plays a run up to a decision time (ms) to see what its agent saw then: the diary keeps a fingerprint of it alone,
 * which is given with it and tells whether it is the same. Null where there is no such cycle.
 */
export async function lookAgain(
  { player, plan }: Omit<RecordedRun, "manifest" | "lines">,
  at: number,
  signal: AbortSignal,
): Promise<SeenAgain | null> {
  const questions: AskedQuestion[] = [];
  let cycle: CycleEntry | null = null;
  const kept = {
    append(entry: DiaryEntry): void {
      if (entry.kind === "cycle" && entry.close === at) cycle = entry;
    },
    commit: () => Promise.resolve(),
  };
  const { chatModel } = answering(player, null);
  const heard = chatModel === undefined
    ? {}
    : { chatModel: (clock: Clock) => new HeardModel(chatModel(clock), { clock, at, questions }) };
  const choice = { ...plan.choice, detail: "full" } as const;
  await playAgain(player, { ...plan, choice, until: at + 1 }, { signal, kept, ...heard });
  if (cycle === null) return null;
  const { observation = null, observationHash = null } = cycle as CycleEntry;
  return { observation, observationHash, questions };
}

/** A model whose questions from a moment on are listened to. */
export class HeardModel implements ChatModel {
  readonly #model: ChatModel;
  readonly #ear: {
    readonly clock: Clock;
    readonly at: number;
    readonly questions: Pick<AskedQuestion[], "push">;
  };

  constructor(
    model: ChatModel,
    ear: { readonly clock: Clock; readonly at: number; readonly questions: Pick<AskedQuestion[], "push"> },
  ) {
    this.#model = model;
    this.#ear = ear;
  }

  async ask(request: ChatRequest, signal: AbortSignal): Promise<ChatAnswer> {
    const { clock, at, questions } = this.#ear;
    const isHeard = clock.now() >= at;
    const answer = await this.#model.ask(request, signal);
    if (isHeard) questions.push({ request, answer });
    return answer;
  }
}
