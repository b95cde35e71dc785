import type { ComparedBlock } from "./compared_block.ts";

/** Something that is not the same in all runs of a family. */
export interface VariedSetting {
  readonly name: string;
  /** One for each run, in their order; null: it has none. */
  readonly values: readonly (string | null)[];
}

/** The chances of a run of a family. */
export interface ToldChances {
  readonly id: string;
  /** Annualised, of the daily returns. */
  readonly sharpe: number | null;
  /** That the true ratio is above zero. */
  readonly probabilisticSharpe: number | null;
  /** That it is above the best of what was tried without skill. */
  readonly deflatedSharpe: number | null;
}

/** What the best run of a family says. */
export interface ToldBest extends ToldChances {
  /** Of the Sharpe ratio, at 95 %; null: too few days for it. */
  readonly interval: { readonly low: number; readonly high: number } | null;
  /** Distinct trials on its data; null: no ledger knows. */
  readonly trials: number | null;
}

/** A family ranked, with what is drawn of it. */
export interface ToldFamily {
  /** The highest Sharpe ratio first. */
  readonly ranked: readonly ToldChances[];
  /** Of each run that is not ranked, a sentence with the reason. */
  readonly leftOut: readonly string[];
  /** What the chances mean. */
  readonly meaning: string;
  readonly blocks: readonly ComparedBlock[];
  /** The mean Sharpe ratio over two settings, by row and column; null: nothing varies, or it is of no sweep. */
  readonly map: {
    readonly across: string;
    readonly down: string;
    readonly columns: readonly string[];
    readonly rows: readonly string[];
    readonly cells: readonly (readonly ({ readonly mean: number; readonly runs: number } | null)[])[];
  } | null;
  /** How many runs have a Sharpe ratio from here to there. */
  readonly bins: readonly { readonly from: number; readonly until: number; readonly count: number }[];
  /** Returns at a time: of 5, 25, 50, 75 and 95 % of the runs, and of the best. */
  readonly fan:
    | readonly { readonly time: number; readonly quantiles: readonly number[]; readonly best: number }[]
    | null;
  /** Sharpe ratios of what was chosen in each window, on its train and on its test. */
  readonly walked: readonly { readonly window: number; readonly train: number; readonly test: number }[];
}

/** What is asked of a family: how it ranks, or what its best run says, which is named by its folder. */
export type FamilyAsked =
  | { readonly kind: "ranking"; readonly family: string; readonly runs: string }
  | { readonly kind: "best"; readonly run: string; readonly runs: string };

/** The answer, or why there is none. */
export type FamilyAnswer<Told = ToldFamily | ToldBest> = { readonly told: Told } | {
  readonly refused: string;
};
