/** What a run came to, on one screen. */

import { closeAtOrAfter, isInterval, type Metrics } from "../../engine/mod.ts";
import { drawEquity } from "./equity_chart.ts";
import { formatCount, formatPeriod, formatTimeZ, wrap } from "./format.ts";
import { type Paint, painter, type Tone } from "./paint.ts";
import { summaryRows } from "./summary_rows.ts";
import { drawTable } from "./summary_table.ts";
import type { SummaryView } from "./summary_view.ts";

/** The widest a summary gets, and the most lines it takes at that width. */
export const SUMMARY_WIDTH = 100;
const MAX_LINES = 40;
const MIN_WIDTH = 50;
const LABEL_WIDTH = 22;
const INDENT = "  ";
const BUY_AND_HOLD = "buy-and-hold";
const SYNTHETIC = "Synthetic market: good for trying and testing, says nothing about real prices; " +
  "see Your own data in the README";

/** The summary as text that ends with a line break. */
export function renderSummary(view: SummaryView): string {
  const width = Math.max(MIN_WIDTH, Math.min(view.columns, SUMMARY_WIDTH));
  const page: Page = { view, width, paint: painter(view.colour) };
  const top = [...headline(page), "", ...figures(page), "", ...equity(page)];
  const bottom = [...places(page), "", ...next(page)];
  const remarks = fitRemarks(remarkLines(page), MAX_LINES - top.length - bottom.length - 2, view.folder);
  const middle = remarks.length === 0 ? [""] : ["", ...remarks, ""];
  return [...top, ...middle, ...bottom].map((line) => `${line}\n`).join("");
}

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
  return drawEquity(view.equity, { width, title: `${INDENT}equity`, titleWidth: INDENT.length + 8 });
}

/** A remark's lines, wrapped: warnings first, they matter most. */
function remarkLines({ view, width, paint }: Page): string[] {
  const { data, warnings } = view.manifest;
  const late = lateStart(view);
  const remarks: readonly (readonly [Tone, string])[] = [
    ...[...warnings, ...(late === null ? [] : [late])].map((text) =>
      ["warning", `Warning: ${text}`] as const
    ),
    ...(data.synthetic ? [["plain", SYNTHETIC] as const] : []),
    // Notes are short sentences of one kind: together they take one line.
    ["plain", view.notes.join(" ")],
  ];
  return remarks.flatMap(([tone, text]) => {
    return wrap(text, width - INDENT.length).map((line) => INDENT + paint(tone, line));
  });
}

/** Says from when it traded, where the warm-up lacked candles. */
function lateStart({ manifest, interval }: SummaryView): string | null {
  const { metrics, range } = manifest;
  if (metrics === null || metrics.cycles === 0 || !isInterval(interval)) return null;
  if (metrics.tradedFrom === null) return "never traded, its indicators need more candles than the range has";
  if (metrics.tradedFrom <= closeAtOrAfter(range.from, interval)) return null;
  return `traded from ${formatTimeZ(metrics.tradedFrom)}, earlier candles for its indicators are lacking`;
}

/** Leaves out what does not fit on the screen, and says so. */
function fitRemarks(lines: readonly string[], room: number, folder: string): readonly string[] {
  const most = Math.max(room, 2);
  if (lines.length <= most) return lines;
  const left = lines.length - most + 1;
  return [...lines.slice(0, most - 1), `${INDENT}… ${formatCount(left, "line")} more in ${folder}/run.json`];
}

function places({ view, paint }: Page): string[] {
  const { source, files } = view.manifest.data;
  const place = (label: string, text: string): string => `${INDENT}${paint("faint", label.padEnd(6))}${text}`;
  return [
    place("data", `${source}, ${formatCount(files.length, "file")}`),
    place("run", view.folder),
  ];
}

function next({ view, width, paint }: Page): string[] {
  const label = "next:  ";
  if (view.next.length === 0) return [];
  const line = label + view.next.join("     ");
  if (line.length <= width) return [paint("strong", label) + view.next.join("     ")];
  return view.next.map((command, index) => {
    return (index === 0 ? paint("strong", label) : " ".repeat(label.length)) + command;
  });
}
