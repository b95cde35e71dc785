import type { DiaryEntry } from "../../../engine/mod.ts";
import type { Passage } from "./passage.ts";

/** What happened in a run, by names that its test knows, as often as it did. */
export function reachedIn({ entries, end }: Passage): string[] {
  return [...entries.flatMap(namesOf), `end ${end}`];
}

function namesOf(entry: DiaryEntry): string[] {
  if (entry.kind === "run" || entry.kind === "outcome") return [];
  if (entry.kind === "intent") {
    const from = entry.origin === "secure" ? "secure" : "purpose";
    return entry.orders.map(({ purpose }) => `${from} ${purpose}`);
  }
  if (entry.kind === "missed" || entry.kind === "lapsed" || entry.kind === "guard") return [entry.kind];
  const { fills = [], funding = [], trades = [], naked = [], decisions = [] } = entry;
  return [
    entry.kind === "command" ? `command ${entry.command}` : "cycle",
    ...fills.map(() => "fill"),
    ...funding.map(() => "funding"),
    ...trades.map(({ exit }) => `trade by ${exit}`),
    ...naked.map(() => "naked"),
    ...decisions.flatMap(({ outcome, refusal }) =>
      refusal === undefined ? [outcome] : [outcome, refusal.code]
    ),
    ...(entry.kind === "cycle" ? cycleNames(entry) : []),
  ];
}

function cycleNames({ halt, series, held, notAsked }: Extract<DiaryEntry, { kind: "cycle" }>): string[] {
  return [
    ...(halt === undefined ? [] : [`halt ${halt.until}`]),
    ...(series === undefined ? [] : ["series"]),
    ...(held === undefined ? [] : ["held"]),
    ...(notAsked === "paused" ? ["paused"] : []),
  ];
}
