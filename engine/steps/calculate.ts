import type { Need } from "../agents/agent.ts";
import { type AssetFeeds, CandleFeed, type FeedWindow } from "../indicators/candle_feed.ts";
import { indicatorId, type IndicatorSpec } from "../indicators/mod.ts";
import { type AccountState, type Position, positionOf } from "../model/account.ts";
import type { JsonValue } from "../model/decision.ts";
import { Fingerprint } from "../model/hash.ts";
import type { Interval } from "../model/interval.ts";
import type { MarketContext } from "../model/market_context.ts";
import type { OpenOrder } from "../model/order.ts";
import type { AccountView, AssetView, Held, IntervalView, Observation } from "../model/observation.ts";
import type { RunState } from "../model/run_state.ts";

const BPS = 10_000;
const HOURS_PER_YEAR = 24 * 365;
const MAX_OPEN_ORDERS = 50;

/** What a cycle's observation is made from. */
export interface Seen {
  readonly close: number;
  readonly account: AccountState;
  readonly contexts: readonly MarketContext[];
  /** What the agent returned to be remembered. */
  readonly memory: JsonValue;
  /** Assets whose data is missing or too old, with the reason; not given: none. */
  readonly unusable?: readonly Held[] | undefined;
}

/** The feeds of every asset for what an agent needs; the decision interval always comes first. */
export function createFeeds(
  assets: readonly string[],
  interval: Interval,
  needs: readonly Need[],
): AssetFeeds[] {
  const wanted = new Map<Interval, { indicators: IndicatorSpec[]; values: number }>([
    [interval, { indicators: [], values: 1 }],
  ]);
  for (const need of needs) {
    const of = need.interval === "decision" ? interval : need.interval;
    const present = wanted.get(of) ?? { indicators: [], values: 1 };
    wanted.set(of, {
      indicators: [...present.indicators, ...need.indicators.filter((one) => !has(present.indicators, one))],
      values: Math.max(present.values, need.values),
    });
  }
  return assets.map((asset) => ({
    asset,
    feeds: [...wanted].map(([of, what]) => new CandleFeed({ interval: of, ...what })),
  }));
}

/** Two needs may want the same of one interval: it is reckoned and shown once. */
function has(indicators: readonly IndicatorSpec[], wanted: IndicatorSpec): boolean {
  return indicators.some((one) => indicatorId(one) === indicatorId(wanted));
}

/** Feeds the new candles to the indicators and makes the observation: all that the agent may know. */
export class Calculator {
  readonly #views: readonly AssetObservation[];
  readonly #interval: Interval;

  constructor(assets: readonly AssetFeeds[], interval: Interval) {
    this.#views = assets.map(({ asset, feeds }) => new AssetObservation(asset, feeds));
    this.#interval = interval;
  }

  /** The observation of a cycle; an asset that cannot be observed is held, with the reason. */
  calculate(windows: readonly FeedWindow[], seen: Seen, state: RunState): Observation {
    for (const { feed, window } of windows) feed.push(window);
    let held: Held[] | null = null;
    for (let index = 0; index < this.#views.length; index++) {
      const view = this.#views[index];
      const own = view.update(seen, seen.contexts[index]);
      const reason = seen.unusable === undefined ? own : unusableBy(seen.unusable, view.asset) ?? own;
      if (reason !== null) (held ??= []).push({ asset: view.asset, reason });
    }
    const account = new AccountObservation(seen.account, state);
    const common = { close: seen.close, interval: this.#interval, account };
    // A list of its own in every cycle: what an agent does to it changes no later one.
    if (held === null) return { ...common, assets: this.#views.slice(), held: [] };
    const assets = this.#views.filter(({ asset }) => held.every((one) => one.asset !== asset));
    return { ...common, assets, held };
  }

  /**
   * A fingerprint of what the agent knew from outside the diary (every candle ever fed, the contexts, the account) and
   * of its memory; its past decisions, fills and trades are what the lines before say.
   */
  fingerprint({ close, account, contexts, memory }: Seen): string {
    const fingerprint = new Fingerprint().number(close).number(account.balanceUsd).number(account.equityUsd)
      .number(account.freeUsd);
    if (memory !== null) fingerprint.text(JSON.stringify(memory));
    for (const position of account.positions) {
      const { asset, side, size, entryPrice, leverage } = position;
      fingerprint.text(asset).text(side).number(size).number(entryPrice).number(leverage);
    }
    for (const order of account.openOrders) {
      fingerprint.text(order.clientOrderId ?? strangerText(order)).text(order.kind).number(order.size ?? -1)
        .number(order.triggerPrice ?? order.limitPrice);
    }
    for (const view of this.#views) view.take(fingerprint);
    for (const { mark, mid, oracle, funding, openInterest } of contexts) {
      fingerprint.number(mark ?? -1).number(mid ?? -1).number(oracle ?? -1).number(funding ?? -1)
        .number(openInterest ?? -1);
    }
    return fingerprint.hex();
  }
}

/** What a client order id stands for: of an order without one no line of the diary tells it. */
function strangerText({ asset, side, limitPrice, reduceOnly }: OpenOrder): string {
  return `${asset} ${side} ${limitPrice} ${reduceOnly}`;
}

function unusableBy(unusable: readonly Held[], asset: string): string | undefined {
  return unusable.find((one) => one.asset === asset)?.reason;
}

class AssetObservation implements AssetView {
  readonly asset: string;
  readonly intervals: readonly CandleFeed[];
  mark = NaN;
  mid = NaN;
  oracle: number | null = null;
  fundingHourly: number | null = null;
  openInterest: number | null = null;
  position: Position | null = null;

  constructor(asset: string, feeds: readonly CandleFeed[]) {
    this.asset = asset;
    this.intervals = feeds;
  }

  get basisBps(): number {
    return (this.mid / this.intervals[0].closes.last - 1) * BPS;
  }

  get fundingAnnualized(): number | null {
    return this.fundingHourly === null ? null : this.fundingHourly * HOURS_PER_YEAR;
  }

  on(interval: Interval = this.intervals[0].interval): IntervalView {
    for (const feed of this.intervals) if (feed.interval === interval) return feed;
    const declared = this.intervals.map((feed) => feed.interval).join(", ");
    throw new Error(`no candles of ${interval} were declared; declared: ${declared}`);
  }

  /** Takes over what is seen now; gives the reason why the asset cannot be observed, or null. */
  update({ close, account }: Seen, context: MarketContext): string | null {
    const { mark, mid } = context;
    this.mark = mark ?? NaN;
    this.mid = mid ?? NaN;
    this.oracle = context.oracle;
    this.fundingHourly = context.funding;
    this.openInterest = context.openInterest;
    this.position = positionOf(account, this.asset);
    for (const feed of this.intervals) {
      if (!feed.warm) return `warm-up: ${feed.count} of ${feed.needed} candles of ${feed.interval}`;
    }
    if (this.intervals[0].lastClose !== close) return "no candle";
    return mid === null || mark === null ? "no price" : null;
  }

  take(fingerprint: Fingerprint): void {
    for (const feed of this.intervals) fingerprint.fingerprint(feed.fingerprint);
  }
}

/** Every list is a copy: what an agent does to one changes neither what the gate judges by nor what Secure sees. */
class AccountObservation implements AccountView {
  readonly #account: AccountState;
  readonly #run: RunState;

  constructor(account: AccountState, run: RunState) {
    this.#account = account;
    this.#run = run;
  }

  get equityUsd(): number {
    return this.#account.equityUsd;
  }
  get balanceUsd(): number {
    return this.#account.balanceUsd;
  }
  get freeUsd(): number {
    return this.#account.freeUsd;
  }
  get totalReturn(): number {
    return this.#account.equityUsd / this.#run.depositsUsd - 1;
  }
  get positions(): AccountState["positions"] {
    return [...this.#account.positions];
  }
  get openOrders(): AccountState["openOrders"] {
    return this.#account.openOrders.slice(0, MAX_OPEN_ORDERS);
  }
  get activeTrades(): AccountView["activeTrades"] {
    return this.#run.book.actives();
  }
  get decisions(): AccountView["decisions"] {
    return [...this.#run.decisions];
  }
  get fills(): AccountView["fills"] {
    return [...this.#run.fills];
  }
  get closedTrades(): AccountView["closedTrades"] {
    return [...this.#run.closedTrades];
  }
  sharpe(): number | null {
    return this.#run.sharpe();
  }
}
