import { type Agent, type CycleEntry, type Metrics, runKey, type RunManifest } from "../../engine/mod.ts";
import { type AnsweredPlayer, answering } from "../answering.ts";
import { keySettings } from "../backtest_settings.ts";
import type { Player } from "../play_backtest.ts";
import { SeenError } from "../seen/seen_tape.ts";
import { ComparingDiary } from "./comparing_diary.ts";
import { differences } from "./differences.ts";
import type { Divergence } from "./divergence.ts";
import { ExcusedAgent } from "./excused_agent.ts";
import { playAgain, type PlayedAgain } from "./play_again.ts";
import type { RecordedPlan } from "./recorded_plan.ts";

/** A run that is to be played again, from what it recorded. */
export interface RecordedRun {
  readonly manifest: RunManifest;
  /** Whole lines of its diary, in order. */
  readonly lines: Iterator<string, unknown, void>;
  /** Who decides, put together from the manifest. */
  readonly player: AnsweredPlayer;
  readonly plan: RecordedPlan;
}

/** How far, and who looks on. */
export interface ReplayWatch {
  readonly signal: AbortSignal;
  /** Cycles before this close are not compared, ms; null: all are. */
  readonly compareFrom: number | null;
  /** The last cycle is strictly before this moment, ms; null: as far as the run goes. */
  readonly until: number | null;
  readonly onCycle?: (entry: CycleEntry) => void | Promise<void>;
}

/** What a replay came to. */
export interface ReplayResult {
  /** `damaged`: a line of the diary does not follow from the one before. */
  readonly status: "equal" | "diverged" | "damaged" | "interrupted";
  readonly divergence: Divergence | null;
  /** What is wrong with the diary; null: nothing that was seen. */
  readonly fault: string | null;
  /** Whole cycles that are the same, and those before `compareFrom` that are not. */
  readonly cycles: number;
  readonly skipped: number;
  /** Lines of the diary that were read, and the hash of the last. */
  readonly lines: number;
  readonly lastHash: string;
  /** Of the last cycle, ms; null: there was none. */
  readonly lastClose: number | null;
  /** Whether it went to the end of the diary, and the run had come to its own. */
  readonly whole: boolean;
}

/** Plays a run again and holds every line against its diary, up to the first that differs. */
export async function replayRun(run: RecordedRun, watch: ReplayWatch): Promise<ReplayResult> {
  const { manifest, plan } = run;
  const other = otherSettings(run);
  if (other !== null) return resultOf(null, { divergence: other, status: "diverged", whole: false });
  const over = new AbortController();
  const until = Math.min(watch.until ?? Infinity, plan.until);
  const isCut = until < plan.until;
  const diary = new ComparingDiary({
    recorded: run.lines,
    ended: manifest.status === "finished" && !isCut,
    compareFrom: watch.compareFrom ?? -Infinity,
    onEnd: () => over.abort(),
  });
  const excused = run.player.isolate === null ? new ExcusedAgent(run.player.agent as Agent) : null;
  const player: Player = excused === null ? run.player : { agent: excused, isolate: null };
  try {
    const { onCycle } = watch;
    const signal = AbortSignal.any([watch.signal, over.signal]);
    const heard = { signal, kept: diary, ...(onCycle === undefined ? {} : { onCycle }) };
    const played = await playAgain(player, { ...plan, until }, { ...heard, ...answering(run.player, null) })
      .catch(askedOtherwise);
    if (played instanceof SeenError) return otherQuestion(diary, played);
    if (played.sawNoMore) diary.cutShort();
    else if (!watch.signal.aborted && !isCut) diary.close();
    const interrupted = watch.signal.aborted && !over.signal.aborted;
    return judge({ diary, played, manifest, isCut, interrupted, missing: excused?.missing ?? null });
  } finally {
    run.lines.return?.();
  }
}

function askedOtherwise(error: unknown): SeenError {
  if (error instanceof SeenError) return error;
  throw error;
}

/** It asks for something else than the run did: what differs in the diary already led to it, or nothing there shows it. */
function otherQuestion(diary: ComparingDiary, { message }: SeenError): ReplayResult {
  const { divergence, lastClose, end: { seq } } = diary;
  const place = { line: seq + 1, close: lastClose, entry: "seen", field: "", recorded: null, replayed: null };
  const first = divergence ?? { ...place, cause: "data" as const, detail: message };
  return resultOf(diary, { status: "diverged", divergence: first, whole: false });
}

/** What is known when the run was played. */
interface Played {
  readonly diary: ComparingDiary;
  readonly played: PlayedAgain;
  readonly manifest: RunManifest;
  readonly isCut: boolean;
  readonly interrupted: boolean;
  readonly missing: string | null;
}

function judge({ diary, played, manifest, isCut, interrupted, missing }: Played): ReplayResult {
  const { fault, divergence } = diary;
  if (fault !== null) return resultOf(diary, { status: "damaged", fault, whole: false });
  if (divergence !== null) {
    const detail = divergence.cause === "prompt" && missing !== null ? missing : divergence.detail;
    return resultOf(diary, { status: "diverged", divergence: { ...divergence, detail }, whole: false });
  }
  if (interrupted) return resultOf(diary, { status: "interrupted", whole: false });
  const whole = !isCut && manifest.diary !== null;
  const other = whole && diary.skipped === 0 ? otherFigures(manifest, played.metrics, diary.end.seq) : null;
  return resultOf(diary, { status: other === null ? "equal" : "diverged", divergence: other, whole });
}

function resultOf(
  diary: ComparingDiary | null,
  result: Pick<ReplayResult, "status" | "whole"> & Partial<Pick<ReplayResult, "divergence" | "fault">>,
): ReplayResult {
  return {
    divergence: null,
    fault: null,
    cycles: diary?.cycles ?? 0,
    skipped: diary?.skipped ?? 0,
    lines: diary?.end.seq ?? 0,
    lastHash: diary?.end.hash ?? "",
    lastClose: diary?.lastClose ?? null,
    ...result,
  };
}

/** The first setting that is another one than those the run's key was made of: all that follows would differ. */
function otherSettings({ manifest, plan }: RecordedRun): Divergence | null {
  const settings = settingsAs(manifest, plan);
  if (runKey(settings) === manifest.key) return null;
  const [first] = differences({ ...manifest.settings }, { ...settings });
  const { path, recorded, replayed } = first ?? { path: ["key"], recorded: manifest.key, replayed: null };
  const isPrompt = path[0] === "parameters" && ["prompt", "contract", "tools"].includes(path[1]);
  const place = { line: 1, close: null, entry: "run", field: ["settings", ...path].join(".") };
  return { ...place, recorded, replayed, cause: isPrompt ? "prompt" : "settings", detail: null };
}

/** The settings that this code gives; of a run on an account, those beside them (whose account it was) as they were. */
function settingsAs({ settings }: RunManifest, plan: RecordedPlan): RunManifest["settings"] {
  const given = keySettings(plan.choice);
  if (plan.seen === undefined || !plan.hasExchange) return given;
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, given[name] ?? value]));
}

/** The first figure in run.json that the diary does not give; figures that only one of them knows are passed over. */
function otherFigures({ metrics, key }: RunManifest, played: Metrics, lines: number): Divergence | null {
  if (metrics === null) return null;
  const [recorded, again] = [metrics, played].map((one) => JSON.parse(JSON.stringify(one)));
  for (const { path, ...values } of differences(recorded, again)) {
    if (values.recorded === null || values.replayed === null) continue;
    const detail = `run.json of ${key} tells it, its diary does not`;
    const place = { line: lines, close: null, entry: "run.json", field: ["metrics", ...path].join(".") };
    return { ...place, ...values, cause: "accounting", detail };
  }
  return null;
}
