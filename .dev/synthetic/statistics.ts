/** The statistics that say whether a market looks like one. Plain arithmetic over columns; nothing is read here. */

/** Candle columns: `time` = open time in ms UTC, prices in USD, `volume` in base coin. */
export interface Candles {
  time: Float64Array;
  open: Float64Array;
  high: Float64Array;
  low: Float64Array;
  close: Float64Array;
  volume: Float64Array;
}

export const HOUR_MS = 3_600_000;
const BASIS_POINT = 1e-4;
const YEAR_MS = 365 * 24 * HOUR_MS;

/** Arithmetic mean. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

/** The `order`-th central moment. */
export function centralMoment(values: ArrayLike<number>, order: number): number {
  const centre = mean(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] - centre) ** order;
  return sum / values.length;
}

/** Standard deviation (of the population). */
export function deviation(values: ArrayLike<number>): number {
  return Math.sqrt(centralMoment(values, 2));
}

/** Value below which the share `q` (0 to 1) of the values lies, interpolated. */
export function quantile(values: ArrayLike<number>, q: number): number {
  const sorted = Float64Array.from(values).sort();
  const position = q * (sorted.length - 1);
  const low = Math.floor(position);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low] + (sorted[high] - sorted[low]) * (position - low);
}

/** Pearson correlation of two series of the same length. */
export function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const meanA = mean(a);
  const meanB = mean(b);
  let product = 0;
  let squaresA = 0;
  let squaresB = 0;
  for (let i = 0; i < a.length; i++) {
    product += (a[i] - meanA) * (b[i] - meanB);
    squaresA += (a[i] - meanA) ** 2;
    squaresB += (b[i] - meanB) ** 2;
  }
  return product / Math.sqrt(squaresA * squaresB);
}

/** Correlation of a series with itself `lag` steps later. */
export function autocorrelation(values: Float64Array, lag: number): number {
  return correlation(values.subarray(0, values.length - lag), values.subarray(lag));
}

/** Log returns from close to close; the first candle has none, so the result is one shorter. */
export function returnsOf(candles: Candles): Float64Array {
  const { close } = candles;
  return Float64Array.from({ length: close.length - 1 }, (_, i) => Math.log(close[i + 1] / close[i]));
}

/** Candles with from ≤ open time < to (ms UTC). */
export function between(candles: Candles, fromMs: number, toMs: number): Candles {
  const from = candles.time.findIndex((time) => time >= fromMs);
  const end = candles.time.findIndex((time) => time >= toMs);
  const to = end < 0 ? candles.time.length : end;
  const cut = (column: Float64Array) => column.subarray(from, to);
  const { time, open, high, low, close, volume } = candles;
  return {
    time: cut(time),
    open: cut(open),
    high: cut(high),
    low: cut(low),
    close: cut(close),
    volume: cut(volume),
  };
}

/** Coarser candles (`intervalMs` long) from finer ones; a gap stays a gap. */
export function resample(candles: Candles, intervalMs: number): Candles {
  const starts: number[] = [];
  const { time } = candles;
  for (let i = 0; i < time.length; i++) {
    const isNew = i === 0 || Math.floor(time[i] / intervalMs) !== Math.floor(time[i - 1] / intervalMs);
    if (isNew) starts.push(i);
  }
  const column = () => new Float64Array(starts.length);
  const result = {
    time: column(),
    open: column(),
    high: column(),
    low: column(),
    close: column(),
    volume: column(),
  };
  for (let k = 0; k < starts.length; k++) {
    const from = starts[k];
    const to = starts[k + 1] ?? time.length;
    result.time[k] = Math.floor(time[from] / intervalMs) * intervalMs;
    result.open[k] = candles.open[from];
    result.close[k] = candles.close[to - 1];
    result.high[k] = candles.high.subarray(from, to).reduce((a, b) => Math.max(a, b));
    result.low[k] = candles.low.subarray(from, to).reduce((a, b) => Math.min(a, b));
    result.volume[k] = candles.volume.subarray(from, to).reduce((a, b) => a + b);
  }
  return result;
}

/** Mean absolute return of each hour of the day UTC, 24 values. */
function hourlyRhythm(candles: Candles): number[] {
  const sums = new Array<number>(24).fill(0);
  const counts = new Array<number>(24).fill(0);
  const returns = returnsOf(candles);
  for (let i = 0; i < returns.length; i++) {
    const hour = Math.floor(candles.time[i + 1] / HOUR_MS) % 24;
    sums[hour] += Math.abs(returns[i]);
    counts[hour]++;
  }
  return sums.map((sum, hour) => sum / counts[hour]);
}

/** Yearly standard deviation of the log returns of candles that are `intervalMs` long. */
function annualVolatility(returns: Float64Array, intervalMs: number): number {
  return deviation(returns) * Math.sqrt(YEAR_MS / intervalMs);
}

/** Every row of the table of candle moments; ranges and open gaps are in basis points. */
export function candleMoments(candles: Candles, intervalMs: number): Record<string, number> {
  const returns = returnsOf(candles);
  const absolute = returns.map(Math.abs);
  const rhythm = hourlyRhythm(candles);
  const variance = centralMoment(returns, 2);
  const lag = (steps: number) => autocorrelation(absolute, steps);
  return {
    volatility: annualVolatility(returns, intervalMs),
    kurtosis: centralMoment(returns, 4) / variance ** 2 - 3,
    skew: centralMoment(returns, 3) / variance ** 1.5,
    returnLag1: autocorrelation(returns, 1),
    absoluteLag1: lag(1),
    absoluteLag4: lag(4),
    absoluteLag96: lag(96),
    absoluteLag672: lag(672),
    ...shapeMoments(candles),
    largestUp: returns.reduce((a, b) => Math.max(a, b)),
    largestDown: returns.reduce((a, b) => Math.min(a, b)),
    medianVolume: quantile(candles.volume, 0.5),
    volumeCorrelation: correlation(candles.volume.subarray(1).map(Math.log), absolute),
    busiestHour: rhythm.indexOf(Math.max(...rhythm)),
    quietestHour: rhythm.indexOf(Math.min(...rhythm)),
    rhythmRatio: Math.max(...rhythm) / Math.min(...rhythm),
  };
}

function shapeMoments(candles: Candles): Record<string, number> {
  const { open, high, low, close } = candles;
  const range = high.map((value, i) => Math.log(value / low[i]) / BASIS_POINT);
  const moving = Array.from(high.keys()).filter((i) => high[i] > low[i]);
  const body = moving.map((i) => Math.abs(close[i] - open[i]) / (high[i] - low[i]));
  const gaps = open.subarray(1).map((value, i) => Math.abs(value / close[i] - 1) / BASIS_POINT);
  return {
    medianRange: quantile(range, 0.5),
    range99: quantile(range, 0.99),
    bodyToRange: quantile(body, 0.5),
    openGap: quantile(gaps, 0.5),
    openGap99: quantile(gaps, 0.99),
  };
}

/** The floor that Hyperliquid's funding formula pays while the premium is small, per hour. */
const FUNDING_FLOOR = 0.0000125;

/** Every row of the table of hourly funding; rates are fractions per hour. */
export function fundingMoments(rates: Float64Array): Record<string, number> {
  return {
    mean: mean(rates),
    deviation: deviation(rates),
    quantile5: quantile(rates, 0.05),
    median: quantile(rates, 0.5),
    quantile95: quantile(rates, 0.95),
    minimum: rates.reduce((a, b) => Math.min(a, b)),
    maximum: rates.reduce((a, b) => Math.max(a, b)),
    floorShare: rates.filter((rate) => rate === FUNDING_FLOOR).length / rates.length,
    lag1: autocorrelation(rates, 1),
  };
}
