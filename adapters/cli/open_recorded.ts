import type {
  CassetteStore,
  Instrument,
  ModelManifest,
  RiskProfile,
  RunManifest,
  SeenEntry,
} from "../../engine/mod.ts";
import type { BacktestOptions, DiaryKind } from "./options.ts";
import { type RecordedModel, recordedOptions, refuseUnplayable } from "./recorded_options.ts";
import type { RunChoice } from "./replay_options.ts";

/** A past run where it lies. */
export interface RecordedFolder {
  readonly manifest: RunManifest;
  readonly path: string;
  readonly diaryPath: string;
}

/** What a run trades, and under which limits. */
interface Terms {
  readonly instruments: readonly Instrument[];
  readonly donors: readonly Instrument[];
  readonly profile: RiskProfile;
}

/** What finds the parts of a past run again and puts them together. */
export interface RecordedTools<Player, Plan> {
  readonly instruments: readonly Instrument[];
  /** Names of the agents that are built in. */
  readonly agents: readonly string[];
  /** Where recorded answers are shipped. */
  readonly shipped: string;
  diaryDetail(diaryPath: string): DiaryKind;
  keysIn(diaryPath: string): Iterable<string>;
  findRecordedFiles(
    files: RunManifest["data"]["files"],
    moved: string | null,
  ): { readonly folder: string; readonly only: ReadonlySet<string> };
  findRecordedAgent(file: NonNullable<RunManifest["agentFile"]>): void;
  readRecordedPrompt(prompt: NonNullable<ModelManifest["prompt"]>): string;
  openRecordedCassettes(
    places: {
      readonly shared: string;
      readonly run: string | null;
      readonly shipped: string;
      readonly model: { readonly provider: string; readonly model: string };
    },
    keys: Iterable<string>,
  ): CassetteStore;
  recordedModelPlayer(
    parts: RecordedModel & Omit<Terms, "donors"> & Pick<BacktestOptions, "interval"> & {
      readonly prompt: string | null;
      readonly store: CassetteStore;
      readonly control?: { readonly name: string; readonly seed: number } | undefined;
    },
  ): Player;
  openPlayer(
    options: BacktestOptions,
    known: readonly Instrument[],
  ): Promise<{ readonly player: Player; close(): void }>;
  planRun(options: BacktestOptions, terms: Terms & { readonly player: Player }): Promise<Plan>;
  /** Whether a run kept what it saw, and what that was. */
  hasSeen(runPath: string): boolean;
  seenIn(runPath: string): Iterable<SeenEntry>;
  /** The plan of a run that did. */
  planSeen(
    options: BacktestOptions,
    terms: Terms & { readonly player: Player },
    run: Pick<RecordedFolder, "manifest"> & { readonly seen: Iterable<SeenEntry> },
  ): Plan;
}

/** A past run put together again, ready to be played. */
export interface OpenedRun<Player, Plan> {
  readonly options: BacktestOptions;
  readonly player: Player;
  readonly plan: Plan;
  close(): void;
}

/**
 * Puts a past run together again: its settings, its candles, its agent and its answers, each held against what run.json
 * tells of it. What is gone or was changed is thrown as an error that names it. The caller closes it.
 */
export async function openRecorded<Player, Plan>(
  run: RecordedFolder,
  choice: RunChoice,
  tools: RecordedTools<Player, Plan>,
): Promise<OpenedRun<Player, Plan>> {
  const { manifest, path, diaryPath } = run;
  const { instruments, agents } = tools;
  const hasSeen = tools.hasSeen(path);
  refuseUnplayable(manifest, { agents, hasSeen });
  const files = hasSeen ? null : tools.findRecordedFiles(manifest.data.files, choice.data);
  const parts = { instruments, detail: tools.diaryDetail(diaryPath), files };
  const { options, model, terms } = recordedOptions(manifest, parts);
  const { agentFile } = manifest;
  if (agentFile !== undefined) tools.findRecordedAgent(agentFile);
  const { player, close } = model === null
    ? await openRecordedPlayer(options, tools)
    : { player: recordedModel(model, { ...terms, ...options }), close: () => undefined };
  try {
    const plan = hasSeen
      ? tools.planSeen(options, { player, ...terms }, { manifest, seen: tools.seenIn(path) })
      : await tools.planRun(options, { player, ...terms });
    return { options, player, plan, close };
  } catch (error) {
    close();
    throw error;
  }

  function recordedModel(
    model: RecordedModel,
    of: Omit<Terms, "donors"> & Pick<BacktestOptions, "interval" | "control" | "seed">,
  ): Player {
    const { card } = model;
    const prompt = card.prompt === undefined ? null : tools.readRecordedPrompt(card.prompt);
    const places = { shared: choice.cassettes, run: path, shipped: tools.shipped, model: card };
    const store = tools.openRecordedCassettes(places, tools.keysIn(diaryPath));
    const { instruments, interval, profile, seed } = of;
    const control = of.control === undefined ? undefined : { name: of.control.name, seed };
    return tools.recordedModelPlayer({ ...model, instruments, interval, profile, prompt, store, control });
  }
}

/** An agent that is no definition takes no parameters, and tells some all the same. */
async function openRecordedPlayer<Player, Plan>(
  options: BacktestOptions,
  { instruments, openPlayer }: RecordedTools<Player, Plan>,
): Promise<{ readonly player: Player; close(): void }> {
  try {
    return await openPlayer(options, instruments);
  } catch (error) {
    const isRefused = error instanceof Error && "usage" in error && error.usage === true;
    if (!isRefused || options.params.length === 0) throw error;
    return await openPlayer({ ...options, params: [] }, instruments);
  }
}
