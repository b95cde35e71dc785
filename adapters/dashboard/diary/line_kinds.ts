import type { DiaryEntry } from "../../../engine/mod.ts";

/** What can be looked for among the lines of a diary. */
export const LINE_KINDS = ["cycle", "thought", "trade", "fill", "fault", "command", "funding"] as const;

/** One of them. */
export type LineKind = typeof LINE_KINDS[number];

/** What a line is found as; none: it only leads up to another. */
export function kindsOf(entry: DiaryEntry): LineKind[] {
  if (["missed", "lapsed", "guard"].includes(entry.kind)) return ["fault", "thought"];
  if (entry.kind !== "cycle" && entry.kind !== "command") return [];
  const { trades, fills, funding } = entry;
  const kinds: LineKind[] = entry.kind === "cycle" ? ["cycle"] : ["command"];
  if (hasThought(entry)) kinds.push("thought");
  if (trades !== undefined && trades.length > 0) kinds.push("trade");
  if (fills !== undefined && fills.length > 0) kinds.push("fill");
  if (funding !== undefined && funding.length > 0) kinds.push("funding");
  if (hasFault(entry)) kinds.push("fault");
  return kinds;
}

type AccountEntry = Extract<DiaryEntry, { readonly kind: "cycle" | "command" }>;

/** Whether an agent thought, or a person asked: what stands in the stream of reasoning. */
function hasThought(entry: AccountEntry): boolean {
  if (entry.kind === "command") return true;
  const { decisions, summary, reasoning, unanswered } = entry;
  return (decisions?.length ?? 0) > 0 || summary !== undefined || reasoning !== undefined ||
    unanswered !== undefined || hasFault(entry);
}

/** Whether something went wrong, was refused or stood without a stop. */
function hasFault(entry: AccountEntry): boolean {
  const { faults, naked, decisions } = entry;
  if ((faults?.length ?? 0) > 0 || (naked?.length ?? 0) > 0) return true;
  if (decisions?.some(({ outcome }) => outcome !== "filled" && outcome !== "accepted") === true) return true;
  return entry.kind === "cycle" && (entry.halt !== undefined || entry.unanswered !== undefined);
}
