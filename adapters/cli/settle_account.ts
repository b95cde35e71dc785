/** Whose what stands in an account is, before a run begins on it: strangers' is never touched. */

import type { AccountState, Exchange, Fill, Instrument, OpenOrder, Position } from "../../engine/mod.ts";
import { FailureError } from "./errors.ts";
import type { LiveOptions } from "./live_options.ts";
import type { Terminal } from "./terminal.ts";

/** What stands in an account, by whose it is. */
interface JudgedHoldings {
  readonly strangePositions: readonly Position[];
  readonly strangeOrders: readonly OpenOrder[];
  readonly orphans: readonly OpenOrder[];
  readonly standing: readonly OpenOrder[];
}

/** What tells whose it is, and cancels what is left over. */
export interface AccountTools {
  readonly account: { readonly network: string; readonly account: string };
  readonly exchange: Pick<Exchange, "sync" | "cancel">;
  readonly instruments: readonly Instrument[];
  /** What earlier runs have done on it. */
  accountHistory(root: string, account: AccountTools["account"]): {
    readonly intended: ReadonlySet<string>;
    readonly last: { readonly from: number; readonly takenOver: readonly Fill[] } | null;
  };
  /** Tells ours from strangers'. */
  judgeHoldings(holdings: {
    readonly account: AccountState;
    readonly takenOver: readonly Fill[];
    readonly fills: readonly Fill[];
    readonly intended: ReadonlySet<string>;
    readonly instruments: readonly Instrument[];
  }): JudgedHoldings;
}

/** What came of the look at an account. */
export interface SettledAccount {
  /** The assets that may be traded. */
  readonly assets: readonly string[];
  /** Cancels orders of earlier runs that protect nothing: nothing is sent before it is called. */
  clear(): Promise<void>;
}

/**
 * Looks at an account before a run, sends nothing, and says what stands there of earlier runs. Throws a FailureError that
 * lists what is there where positions or orders are not ours, and neither `--adopt` nor `--leave-others` was typed.
 */
export async function settleAccount(
  options: LiveOptions,
  terminal: Terminal,
  tools: AccountTools,
): Promise<SettledAccount> {
  const { exchange, account: name, instruments } = tools;
  const { intended, last } = tools.accountHistory(options.runs, name);
  const since = { time: last?.from ?? Date.now(), count: 0 };
  const { account, events } = await exchange.sync(since);
  const fills = events.filter((event): event is Fill => event.kind === "fill");
  const takenOver = last?.takenOver ?? [];
  const judged = tools.judgeHoldings({ account, takenOver, fills, intended, instruments });
  for (const order of judged.orphans) {
    terminal.note(`live: an earlier run's ${told(order)} protects nothing: it is cancelled first\n`);
  }
  for (const order of judged.standing) terminal.note(`live: an earlier run's ${told(order)} stands\n`);
  const assets = mayTrade(options, judged, terminal);
  return { assets, clear: () => clearOrphans(judged.orphans, exchange, terminal) };
}

function mayTrade(options: LiveOptions, judged: JudgedHoldings, terminal: Terminal): readonly string[] {
  const { assets, adopts, leavesOthers } = options;
  const strange = [...judged.strangePositions, ...judged.strangeOrders];
  if (strange.length === 0) return assets;
  const lines = [...judged.strangePositions.map(position), ...judged.strangeOrders.map(told)];
  if (!adopts && !leavesOthers) {
    const what = `the account holds what is not ours: ${lines.join("; ")}`;
    throw new FailureError(
      `${what}; --adopt takes over positions of ${assets.join(", ")}, --leave-others leaves those assets out`,
    );
  }
  const others = new Set(strange.map(({ asset }) => asset));
  const kept = adopts ? assets : assets.filter((asset) => !others.has(asset));
  if (kept.length === 0) {
    throw new FailureError(`nothing is left to trade: each of ${assets.join(", ")} holds what is not ours`);
  }
  const done = (asset: string) => kept.includes(asset) ? "taken over" : "left alone";
  strange.forEach(({ asset }, index) => terminal.note(`live: ${lines[index]}: ${done(asset)}\n`));
  return kept;
}

async function clearOrphans(
  orphans: readonly OpenOrder[],
  exchange: AccountTools["exchange"],
  terminal: Terminal,
): Promise<void> {
  for (const order of orphans) {
    const [outcome] = await exchange.cancel(order.asset, [order.clientOrderId!]);
    const done = outcome.status === "accepted" ? "cancelled" : `not cancelled: ${outcome.reason}`;
    terminal.note(`live: an earlier run's ${told(order)}: ${done}\n`);
  }
}

function position({ asset, side, size }: Position): string {
  return `${side} ${size} ${asset}`;
}

function told({ asset, kind, side, size, triggerPrice, limitPrice }: OpenOrder): string {
  return `${kind} order to ${side} ${size ?? "all"} ${asset} at ${triggerPrice ?? limitPrice}`;
}
