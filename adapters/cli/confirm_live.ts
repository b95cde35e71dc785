import { MINIMUM_ORDER_USD, type RiskProfile, WORST_EXIT } from "../../engine/mod.ts";
import { FailureError, quote, UsageError } from "./errors.ts";
import { formatShare } from "./format.ts";
import type { LiveOptions } from "./live_options.ts";
import { readLine } from "./read_line.ts";
import type { Terminal } from "./terminal.ts";

/** What is about to be traded. */
export interface LivePlan {
  /** The account's address. */
  readonly account: string;
  readonly profile: RiskProfile;
  /** Actions that the venue lets the address send, and where those are few, a line on it. */
  readonly actions: { readonly left: number; readonly allowed: number; readonly remark: string | null };
}

/**
 * Says plainly what is about to happen and waits until the network's name is typed. Throws where something else is, and
 * where nobody can type: a service wants --yes.
 */
export function confirmLive(
  options: LiveOptions,
  plan: LivePlan,
  { terminal, ask = readLine }: { readonly terminal: Terminal; readonly ask?: () => string | null },
): void {
  const { network, yes } = options;
  const { remark } = plan.actions;
  if (yes && remark !== null) terminal.note(`live: ${remark}\n`);
  if (yes) return;
  terminal.note(`${summaryOf(options, plan).join("\n")}\n\ntype ${network} to begin: `);
  const typed = ask();
  if (typed === null) {
    terminal.note("\n");
    throw new UsageError("nobody can be asked here whether to begin; wanted a terminal, or --yes", "live");
  }
  if (typed.trim() === network) return;
  throw new FailureError(`${quote(typed.trim())} was typed, not ${network}: nothing was sent`);
}

/** What an entry of the smallest size is worth, USD: so much that the order of its furthest stop is worth the venue's minimum. */
function smallestUsd({ maxStopDistance }: RiskProfile): number {
  return Math.ceil(MINIMUM_ORDER_USD / ((1 - maxStopDistance) * (1 - WORST_EXIT)));
}

function summaryOf(
  { network, hyperliquid, agent, assets, interval, smallest }: LiveOptions,
  { account, profile, actions: { left, allowed, remark } }: LivePlan,
): string[] {
  const { maxLeverage, maxMarginShare, maxGrossLeverage, maxStopDistance, dayLossHalt, drawdownHalt } =
    profile;
  const share = (fraction: number): string => formatShare(fraction, 0);
  const halts = [
    ...(dayLossHalt === null ? [] : [`${share(dayLossHalt)} down in a UTC day`]),
    ...(drawdownHalt === null ? [] : [`${share(drawdownHalt)} below its highest equity for good`]),
  ];
  return [
    network === "mainnet" ? "MAINNET: real money" : `${network}: play money`,
    `  venue     ${new URL(hyperliquid).host}`,
    `  account   ${account}`,
    `  actions   ${remark ?? `${left} of ${allowed} left`}`,
    `  decides   ${agent} on ${assets.join(", ")}, every ${interval}`,
    smallest
      ? `  size      the smallest that the venue takes, about ${smallestUsd(profile)} USD an entry`
      : `  size      up to ${
        share(maxMarginShare)
      } of equity as margin in a trade, leverage up to ${maxLeverage}, ` +
        `all positions up to ${maxGrossLeverage} times equity`,
    `  stops     every position has one at the venue, ${share(maxStopDistance)} away at most`,
    `  halts     ${halts.length === 0 ? "none" : `no entries at ${halts.join(", ")}`}`,
    "  to end    Ctrl-C leaves positions with their stops; deno task do last stop --flatten closes them",
  ];
}
