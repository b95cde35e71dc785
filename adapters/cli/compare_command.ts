import type { RunManifest } from "../../engine/mod.ts";
import { type Block, drawBlocks } from "./blocks.ts";
import { letterOf, type ShownComparison, type ShownTrials } from "./compared.ts";
import { type CompareOptions, USUAL_DRAWS } from "./compare_options.ts";
import { compareBlocks, compareJson } from "./compare_view.ts";
import { EXIT_FAILURE, FailureError, quote, UsageError } from "./errors.ts";
import { formatPeriod } from "./format.ts";
import { type OpenedRun, openIndexed } from "./open_indexed.ts";
import { comparePage } from "./page/compare_page.ts";
import { pageTold } from "./page/page_told.ts";
import { painter } from "./paint.ts";
import { rankCommand, type RankTools } from "./rank_command.ts";
import type { Terminal } from "./terminal.ts";
import { trialsOf } from "./trials_of.ts";

const FAMILY = /^f-[0-9a-f]{1,8}$/i;

/** What compares them. */
export interface CompareTools<End, Ledger> extends RankTools<End, Ledger> {
  compareRuns(
    runs: readonly OpenedRun[],
    options: Pick<CompareOptions, "draws" | "seed"> & {
      readonly trialsOf: (manifest: RunManifest) => ShownTrials | null;
    },
  ): ShownComparison;
}

/** Sets runs side by side, or ranks a family; gives the exit code. */
export function compareCommand<End, Ledger>(
  options: CompareOptions,
  { terminal }: { readonly terminal: Terminal },
  tools: CompareTools<End, Ledger>,
): number {
  const { words, json, html } = options;
  refuseFamilies(words);
  if (html !== null) tools.refuseExisting(html);
  if (words.length === 1) return rankCommand(options, terminal, tools);
  const { runs, comparison, blocks } = compared(options, tools);
  const told: string[] = [];
  if (html !== null) {
    const named = runs.map(({ index, manifest: { metrics } }, place) => ({
      ...{ name: letterOf(place), index, sharpe: metrics?.sharpe ?? null },
    }));
    const title = `Compared: ${runs.map(({ manifest }) => manifest.id).join(", ")}`;
    const page = comparePage(title, blocks, { runs: named });
    tools.writePage(html, page);
    told.push(pageTold(html, page));
  }
  const drawn = drawBlocks(blocks, terminal.columns(), painter(terminal.colour));
  terminal.print(json ? compareJson(comparison) : [drawn, ...told].join("\n\n"));
  return comparison.pairs.every(({ test }) => test !== null) ? 0 : EXIT_FAILURE;
}

/** Gives what says in blocks what `compare` would say of runs, for whoever lays them out. */
export function comparedBy<End, Ledger>(
  tools: CompareTools<End, Ledger>,
): (asked: Pick<CompareOptions, "words" | "runs">) => readonly Block[] {
  return (asked) => compared({ ...asked, ...USUAL_DRAWS }, tools).blocks;
}

/** Opens the runs that are named, holds each against the first, and tells what comes of it. */
function compared<End, Ledger>(
  options: Pick<CompareOptions, "words" | "runs" | "draws" | "seed">,
  tools: CompareTools<End, Ledger>,
) {
  const runs = options.words.map((word) => openIndexed(options.runs, word, tools));
  refuseIncomparable(runs.map(({ manifest }) => manifest));
  const comparison = tools.compareRuns(runs, { ...options, trialsOf: trialsOf(options.runs, tools, runs) });
  return { runs, comparison, blocks: compareBlocks(comparison, runs.map(({ manifest }) => manifest)) };
}

/** A family is ranked by itself: its days are not those of one run. */
function refuseFamilies(words: readonly string[]): void {
  const family = words.find((word) => words.length > 1 && FAMILY.test(word));
  if (family === undefined) return;
  throw new UsageError(
    `${
      quote(family)
    } is a family, which is ranked by itself; wanted one family alone, or runs (such as the best of each)`,
    "compare",
  );
}

function refuseIncomparable(manifests: readonly RunManifest[]): void {
  const [first, ...others] = manifests;
  for (const [index, { id }] of manifests.entries()) {
    if (manifests.findIndex((other) => other.id === id) === index) continue;
    throw new UsageError(`run ${id} was named twice; wanted different runs`, "compare");
  }
  for (const other of others) {
    const [ours, theirs] = [first.range, other.range];
    if (ours.from < theirs.until && theirs.from < ours.until) continue;
    throw new FailureError(
      `runs ${first.id} (${formatPeriod(ours.from, ours.until)}) and ${other.id} (${
        formatPeriod(theirs.from, theirs.until)
      }) do not overlap; wanted runs over the same time`,
    );
  }
}
