/** What a run came to, on one screen. */

import { closeAtOrAfter, isInterval, type Metrics } from "../../engine/mod.ts";
import { drawEquity } from "./equity_chart.ts";
import { formatCount, formatPeriod, formatTimeZ, wrap } from "./format.ts";
import { answerNotes, memoryNotes } from "./model_rows.ts";
import { nextLines } from "./next_commands.ts";
import { type Paint, painter } from "./paint.ts";
import { summaryRows } from "./summary_rows.ts";
import { drawTable } from "./summary_table.ts";
import type { SummaryView } from "./summary_view.ts";

/** The widest a summary gets, and the most lines it takes at that width. */
export const SUMMARY_WIDTH = 100;
const MAX_LINES = 40;
/** Narrower, notes and sentences break: warnings are worth more than the height of a screen. */
const MAX_LINES_NARROW = 50;
const MIN_WIDTH = 64;
const LABEL_WIDTH = 18;
const INDENT = "  ";
const BUY_AND_HOLD = "buy-and-hold";
const SYNTHETIC_NAME = "synthetic market";
/** What a synthetic market is good for. */
export const SYNTHETIC_MARKET =
  "Synthetic market: good for trying and testing, says nothing about real prices; " +
  "see Your own data in the README";

/** The summary as text that ends with a line break. */
export function renderSummary(view: SummaryView): string {
  const width = Math.max(MIN_WIDTH, Math.min(view.columns, SUMMARY_WIDTH));
  const page: Page = { view, width, paint: painter(view.colour) };
  const top = [...headline(page), "", ...figures(page), "", ...equity(page)];
  const bottom = [...places(page), "", ...nextLines(view.next, width, page.paint)];
  const always = alwaysSaid(page);
  const most = width < SUMMARY_WIDTH ? MAX_LINES_NARROW : MAX_LINES;
  const room = most - top.length - always.length - bottom.length - 2;
  const middle = ["", ...warnings(page, room), ...always, ""];
  return [...top, ...middle, ...bottom].map((line) => `${line}\n`).join("");
}

/** Figures whose reasons the table gives, or that it does not show. */
const FIGURES: ReadonlySet<string> = new Set([
  ...["annualised return", "Sharpe", "smallest Sharpe", "Sortino", "Calmar", "turnover", "win rate"],
  ...["profit factor", "expectancy", "expectancy R", "average holding", "traded from"],
  ...["max drawdown daily", "drawdown until"],
]);

interface Page {
  readonly view: SummaryView;
  readonly width: number;
  readonly paint: Paint;
}

function headline({ view, width, paint }: Page): string[] {
  const { manifest, assets, interval, profile, diary } = view;
  const status = manifest.status === "finished" ? [] : [manifest.status];
  const period = formatPeriod(manifest.range.from, manifest.range.until);
  const rest = [` on ${assets.join(", ")}`, interval, profile, period, ...status].join(" · ");
  const right = `run ${manifest.id}  (${diary} diary)`;
  const gap = width - manifest.agent.length - rest.length - right.length;
  if (gap >= 2) return [paint("strong", manifest.agent) + rest + " ".repeat(gap) + paint("faint", right)];
  const [first, ...more] = wrap(manifest.agent + rest, width);
  const named = first.startsWith(manifest.agent)
    ? paint("strong", manifest.agent) + first.slice(manifest.agent.length)
    : first;
  return [named, ...more, paint("faint", right)];
}

function figures({ view, width, paint }: Page): string[] {
  const { metrics, benchmark, agent } = view.manifest;
  if (metrics === null) return [`${INDENT}n/a: the run ended before its first figures`];
  const isCompared = benchmark !== null && agent !== BUY_AND_HOLD;
  const columns: readonly Metrics[] = isCompared ? [metrics, benchmark] : [metrics];
  const headers = isCompared ? [agent, "buy and hold"] : [agent];
  return drawTable(headers, summaryRows(columns), { width, labelWidth: LABEL_WIDTH, paint });
}

function equity({ view, width }: Page): string[] {
  return drawEquity(view.equity, { width, title: `${INDENT}equity USD`, titleWidth: INDENT.length + 12 });
}

/** What every reader must see: that the market is made up, how it was settled, where the data is from. */
function alwaysSaid({ view, width }: Page): string[] {
  const { synthetic, source, files } = view.manifest.data;
  const data = `Data: ${synthetic ? SYNTHETIC_NAME : source}, ${formatCount(files.length, "file")}.`;
  // Notes are short sentences of one kind: together they take one line.
  const kept = [...view.notes, ...answerNotes(view.manifest), data].join(" ");
  const said = [...memoryNotes(view.manifest), ...(synthetic ? [SYNTHETIC_MARKET] : []), kept];
  return said.flatMap((text) => wrap(text, width - INDENT.length).map((line) => INDENT + line));
}

/** The warnings that fit into `room` lines, and how many more there are; one line at least. */
function warnings({ view, width, paint }: Page, room: number): string[] {
  const late = lateStart(view);
  const others = view.manifest.warnings.filter((text) => !isSaidInTable(text));
  const all = [...others, ...(late === null ? [] : [late])];
  const blocks = all.map((text) => {
    const [first, ...rest] = wrap(`Warning: ${text}`, width - 2 * INDENT.length);
    return [first, ...rest.map((line) => INDENT + line)].map((line) => INDENT + paint("warning", line));
  });
  if (blocks.flat().length <= Math.max(room, 1)) return blocks.flat();
  const lines: string[] = [];
  let shown = 0;
  while (lines.length + blocks[shown].length < room) lines.push(...blocks[shown++]);
  const more = formatCount(all.length - shown, shown === 0 ? "warning" : "more warning");
  return [...lines, INDENT + paint("warning", `${more}: see ${view.folder}/run.json`)];
}

/** Whether a warning only gives the reason for figures without a value: `Sharpe, Sortino n/a: 12 days, …`. */
export function isSaidInTable(warning: string): boolean {
  const names = /^(.*?) n\/a: /.exec(warning)?.[1].split(", ") ?? [];
  return names.length > 0 && names.every((name) => FIGURES.has(name));
}

/** Says from when it traded, where the warm-up lacked candles. */
function lateStart({ manifest, interval }: SummaryView): string | null {
  const { metrics, range } = manifest;
  if (metrics === null || metrics.cycles === 0 || !isInterval(interval)) return null;
  if (metrics.tradedFrom === null) {
    return "Never traded: more candles would have been needed before the range.";
  }
  if (metrics.tradedFrom <= closeAtOrAfter(range.from, interval)) return null;
  return `Traded from ${formatTimeZ(metrics.tradedFrom)}: before that there were not enough candles.`;
}

function places({ view, paint }: Page): string[] {
  return [`${INDENT}${paint("faint", "run")}   ${view.folder}  (run.json, diary.jsonl)`];
}
