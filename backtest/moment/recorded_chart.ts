import {
  atr,
  bollinger,
  type ChartAsked,
  type ChartCandles,
  type ChartIndicator,
  type ChartMarket,
  createIndicator,
  ema,
  type IndicatorSpec,
  type Interval,
  intervalMs,
  INTERVALS,
  macd,
  outputNames,
  type RecordedAsset,
  rsi,
} from "../../engine/mod.ts";
import type { CandleSeries } from "../market/candle_series.ts";
import { type AssetHistory, RecordedMarket } from "../market/recorded_market.ts";

const SPECS: Readonly<Record<ChartIndicator, IndicatorSpec>> = {
  "ema20": ema(20),
  "ema50": ema(50),
  "bollinger20-2": bollinger(),
  "rsi14": rsi(),
  "macd12-26-9": macd(),
  "atr14": atr(),
};

/** Candles before the drawn ones that indicators are fed with, so that those drawn are warm. */
const WARM_UP = 500;

/** Candles of a run's market to be drawn, resampled where the interval is not recorded; never one that had not closed. */
export class RecordedChart implements ChartMarket {
  readonly #market: RecordedMarket;

  constructor(assets: readonly RecordedAsset[]) {
    this.#market = new RecordedMarket(assets.filter(({ candles }) => candles.length > 0));
  }

  candles({ asset, interval, until, count, indicators }: ChartAsked): ChartCandles | null {
    const history = this.#market.assets.get(asset);
    const series = history?.series(interval) ?? null;
    if (history === undefined || series === null) return null;
    const end = series.closedAt(until);
    const start = Math.max(0, end - count);
    const { time, open, high, low, close, volume } = series.columns;
    const candles: ChartCandles["candles"][number][] = [];
    for (let at = start; at < end; at++) {
      candles.push([time[at], open[at], high[at], low[at], close[at], volume[at]]);
    }
    const values = valuesOf(series, { start, end }, indicators);
    return { interval, intervals: intervalsOf(history), candles, indicators: values };
  }

  marks(at: number): ReadonlyMap<string, number> {
    const marks = new Map<string, number>();
    for (const [asset, { settled }] of this.#market.assets) {
      const closed = settled.closedAt(at);
      if (closed > 0) marks.set(asset, settled.columns.close[closed - 1]);
    }
    return marks;
  }
}

/** The intervals that are recorded or can be made of shorter ones. */
function intervalsOf({ recorded: { candles } }: AssetHistory): Interval[] {
  return INTERVALS.filter((interval) =>
    candles.some((one) => intervalMs(interval) % intervalMs(one.interval) === 0)
  );
}

function valuesOf(
  { columns: { high, low, close } }: CandleSeries,
  { start, end }: { readonly start: number; readonly end: number },
  shown: ChartAsked["indicators"],
): ChartCandles["indicators"] {
  const values: Record<string, (number | null)[]> = {};
  for (const name of shown) {
    const indicator = createIndicator(SPECS[name]);
    const names = outputNames(indicator);
    for (const output of names) values[output] = [];
    for (let at = Math.max(0, start - WARM_UP); at < end; at++) {
      indicator.push(high[at], low[at], close[at]);
      if (at < start) continue;
      for (const [place, output] of names.entries()) {
        const value = indicator.value(place);
        values[output].push(Number.isFinite(value) ? value : null);
      }
    }
  }
  return values;
}
