import type { Metrics, RunManifest } from "../../engine/mod.ts";
import type { ComparedRun } from "./compared_run.ts";
import type { Trials } from "./known_trials.ts";
import { pairedDays } from "./paired_days.ts";
import { type RunEvidence, runEvidence } from "./run_evidence.ts";

/** What is shown of one of the runs that are compared. */
export interface RunSide {
  readonly id: string;
  readonly agent: string;
  readonly metrics: Metrics;
  /** The grade of what its model may remember; null: no model was asked. */
  readonly memory: NonNullable<RunManifest["model"]>["memory"] | null;
  readonly synthetic: boolean;
  readonly evidence: RunEvidence;
}

/** Tells what was tried on the data of a run; null: no ledger knows. */
export type TrialsOf = (manifest: RunManifest) => Trials | null;

/** A run with the evidence of its own days; it must have its figures. */
export function runSide({ manifest, index }: ComparedRun, trialsOf: TrialsOf | undefined): RunSide {
  const { id, agent, metrics, model, data: { synthetic } } = manifest;
  const [returns] = pairedDays([index])?.returns ?? [new Float64Array()];
  const evidence = runEvidence(returns, trialsOf?.(manifest) ?? null);
  return { id, agent, metrics: metrics!, memory: model?.memory ?? null, synthetic, evidence };
}
