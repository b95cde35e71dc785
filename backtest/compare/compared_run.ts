import type { RunIndex, RunManifest } from "../../engine/mod.ts";

/** A run that is compared: what run.json tells, its index, and its diary. */
export interface ComparedRun {
  readonly manifest: RunManifest;
  readonly index: RunIndex;
  /** Begins to read the whole lines of its diary, in order. */
  readonly lines: () => Iterator<string, unknown, void>;
}
