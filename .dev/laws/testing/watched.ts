import type {
  ApprovedOrder,
  Clock,
  Diary,
  DiaryEntry,
  EventMark,
  Exchange,
  ExchangeState,
  LegOutcome,
  OrderLookup,
  Outcome,
} from "../../../engine/mod.ts";

/** One thing that passed a port, in the order in which everything did. */
export type Moment =
  /** A line was written; `index` is its place in the diary. */
  | { readonly kind: "line"; readonly index: number }
  | { readonly kind: "look"; readonly now: number; readonly state: ExchangeState }
  | {
    readonly kind: "submit";
    readonly now: number;
    readonly order: ApprovedOrder;
    readonly outcomes: readonly LegOutcome[];
  }
  | { readonly kind: "leverage"; readonly now: number; readonly asset: string; readonly leverage: number }
  | {
    readonly kind: "cancel";
    readonly now: number;
    readonly asset: string;
    readonly ids: readonly string[];
  };

/** A diary that notes when each line was written. */
export class WatchedDiary implements Diary {
  readonly #kept: Diary;
  readonly #moments: Moment[];
  #lines = 0;

  constructor(kept: Diary, moments: Moment[]) {
    this.#kept = kept;
    this.#moments = moments;
  }

  append(entry: DiaryEntry): void {
    this.#kept.append(entry);
    this.#moments.push({ kind: "line", index: this.#lines++ });
  }

  commit(): Promise<void> {
    return this.#kept.commit();
  }
}

/** An exchange that notes every call and what was answered. */
export class WatchedExchange implements Exchange {
  readonly #exchange: Exchange;
  readonly #clock: Clock;
  readonly #moments: Moment[];

  constructor(exchange: Exchange, clock: Clock, moments: Moment[]) {
    this.#exchange = exchange;
    this.#clock = clock;
    this.#moments = moments;
  }

  async sync(since: EventMark): Promise<ExchangeState> {
    const state = await this.#exchange.sync(since);
    this.#moments.push({ kind: "look", now: this.#clock.now(), state });
    return state;
  }

  async setLeverage(asset: string, leverage: number): Promise<Outcome> {
    this.#moments.push({ kind: "leverage", now: this.#clock.now(), asset, leverage });
    return await this.#exchange.setLeverage(asset, leverage);
  }

  async submit(order: ApprovedOrder): Promise<readonly LegOutcome[]> {
    const outcomes = await this.#exchange.submit(order);
    this.#moments.push({ kind: "submit", now: this.#clock.now(), order, outcomes });
    return outcomes;
  }

  async cancel(asset: string, ids: readonly string[]): Promise<readonly Outcome[]> {
    this.#moments.push({ kind: "cancel", now: this.#clock.now(), asset, ids });
    return await this.#exchange.cancel(asset, ids);
  }

  find(clientOrderId: string): Promise<OrderLookup> {
    return this.#exchange.find(clientOrderId);
  }
}
