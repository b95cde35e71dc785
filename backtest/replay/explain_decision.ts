import type {
  CycleEntry,
  DecisionRecord,
  DiaryEntry,
  DiaryLine,
  Fault,
  IntentEntry,
  OutcomeEntry,
  Trade,
} from "../../engine/mod.ts";

/** A decision that came to something, with what the diary tells of it up to its end. */
export interface ExplainedAsset {
  readonly asset: string;
  /** Null: an idle hold, or no decision. */
  readonly record: DecisionRecord | null;
  /** Why, in the agent's words; null where the diary keeps none. */
  readonly rationale: string | null;
  readonly sent: IntentEntry["orders"];
  readonly outcomes: readonly OutcomeEntry[];
  readonly fills: NonNullable<CycleEntry["fills"]>;
  readonly held: string | null;
  /** The round trip that it opened, was part of or ended; null: there was none, or it is still open. */
  readonly trade: Trade | null;
  /** Where that is told, counted from 1. */
  readonly tradeLine: number | null;
  /** Since when a position is open that no trade has closed, ms; null: none is. */
  readonly openSince: number | null;
}

/** All that the diary tells of the decisions of one cycle. */
export interface Explanation {
  readonly cycle: CycleEntry;
  /** Lines of the cycle in the diary, counted from 1. */
  readonly firstLine: number;
  readonly line: number;
  /** Counted from 1. */
  readonly number: number;
  readonly assets: readonly ExplainedAsset[];
  readonly faults: readonly Fault[];
  /** The last line of the diary. */
  readonly last: { readonly close: number; readonly equityUsd: number };
}

/** The cycles beside a moment at which there is none, ms; null: there is none on that side. */
export interface NearestCycles {
  readonly before: number | null;
  readonly after: number | null;
}

/** What of a cycle stands in the diary before its last line. */
interface Gathered {
  readonly cycle: CycleEntry;
  readonly firstLine: number;
  readonly line: number;
  readonly number: number;
  readonly entries: readonly DiaryEntry[];
}

/** Goes through a diary once and gathers a cycle and what came of it. */
export class DecisionFold {
  readonly #at: number;
  readonly #later = new Map<string, { readonly trade: Trade; readonly line: number }>();
  /** Since when a position is open, by asset, as fills tell. */
  readonly #open = new Map<string, number>();
  readonly #opened = new Map<string, number>();
  #pending: DiaryEntry[] = [];
  #gathered: Gathered | null = null;
  #cycles = 0;
  #before: number | null = null;
  #after: number | null = null;
  #last = { close: 0, equityUsd: 0 };

  /** `at`: the decision time, ms. */
  constructor(at: number) {
    this.#at = at;
  }

  add({ seq, entry }: DiaryLine): void {
    if (entry.kind === "run") return;
    this.#pending.push(entry);
    if (entry.kind === "guard" || entry.kind === "missed") this.#pending = [];
    if (entry.kind !== "cycle" && entry.kind !== "command") return;
    const entries = this.#pending;
    this.#pending = [];
    this.#follow(entry, seq + 1);
    if (entry.kind !== "cycle") return;
    this.#cycles++;
    if (entry.close < this.#at) this.#before = entry.close;
    if (entry.close > this.#at) this.#after ??= entry.close;
    if (entry.close !== this.#at) return;
    const firstLine = seq + 2 - entries.length;
    this.#gathered = { cycle: entry, firstLine, line: seq + 1, number: this.#cycles, entries };
    for (const [asset, since] of this.#open) this.#opened.set(asset, since);
  }

  /** The cycles beside the moment. */
  get nearest(): NearestCycles {
    return { before: this.#before, after: this.#after };
  }

  /** What is known of these assets when the diary is read; null: there is no cycle at that moment. */
  explain(assets: readonly string[]): Explanation | null {
    if (this.#gathered === null) return null;
    const { entries, ...place } = this.#gathered;
    const explained = assets.map((asset) => this.#explainAsset(asset, place.cycle, entries));
    return { ...place, assets: explained, faults: place.cycle.faults ?? [], last: this.#last };
  }

  /** Whether a position stands open, and the first trade that ends at or after the moment. */
  #follow(entry: Extract<DiaryEntry, { readonly kind: "cycle" | "command" }>, line: number): void {
    const { close, equityUsd } = entry;
    this.#last = { close, equityUsd };
    for (const { asset, time } of entry.fills ?? []) if (!this.#open.has(asset)) this.#open.set(asset, time);
    for (const trade of entry.trades ?? []) {
      this.#open.delete(trade.asset);
      if (close >= this.#at && !this.#later.has(trade.asset)) this.#later.set(trade.asset, { trade, line });
    }
    for (const { asset, time } of entry.fills ?? []) {
      const ended = (entry.trades ?? []).findLast((trade) => trade.asset === asset);
      if (ended !== undefined && time > ended.closedAt) this.#open.set(asset, time);
    }
  }

  #explainAsset(asset: string, cycle: CycleEntry, entries: readonly DiaryEntry[]): ExplainedAsset {
    const isOf = (one: { readonly asset: string }): boolean => one.asset === asset;
    const record = cycle.decisions?.find(isOf) ?? null;
    const sent = entries.flatMap((entry) => entry.kind === "intent" ? entry.orders.filter(isOf) : []);
    const outcomes = entries.filter((entry): entry is OutcomeEntry =>
      entry.kind === "outcome" && entry.asset === asset
    );
    const fills = cycle.fills?.filter(isOf) ?? [];
    const later = this.#later.get(asset);
    // A trade that was opened only after this cycle has nothing to do with it.
    const isItsOwn = later !== undefined &&
      (this.#opened.has(asset) || cycle.trades?.includes(later.trade) === true);
    return {
      asset,
      record,
      rationale: record?.rationale ?? cycle.rationales?.[asset] ?? null,
      sent,
      outcomes,
      fills,
      held: cycle.held?.find(isOf)?.reason ?? null,
      trade: isItsOwn ? later.trade : null,
      tradeLine: isItsOwn ? later.line : null,
      openSince: isItsOwn ? null : this.#opened.get(asset) ?? null,
    };
  }
}
