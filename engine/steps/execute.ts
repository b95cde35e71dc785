import type { DecisionRecord, Fault } from "../model/diary_entry.ts";
import type { LegOutcome } from "../model/order.ts";
import type { RunState } from "../model/run_state.ts";
import { cancelOrders } from "../ports/ask_exchange.ts";
import type { Exchange } from "../ports/exchange.ts";
import type { OrderPorts } from "../ports/mod.ts";
import { rejectGroup } from "../ports/send_group.ts";
import { type Sending, sendInTime } from "../ports/send_in_time.ts";
import type { Judged } from "../risk/judge_decisions.ts";
import type { Step } from "../risk/plan.ts";

/**
 * Sends what was approved, in order; the intent must be in the diary. Each group gets its outcome line, or that it lapsed,
 * and the records are completed with what became of them.
 */
export async function execute(
  { records, sendings }: Judged,
  ports: OrderPorts,
  cycle: Sending & { readonly state: RunState },
): Promise<readonly Fault[]> {
  const faults: Fault[] = [];
  // The steps of a record stand side by side: the last one that failed is all that need be known.
  let failed = -1;
  for (const { record, step, order } of sendings) {
    const sent = failed === record
      ? rejectGroup(order, "not sent: the order before it was not filled")
      : await sendInTime(order, ports, cycle);
    if (sent === null) {
      failed = record;
      records[record] = complete(records[record], rejectGroup(order, "lapsed: it was too late to send it"));
      continue;
    }
    const legs = sent;
    const outcome = {
      kind: "outcome",
      close: cycle.close,
      asset: order.asset,
      purpose: order.purpose,
      legs,
    } as const;
    ports.diary.append(outcome);
    cycle.state.settle(outcome);
    if (legs[0].status !== "accepted") failed = record;
    records[record] = complete(records[record], legs);
    if (step.replaces.length > 0) faults.push(...await cancelReplaced(step, legs, ports.exchange));
  }
  return faults;
}

function complete(record: DecisionRecord, legs: readonly LegOutcome[]): DecisionRecord {
  // An add that filled keeps that outcome whatever becomes of its new protection; Secure mends that.
  if (record.outcome === "filled") return record;
  const first = legs[0];
  if (first.status !== "accepted") return { ...record, outcome: first.status, reason: first.reason };
  if (first.filledSize === 0) return { ...record, outcome: "accepted" };
  const { filledSize, price } = first;
  if (price === null) return { ...record, outcome: "filled", filledSize };
  return { ...record, outcome: "filled", filledSize, fillPrice: price };
}

async function cancelReplaced(step: Step, legs: readonly LegOutcome[], exchange: Exchange): Promise<Fault[]> {
  const stands = new Set(legs.filter(({ status }) => status === "accepted").map(({ leg }) => leg));
  const ids = step.replaces.filter(({ leg }) => stands.has(leg)).map(({ clientOrderId }) => clientOrderId);
  if (ids.length === 0) return [];
  const { asset } = step.proposal.group;
  const outcomes = await cancelOrders(asset, ids, exchange);
  const faults: Fault[] = [];
  outcomes.forEach((outcome, index) => {
    if (outcome.status === "accepted") return;
    const what = `${ids[index]} was not cancelled: ${outcome.reason}`;
    faults.push({ step: "execute", on: asset, what, done: "Secure looks again" });
  });
  return faults;
}
