import type { RunManifest } from "../../engine/mod.ts";
import { type BacktestChoice, manifestDraft } from "../backtest_settings.ts";

/** The manifest of a paper run before its first cycle. `source`: where its prices come from, in words. */
export function paperManifest(
  choice: BacktestChoice,
  { source, ...of }: Pick<RunManifest, "id" | "codeRevision" | "started" | "range"> & {
    readonly source: string;
  },
): RunManifest {
  const data = { source, synthetic: false, files: [], gaps: 0 };
  return manifestDraft(choice, { ...of, mode: "paper", agentFile: undefined, data });
}
