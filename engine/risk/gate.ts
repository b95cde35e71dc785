import { approve, type ApprovedOrder } from "../model/approved_order.ts";
import type { Refusal } from "../model/diary_entry.ts";
import { checksFor } from "./checks.ts";
import {
  entryNotional,
  isEntering,
  NOTHING_TAKEN,
  type Proposal,
  type Situation,
  type Taken,
  tiedUp,
} from "./proposal.ts";

/** What the gate says: an order that may be sent, or why not. */
export type Verdict =
  | { readonly approved: ApprovedOrder; readonly takes: Taken }
  | { readonly refusal: Refusal };

/**
 * The only maker of an `ApprovedOrder`. Every limit is a limit and not a target: what is above one is refused,
 * never cut. Halts, cool-down and the limits on size hold entries and adds; closes and protection go on.
 */
export function judge(proposal: Proposal, situation: Situation): Verdict {
  for (const check of checksFor(proposal.group)) {
    const refusal = check(proposal, situation);
    if (refusal !== null) return { refusal };
  }
  const entering = isEntering(proposal.group);
  const sets = entering && proposal.leverage !== situation.knownLeverage;
  return {
    approved: approve(proposal.group, sets ? proposal.leverage : null),
    takes: entering ? takes(proposal, situation) : NOTHING_TAKEN,
  };
}

function takes(proposal: Proposal, situation: Situation): Taken {
  const notionalUsd = entryNotional(proposal);
  const marginUsd = proposal.allocationUsd + tiedUp(proposal, situation.account);
  return { marginUsd, notionalUsd, feesUsd: notionalUsd * situation.takerFee };
}
