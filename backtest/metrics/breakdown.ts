import { type DiaryEntry, monthOf, type Trade } from "../../engine/mod.ts";
import { TradeTally } from "./trade_tally.ts";

/** The closed trades of one asset, side or month. */
export interface BreakdownRow {
  /** The asset, `long` or `short`, or the UTC month of the close such as `2024-02`. */
  readonly name: string;
  readonly trades: number;
  readonly wins: number;
  readonly losses: number;
  /** Wins ÷ trades. */
  readonly winRate: number;
  /** Realised PnL + funding − fees, USD. */
  readonly netPnlUsd: number;
  readonly feesUsd: number;
  readonly fundingUsd: number;
}

/** The same closed trades, three times divided; rows by name, none without trades. */
export interface Breakdown {
  readonly byAsset: readonly BreakdownRow[];
  readonly bySide: readonly BreakdownRow[];
  readonly byMonth: readonly BreakdownRow[];
}

/**
 * Closed trades by asset, side and month, as a fold over a diary. A trade belongs whole to the month of its
 * close; what an open position earned or cost so far is in no row.
 */
export class BreakdownFold {
  readonly #assets = new Map<string, TradeTally>();
  readonly #sides = new Map<string, TradeTally>();
  readonly #months = new Map<string, TradeTally>();

  /** Takes in the next line of the diary. */
  add(entry: DiaryEntry): void {
    if ((entry.kind !== "cycle" && entry.kind !== "command") || entry.trades === undefined) return;
    for (const trade of entry.trades) {
      count(this.#assets, trade.asset, trade);
      count(this.#sides, trade.side, trade);
      count(this.#months, monthOf(trade.closedAt), trade);
    }
  }

  /** The tables of all lines so far. */
  result(): Breakdown {
    return { byAsset: rows(this.#assets), bySide: rows(this.#sides), byMonth: rows(this.#months) };
  }
}

function count(tallies: Map<string, TradeTally>, name: string, trade: Trade): void {
  let tally = tallies.get(name);
  if (tally === undefined) tallies.set(name, tally = new TradeTally());
  tally.add(trade);
}

function rows(tallies: ReadonlyMap<string, TradeTally>): BreakdownRow[] {
  // By code units, not by locale: the same bytes on every machine.
  const sorted = [...tallies].sort(([a], [b]) => a < b ? -1 : 1);
  return sorted.map(([name, tally]) => ({
    name,
    trades: tally.count,
    wins: tally.wins,
    losses: tally.losses,
    winRate: tally.wins / tally.count,
    netPnlUsd: tally.netPnlUsd,
    feesUsd: tally.feesUsd,
    fundingUsd: tally.fundingUsd,
  }));
}
