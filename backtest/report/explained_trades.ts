import type { CycleEntry, DecisionRecord, DiaryLine, Trade } from "../../engine/mod.ts";

/** What an agent said when it decided. */
export interface Said {
  /** The decision time, ms. */
  readonly close: number;
  /** Of the cycle in the diary, counted from 1. */
  readonly line: number;
  readonly action: string;
  /** Why, of this asset. */
  readonly rationale: string | null;
  /** Of the cycle as a whole; null where it told nothing more. */
  readonly reasoning: string | null;
  /** When it means to leave. */
  readonly exitPlan: string | null;
  readonly stop: number | null;
  readonly target: number | null;
}

/** A closed trade with the decisions that made it. */
export interface ExplainedTrade {
  readonly trade: Trade;
  /** Where its end is told, counted from 1. */
  readonly line: number;
  /** The one that opened it, and those that added to it, oldest first; none of a position that the run found. */
  readonly opened: readonly Said[];
  /** The one that closed it; null where a stop, a target or the venue did. */
  readonly closed: Said | null;
}

/** Gathers closed trades and what was said when they were decided, as a fold over a diary. */
export class ExplainedTrades {
  readonly #open = new Map<string, Said[]>();
  readonly #trades: ExplainedTrade[] = [];

  add({ seq, entry }: DiaryLine): void {
    if (entry.kind !== "cycle" && entry.kind !== "command") return;
    const line = seq + 1;
    const said = entry.kind === "cycle" ? entry : null;
    const closing = new Map<string, Said>();
    for (const record of entry.decisions ?? []) {
      if (record.outcome !== "filled") continue;
      const spoken = saidOf(record, said, { close: entry.close, line });
      if (record.action === "close") closing.set(record.asset, spoken);
      else if (record.openedAt !== undefined) this.#opened(record.asset, record.openedAt, spoken);
    }
    for (const trade of entry.trades ?? []) {
      const name = nameOf(trade.asset, trade.openedAt);
      const closed = trade.exit === "close" ? closing.get(trade.asset) ?? null : null;
      this.#trades.push({ trade, line, opened: this.#open.get(name) ?? [], closed });
      this.#open.delete(name);
    }
  }

  /** All of the lines so far, in the order in which they were closed. */
  result(): readonly ExplainedTrade[] {
    return this.#trades;
  }

  #opened(asset: string, openedAt: number, said: Said): void {
    const name = nameOf(asset, openedAt);
    const before = this.#open.get(name);
    if (before === undefined) this.#open.set(name, [said]);
    else before.push(said);
  }
}

function nameOf(asset: string, openedAt: number): string {
  return `${asset} ${openedAt}`;
}

function saidOf(
  { asset, action, rationale, exitPlan, stop, target }: DecisionRecord,
  cycle: CycleEntry | null,
  place: Pick<Said, "close" | "line">,
): Said {
  const words = [cycle?.summary, cycle?.reasoning].filter((text) => text !== undefined && text !== "");
  return {
    ...place,
    action,
    rationale: (rationale === "" ? null : rationale) ?? cycle?.rationales?.[asset] ?? null,
    reasoning: words.length === 0 ? null : [...new Set(words)].join("\n\n"),
    exitPlan: exitPlan ?? null,
    stop: stop ?? null,
    target: target ?? null,
  };
}
