import type { RunManifest } from "../../engine/mod.ts";
import { drawBlocks } from "./blocks.ts";
import type { CompareOptions } from "./compare_options.ts";
import type { ShownRanking, ShownTrials } from "./compared.ts";
import { EXIT_FAILURE, FailureError, isExpected, UsageError } from "./errors.ts";
import { type IndexTools, type OpenedRun, openIndexed } from "./open_indexed.ts";
import { comparePage } from "./page/compare_page.ts";
import { sweepSection } from "./page/sweep_section.ts";
import { pageTold } from "./page/page_told.ts";
import { painter } from "./paint.ts";
import { rankingBlocks, rankingJson } from "./ranking_view.ts";
import type { Terminal } from "./terminal.ts";
import { trialsOf, type TrialTools } from "./trials_of.ts";
import { type EvidenceOf, type Walk, walkBlocks, walkJson, walkOf } from "./walk_view.ts";

/** What finds a family and ranks it. */
export interface RankTools<End, Ledger> extends IndexTools<End>, TrialTools<Ledger> {
  findFamily(root: string, ref: string): {
    readonly familyId: string;
    readonly runs: readonly { readonly manifest: RunManifest; readonly path: string }[];
  };
  refuseExisting(path: string): void;
  writePage(path: string, html: string): void;
  rankFamily(
    runs: readonly OpenedRun[],
    options: Pick<CompareOptions, "draws" | "seed"> & {
      readonly trialsOf: (manifest: RunManifest) => ShownTrials | null;
    },
  ): ShownRanking;
  readonly sweepEvidence: EvidenceOf;
}

/** Ranks the runs of a family; gives the exit code. */
export function rankCommand<End, Ledger>(
  options: CompareOptions,
  terminal: Terminal,
  tools: RankTools<End, Ledger>,
): number {
  const { familyId, opened, leftOut } = openedFamily(options, tools);
  const walk = walkOf(opened, tools.sweepEvidence);
  if (walk !== null) return tellWalk({ familyId, opened, walk, leftOut }, { options, terminal }, tools);
  const ranking = rankingOf(opened, options, tools);
  const period = periodOf(opened);
  const blocks = rankingBlocks(familyId, ranking, { period, leftOut, columns: terminal.columns() });
  const told: string[] = [];
  if (options.html !== null) {
    const indexes = new Map(opened.map(({ manifest, index }) => [manifest.id, index]));
    const named = ranking.ranked.map(({ id, evidence: { sharpe } }) => ({
      ...{ name: id, index: indexes.get(id)!, sharpe },
    }));
    const whole = rankingBlocks(familyId, ranking, { period, leftOut, columns: null });
    const page = comparePage(`Family ${familyId}`, whole, { runs: named, more: sweepSection(opened) });
    tools.writePage(options.html, page);
    told.push(pageTold(options.html, page));
  }
  const drawn = drawBlocks(blocks, terminal.columns(), painter(terminal.colour));
  terminal.print(
    options.json ? rankingJson(familyId, ranking, leftOut) : [drawn, ...told].join("\n\n"),
  );
  return ranking.ability === null ? EXIT_FAILURE : 0;
}

/** A family with its runs opened. */
interface OpenedFamily {
  readonly familyId: string;
  /** Those that can be ranked, in the order they were found. */
  readonly opened: readonly OpenedRun[];
  /** Of each run that was not, a sentence with the reason. */
  readonly leftOut: readonly string[];
}

/** A family with its runs opened and ranked. */
export interface RankedFamily extends OpenedFamily {
  readonly ranking: ShownRanking;
}

/** Opens and ranks the family that the one word names. Throws a FailureError where fewer than two of its runs can be. */
export function rankedFamily<End, Ledger>(
  options: Pick<CompareOptions, "words" | "runs" | "draws" | "seed">,
  tools: RankTools<End, Ledger>,
): RankedFamily {
  const family = openedFamily(options, tools);
  return { ...family, ranking: rankingOf(family.opened, options, tools) };
}

function rankingOf<End, Ledger>(
  opened: readonly OpenedRun[],
  options: Pick<CompareOptions, "runs" | "draws" | "seed">,
  tools: RankTools<End, Ledger>,
): ShownRanking {
  return tools.rankFamily(opened, { ...options, trialsOf: trialsOf(options.runs, tools, opened) });
}

function openedFamily<End, Ledger>(
  options: Pick<CompareOptions, "words" | "runs">,
  tools: RankTools<End, Ledger>,
): OpenedFamily {
  const { familyId, runs } = familyOf(options, tools);
  const leftOut: string[] = [];
  const opened = runs.flatMap(({ path }) => {
    try {
      const { index, ...run } = openIndexed("", path, tools);
      // Days and curve are all that is looked at; of a thousand runs the rest would fill the memory.
      return { ...run, index: { ...index, asked: [], decisions: [], trades: [] } };
    } catch (error) {
      // One that failed or never traded says why, and the others are ranked.
      if (!(error instanceof FailureError)) throw error;
      leftOut.push(`Left out: ${error.message}.`);
      return [];
    }
  });
  if (opened.length < 2) {
    const why = leftOut.length === 0 ? "" : `: ${leftOut.join(" ")}`;
    throw new FailureError(`family ${familyId} has ${opened.length} runs to rank; wanted two or more${why}`);
  }
  return { familyId, opened, leftOut };
}

/** A family that walks forward has no days in common: its trains are held against their tests. */
function tellWalk<End, Ledger>(
  { familyId, opened, walk, leftOut }: {
    readonly familyId: string;
    readonly opened: readonly OpenedRun[];
    readonly walk: Walk<OpenedRun>;
    readonly leftOut: readonly string[];
  },
  { options: { json, html }, terminal }: { readonly options: CompareOptions; readonly terminal: Terminal },
  tools: RankTools<End, Ledger>,
): number {
  const blocks = walkBlocks(familyId, walk, { runs: opened.length, leftOut });
  const told: string[] = [];
  if (html !== null) {
    const runs = walk.pairs.map(({ test: { manifest, index } }) => ({
      ...{ name: manifest.id, index, sharpe: manifest.metrics?.sharpe ?? null },
    }));
    const page = comparePage(`Family ${familyId}`, blocks, { runs, more: sweepSection(opened) });
    tools.writePage(html, page);
    told.push(pageTold(html, page));
  }
  const drawn = drawBlocks(blocks, terminal.columns(), painter(terminal.colour));
  terminal.print(json ? walkJson(familyId, walk, leftOut) : [drawn, ...told].join("\n\n"));
  return walk.tests === null ? EXIT_FAILURE : 0;
}

/** The family that the one word names; a run alone cannot be compared. */
function familyOf<End, Ledger>(
  { words: [word], runs }: Pick<CompareOptions, "words" | "runs">,
  tools: RankTools<End, Ledger>,
) {
  try {
    return tools.findFamily(runs, word);
  } catch (error) {
    if (!isExpected(error) || !isRun(runs, word, tools)) throw error;
    throw new UsageError(`"${word}" is one run; wanted two or more, or a family`, "compare");
  }
}

function isRun<End>(root: string, word: string, tools: IndexTools<End>): boolean {
  try {
    tools.findRun(root, word);
    return true;
  } catch (error) {
    if (isExpected(error)) return false;
    throw error;
  }
}

/** From the beginning of the earliest run to the end of the latest. */
function periodOf(runs: readonly OpenedRun[]): { readonly from: number; readonly until: number } {
  const ranges = runs.map(({ manifest }) => manifest.range);
  return {
    from: Math.min(...ranges.map(({ from }) => from)),
    until: Math.max(...ranges.map(({ until }) => until)),
  };
}
