import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import type { AccountState, OpenOrder, Position } from "../../../engine/mod.ts";
import { digits } from "./ledger_law.ts";
import type { Span, Witness } from "./spans.ts";

/**
 * Law: at the end of every cycle each position has stops for its whole size and each exit a position it closes no
 * more than. Where Secure found one without, the line lists the time with its cause, and in the same cycle it was
 * mended or closed; it may stand open only where a close was sent and the venue refused it.
 */
export function checkProtection(witness: Witness): void {
  for (const span of witness.spans) {
    const { entry, looks, last } = span;
    strictEqual(last.state.account.time, last.now);
    const found = nakedIn(looks[1].state.account, witness);
    const listed = (entry.naked ?? []).map(({ asset }) => asset);
    deepStrictEqual(
      [...listed].sort(),
      found.sort(),
      `the times without a stop that the line at ${entry.close} lists`,
    );
    for (const { cause, lengthMs } of entry.naked ?? []) ok(cause.length > 0 && lengthMs >= 0);
    for (const asset of nakedIn(last.state.account, witness)) {
      ok(listed.includes(asset), `${asset} is naked at ${entry.close} and the line does not say so`);
      ok(closeWasRefused(asset, span), `${asset} was left naked at ${entry.close} though it could be closed`);
    }
    for (const order of last.state.account.openOrders) checkExit(order, last.state.account, witness);
  }
}

function nakedIn(account: AccountState, witness: Witness): string[] {
  return account.positions.filter((position) => !isCovered(position, account, witness)).map(({ asset }) =>
    asset
  );
}

function isCovered(position: Position, { openOrders }: AccountState, { instruments }: Witness): boolean {
  const { szDecimals } = instruments.get(position.asset)!;
  const closing = position.side === "long" ? "sell" : "buy";
  const stops = openOrders.filter(({ asset, kind, side, reduceOnly }) => {
    return asset === position.asset && kind === "stop" && side === closing && reduceOnly;
  });
  if (stops.some(({ size }) => size === null)) return true;
  const covered = stops.reduce((sum, { size }) => sum + digits(size!, szDecimals), 0n);
  return covered >= digits(position.size, szDecimals);
}

function closeWasRefused(asset: string, { happenings }: Span): boolean {
  return happenings.some((one) => {
    return one.kind === "submit" && one.order.asset === asset && one.order.purpose === "close" &&
      one.outcomes[0].status === "rejected";
  });
}

function checkExit(order: OpenOrder, { positions }: AccountState, { instruments }: Witness): void {
  const position = positions.find(({ asset }) => asset === order.asset);
  const told = JSON.stringify(order);
  ok(position !== undefined, `an order without a position: ${told}`);
  ok(order.reduceOnly && order.kind !== "limit", `an order that may enter waits: ${told}`);
  strictEqual(order.side, position.side === "long" ? "sell" : "buy", `an exit that would add: ${told}`);
  if (order.size === null) return;
  const { szDecimals } = instruments.get(order.asset)!;
  ok(
    digits(order.size, szDecimals) <= digits(position.size, szDecimals),
    `an exit beyond its position: ${told}`,
  );
}
