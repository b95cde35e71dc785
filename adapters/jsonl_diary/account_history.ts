import { existsSync } from "node:fs";
import type { Fill, RunManifest } from "../../engine/mod.ts";
import { type FoundRun, listRuns } from "./find_run.ts";
import { walkDiary } from "./read_diary.ts";
import { noteIntents } from "./side_diary.ts";

/** An account at a venue, as a live run's settings name it. */
export interface AccountName {
  readonly network: string;
  /** Its address, lower-case. */
  readonly account: string;
}

/** What runs have done on an account. */
export interface AccountHistory {
  /** Client order ids of every order that a run, or who looks after it, intended. */
  readonly intended: ReadonlySet<string>;
  /** The run that looked at the account last; null: none has. */
  readonly last: LastRun | null;
}

/** The run that looked at an account last. */
export interface LastRun {
  /** When it began, ms. */
  readonly from: number;
  /** What stood in its assets when it began, which it took over: told as fills at that moment. */
  readonly takenOver: readonly Fill[];
}

/** What the runs inside `root` have done on an account. Throws a RunError for a diary that is damaged. */
export function accountHistory(root: string, name: AccountName): AccountHistory {
  const runs = listRuns(root).filter((run): run is FoundRun => isOn(run.manifest, name));
  const intended = new Set<string>();
  let last: LastRun | null = null;
  for (const run of runs) {
    const takenOver = walkRun(run, intended);
    // Newest first.
    if (takenOver !== null) last ??= { from: run.manifest.range.from, takenOver };
    const beside = `${run.path}/watch.jsonl`;
    if (existsSync(beside)) walkDiary(beside, ({ entry }) => noteIntents(entry, intended));
  }
  return { intended, last };
}

function isOn(manifest: RunManifest | null, { network, account }: AccountName): boolean {
  return manifest?.settings.network === network && manifest.settings.account === account;
}

/** Notes what a run intended; gives what it took over, null where it never looked at the account. */
function walkRun({ diaryPath, manifest }: FoundRun, intended: Set<string>): readonly Fill[] | null {
  const { range: { from }, settings: { assets } } = manifest;
  let takenOver: readonly Fill[] | null = null;
  walkDiary(diaryPath, ({ entry }) => {
    noteIntents(entry, intended);
    if (entry.kind !== "cycle" && entry.kind !== "command") return;
    takenOver ??= (entry.fills ?? []).filter(({ clientOrderId, time, asset }) =>
      clientOrderId === null && time === from && (assets as readonly string[]).includes(asset)
    );
  });
  return takenOver;
}
