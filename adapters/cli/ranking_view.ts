/** A family told in figures and sentences: its runs ranked, and what is left of the first one's lead. */

import { type Block, drawBlocks } from "./blocks.ts";
import type { ShownRanking, ShownSide } from "./compared.ts";
import { figure, line, missing, settingText, signed } from "./compare_rows.ts";
import { chanceText } from "./compare_verdict.ts";
import { formatCount, formatNumber, formatPeriod, formatReturn, formatShare } from "./format.ts";
import { painter } from "./paint.ts";
import { type Cell, cell, type Row } from "./summary_rows.ts";

/** More settings than this have no room beside the figures. */
const MOST_SETTINGS = 3;
const REPEATED = " Repeats of one run are tested as one variant, by the mean of their days.";
const FIGURES = ["return", "Sharpe", "above zero", "beyond luck", "max drawdown", "trades"];

/** What is told beside the ranking. */
export interface RankingFrame {
  /** From the first decision of any run to the end of the last, ms; the days that are tested may be one less. */
  readonly period: { readonly from: number; readonly until: number };
  /** Runs that were not ranked, each with the reason. */
  readonly leftOut: readonly string[];
  /** Width of the terminal; null where there is none: nothing is left out. */
  readonly columns: number | null;
}

/** All that is told of a family. */
export function rankingBlocks(
  familyId: string,
  ranking: ShownRanking,
  { period, leftOut, columns }: RankingFrame,
): Block[] {
  const { ranked } = ranking;
  const shown = settingsShown(ranking);
  const over = formatPeriod(period.from, period.until);
  return [
    { kind: "text", text: `family ${familyId} · ${formatCount(ranked.length, "run")} · ${over}` },
    { kind: "heading", text: "Ranked by Sharpe" },
    rankedTable(ranking, shown, columns),
    { kind: "text", small: true, text: meaningOf(ranking) },
    ...moreSettings(ranking, shown.length),
    ...leftOut.map((text): Block => ({ kind: "text", text })),
    ...correctionBlocks(ranking),
  ];
}

/** What is left of the first one's lead beside how many were tried, and the sentence it comes to. */
export function correctionBlocks(ranking: ShownRanking): Block[] {
  return [
    { kind: "heading", text: "What is left of the best" },
    ...testBlocks(ranking),
    { kind: "verdict", text: rankingVerdict(ranking) },
  ];
}

/** The same as JSON. */
export function rankingJson(familyId: string, ranking: ShownRanking, leftOut: readonly string[]): string {
  return JSON.stringify({ familyId, ...ranking, leftOut, verdict: rankingVerdict(ranking) }, null, 2);
}

/** One sentence that never says more than the tests do. */
export function rankingVerdict(ranking: ShownRanking): string {
  const { ranked, variants, ability, overfitting, benchmark, days } = ranking;
  const [best] = ranked;
  const runs = formatCount(ranked.length, "run");
  if (ability === null) return `The ${runs} are ranked and not tested: ${ranking.refused.join("; ")}.`;
  const count = variants === ranked.length ? runs : formatCount(variants, "variant");
  const against = benchmark === null ? "not trading" : `buy and hold (${benchmark})`;
  const p = `p ${chanceText(ability.p.consistent)}`;
  const span = days === null ? "" : ` over ${formatCount(days.count, "day")}`;
  const isBetter = ability.p.consistent <= 0.05;
  const found = isBetter
    ? `At least one of the ${count} earned more${span} than ${against} by more than the best of so many by luck (SPA ${p})`
    : `Not one of the ${count} is told apart${span} from ${against}: the best of so many may do as well by luck (SPA ${p})`;
  if (!isBetter || overfitting === null) return `${found}.`;
  const share = formatShare(overfitting.probability, 0);
  const isStable = overfitting.probability < 0.5;
  const chosen = variants === ranked.length ? best.id : "the best";
  return `${found}, and the choice of ${chosen} ${
    isStable ? "holds" : "does not hold"
  } on other days in more than half of the splits (probability of overfitting ${share}).`;
}

/** As many figures as fit, the last ones left out first. */
function rankedTable(
  { ranked }: ShownRanking,
  shown: ShownRanking["settings"],
  columns: number | null,
): Extract<Block, { kind: "figures" }> {
  const headers = [...shown.map(({ name }) => shortName(name)), ...FIGURES];
  const rows = ranked.map((run, place) =>
    rankedRow(run, shown.map(({ name, values }) => settingCell(name, values[place])))
  );
  for (let kept = headers.length; kept > 1; kept--) {
    const cut = rows.map((row) => ({ ...row, cells: row.cells.slice(0, kept) }));
    const table = { kind: "figures", headers: headers.slice(0, kept), rows: cut } as const;
    const lines = drawBlocks([table], null, painter(false)).split("\n");
    if (columns === null || lines.every((one) => one.length <= columns)) return table;
  }
  return { kind: "figures", headers: [], rows: rows.map((row) => ({ ...row, cells: [] })) };
}

function rankedRow({ id, agent, metrics, evidence }: ShownSide, settings: readonly Cell[]): Row {
  const { totalReturn, sharpe, maxDrawdown, trades } = metrics;
  const { probabilisticSharpe, deflatedSharpe } = evidence;
  return line(`${id} ${agent}`, [
    ...settings,
    signed(totalReturn, formatReturn(totalReturn)),
    figure(sharpe, formatNumber),
    figure(probabilisticSharpe, formatShare),
    figure(deflatedSharpe?.effective ?? deflatedSharpe?.raw ?? null, formatShare),
    cell(formatReturn(maxDrawdown)),
    cell(formatNumber(trades, 0)),
  ]);
}

/** What differs with a control, such as the range and the names of assets in a model's tools, is the control's. */
const OF_CONTROL = new Set(["parameters.contract", "parameters.tools", "from", "until"]);

/** Without the agent, which stands beside the id, and what a profile's or a control's name says already. */
function settingsShown({ settings }: ShownRanking): ShownRanking["settings"] {
  return relevant(settings).slice(0, MOST_SETTINGS);
}

/** Of settings that differ those that a reader is told: not what another one's name says already. */
export function relevant(settings: ShownRanking["settings"]): ShownRanking["settings"] {
  const isNamed = settings.some(({ name }) => name === "profile.name");
  const isControlled = settings.some(({ name }) => name === "control");
  return settings.filter(({ name }) =>
    name !== "agent" && !(isNamed && name.startsWith("profile.") && name !== "profile.name") &&
    !(isControlled && OF_CONTROL.has(name))
  );
}

function moreSettings({ settings }: ShownRanking, shown: number): Block[] {
  const left = relevant(settings).slice(shown);
  if (left.length === 0) return [];
  return [{
    kind: "text",
    small: true,
    text: `Also differ: ${left.map(({ name }) => name).join(", ")}; see --json.`,
  }];
}

function settingCell(name: string, value: Parameters<typeof settingText>[1]): Cell {
  return value === null ? missing("none") : cell(settingText(name, value));
}

/** A setting's name as a column has it. */
export function shortName(name: string): string {
  return name === "profile.name" ? "risk" : name.replace(/^(?:parameters|profile)\./, "");
}

/** What the columns that are chances mean, and of how many trials. */
export function meaningOf({ ranked, variants, ability }: ShownRanking): string {
  const trials = ranked[0]?.evidence.trials ?? null;
  const tried = trials === null
    ? "no ledger tells how many were tried"
    : `${formatCount(trials.raw, "trial")} on this data in the ledger` +
      (trials.effective === null
        ? ""
        : `, which come to ${formatNumber(trials.effective, 1)} independent ones`);
  return "above zero: the chance that the true Sharpe ratio is (PSR). beyond luck: that it is above the best of what " +
    `was tried without skill (DSR; ${tried}).${ability !== null && variants < ranked.length ? REPEATED : ""}`;
}

function testBlocks(ranking: ShownRanking): Block[] {
  const { ability, overfitting, benchmark, blockLength, draws, seed, refused } = ranking;
  const untold = refused.map((text): Block => ({ kind: "text", text: `Not tested: ${text}.` }));
  if (ability === null) return untold;
  const against = benchmark === null ? "not trading" : `buy and hold, ${benchmark}`;
  const rows = [
    line("SPA p", [cell(chanceText(ability.p.consistent))], `Hansen: the best against ${against}`),
    line(
      "  lower, upper",
      [cell(`${chanceText(ability.p.lower)}, ${chanceText(ability.p.upper)}`)],
      "bounds of it",
    ),
    line(
      "reality check p",
      [cell(chanceText(ability.realityCheck.p.consistent))],
      "White: the same, not studentised",
    ),
    ...(overfitting === null ? [] : [
      line("overfitting", [cell(formatShare(overfitting.probability))], overfittingNote(overfitting)),
      line(
        "  loss elsewhere",
        [cell(formatShare(overfitting.lossProbability))],
        "of the splits: the best of half loses on the other",
      ),
    ]),
  ];
  const drawn = `Drawn again ${
    formatNumber(draws, 0)
  } times from seed ${seed} in blocks of ${blockLength} days.`;
  return [{ kind: "figures", headers: [""], rows }, { kind: "text", small: true, text: drawn }, ...untold];
}

function overfittingNote({ splits, trimmed }: NonNullable<ShownRanking["overfitting"]>): string {
  const cut = trimmed === 0 ? "" : `, the first ${formatCount(trimmed, "day")} left out`;
  return `of ${
    formatNumber(splits, 0)
  } splits: the best of half of the days is below the middle on the others${cut}`;
}
