import {
  type CandleColumns,
  candleColumns,
  type RecordedAsset,
  type RecordedCandles,
  type RecordedValues,
} from "../../engine/mod.ts";
import { type Control, tradedAssets } from "./control.ts";

/**
 * Logarithms of prices mirrored about the first one, p′ = p₀² ÷ p: what rose falls by the same share, and whoever was long
 * with a reason has the same reason to be short. Funding rates change their sign, volumes keep what they are worth. Open
 * interest stays as it is.
 */
export const MIRROR: Control = {
  name: "mirror",
  donors: [],
  apply: (terms) => ({
    assets: tradedAssets(terms).map(mirrored),
    range: terms.range,
    detail: null,
  }),
};

function mirrored(asset: RecordedAsset): RecordedAsset {
  const square = firstPrice(asset) ** 2;
  const mirror = (price: number): number => square / price;
  const { candles, funding, marks = [], oracle = null } = asset;
  return {
    ...asset,
    candles: candles.map((series) => mirroredSeries(series, mirror)),
    marks: marks.map((series) => mirroredSeries(series, mirror)),
    funding: funding === null ? null : changedValues(funding, (rate) => -rate),
    oracle: oracle === null ? null : changedValues(oracle, mirror),
  };
}

/** The open of the earliest candle. */
function firstPrice({ candles }: RecordedAsset): number {
  const filled = candles.filter(({ columns }) => columns.time.length > 0);
  const [{ columns }] = filled.sort((a, b) => a.columns.time[0] - b.columns.time[0]);
  return columns.open[0];
}

function mirroredSeries(
  { interval, columns }: RecordedCandles,
  mirror: (price: number) => number,
): RecordedCandles {
  const { time, open, high, low, close, volume } = columns;
  const changed: CandleColumns = candleColumns(time.length);
  for (let row = 0; row < time.length; row++) {
    changed.time[row] = time[row];
    changed.open[row] = mirror(open[row]);
    changed.high[row] = mirror(low[row]);
    changed.low[row] = mirror(high[row]);
    changed.close[row] = mirror(close[row]);
    changed.volume[row] = volume[row] * close[row] / changed.close[row];
  }
  return { interval, columns: changed };
}

function changedValues({ time, value }: RecordedValues, change: (value: number) => number): RecordedValues {
  return { time, value: value.map(change) };
}
