import type { AgentTools } from "../agents/agent.ts";
import { HistoryAt } from "../agents/history_at.ts";
import type { Position } from "../model/account.ts";
import type { AccountView, AssetView, IntervalView, Observation, Series } from "../model/observation.ts";
import { accountOf } from "./accounts.ts";
import { ScriptedMarketData } from "./scripted_market_data.ts";
import { ScriptedModel } from "./scripted_model.ts";
import { SettableClock } from "./settable_clock.ts";
import { MIDNIGHT } from "./times.ts";

/** Values of series by name, oldest first; "close" are the closes. A number alone stands for one value. */
export type GivenSeries = { readonly [name: string]: number | readonly number[] };

/** What an agent is to see of one asset. */
export interface GivenAsset {
  readonly asset?: string;
  /** Mark and mid; 100 where it is not said. */
  readonly price?: number;
  readonly position?: Position | null;
  /** Series by interval; "decision" is the first. */
  readonly on?: { readonly [interval: string]: GivenSeries };
}

/** An observation of given assets and account, on 15m at midnight. */
export function observationOf(
  assets: readonly GivenAsset[],
  account: Partial<AccountView> = {},
  held: Observation["held"] = [],
): Observation {
  const { equityUsd, balanceUsd, freeUsd } = accountOf({ equityUsd: account.equityUsd ?? 10_000 });
  const view: AccountView = {
    equityUsd,
    balanceUsd,
    freeUsd,
    totalReturn: 0,
    positions: [],
    openOrders: [],
    activeTrades: [],
    decisions: [],
    fills: [],
    closedTrades: [],
    sharpe: () => null,
    ...account,
  };
  return { close: MIDNIGHT, interval: "15m", account: view, assets: assets.map(assetOf), held };
}

/** Tools whose chance is given: the draws of every asset, one after the other. */
export function toolsOf(draws: readonly number[] = []): AgentTools {
  const clock = new SettableClock(MIDNIGHT);
  return {
    model: new ScriptedModel(),
    memory: null,
    random: () => {
      let next = 0;
      return () => {
        if (next === draws.length) throw new Error(`drawn more often than the ${draws.length} given`);
        return draws[next++];
      };
    },
    signal: new AbortController().signal,
    history: new HistoryAt({ clock, marketData: new ScriptedMarketData(clock) }, MIDNIGHT),
    patienceMs: Infinity,
  };
}

function assetOf({ asset = "ETH", price = 100, position = null, on = {} }: GivenAsset): AssetView {
  const intervals = Object.entries(on).map(([name, series]) =>
    intervalOf(name === "decision" ? "15m" : name as "4h", series)
  );
  return {
    asset,
    mark: price,
    mid: price,
    basisBps: 0,
    oracle: price,
    fundingHourly: null,
    fundingAnnualized: null,
    openInterest: null,
    position,
    intervals,
    on: (interval = "15m") => {
      const found = intervals.find((one) => one.interval === interval);
      if (found === undefined) throw new Error(`the test gives nothing on ${interval}`);
      return found;
    },
  };
}

function intervalOf(interval: IntervalView["interval"], given: GivenSeries): IntervalView {
  return {
    interval,
    outputs: Object.keys(given),
    closes: seriesOf(given.close ?? []),
    series: (name) => {
      if (!(name in given)) throw new Error(`the test gives no ${name} on ${interval}`);
      return seriesOf(given[name]);
    },
  };
}

function seriesOf(given: number | readonly number[]): Series {
  const values = typeof given === "number" ? [given] : given;
  const at = (ago: number): number => {
    if (ago >= values.length) throw new Error(`the test gives ${values.length} values`);
    return values[values.length - 1 - ago];
  };
  return {
    get last() {
      return at(0);
    },
    at,
    values: (count = values.length) => values.slice(-count),
  };
}
