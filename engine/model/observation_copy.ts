import type { Interval } from "./interval.ts";
import type { AccountView, AssetView, Held, IntervalView, Observation, Series } from "./observation.ts";

/** An observation as plain data, which can be sent to where an agent is. */
export interface ObservationCopy {
  readonly close: number;
  readonly interval: Interval;
  readonly account: Omit<AccountView, "sharpe"> & { readonly sharpe: number | null };
  /** Their views, with the values of every series in place of what shows them. */
  readonly assets:
    readonly (Omit<AssetView, "intervals" | "on"> & { readonly intervals: readonly IntervalCopy[] })[];
  readonly held: readonly Held[];
}

interface IntervalCopy {
  readonly interval: Interval;
  readonly closes: readonly number[];
  /** The values of each output, oldest first; NaN where there is none yet. */
  readonly outputs: readonly (readonly [name: string, values: readonly number[]])[];
}

/** Copies an observation with all that it can show. */
export function copyObservation({ close, interval, account, assets, held }: Observation): ObservationCopy {
  const { equityUsd, balanceUsd, freeUsd, totalReturn, positions, openOrders } = account;
  const { activeTrades, decisions, fills, closedTrades } = account;
  return {
    ...{ close, interval, held },
    account: {
      ...{
        equityUsd,
        balanceUsd,
        freeUsd,
        totalReturn,
        positions,
        openOrders,
        activeTrades,
        decisions,
        fills,
      },
      ...{ closedTrades, sharpe: account.sharpe() },
    },
    assets: assets.map((view) => {
      const { asset, mark, mid, basisBps, oracle, fundingHourly, fundingAnnualized } = view;
      const { openInterest, position } = view;
      return {
        ...{ asset, mark, mid, basisBps, oracle, fundingHourly, fundingAnnualized, openInterest, position },
        intervals: view.intervals.map(copyInterval),
      };
    }),
  };
}

function copyInterval(view: IntervalView): IntervalCopy {
  const { interval, closes, outputs } = view;
  return {
    interval,
    closes: closes.values(),
    outputs: outputs.map((name) => [name, view.series(name).values()]),
  };
}

/** The observation of a copy: it shows what the copied one did. */
export function shownCopy(
  { account: { sharpe, ...account }, assets, ...rest }: ObservationCopy,
): Observation {
  return {
    ...rest,
    account: { ...account, sharpe: () => sharpe },
    assets: assets.map(({ intervals, ...view }) => {
      const views = intervals.map(shownInterval);
      return { ...view, intervals: views, on: (interval) => viewOf(views, interval ?? views[0].interval) };
    }),
  };
}

function viewOf(views: readonly IntervalView[], wanted: Interval): IntervalView {
  const found = views.find(({ interval }) => interval === wanted);
  if (found !== undefined) return found;
  const declared = views.map(({ interval }) => interval).join(", ");
  throw new Error(`no candles of ${wanted} were declared; declared: ${declared}`);
}

function shownInterval({ interval, closes, outputs }: IntervalCopy): IntervalView {
  const named = new Map(outputs.map(([name, values]) => [name, seriesOf(values)]));
  // An indicator's id alone is its first output.
  for (const [name] of outputs) {
    const [id] = name.split(".");
    if (!named.has(id)) named.set(id, named.get(name)!);
  }
  const names = outputs.map(([name]) => name);
  return {
    interval,
    closes: seriesOf(closes),
    outputs: names,
    series: (name) => {
      const series = named.get(name);
      if (series !== undefined) return series;
      const declared = names.length === 0 ? "none" : names.join(", ");
      throw new Error(`no indicator ${name} on ${interval}; declared: ${declared}`);
    },
  };
}

function seriesOf(kept: readonly number[]): Series {
  const { length } = kept;
  const at = (ago: number): number => {
    if (!(ago >= 0 && ago < length)) throw new RangeError(`value ${ago} of the last ${length}`);
    return kept[length - 1 - ago];
  };
  return {
    get last() {
      return at(0);
    },
    at,
    values: (count = length) => kept.slice(Math.max(0, length - count)),
  };
}
