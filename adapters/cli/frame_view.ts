/** One cycle of a run that is watched, on a screen. */

import type { CycleEntry, DiaryEntry, RunManifest } from "../../engine/mod.ts";
import {
  cycleSections,
  type Section,
  sectionLines,
  type ShownExplanation,
  type ShownQuestion,
} from "./explain_view.ts";
import { formatPrice, formatTimeZ, oneLine } from "./format.ts";
import { headline } from "./replay_view.ts";
import { eventOf } from "./run_events.ts";
import { type SeenJson, shortSeenLines } from "./seen_lines.ts";

/** What is shown of one cycle. */
export interface ShownFrame {
  readonly number: number;
  /** With what was seen, where the agent was asked. */
  readonly cycle: CycleEntry;
  readonly explanation: ShownExplanation;
  readonly candles: readonly {
    readonly asset: string;
    readonly open: number;
    readonly high: number;
    readonly low: number;
    readonly close: number;
    readonly volume: number;
  }[];
  readonly questions: readonly ShownQuestion[];
  readonly before: readonly DiaryEntry[];
  readonly isRecorded: boolean;
}

/** So much of what a model was asked last fits beside all else. */
const ASKED = 240;

/** How much room there is; null: any number of columns, and of rows. */
export interface FrameRoom {
  readonly columns: number | null;
  readonly rows: number | null;
}

/**
 * The lines of a cycle: candle, observation, reasoning, decision, gate, orders, fills, account. Where they are more than
 * there are rows the indicators are left out, and then what stands last.
 */
export function frameLines(frame: ShownFrame, manifest: RunManifest, { columns, rows }: FrameRoom): string[] {
  const all = allLines(frame, manifest, { columns, withSeries: true });
  if (rows === null || all.length <= rows) return all;
  const short = allLines(frame, manifest, { columns, withSeries: false });
  if (short.length <= rows) return short;
  return [...short.slice(0, rows - 1), `… ${short.length - rows + 1} more lines`];
}

function allLines(
  frame: ShownFrame,
  manifest: RunManifest,
  { columns, withSeries }: { readonly columns: number | null; readonly withSeries: boolean },
): string[] {
  const { number, cycle, explanation, isRecorded } = frame;
  const { firstLine, line } = explanation;
  const place = firstLine === line ? `line ${line}` : `lines ${firstLine} to ${line}`;
  return [
    headline(manifest),
    `cycle ${number}, ${formatTimeZ(cycle.close)} · ${place}`,
    ...(isRecorded ? [] : ["differs from its diary: without --watch it is told where"]),
    "",
    ...sections(frame, withSeries).flatMap((section) => sectionLines(section, columns)),
  ];
}

function sections(frame: ShownFrame, withSeries: boolean): Section[] {
  const { cycle, candles, explanation, questions, before } = frame;
  const { observation } = cycle;
  const seen = observation === undefined
    ? [`nothing: ${cycle.notAsked ?? "the agent was not asked"}`]
    : shortSeenLines(observation as unknown as SeenJson, withSeries);
  return [
    ["before", before.flatMap((entry) => eventOf(entry) ?? [])],
    ["candle", candles.map(candleText)],
    ["seen", seen],
    ["asked", askedLines(questions)],
    ...cycleSections(explanation),
  ];
}

function candleText({ asset, open, high, low, close, volume }: ShownFrame["candles"][number]): string {
  const [o, h, l, c] = [open, high, low, close].map(formatPrice);
  return `${asset} open ${o}, high ${h}, low ${l}, close ${c}, volume ${
    formatPrice(Number(volume.toPrecision(6)))
  }`;
}

function askedLines(questions: ShownFrame["questions"]): string[] {
  const last = questions.at(-1);
  if (last === undefined) return [];
  const text = oneLine(last.request.messages.findLast(({ role }) => role === "user")?.text ?? "");
  const cut = text.length > ASKED ? `${text.slice(0, ASKED)}…` : text;
  return [`${questions.length === 1 ? "once" : `${questions.length} times`}: ${cut}`];
}
