import type { RunManifest } from "../../engine/mod.ts";
import type { DiaryKind } from "./options.ts";

/** Equity (USD) at the end of a cycle, ms. */
export interface EquityPoint {
  readonly time: number;
  readonly equityUsd: number;
}

/** All that the summary of a finished or interrupted run shows. */
export interface SummaryView {
  /** With its metrics, its benchmark and its warnings. */
  readonly manifest: RunManifest;
  readonly assets: readonly string[];
  readonly interval: string;
  /** The name of the profile it traded under. */
  readonly profile: string;
  readonly diary: DiaryKind;
  /** Oldest first. */
  readonly equity: readonly EquityPoint[];
  /** What was simulated and how, a sentence each: "Settled on 5m candles.". */
  readonly notes: readonly string[];
  /** Where the run lies. */
  readonly folder: string;
  /** Commands ready to paste, most useful first. */
  readonly next: readonly string[];
  /** Width to draw for; at most 100 of it are used. */
  readonly columns: number;
  readonly colour: boolean;
}
