import type { CassetteStore, ChatModel } from "../../engine/mod.ts";
import { EXIT_INTERRUPTED, FailureError } from "./errors.ts";
import { interruptible } from "./interruptible.ts";
import type { NoiseOptions } from "./noise_options.ts";
import { type Agreement, type MeasuredNoise, type NoiseView, renderNoise } from "./noise_view.ts";
import { openRecorded, type RecordedFolder } from "./open_recorded.ts";
import { breather } from "./present.ts";
import { recordedOptions } from "./recorded_options.ts";
import type { ReplayTools } from "./replay_command.ts";
import type { Terminal } from "./terminal.ts";
import type { WhatIfPlayer } from "./what_if.ts";
import type { RunRange } from "./what_if_command.ts";

/** Who decides, and who answers it where it asks. */
interface AskingPlayer extends WhatIfPlayer {
  chatModel?(folder: string | null, clock: { now(): number }): ChatModel;
}

/** What asks questions again, or plays a rule again. */
export interface NoiseTools<Player extends AskingPlayer, Plan extends RunRange>
  extends ReplayTools<Player, Plan> {
  /** Asks each question of a run again, as other samples. */
  askAgain(
    asked: {
      readonly requests: Iterable<string>;
      readonly keys: ReadonlySet<string>;
      readonly recorded: CassetteStore["find"];
      readonly model: ChatModel;
      readonly samples: number;
      readonly signal: AbortSignal;
      readonly onQuestion: (done: number, of: number) => void;
    },
  ): Promise<MeasuredNoise>;
  /** The agreement of answers sorted into kinds. */
  agreementOf(rows: readonly (readonly number[])[]): Agreement | null;
}

/** Tells how far the answers of a run's model agree when it is asked again; gives the exit code. */
export async function noiseCommand<Player extends AskingPlayer, Plan extends RunRange>(
  options: NoiseOptions,
  terminal: Terminal,
  tools: NoiseTools<Player, Plan>,
): Promise<number> {
  const run = tools.findRun(options.runs, options.run);
  const { manifest: { id, agent, model } } = run;
  const measured = await interruptible((signal) =>
    model === undefined
      ? playedAgain(run, { ...options, signal }, tools)
      : askedAgain(run, { ...options, signal, terminal }, tools)
  );
  const name = model === undefined ? agent : `${agent} ${model.provider}/${model.model}`;
  const view: NoiseView = { runId: id, name, isRule: model === undefined, ...measured };
  terminal.print(options.json ? JSON.stringify(view, null, 2) : renderNoise(view));
  return measured.interrupted ? EXIT_INTERRUPTED : 0;
}

/** A rule is asked again by playing its run again: what comes out the same was decided the same. */
async function playedAgain<Player extends AskingPlayer, Plan extends RunRange>(
  run: RecordedFolder,
  { signal, ...options }: NoiseOptions & { readonly signal: AbortSignal },
  tools: NoiseTools<Player, Plan>,
): Promise<MeasuredNoise> {
  const { manifest, diaryPath } = run;
  const { samples } = options;
  let [cycles, played] = [Infinity, 1];
  for (; played < samples && !signal.aborted; played++) {
    const { player, plan, close } = await openRecorded(run, { ...options, data: null }, tools);
    const lines = tools.recordedLines(diaryPath, manifest.diary !== null);
    const watch = { signal, compareFrom: null, until: null, onCycle: breather() };
    const result = await tools.replayRun({ manifest, lines, player, plan }, watch).finally(close);
    if (result.status !== "equal" && result.status !== "interrupted") {
      throw new FailureError(
        `run ${manifest.id} comes out otherwise when it is played again; deno task replay ${manifest.id} tells where`,
      );
    }
    cycles = Math.min(cycles, result.cycles);
  }
  const rows = Array.from({ length: Number.isFinite(cycles) ? cycles : 0 }, () => [played]);
  const agreement = tools.agreementOf(rows);
  const all = { texts: agreement, answers: agreement, actions: agreement };
  return { ...all, failed: 0, costUsd: 0, interrupted: signal.aborted };
}

async function askedAgain<Player extends AskingPlayer, Plan extends RunRange>(
  run: RecordedFolder,
  asked: NoiseOptions & { readonly signal: AbortSignal; readonly terminal: Terminal },
  tools: NoiseTools<Player, Plan>,
): Promise<MeasuredNoise> {
  const { manifest, path, diaryPath } = run;
  const { samples, cassettes, signal, terminal } = asked;
  const card = manifest.model!;
  const player = await openAsked(run, asked, tools);
  const keys = new Set(tools.keysIn(diaryPath));
  const places = { shared: cassettes, run: path, shipped: tools.shipped, model: card };
  const store = tools.openRecordedCassettes(places, keys);
  const showsProgress = terminal.redraws && !asked.json;
  const onQuestion = (done: number, of: number): void => {
    if (showsProgress) terminal.note(`\r${done} of at most ${of} questions asked\x1b[K`);
  };
  const model = player.chatModel!(null, { now: () => manifest.range.from });
  const recorded = (key: string) => store.find(key);
  return await tools.askAgain({
    requests: store.requests(),
    keys,
    recorded,
    model,
    samples,
    signal,
    onQuestion,
  })
    .finally(() => showsProgress && terminal.note("\r\x1b[K"));
}

/** The model of the settings. Throws a FailureError where it is not the run's. */
async function openAsked<Player extends AskingPlayer, Plan extends RunRange>(
  { manifest, diaryPath }: RecordedFolder,
  { answers, cassettes }: NoiseOptions,
  tools: NoiseTools<Player, Plan>,
): Promise<Player> {
  const { provider, model } = manifest.model!;
  const parts = { instruments: tools.instruments, detail: tools.diaryDetail(diaryPath), files: null };
  const { options, terms } = recordedOptions(manifest, parts);
  const settled = {
    name: null,
    answers,
    prompt: null,
    blind: false,
    cassettes,
    table: null,
    cap: null,
    latency: 0,
  };
  const player = await tools.openModel(settled, options, terms);
  const is = player.asked;
  if (is?.provider === provider && is.model === model) return player;
  throw new FailureError(
    `run ${manifest.id} asked ${provider}/${model}; wanted LLM_PROVIDER and LLM_MODEL to name it, not ${is?.provider}/${is?.model}`,
  );
}
