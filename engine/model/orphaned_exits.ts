import type { LegOutcome, OrderLeg } from "./order.ts";

const ORPHANED = "its entry was not filled";

/**
 * What became of a group, its exits rejected where they went with an entry that did not fill whole: what the venue answers
 * for them then tells of the entry, or that they wait for a fill that cannot come. Where nothing is known of the entry
 * nothing is known of its exits. Source: exchange-rules 2.4, normalTpsl.
 */
export function withoutOrphans(
  legs: readonly OrderLeg[],
  outcomes: readonly LegOutcome[],
): readonly LegOutcome[] {
  const [entry] = outcomes;
  if (outcomes.length < 2 || entry.leg !== "entry" || entry.status === "unknown") return outcomes;
  if (entry.status === "accepted" && entry.filledSize === legs[0].size) return outcomes;
  return outcomes.map((outcome, index) => {
    const { leg, clientOrderId } = outcome;
    return index === 0 ? outcome : { leg, clientOrderId, status: "rejected", reason: ORPHANED };
  });
}
