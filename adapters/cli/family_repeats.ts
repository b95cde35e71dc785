import type { RunIndex } from "../../engine/mod.ts";
import type { FamilyJob } from "./family_member.ts";
import { formatReturn, formatShare } from "./format.ts";
import type { BacktestOptions } from "./options.ts";
import type { FoundRun } from "./past_run.ts";

/** How a figure is spread over repeats, as a fraction. */
interface Spread {
  readonly median: number;
  readonly lowerQuartile: number;
  readonly upperQuartile: number;
  readonly least: number;
  readonly most: number;
}

/** What repeats say of chance. */
interface RepeatFigures {
  readonly runs: number;
  readonly totalReturn: Spread;
  readonly maxDrawdown: Spread;
  readonly modelVariance: number;
  readonly marketVariance: number | null;
  readonly noiseShare: number | null;
}

/** What reads the runs of a family and sets repeats against each other. */
export interface RepeatTools {
  /** What is looked up of a run; null where there is no index of its diary. */
  readIndex(run: FoundRun & { readonly diaryPath: string }): RunIndex | null;
  repeatFigures(
    runs: readonly {
      readonly totalReturn: number;
      readonly maxDrawdown: number;
      readonly daily: readonly number[];
    }[],
  ): RepeatFigures;
}

/** Repeats of one run, with what makes it another than the other members. */
export interface Repeats extends RepeatFigures {
  readonly agent: string;
  readonly model?: string;
  readonly prompt?: string;
  readonly risk: string;
  readonly control?: string;
}

/** The runs that were repeated, each with the spread of its repeats; none where each was played once. */
export function repeatsOf(
  jobs: readonly FamilyJob[],
  runOf: (job: FamilyJob) => (FoundRun & { readonly diaryPath: string }) | null,
  tools: RepeatTools,
): readonly Repeats[] {
  const groups = Map.groupBy(jobs, ({ options: { sample: _sample, ...rest } }) => JSON.stringify(rest));
  return [...groups.values()].filter((group) => group.length > 1).flatMap((group) => {
    const runs = group.flatMap((job) => {
      const run = runOf(job);
      const metrics = run?.manifest?.metrics ?? null;
      if (run === null || metrics === null) return [];
      return [{ ...metrics, daily: tools.readIndex(run)?.daily ?? [] }];
    });
    return runs.length < 2 ? [] : [{ ...nameOf(group[0].options), ...tools.repeatFigures(runs) }];
  });
}

/** Repeats in words. */
export function repeatLines({ runs, totalReturn, maxDrawdown, noiseShare, ...of }: Repeats): string[] {
  const name = [of.agent, of.model, of.prompt, of.risk, of.control].filter((word) => word !== undefined).join(
    " ",
  );
  return [
    `${runs} repeats of ${name}:`,
    `  return        ${spread(totalReturn)}`,
    `  max drawdown  ${spread(maxDrawdown)}`,
    noiseShare === null
      ? "  The model's share of the variance of the return cannot be told."
      : `  ${formatShare(noiseShare)} of the variance of the return is the model's, the rest the market's.`,
  ];
}

function spread({ median, lowerQuartile, upperQuartile, least, most }: Spread): string {
  return `${formatReturn(median)} in the middle, half of them from ${formatReturn(lowerQuartile)} to ` +
    `${formatReturn(upperQuartile)}, all from ${formatReturn(least)} to ${formatReturn(most)}`;
}

function nameOf({ agent, model, risk, control }: BacktestOptions) {
  return {
    agent,
    ...(model?.name ? { model: model.name } : {}),
    ...(model?.prompt ? { prompt: model.prompt } : {}),
    risk: risk.kind === "file" ? risk.path : risk.name,
    ...(control === undefined ? {} : { control: control.name }),
  };
}
