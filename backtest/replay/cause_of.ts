import type { JsonValue } from "../../engine/mod.ts";
import type { Difference } from "./differences.ts";
import type { Cause } from "./divergence.ts";

/** The cause that a difference speaks for, and how early in its cycle that works: the lower, the earlier. */
export interface Judged {
  readonly cause: Cause;
  readonly rank: number;
}

/** What the exchange did before the cycle began is seen by the agent: it goes before the observation. */
const BEFORE = { fill: 2, accounting: 3 } as const;
const RANKS: Readonly<Record<Cause, number>> = {
  settings: 0,
  data: 1,
  observation: 4,
  prompt: 5,
  answer: 6,
  risk: 7,
  order: 8,
  fill: 9,
  accounting: 10,
};

/** By the first field of a cycle's or a command's line. */
const CYCLE: Readonly<Record<string, Cause>> = {
  held: "data",
  series: "data",
  notAsked: "data",
  cassetteKeys: "prompt",
  halt: "risk",
};
/** Fields of a line in which the agent's words and what asking it took stand. */
const ANSWER = new Set(
  "decisionsHash summary reasoning rationales repaired memory toolCalls costUsd latencyMs tokens unanswered"
    .split(" "),
);
/** Of a decision with what became of it: what the gate made of it, and what the venue did. */
const RECORD: Readonly<Record<string, Cause>> = {
  refusal: "risk",
  size: "risk",
  orders: "order",
  reason: "order",
  filledSize: "fill",
  fillPrice: "fill",
  openedAt: "fill",
};
const STEPS: Readonly<Record<string, Cause>> = {
  sync: "accounting",
  ingest: "data",
  calculate: "observation",
  reason: "answer",
  execute: "order",
  secure: "order",
};
/** Of what was observed of an asset: what a market tells, where all else is calculated. */
const CALCULATED = "indicators";

/** The cause that a difference between two entries of a kind speaks for; `close`: of their cycle, ms. */
export function causeOf(kind: string, difference: Difference, close: number): Judged {
  const { path: [first = ""] } = difference;
  if (kind === "run") return ranked("settings");
  // The hash goes after what it is of: where that is kept, it tells more.
  if (first === "observationHash") return { cause: "observation", rank: RANKS.observation + 0.5 };
  if (kind === "intent") return ranked(intentCause(difference));
  if (kind === "outcome") return ranked(difference.path.some(isOfFill) ? "fill" : "order");
  if (first === "fills" || first === "funding" || first === "transfers" || first === "trades") {
    return eventCause(difference, close);
  }
  if (first === "dayEquityUsd") return { cause: "accounting", rank: BEFORE.accounting };
  if (first === "observation") return observationCause(difference);
  return ranked(lineCause(difference));
}

function ranked(cause: Cause): Judged {
  return { cause, rank: RANKS[cause] };
}

function isOfFill(field: string): boolean {
  return field === "price" || field === "filledSize";
}

/** An intent is what the gate let pass: which orders there are and how large is the gate's, the rest the order's. */
function intentCause({ path }: Difference): Cause {
  const [first = "", , field, , ofLeg] = path;
  if (first === "decisions" || first === "memory") return "answer";
  if (first !== "orders") return "risk";
  return field === undefined || field === "purpose" || ofLeg === "size" ? "risk" : "order";
}

function lineCause({ path, recorded, replayed }: Difference): Cause {
  const [first = "", index, field] = path;
  if (ANSWER.has(first)) return "answer";
  if (first === "decisions") return decisionCause(index, field, [recorded, replayed]);
  if (first === "faults") return STEPS[String(fieldOf("step", recorded, replayed))] ?? "order";
  return CYCLE[first] ?? "accounting";
}

/** What became of a decision follows from the refusal, the order or the fill that differs with it. */
function decisionCause(
  index: string | undefined,
  field: string | undefined,
  sides: readonly JsonValue[],
): Cause {
  if (index === undefined || field === undefined) return "answer";
  if (field === "outcome") {
    if (sides.includes("refused")) return "risk";
    return sides.includes("filled") ? "fill" : "order";
  }
  // It is told of what became an order: where one side has none, nobody was shown another price.
  if (field === "shownPrice") return sides.includes(null) ? "order" : "data";
  return RECORD[field] ?? "answer";
}

/** Fills, payments and trades; those at or before the close had happened when the agent was asked. */
function eventCause({ path, recorded, replayed }: Difference, close: number): Judged {
  const [first, , field] = path;
  const time = fieldOf("time", recorded, replayed) ?? fieldOf("closedAt", recorded, replayed);
  const isBefore = first === "funding" || first === "transfers" ||
    (typeof time === "number" && time <= close);
  if (first === "funding" && field === "rate") return ranked("data");
  const cause = first === "fills" ? "fill" : "accounting";
  return isBefore ? { cause, rank: BEFORE[cause] } : ranked(cause);
}

function observationCause({ path }: Difference): Judged {
  const [, part] = path;
  if (part === "account") return { cause: "accounting", rank: BEFORE.accounting };
  return ranked(path.includes(CALCULATED) ? "observation" : "data");
}

/** A field of the part that differs, from whichever side has it. */
function fieldOf(name: string, ...sides: readonly JsonValue[]): JsonValue | undefined {
  for (const side of sides) {
    if (typeof side === "object" && side !== null && !Array.isArray(side)) {
      const value = (side as { readonly [name: string]: JsonValue })[name];
      if (value !== undefined) return value;
    }
  }
  return undefined;
}
