import type { JsonValue } from "./decision.ts";
import type { AssetView, IntervalView, Observation } from "./observation.ts";

/** All that an observation shows, as JSON: what `--diary full` keeps. A value that is not there yet is null. */
export function observationJson(observation: Observation): JsonValue {
  const { close, interval, account, held } = observation;
  return plain({
    close,
    interval,
    account: {
      balanceUsd: account.balanceUsd,
      equityUsd: account.equityUsd,
      freeUsd: account.freeUsd,
      totalReturn: account.totalReturn,
      sharpe: account.sharpe(),
      positions: account.positions,
      openOrders: account.openOrders,
      activeTrades: account.activeTrades,
      decisions: account.decisions,
      fills: account.fills,
      closedTrades: account.closedTrades,
    },
    assets: observation.assets.map(assetJson),
    held,
  });
}

function assetJson(view: AssetView): unknown {
  return {
    asset: view.asset,
    mark: view.mark,
    mid: view.mid,
    basisBps: view.basisBps,
    oracle: view.oracle,
    fundingHourly: view.fundingHourly,
    fundingAnnualized: view.fundingAnnualized,
    openInterest: view.openInterest,
    intervals: view.intervals.map(intervalJson),
  };
}

function intervalJson(view: IntervalView): unknown {
  const indicators: Record<string, number[]> = {};
  for (const name of view.outputs) indicators[name] = view.series(name).values();
  return { interval: view.interval, closes: view.closes.values(), indicators };
}

/** JSON has no NaN (it becomes null) and no undefined (it is left out). */
function plain(value: unknown): JsonValue {
  return JSON.parse(JSON.stringify(value));
}
