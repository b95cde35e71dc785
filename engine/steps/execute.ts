import type { DecisionRecord, Fault } from "../model/diary_entry.ts";
import type { LegOutcome } from "../model/order.ts";
import type { RunState } from "../model/run_state.ts";
import type { Exchange } from "../ports/exchange.ts";
import type { OrderPorts } from "../ports/mod.ts";
import { rejectGroup, sendGroup } from "../ports/send_group.ts";
import type { Judged } from "../risk/judge_decisions.ts";
import type { Step } from "../risk/plan.ts";

/**
 * Sends what was approved, in order; the intent must be in the diary. Each group gets its outcome line, and the
 * records are completed with what became of them.
 */
export async function execute(
  { records, sendings }: Judged,
  ports: OrderPorts,
  cycle: { readonly close: number; readonly state: RunState },
): Promise<readonly Fault[]> {
  const faults: Fault[] = [];
  const failed = new Set<number>();
  for (const { record, step, order } of sendings) {
    const legs = failed.has(record)
      ? rejectGroup(order, "not sent: the order before it was not filled")
      : await sendGroup(order, ports.exchange);
    const outcome = {
      kind: "outcome",
      close: cycle.close,
      asset: order.asset,
      purpose: order.purpose,
      legs,
    } as const;
    ports.diary.append(outcome);
    cycle.state.settle(outcome);
    if (legs[0].status !== "accepted") failed.add(record);
    records[record] = complete(records[record], legs);
    faults.push(...await cancelReplaced(step, legs, ports.exchange));
  }
  return faults;
}

function complete(record: DecisionRecord, legs: readonly LegOutcome[]): DecisionRecord {
  // An add that filled keeps that outcome whatever becomes of its new protection; Secure mends that.
  if (record.outcome === "filled") return record;
  const first = legs[0];
  if (first.status !== "accepted") return { ...record, outcome: first.status, reason: first.reason };
  if (first.filledSize === 0) return { ...record, outcome: "accepted" };
  const filled = { outcome: "filled", filledSize: first.filledSize } as const;
  return first.price === null ? { ...record, ...filled } : { ...record, ...filled, fillPrice: first.price };
}

async function cancelReplaced(step: Step, legs: readonly LegOutcome[], exchange: Exchange): Promise<Fault[]> {
  const stands = new Set(legs.filter(({ status }) => status === "accepted").map(({ leg }) => leg));
  const ids = step.replaces.filter(({ leg }) => stands.has(leg)).map(({ clientOrderId }) => clientOrderId);
  if (ids.length === 0) return [];
  const { asset } = step.proposal.group;
  const outcomes = await exchange.cancel(asset, ids);
  const faults: Fault[] = [];
  outcomes.forEach((outcome, index) => {
    if (outcome.status === "accepted") return;
    const what = `${ids[index]} was not cancelled: ${outcome.reason}`;
    faults.push({ step: "execute", on: asset, what, done: "Secure looks again" });
  });
  return faults;
}
