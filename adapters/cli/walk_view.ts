/** A family that walks forward, told in figures and sentences: what was chosen on each train, and what became of it on the test. */

import type { RunIndex, RunManifest } from "../../engine/mod.ts";
import type { Block } from "./blocks.ts";
import { figure, line, signed } from "./compare_rows.ts";
import { formatCount, formatNumber, formatPeriod, formatReturn } from "./format.ts";
import { cell } from "./summary_rows.ts";
import type { Evidence } from "./sweep/sweep_result.ts";
import { pointText, walkRemarks } from "./sweep/sweep_view.ts";

/** A run of such a family. */
export interface WalkedRun {
  readonly manifest: RunManifest;
  readonly index: Pick<RunIndex, "daily">;
}

/** What was chosen on a train, beside what became of it on the test after it. */
export interface WalkedPair<Run extends WalkedRun> {
  readonly train: Run;
  readonly test: Run;
}

/** A family that walks forward. */
export interface Walk<Run extends WalkedRun> {
  /** In order of time. */
  readonly pairs: readonly WalkedPair<Run>[];
  /** Windows of which there is no test: it is not done yet, or nothing could be chosen. */
  readonly untested: number;
  /** Of all tests, one after the other; null: they say nothing. */
  readonly tests: Evidence | null;
}

/** Takes what evidence there is of daily equities. */
export type EvidenceOf = (daily: readonly (readonly number[])[]) => Evidence | null;

/** The walk that runs make; null: they do not walk forward. */
export function walkOf<Run extends WalkedRun>(
  runs: readonly Run[],
  evidenceOf: EvidenceOf,
): Walk<Run> | null {
  const [trains, tests] = (["train", "test"] as const).map((part) =>
    runs.filter(({ manifest }) => manifest.sweep?.part === part)
  );
  if (trains.length === 0) return null;
  const pairs = tests.flatMap((test): WalkedPair<Run>[] => {
    const train = trains.find(({ manifest: { sweep } }) =>
      sweep!.window === test.manifest.sweep!.window &&
      JSON.stringify(sweep!.point) === JSON.stringify(test.manifest.sweep!.point)
    );
    return train === undefined ? [] : [{ train, test }];
  }).sort((a, b) => a.test.manifest.range.from - b.test.manifest.range.from);
  const windows = new Set(trains.map(({ manifest }) => manifest.sweep!.window)).size;
  const evidence = evidenceOf(pairs.map(({ test }) => test.index.daily));
  return { pairs, untested: windows - pairs.length, tests: evidence };
}

/** All that is told of it. */
export function walkBlocks<Run extends WalkedRun>(
  familyId: string,
  walk: Walk<Run>,
  { runs, leftOut }: { readonly runs: number; readonly leftOut: readonly string[] },
): Block[] {
  const count = formatCount(walk.pairs.length + walk.untested, "window");
  return [
    {
      kind: "text",
      text: `family ${familyId} · ${formatCount(runs, "run")} · walks forward through ${count}`,
    },
    ...windowBlocks(walk),
    ...leftOut.map((text): Block => ({ kind: "text", text })),
    ...survivalBlocks(walk),
  ];
}

/** Each window: what was chosen, and both its ratios. */
export function windowBlocks<Run extends WalkedRun>({ pairs, untested }: Walk<Run>): Block[] {
  const rows = pairs.map(({ train: { manifest: train }, test: { manifest: test } }) =>
    line(formatPeriod(test.range.from, test.range.until), [
      cell(pointText(train.sweep!.point)),
      figure(train.metrics!.sharpe, formatNumber),
      figure(test.metrics!.sharpe, formatNumber),
      signed(test.metrics!.totalReturn, formatReturn(test.metrics!.totalReturn)),
    ])
  );
  return [
    { kind: "heading", text: "Train against test" },
    { kind: "figures", headers: ["chosen", "train Sharpe", "test Sharpe", "test return"], rows },
    ...(untested === 0
      ? []
      : [{ kind: "text", text: `${formatCount(untested, "window")} without a test.` } as const]),
  ];
}

/** What the tests kept of what the trains promised, and the sentence it comes to. */
export function survivalBlocks<Run extends WalkedRun>(walk: Walk<Run>): Block[] {
  return [
    { kind: "heading", text: "What survives" },
    ...[...keptText(walk), ...remarksOf(walk).slice(0, -1)].map((text): Block => ({ kind: "text", text })),
    { kind: "verdict", text: walkVerdict(walk) },
  ];
}

/** The same as JSON. */
export function walkJson<Run extends WalkedRun>(
  familyId: string,
  walk: Walk<Run>,
  leftOut: readonly string[],
): string {
  const { pairs, untested, tests } = walk;
  const told = ({ manifest: { id, range, metrics } }: WalkedRun) => {
    const { sharpe, totalReturn } = metrics!;
    return { id, range, sharpe, totalReturn };
  };
  const walked = pairs.map(({ train, test }) => ({
    ...{ window: test.manifest.sweep!.window, point: test.manifest.sweep!.point },
    ...{ train: told(train), test: told(test) },
  }));
  return JSON.stringify({ familyId, walked, untested, tests, leftOut, verdict: walkVerdict(walk) }, null, 2);
}

/** In plain words, whether anything survives. */
export function walkVerdict<Run extends WalkedRun>(walk: Walk<Run>): string {
  return remarksOf(walk).at(-1)!;
}

function remarksOf<Run extends WalkedRun>({ pairs, tests }: Walk<Run>): string[] {
  return walkRemarks({ tests, walked: pairs });
}

/** How much of what trains promised the tests kept; nothing where one of them has no ratio. */
function keptText<Run extends WalkedRun>({ pairs }: Walk<Run>): string[] {
  const ratios = pairs.flatMap(({ train, test }) => {
    const [promised, kept] = [train, test].map(({ manifest }) => manifest.metrics!.sharpe);
    return promised === null || kept === null ? [] : [{ promised, kept }];
  });
  if (ratios.length === 0) return [];
  const mean = (of: "promised" | "kept"): number =>
    ratios.reduce((sum, one) => sum + one[of], 0) / ratios.length;
  const above = ratios.filter(({ kept }) => kept > 0).length;
  return [
    `What was chosen had a Sharpe ratio of ${formatNumber(mean("promised"))} on the trains and of ` +
    `${formatNumber(mean("kept"))} on the tests, in the mean of ${formatCount(ratios.length, "window")}; ` +
    `it was above zero on ${formatCount(above, "test")}.`,
  ];
}
