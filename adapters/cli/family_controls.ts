import type { ControlManifest, RunIndex } from "../../engine/mod.ts";
import type { FamilyJob } from "./family_member.ts";
import { type Column, fitTable, wrapTo } from "./fitted_table.ts";
import { formatNumber, formatShare, formatSigned } from "./format.ts";
import { painter } from "./paint.ts";
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

/** The reports as a table and what it shows; with a model also what it cannot show. */
export function controlLines(reports: readonly ControlReport[], width: number | null): string[] {
  const paint = painter(false);
  const isPaired = reports.some(({ dailyReturn }) => dailyReturn !== null);
  const columns = isPaired ? [...AGREED, ...EARNED] : AGREED;
  const meaning = isPaired ? `${AGREED_MEANING} ${EARNED_MEANING}` : AGREED_MEANING;
  const table = fitTable(reports, { columns, leastNeeded: LEAST_NEEDED, width, paint });
  const grades = [...new Set(reports.flatMap(({ memory }) => memory ?? []))];
  const remarks = [
    meaning,
    ...(grades.length === 0 ? [] : [`Memory of the period: ${grades.join(", ")}. ${LIMITS}`]),
  ];
  return [
    "Against the same run on the recorded market",
    ...table.lines,
    ...remarks.flatMap((text) => wrapTo(text, width === null ? null : width - 2)).map((line) => `  ${line}`),
  ];
}

const AGREED_MEANING = "decisions: that are the same, of all and where one of the two did more than hold.";
const EARNED_MEANING =
  "recorded more: what a day earned more on the recorded market, where the days are the same; " +
  "from and to: its interval of 95 %.";
const LIMITS =
  "What differs may be memory, or only the unknown names, dates and prices, or that a model asked " +
  "twice answers otherwise (deno task noise tells how far); where nothing does, that proves no absence of memory.";

const AGREED: readonly Column<ControlReport>[] = [
  word("run", ({ runId }) => runId),
  word("agent", ({ agent }) => agent),
  word("control", ({ control }) => control),
  number("decisions", ({ agreement: { equal, points } }) => shareOf(equal, points)),
  number("of", ({ agreement: { points } }) => formatNumber(points, 0)),
  number("acted", ({ agreement: { actedEqual, acted } }) => shareOf(actedEqual, acted)),
  number("of", ({ agreement: { acted } }) => formatNumber(acted, 0)),
];
const EARNED: readonly Column<ControlReport>[] = [
  number("recorded more", ({ dailyReturn }) => pointsText(dailyReturn?.mean)),
  number("from", ({ dailyReturn }) => pointsText(dailyReturn?.interval.low)),
  number("to", ({ dailyReturn }) => pointsText(dailyReturn?.interval.high)),
];
const LEAST_NEEDED = AGREED.filter(({ title }) => title === "of");

function word(title: string, read: (report: ControlReport) => string): Column<ControlReport> {
  return { title, isRight: false, read };
}

function number(title: string, read: (report: ControlReport) => string): Column<ControlReport> {
  return { title, isRight: true, read };
}

function shareOf(part: number, all: number): string {
  return all === 0 ? "n/a" : formatShare(part / all);
}

/** A return in basis points; empty where days are not paired. */
function pointsText(value: number | undefined): string {
  return value === undefined ? "" : `${formatSigned(value * 10_000)} bp`;
}
