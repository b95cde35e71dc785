import type { ControlManifest, RunIndex } from "../../engine/mod.ts";
import type { FamilyJob } from "./family_member.ts";
import { formatCount, formatShare, formatSigned } from "./format.ts";
import type { FoundRun } from "./past_run.ts";

/** What a run decided otherwise on another market than on the recorded one. */
interface ControlDifference {
  readonly agreement: {
    readonly points: number;
    readonly equal: number;
    readonly acted: number;
    readonly actedEqual: number;
  };
  readonly dailyReturn: {
    readonly mean: number;
    readonly interval: { readonly low: number; readonly high: number };
  } | null;
}

/** What holds a run under a control against the one on the recorded market. */
export interface ControlTools {
  /** What is looked up of a run; null where there is no index of its diary. */
  readIndex(run: FoundRun & { readonly diaryPath: string }): RunIndex | null;
  controlDifference(
    plain: RunIndex,
    other: RunIndex,
    run: { readonly control: ControlManifest; readonly assets: readonly string[] },
  ): ControlDifference;
}

/** A control of a family's run, held against the run without it. */
export interface ControlReport extends ControlDifference {
  readonly runId: string;
  readonly control: string;
  readonly agent: string;
  /** CLEAN, MIXED or CONTAMINATED; not there where no model was asked. */
  readonly memory?: string;
}

type FamilyRun = FoundRun & { readonly diaryPath: string };

/** What each control changed, where the same run on the recorded market is in the family too. */
export function controlReports(
  jobs: readonly FamilyJob[],
  runOf: (job: FamilyJob) => FamilyRun | null,
  tools: ControlTools,
): readonly ControlReport[] {
  const termsOf = ({ options: { control: _control, ...rest } }: FamilyJob): string => JSON.stringify(rest);
  return jobs.flatMap((job) => {
    if (job.options.control === undefined) return [];
    const plainJob = jobs.find((one) => one.options.control === undefined && termsOf(one) === termsOf(job));
    const [plain, run] = [plainJob === undefined ? null : runOf(plainJob), runOf(job)];
    const control = run?.manifest?.control;
    if (plain === null || run === null || control === undefined) return [];
    const [ours, theirs] = [plain, run].map((one) => tools.readIndex(one));
    if (ours === null || theirs === null) return [];
    const { id, agent, model } = run.manifest!;
    const found = tools.controlDifference(ours, theirs, { control, assets: job.options.assets });
    const memory = model === undefined ? {} : { memory: model.memory.grade };
    return [{ runId: id, control: control.name, agent, ...memory, ...found }];
  });
}

/** The reports in words; with a model what they can and cannot show. */
export function controlLines(reports: readonly ControlReport[]): string[] {
  const lines = reports.map(({ control, agent, agreement, dailyReturn }) => {
    const { points, equal, acted, actedEqual } = agreement;
    const share = (of: number, all: number): string => all === 0 ? "n/a" : formatShare(of / all);
    const all = `the same at ${share(equal, points)} of ${formatCount(points, "moment")}`;
    const active = `where one acted at ${share(actedEqual, acted)} of ${formatCount(acted, "moment")}`;
    return `${agent} under ${control}: ${all}, ${active}${dailyText(dailyReturn)}.`;
  });
  const grades = [...new Set(reports.flatMap(({ memory }) => memory ?? []))];
  if (grades.length === 0) return lines;
  return [
    ...lines,
    `Memory of the period: ${
      grades.join(", ")
    }. A difference holds memory and distraction by other names alike, so that none is no proof of either.`,
  ];
}

function dailyText(difference: ControlDifference["dailyReturn"]): string {
  if (difference === null) return "";
  const { mean, interval: { low, high } } = difference;
  const [of, from, to] = [mean, low, high].map((value) => formatSigned(value * 10_000));
  return `; recorded less masked ${of} bp a day (95 %: ${from} to ${to})`;
}
