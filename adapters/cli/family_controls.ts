import type { ControlManifest, RunIndex, RunManifest } from "../../engine/mod.ts";
import type { FamilyJob } from "./family_member.ts";
import { type Column, droppedRemark, fitTable, wrapTo } from "./fitted_table.ts";
import { formatCount, formatNumber, formatShare, formatSigned } from "./format.ts";
import { painter } from "./paint.ts";
import type { FoundRun } from "./past_run.ts";

/** What runs decided otherwise on another market than on the recorded one. */
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
    readonly least: number;
    readonly most: number;
  } | null;
}

/** A run under a control, and the same run on the recorded market. */
interface ControlledPair {
  readonly plain: RunIndex;
  readonly other: RunIndex;
  readonly control: ControlManifest;
}

/** What holds runs under a control against those on the recorded market. */
export interface ControlTools {
  /** What is looked up of a run; null where there is no index of its diary. */
  readIndex(run: FamilyRun): RunIndex | null;
  controlDifference(pairs: readonly ControlledPair[], assets: readonly string[]): ControlDifference;
}

/** A control of a family, held against the same runs without it: one for each seed and repeat. */
export interface ControlReport extends ControlDifference {
  readonly runIds: readonly string[];
  readonly control: string;
  readonly agent: string;
  /** CLEAN, MIXED or CONTAMINATED; not there where no model was asked. */
  readonly memory?: string;
}

type FamilyRun = FoundRun & { readonly diaryPath: string };

/** What each control changed, where the same runs on the recorded market are in the family too. */
export function controlReports(
  jobs: readonly FamilyJob[],
  runOf: (job: FamilyJob) => FamilyRun | null,
  tools: ControlTools,
): readonly ControlReport[] {
  const termsOf = ({ options: { control: _control, ...rest } }: FamilyJob): string => JSON.stringify(rest);
  const arms = Map.groupBy(
    jobs.filter(({ options }) => options.control !== undefined),
    ({ options: { seed: _seed, sample: _sample, ...rest } }) => JSON.stringify(rest),
  );
  return [...arms.values()].flatMap((arm) => {
    const found = arm.flatMap((job) => {
      const plainJob = jobs.find((one) => one.options.control === undefined && termsOf(one) === termsOf(job));
      return pairOf(plainJob === undefined ? null : runOf(plainJob), runOf(job), tools) ?? [];
    });
    return found.length === 0 ? [] : [reportOf(found, arm[0].options.assets, tools)];
  });
}

type FoundPair = ControlledPair & { readonly manifest: RunManifest };

/** Null where one of both is not there, or has no index. */
function pairOf(plain: FamilyRun | null, run: FamilyRun | null, tools: ControlTools): FoundPair | null {
  const manifest = run?.manifest ?? null;
  if (plain === null || run === null || manifest?.control === undefined) return null;
  const [ours, theirs] = [plain, run].map((one) => tools.readIndex(one));
  if (ours === null || theirs === null) return null;
  return { plain: ours, other: theirs, control: manifest.control, manifest };
}

function reportOf(
  pairs: readonly FoundPair[],
  assets: readonly string[],
  tools: ControlTools,
): ControlReport {
  const [{ control, manifest: { agent, model } }] = pairs;
  return {
    runIds: pairs.map(({ manifest: { id } }) => id),
    control: control.name,
    agent,
    ...(model === undefined ? {} : { memory: model.memory.grade }),
    ...tools.controlDifference(pairs, assets),
  };
}

/** The reports as a table and what it shows; with a model also what it cannot show. */
export function controlLines(reports: readonly ControlReport[], width: number | null): string[] {
  const paint = painter(false);
  const isPaired = reports.some(({ dailyReturn }) => dailyReturn !== null);
  const isMany = reports.some(({ runIds }) => runIds.length > 1);
  const columns = [
    isMany ? RUNS : RUN,
    ...AGREED,
    ...(isPaired ? EARNED : []),
    ...(isPaired && isMany ? SPREAD : []),
  ];
  const table = fitTable(reports, { columns, leastNeeded: LEAST_NEEDED, width, paint });
  const remarks = [
    AGREED_MEANING,
    ...(isPaired ? [EARNED_MEANING] : []),
    ...(isPaired && isMany ? [SPREAD_MEANING] : []),
    ...droppedRemark(table),
    ...(reports.some(drawsOtherLots) ? [OTHER_LOTS] : []),
    ...limitsOf(reports),
  ];
  return [
    "Against the same run on the recorded market",
    ...table.lines,
    ...remarks.flatMap((text) => wrapTo(text, width === null ? null : width - 2)).map((line) => `  ${line}`),
  ];
}

/** What a leakage report cannot show; nothing where no model was asked. */
function limitsOf(reports: readonly ControlReport[]): string[] {
  const asked = reports.filter(({ memory }) => memory !== undefined);
  if (asked.length === 0) return [];
  const grades = [...new Set(asked.map(({ memory }) => memory))].join(", ");
  const least = Math.min(...asked.map(({ runIds }) => runIds.length));
  return [
    `Memory of the period: ${grades}. ${LIMITS}`,
    ...(least < LEAST_RUNS ? [`${formatCount(least, "run")} of each tells little: ${MORE_RUNS}`] : []),
  ];
}

/** A rule that draws lots draws them by what it is shown. */
function drawsOtherLots({ agent, control }: ControlReport): boolean {
  return agent === "random" && /^(?:alias|epoch)\b/.test(control);
}

/** Fewer runs of a model under a control tell little. Source: methods.md A1 (5). */
const LEAST_RUNS = 5;
const MORE_RUNS = "--seed 1..5 plays five, each drawn and answered anew.";
const BASIS_POINTS = 10_000;
const OTHER_LOTS = "random draws its lots by names and times: under alias and epoch it has others.";
const AGREED_MEANING = "decisions: that are the same, of all and where one of the two did more than hold.";
const EARNED_MEANING =
  "recorded more: what a day earned more on the recorded market, where the days are the same; " +
  "from and to: its interval of 95 %.";
const SPREAD_MEANING = "each: the least and the most of single runs.";
const LIMITS =
  "What differs may be memory, or only the unknown names, dates and prices, or that a model asked " +
  "twice answers otherwise (deno task noise tells how far); where nothing does, that proves no absence of memory.";

const RUN = word("run", ({ runIds }) => runIds[0]);
const RUNS = number("runs", ({ runIds }) => formatNumber(runIds.length, 0));
const AGREED: readonly Column<ControlReport>[] = [
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
const SPREAD: readonly Column<ControlReport>[] = [
  number(
    "each",
    ({ dailyReturn }) =>
      dailyReturn === null
        ? ""
        : `${formatSigned(dailyReturn.least * BASIS_POINTS)} to ${pointsText(dailyReturn.most)}`,
  ),
];
const LEAST_NEEDED = [...AGREED.filter(({ title }) => title === "of"), ...SPREAD];

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
  return value === undefined ? "" : `${formatSigned(value * BASIS_POINTS)} bp`;
}
