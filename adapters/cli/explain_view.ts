import type {
  CycleEntry,
  DecisionRecord,
  JsonValue,
  OutcomeEntry,
  RunManifest,
  Trade,
} from "../../engine/mod.ts";
import { wrapTo } from "./fitted_table.ts";
import {
  formatCount,
  formatDuration,
  formatPrice,
  formatReturn,
  formatSigned,
  formatTime,
  formatUsd,
  oneLine,
  withoutControls,
} from "./format.ts";
import { headline } from "./replay_view.ts";
import { type SeenJson, seenLines } from "./seen_lines.ts";

/** One asset of the cycle. */
export interface ShownAsset {
  readonly asset: string;
  readonly record: DecisionRecord | null;
  readonly rationale: string | null;
  readonly sent: readonly SentGroup[];
  readonly outcomes: readonly OutcomeEntry[];
  readonly fills: NonNullable<CycleEntry["fills"]>;
  readonly held: string | null;
  readonly trade: Trade | null;
  readonly tradeLine: number | null;
  readonly openSince: number | null;
}

interface SentGroup {
  readonly purpose: string;
  readonly leverage: number | null;
  readonly exitPlan?: string | undefined;
  readonly legs: readonly {
    readonly leg: string;
    readonly side: string;
    readonly size: number | null;
    readonly limitPrice: number;
    readonly triggerPrice: number | null;
  }[];
}

/** A cycle with what came of it. */
export interface ShownExplanation {
  readonly cycle: CycleEntry;
  readonly firstLine: number;
  readonly line: number;
  readonly number: number;
  readonly assets: readonly ShownAsset[];
  readonly faults: NonNullable<CycleEntry["faults"]>;
  readonly last: { readonly close: number; readonly equityUsd: number };
}

/** A question to a model, and its answer. */
export interface ShownQuestion {
  readonly request: {
    readonly messages: readonly {
      readonly role: string;
      readonly text: string;
      readonly toolCallId?: string | undefined;
    }[];
  };
  readonly answer: { readonly status: string; readonly text?: string; readonly reason?: string };
}

/** All that is shown. */
export interface ExplainView {
  readonly manifest: RunManifest;
  readonly explanation: ShownExplanation;
  /** What the agent saw; a text says why it cannot be shown. */
  readonly seen: SeenJson | string;
  readonly questions: readonly ShownQuestion[];
  readonly columns: number | null;
}

const LABEL = 12;

/** Everything about one decision, for a person. */
export function renderExplanation(view: ExplainView): string {
  const { manifest, explanation: { cycle, number, firstLine, line }, columns } = view;
  const place = firstLine === line ? `line ${line}` : `lines ${firstLine} to ${line}`;
  const lines = [
    headline(manifest),
    `cycle ${number}, ${formatTime(cycle.close)} UTC · ${place} of diary.jsonl`,
  ];
  const { explanation, seen } = view;
  const assets = explanation.assets.map(({ asset }) => asset);
  const sections: Section[] = [
    ["seen", typeof seen === "string" ? [seen] : seenLines(seen, assets)],
    ["asked", askedLines(view)],
    ...cycleSections(explanation),
  ];
  for (const section of sections) {
    const shown = sectionLines(section, columns);
    if (shown.length > 0) lines.push("", ...shown);
  }
  return lines.join("\n");
}

/** Lines under a label. */
export type Section = readonly [label: string, texts: readonly string[]];

/**
 * A section beside its label; none where it is empty. Tables keep their blanks, sentences are broken; what a model or a
 * venue wrote cannot steer the terminal.
 */
export function sectionLines([label, texts]: Section, columns: number | null): string[] {
  const width = columns === null ? null : columns - LABEL;
  const parts = texts.map(withoutControls).flatMap((text) =>
    text.startsWith(" ") ? [text] : wrapTo(text, width)
  );
  return parts.map((part, at) => ((at === 0 ? label : "").padEnd(LABEL) + part).trimEnd());
}

/** What the diary tells of a cycle: answer, gate, orders, fills, account, and what came of it. */
export function cycleSections(explanation: ShownExplanation): Section[] {
  const { cycle, assets, faults } = explanation;
  return [
    ["answered", answeredLines(cycle, assets)],
    ["refused", assets.flatMap(({ asset, record }) => refusedLines(asset, record))],
    ["sent", assets.flatMap(({ asset, sent }) => sent.flatMap((group) => sentLines(asset, group)))],
    ["filled", assets.flatMap(({ outcomes, fills }) => filledLines(outcomes, fills))],
    ["faults", faults.map(({ step, on, what, done }) => `${step}, ${on}: ${what}; ${done}`)],
    ["account", [accountText(cycle)]],
    ["came of it", assets.flatMap((asset) => cameOfIt(asset, explanation))],
  ];
}

/** The last question has all the messages of the conversation before it. */
function askedLines({ explanation: { cycle }, questions }: ExplainView): string[] {
  if (cycle.notAsked !== undefined) return [`nobody: ${cycle.notAsked}`];
  if (cycle.latencyMs === undefined && cycle.cassetteKeys === undefined) return [];
  const { costUsd, latencyMs = 0, cassetteKeys = [], toolCalls = [] } = cycle;
  const cost = costUsd === null || costUsd === undefined ? "cost not known" : `${costUsd} USD`;
  const lines = [`${formatCount(cassetteKeys.length, "question")}, ${formatDuration(latencyMs)}, ${cost}`];
  for (const key of cassetteKeys) lines.push(`answer ${key}`);
  for (const { name, arguments: typed } of toolCalls) lines.push(`tool ${name} ${oneLine(typed)}`);
  const messages = questions.at(-1)?.request.messages ?? [];
  for (const { role, text } of messages) {
    // The same in every cycle of a run.
    if (role === "system") lines.push(`(the system message, ${text.length} characters: --json shows it)`);
    else lines.push("", `${role}:`, ...text.split("\n").map((line) => ` ${line}`));
  }
  return lines;
}

function answeredLines(cycle: CycleEntry, assets: readonly ShownAsset[]): string[] {
  const { unanswered, repaired, summary, reasoning } = cycle;
  return [
    ...(unanswered === undefined ? [] : [`nothing that counts: ${unanswered.why}: ${unanswered.detail}`]),
    ...(repaired === undefined ? [] : [`asked again, since ${repaired}`]),
    ...(summary === undefined ? [] : [summary]),
    ...(reasoning === undefined || reasoning === summary ? [] : [reasoning]),
    ...assets.map((asset) => `${asset.asset} ${decisionText(asset)}`),
  ];
}

function decisionText({ record, rationale, held }: ShownAsset): string {
  const why = rationale === null ? "" : `: ${rationale}`;
  if (held !== null) return `held, it could not be observed: ${held}`;
  if (record === null) return `hold${why}`;
  const { action, allocationUsd, leverage, stop, target } = record;
  const parts = [
    allocationUsd === undefined ? "" : ` ${formatUsd(allocationUsd)}`,
    leverage === undefined ? "" : ` at ${leverage}×`,
    stop === undefined || stop === null ? "" : `, stop ${formatPrice(stop)}`,
    target === undefined || target === null ? "" : `, target ${formatPrice(target)}`,
  ];
  return `${action}${parts.join("")}${why}`;
}

function refusedLines(asset: string, record: DecisionRecord | null): string[] {
  if (record === null) return [];
  if (record.refusal !== undefined) return [`${asset} ${record.refusal.code}: ${record.refusal.detail}`];
  return record.outcome === "rejected" || record.outcome === "unknown"
    ? [`${asset} ${record.outcome} by the venue: ${record.reason ?? "no reason is told"}`]
    : [];
}

function sentLines(asset: string, { purpose, leverage, legs, exitPlan }: SentGroup): string[] {
  const at = leverage === null ? "" : ` at ${leverage}×`;
  return [
    `${asset} ${purpose}${at}`,
    ...legs.map(({ leg, side, size, limitPrice, triggerPrice }) => {
      const when = triggerPrice === null ? "at once" : `at ${formatPrice(triggerPrice)}`;
      const much = size === null ? "the whole position" : formatPrice(size);
      return `  ${leg.padEnd(7)}${side} ${much} ${when}, no worse than ${formatPrice(limitPrice)}`;
    }),
    ...(exitPlan === undefined ? [] : [`plan: ${exitPlan}`]),
  ];
}

function filledLines(outcomes: readonly OutcomeEntry[], fills: ShownAsset["fills"]): string[] {
  const told = outcomes.flatMap(({ asset, legs }) =>
    legs.flatMap((leg) =>
      leg.status === "accepted" ? [] : [`${asset} ${leg.leg} ${leg.status}: ${leg.reason}`]
    )
  );
  return [
    ...fills.map(({ asset, side, size, price, feeUsd, realizedPnlUsd, time, liquidation }) => {
      const result = realizedPnlUsd === 0 ? "" : `, realised ${formatSigned(realizedPnlUsd)} USD`;
      const by = liquidation ? ", liquidated by the venue" : "";
      const what = `${asset} ${side} ${formatPrice(size)} at ${formatPrice(price)}`;
      return `${what}, fee ${formatUsd(feeUsd)}${result}${by}, ${momentText(time)}`;
    }),
    ...told,
  ];
}

function accountText({ equityUsd, balanceUsd, notionalUsd = 0 }: CycleEntry): string {
  return `equity ${formatUsd(equityUsd)}, balance ${formatUsd(balanceUsd)}, positions of ${
    formatUsd(notionalUsd)
  } at the end of the cycle`;
}

function cameOfIt(
  { asset, trade, tradeLine, openSince }: ShownAsset,
  { last }: ShownExplanation,
): string[] {
  if (trade !== null) {
    const { side, size, entryPrice, exitPrice, exit, closedAt, openedAt, netPnlUsd, feesUsd, fundingUsd } =
      trade;
    const share = netPnlUsd / (size * entryPrice);
    return [
      `${asset} ${side} ${formatPrice(size)} from ${formatPrice(entryPrice)} to ${
        formatPrice(exitPrice)
      }, ended by ${exit === "stop" || exit === "target" ? `its ${exit}` : exit} at ${
        formatTime(closedAt)
      } after ${formatDuration(closedAt - openedAt)}: ${formatSigned(netPnlUsd)} USD net, ${
        formatReturn(share)
      } of its value (fees ${formatUsd(feesUsd)}, funding ${
        formatSigned(fundingUsd)
      } USD; line ${tradeLine})`,
    ];
  }
  if (openSince !== null) {
    return [
      `${asset} the position of ${formatTime(openSince)} was still open in the last cycle, ${
        formatTime(last.close)
      }`,
    ];
  }
  return [];
}

/** The same as JSON. */
export function explanationJson({ manifest, explanation, seen, questions }: ExplainView): string {
  const told = typeof seen === "string" ? { seen: null as JsonValue, seenNot: seen } : { seen };
  return JSON.stringify({ runId: manifest.id, ...explanation, ...told, questions }, null, 2);
}

/** A moment to the millisecond: a fill seldom falls on a whole minute. */
function momentText(time: number): string {
  return new Date(time).toISOString().replace("T", " ").replace("Z", "");
}
