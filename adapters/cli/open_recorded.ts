import { dirname } from "node:path";
import type {
  CassetteStore,
  DiaryLine,
  Instrument,
  ModelManifest,
  RecordedAsset,
  RiskProfile,
  RunManifest,
  SeenEntry,
} from "../../engine/mod.ts";
import { FailureError } from "./errors.ts";
import type { BacktestOptions, DiaryKind } from "./options.ts";
import {
  type RecordedModel,
  type RecordedOptions,
  recordedOptions,
  refuseUnplayable,
} from "./recorded_options.ts";
import type { RunChoice } from "./replay_options.ts";

/** A past run where it lies. */
export interface RecordedFolder {
  readonly manifest: RunManifest;
  readonly path: string;
  readonly diaryPath: string;
}

/** What a run trades, and under which limits. */
export interface Terms {
  readonly instruments: readonly Instrument[];
  readonly donors: readonly Instrument[];
  readonly profile: RiskProfile;
}

/** What was decided in a run, from its diary. */
export interface DecisionsRead {
  add(line: DiaryLine): void;
  /** The hash of the last line. */
  readonly lastHash: string;
  /** Of the last cycle, ms; null: there was none. */
  readonly lastClose: number | null;
}

/** A run with what it saw. */
type SeenOfRun = Pick<RecordedFolder, "manifest"> & { readonly seen: Iterable<SeenEntry> };

/** A market as it was read. */
export interface MarketRead {
  readonly source: string;
  readonly synthetic: boolean;
  readonly assets: readonly RecordedAsset[];
  readonly files: RunManifest["data"]["files"];
}

/** What finds the parts of a past run again and puts them together. */
export interface RecordedTools<Player, Plan> {
  readonly instruments: readonly Instrument[];
  /** Names of the agents that are built in. */
  readonly agents: readonly string[];
  /** Where recorded answers are shipped. */
  readonly shipped: string;
  findRun(root: string, ref: string): RecordedFolder;
  diaryDetail(diaryPath: string): DiaryKind;
  walkDiary(path: string, onLine: (line: DiaryLine) => void): unknown;
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
  readonly RecordedDecisions: new () => DecisionsRead;
  /** A player with the traits of another one, that decides what was decided. */
  decidingAsRecorded(player: Player, decisions: DecisionsRead): Player;
  openPlayer(
    options: BacktestOptions,
    known: readonly Instrument[],
  ): Promise<{ readonly player: Player; close(): void }>;
  /** Reads the market, unless it is given. */
  planRun(
    options: BacktestOptions,
    terms: Terms & { readonly player: Player; readonly market?: MarketRead | undefined },
  ): Promise<Plan>;
  /** Whether a run kept what it saw, and what that was. */
  hasSeen(runPath: string): boolean;
  seenIn(runPath: string): Iterable<SeenEntry>;
  /** The plan of a run that did, to be played as it went. */
  planSeen(options: BacktestOptions, terms: Terms & { readonly player: Player }, run: SeenOfRun): Plan;
  /** The market that a run saw, as one that was read from files. */
  marketOfSeen(instruments: readonly Instrument[], run: SeenOfRun): MarketRead;
}

/** A past run put together again, ready to be played. */
export interface OpenedRun<Player, Plan> {
  readonly options: BacktestOptions;
  readonly player: Player;
  readonly plan: Plan;
  close(): void;
}

/** What a past run was, before its agent is opened. */
export interface ReadRun extends RecordedOptions {
  /** The run that saw the market it was played on: it itself, or the one it asks of; null: it names its candles. */
  readonly saw: RecordedFolder | null;
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
  const read = readRecorded(run, choice, tools);
  const { options, saw, terms } = read;
  const { player, close } = await openDecider(run, read, { choice, tools });
  try {
    const of = { player, ...terms };
    if (saw === null) return { options, player, plan: await tools.planRun(options, of), close };
    const seen = { manifest: saw.manifest, seen: tools.seenIn(saw.path) };
    const plan = saw === run
      ? tools.planSeen(options, of, seen)
      : await tools.planRun(options, { ...of, market: tools.marketOfSeen(terms.instruments, seen) });
    return { options, player, plan, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** What a run was, from its manifest, with its files held against their hashes. */
export function readRecorded<Player, Plan>(
  run: RecordedFolder,
  choice: RunChoice,
  tools: RecordedTools<Player, Plan>,
): ReadRun {
  const { manifest, diaryPath } = run;
  const { instruments, agents } = tools;
  const saw = whoSaw(run, tools);
  refuseUnplayable(manifest, { agents, hasSeen: saw !== null });
  const files = saw === null ? tools.findRecordedFiles(manifest.data.files, choice.data) : null;
  const recorded = recordedOptions(manifest, { instruments, detail: tools.diaryDetail(diaryPath), files });
  if (manifest.agentFile !== undefined) tools.findRecordedAgent(manifest.agentFile);
  return { ...recorded, saw };
}

/** Who decides: the agent, by its recorded answers where it asks a model, or what was decided in the run it asks of. */
async function openDecider<Player, Plan>(
  run: RecordedFolder,
  read: RecordedOptions,
  { choice, tools }: { readonly choice: RunChoice; readonly tools: RecordedTools<Player, Plan> },
): Promise<{ readonly player: Player; close(): void }> {
  const { options, model } = read;
  const isOpenLoop = run.manifest.parent?.loop === "open";
  const keys = isOpenLoop || model === null ? [] : tools.keysIn(run.diaryPath);
  const opened = model === null
    ? await openRecordedPlayer(options, tools)
    : { player: recordedModelOf(run, { ...read, model }, { choice, tools, keys }), close: () => undefined };
  if (!isOpenLoop) return opened;
  opened.close();
  return { player: decidingAsParent(run, opened.player, tools), close: () => undefined };
}

/** Who decides what was decided in the run that this one asks of. Throws a FailureError where that is another one now. */
function decidingAsParent<Player, Plan>(
  run: RecordedFolder,
  player: Player,
  tools: RecordedTools<Player, Plan>,
): Player {
  const { id, settings: { decisionsFrom } } = run.manifest;
  const parent = parentOf(run, tools)!;
  const decisions = readDecisions(parent, tools);
  if (decisions.lastHash === decisionsFrom) return tools.decidingAsRecorded(player, decisions);
  throw new FailureError(
    `the diary of run ${parent.manifest.id}, whose decisions run ${id} took, is another one: its last hash is ` +
      `${decisions.lastHash}; wanted ${decisionsFrom}`,
  );
}

/** Who asked the model, answered from what was recorded; each of the keys must be there. */
export function recordedModelOf<Player, Plan>(
  { path }: RecordedFolder,
  { model, terms, options }: RecordedOptions & { readonly model: RecordedModel },
  { choice, tools, keys }: {
    readonly choice: RunChoice;
    readonly tools: RecordedTools<Player, Plan>;
    readonly keys: Iterable<string>;
  },
): Player {
  const { card } = model;
  const prompt = card.prompt === undefined ? null : tools.readRecordedPrompt(card.prompt);
  const places = { shared: choice.cassettes, run: path, shipped: tools.shipped, model: card };
  const store = tools.openRecordedCassettes(places, keys);
  const { interval, control: market, seed } = options;
  const control = market === undefined ? undefined : { name: market.name, seed };
  const { instruments, profile } = terms;
  return tools.recordedModelPlayer({ ...model, instruments, profile, interval, prompt, store, control });
}

/** What was decided in a run. */
export function readDecisions<Player, Plan>(
  { diaryPath }: RecordedFolder,
  { RecordedDecisions, walkDiary }: Pick<RecordedTools<Player, Plan>, "RecordedDecisions" | "walkDiary">,
): DecisionsRead {
  const decisions = new RecordedDecisions();
  walkDiary(diaryPath, (line) => decisions.add(line));
  return decisions;
}

/** The run whose sight it was played on; null: it names its candles. */
function whoSaw<Player, Plan>(
  run: RecordedFolder,
  tools: RecordedTools<Player, Plan>,
): RecordedFolder | null {
  if (tools.hasSeen(run.path)) return run;
  const parent = run.manifest.data.files.length > 0 ? null : parentOf(run, tools);
  return parent !== null && tools.hasSeen(parent.path) ? parent : null;
}

/** The run it asks of, beside it; null: it asks of none. */
function parentOf<Player, Plan>(
  { manifest: { parent }, path }: RecordedFolder,
  { findRun }: RecordedTools<Player, Plan>,
): RecordedFolder | null {
  return parent === undefined ? null : findRun(dirname(path), parent.id);
}

/** An agent that is no definition takes no parameters, and tells some all the same. */
export async function openRecordedPlayer<Player, Plan>(
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
