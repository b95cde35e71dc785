import type { Trade } from "../../engine/mod.ts";

/** Trades of two runs, those that both made and those that only one did. */
export interface MatchedTrades {
  /** The same asset and side, opened within the same decision interval. */
  readonly matched: readonly (readonly [first: Trade, second: Trade])[];
  readonly onlyFirst: readonly Trade[];
  readonly onlySecond: readonly Trade[];
}

/** Pairs trades in the order in which they were opened; `withinMs`: less than so far apart is the same moment. */
export function matchTrades(
  first: readonly Trade[],
  second: readonly Trade[],
  withinMs: number,
): MatchedTrades {
  const waiting = new Map<string, Trade[]>();
  for (const trade of byOpening(second)) {
    const list = waiting.get(nameOf(trade));
    if (list === undefined) waiting.set(nameOf(trade), [trade]);
    else list.push(trade);
  }
  const matched: [Trade, Trade][] = [];
  const onlyFirst: Trade[] = [];
  const onlySecond: Trade[] = [];
  for (const trade of byOpening(first)) {
    const list = waiting.get(nameOf(trade)) ?? [];
    while (list.length > 0 && list[0].openedAt <= trade.openedAt - withinMs) onlySecond.push(list.shift()!);
    if (list.length > 0 && list[0].openedAt < trade.openedAt + withinMs) matched.push([trade, list.shift()!]);
    else onlyFirst.push(trade);
  }
  return { matched, onlyFirst, onlySecond: byOpening([...onlySecond, ...[...waiting.values()].flat()]) };
}

/** Realised PnL + funding − fees of all of them, USD. */
export function netOf(trades: readonly Trade[]): number {
  return trades.reduce((sum, { netPnlUsd }) => sum + netPnlUsd, 0);
}

function byOpening(trades: readonly Trade[]): Trade[] {
  return trades.toSorted((one, other) => one.openedAt - other.openedAt);
}

function nameOf({ asset, side }: Trade): string {
  return `${asset} ${side}`;
}
