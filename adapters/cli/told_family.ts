/** A family told in figures, for whoever lays them out: what `compare FAMILY` says and draws, and of its best run alone. */

import type { RunIndex, RunManifest } from "../../engine/mod.ts";
import type { Block } from "./blocks.ts";
import { USUAL_DRAWS } from "./compare_options.ts";
import type { ShownEvidence, ShownInterval, ShownTrials } from "./compared.ts";
import { isExpected, UsageError } from "./errors.ts";
import { openIndexed } from "./open_indexed.ts";
import {
  chosenAmong,
  equityFan,
  type FanPoint,
  type HeatMap,
  heatMap,
  histogram,
  type TrainTest,
  trainTests,
} from "./page/sweep_figures.ts";
import { rankedFamily, type RankTools } from "./rank_command.ts";
import { correctionBlocks, meaningOf } from "./ranking_view.ts";
import { survivalBlocks, walkOf, windowBlocks } from "./walk_view.ts";
import { trialsOf } from "./trials_of.ts";

/** The chances that a run's Sharpe ratio is above zero, and above the best of what was tried without skill. */
export interface ToldChances {
  readonly id: string;
  /** Annualised, of the daily returns. */
  readonly sharpe: number | null;
  readonly probabilisticSharpe: number | null;
  /** Counting independent trials where those can be told, else distinct ones. */
  readonly deflatedSharpe: number | null;
}

/** A family ranked. */
export interface ToldFamily {
  /** The highest Sharpe ratio first. */
  readonly ranked: readonly ToldChances[];
  /** Of each run that is not ranked, a sentence with the reason. */
  readonly leftOut: readonly string[];
  /** What the chances mean. */
  readonly meaning: string;
  /** Corrections and verdict; where it walks forward, each window and whether anything survives. */
  readonly blocks: readonly Block[];
  readonly map: HeatMap | null;
  readonly bins: ReturnType<typeof histogram>;
  readonly fan: readonly FanPoint[] | null;
  readonly walked: readonly TrainTest[];
}

/** What a family's best run says. */
export interface ToldBest extends ToldChances {
  /** Of the Sharpe ratio, at 95 %; null: too few days for it. */
  readonly interval: ShownInterval | null;
  readonly trials: number | null;
}

/** What is asked of a family: how it ranks, or what its best run says, which is named by its folder. */
export type FamilyAsked =
  | { readonly kind: "ranking"; readonly family: string; readonly runs: string }
  | { readonly kind: "best"; readonly run: string; readonly runs: string };

/** The answer, or why there is none. */
export type FamilyAnswer = { readonly told: ToldFamily | ToldBest } | { readonly refused: string };

/** What reads and ranks a family. */
export interface ToldFamilyTools<End, Ledger> extends RankTools<End, Ledger> {
  reportEvidence(
    index: RunIndex,
    trials: ShownTrials | null,
    options: typeof USUAL_DRAWS,
  ): {
    readonly evidence: ShownEvidence;
    readonly intervals: { readonly sharpe: ShownInterval | null } | null;
  };
}

/** Answers what is asked of a family; what stands in the way of it is an answer, too. */
export function tellFamily<End, Ledger>(
  asked: FamilyAsked,
  tools: ToldFamilyTools<End, Ledger>,
): FamilyAnswer {
  try {
    return { told: asked.kind === "best" ? toldBest(asked, tools) : toldRanking(asked, tools) };
  } catch (error) {
    if (error instanceof UsageError || isExpected(error)) return { refused: error.message };
    throw error;
  }
}

function toldRanking<End, Ledger>(
  { family, runs }: Extract<FamilyAsked, { kind: "ranking" }>,
  tools: ToldFamilyTools<End, Ledger>,
): ToldFamily {
  const { opened, ranking, leftOut } = rankedFamily({ words: [family], runs, ...USUAL_DRAWS }, tools);
  const among = chosenAmong(opened);
  const walk = walkOf(opened, tools.sweepEvidence);
  const sharpes = among.flatMap(({ manifest }) => manifest.metrics?.sharpe ?? []);
  const isDrawn = sharpes.length >= 2;
  return {
    ranked: ranking.ranked.map(({ id, evidence }) => chancesOf(id, evidence)),
    leftOut,
    meaning: meaningOf(ranking),
    blocks: walk === null ? correctionBlocks(ranking) : [...windowBlocks(walk), ...survivalBlocks(walk)],
    map: isDrawn ? heatMap(among) : null,
    bins: isDrawn ? histogram(sharpes) : [],
    fan: isDrawn ? equityFan(among) : null,
    walked: isDrawn ? trainTests(opened) : [],
  };
}

function toldBest<End, Ledger>(
  { run, runs }: Extract<FamilyAsked, { kind: "best" }>,
  tools: ToldFamilyTools<End, Ledger>,
): ToldBest {
  const { manifest, index } = openIndexed("", run, tools);
  const tried = trialsOf(runs, tools, [{ manifest, index }])(manifest);
  const { evidence, intervals } = tools.reportEvidence(index, tried, USUAL_DRAWS);
  return {
    ...chancesOf(manifest.id, evidence),
    interval: intervals?.sharpe ?? null,
    trials: tried?.raw ?? null,
  };
}

function chancesOf(
  id: RunManifest["id"],
  { sharpe, probabilisticSharpe, deflatedSharpe }: ShownEvidence,
): ToldChances {
  const beyond = deflatedSharpe?.effective ?? deflatedSharpe?.raw ?? null;
  return { id, sharpe, probabilisticSharpe, deflatedSharpe: beyond };
}
