/**
 * What a market of 2024 looks like: the moments measured on recordings of that year (Binance USD-M perpetuals,
 * Hyperliquid funding), and how far the synthetic market may be from each.
 */
import type { TradedSymbol } from "./parameters.ts";

type Targets = Partial<Record<TradedSymbol, number>>;

/** One row of a table of moments; `name` is the key in the statistics' answer. */
export interface Row {
  name: string;
  targets: Targets;
  /** Unit of the last printed digit of the targets: how exactly the recordings must meet them. */
  unit: number;
  /** Lowest and highest value allowed. */
  band(target: number): [number, number];
}

type Band = Row["band"];

const relative = (share: number): Band => (target) => [target * (1 - share), target * (1 + share)];
const around = (distance: number): Band => (target) => [target - distance, target + distance];
const within = (low: number, high: number): Band => () => [low, high];
/** Half to twice the target, whatever its sign. */
const halfToDouble: Band = (target) => target > 0 ? [target / 2, target * 2] : [target * 2, target / 2];

function row(name: string, values: (number | undefined)[], rule: { unit: number; band: Band }): Row {
  const symbols: TradedSymbol[] = ["BTC", "ETH", "SOL"];
  const targets: Targets = {};
  symbols.forEach((symbol, i) => {
    const value = values[i];
    if (value !== undefined) targets[symbol] = value;
  });
  return { name, targets, ...rule };
}

/** Candles of 15 minutes. Ranges and gaps in basis points, volume in base coin, hours in UTC. */
export const ROWS_15M: Row[] = [
  row("volatility", [0.53, 0.64, 0.94], { unit: 0.01, band: relative(0.15) }),
  row("kurtosis", [17, 29, 18], { unit: 1, band: within(8, 60) }),
  row("skew", [-0.5, -0.7, -0.1], { unit: 0.1, band: within(-1.5, 0.5) }),
  row("returnLag1", [-0.01, 0.01, -0.03], { unit: 0.01, band: within(-0.05, 0.05) }),
  row("absoluteLag1", [0.32, 0.3, 0.29], { unit: 0.01, band: around(0.1) }),
  row("absoluteLag4", [0.23, 0.21, 0.24], { unit: 0.01, band: around(0.1) }),
  row("absoluteLag96", [0.12, 0.11, 0.14], { unit: 0.01, band: around(0.1) }),
  row("absoluteLag672", [0.1, 0.07, 0.06], { unit: 0.01, band: around(0.1) }),
  row("medianRange", [30, 37, 58], { unit: 1, band: relative(0.25) }),
  row("range99", [153, 182, 254], { unit: 1, band: relative(0.35) }),
  row("bodyToRange", [0.46, 0.45, 0.46], { unit: 0.01, band: around(0.06) }),
  row("openGap", [0, 0, 0.1], { unit: 0.1, band: within(0, 2) }),
  row("openGap99", [0.2, 0.3, 1.2], { unit: 0.1, band: within(0, 2) }),
  row("largestUp", [0.032, 0.063, 0.085], { unit: 0.001, band: halfToDouble }),
  row("largestDown", [-0.047, -0.086, -0.092], { unit: 0.001, band: halfToDouble }),
  row("medianVolume", [1714, 18724, 144601], { unit: 1, band: relative(0.4) }),
  row("volumeCorrelation", [0.6, 0.59, 0.56], { unit: 0.01, band: around(0.15) }),
  row("busiestHour", [14, 14, 14], { unit: 1, band: within(13, 16) }),
  row("rhythmRatio", [2.1, 1.9, 1.6], { unit: 0.1, band: within(1.4, 2.5) }),
];

/** Candles of 5 minutes; what was not measured on recordings has no target. */
export const ROWS_5M: Row[] = [
  row("volatility", [0.54, undefined, 0.97], { unit: 0.01, band: relative(0.15) }),
  row("medianRange", [16, undefined, 32], { unit: 1, band: relative(0.25) }),
  row("bodyToRange", [0.5, undefined, 0.47], { unit: 0.01, band: around(0.06) }),
];

/** Correlation of the 15m returns of two assets, and how far from it is allowed. */
export const CORRELATIONS: { pair: [TradedSymbol, TradedSymbol]; target: number }[] = [
  { pair: ["BTC", "ETH"], target: 0.82 },
  { pair: ["BTC", "SOL"], target: 0.74 },
  { pair: ["ETH", "SOL"], target: 0.74 },
];
export const CORRELATION_BAND = 0.1;

/** Hourly funding, as fractions per hour. */
export const FUNDING_ROWS: Row[] = [
  row("mean", [2.76e-5, 2.52e-5, 3.21e-5], { unit: 1e-7, band: relative(0.15) }),
  row("deviation", [3.5e-5, 3e-5, 4.4e-5], { unit: 1e-6, band: relative(0.15) }),
  row("quantile5", [0.46e-5, -0.66e-5, -0.84e-5], { unit: 1e-7, band: around(0.3e-5) }),
  row("median", [1.25e-5, 1.25e-5, 1.25e-5], { unit: 1e-7, band: around(0) }),
  row("quantile95", [9.7e-5, 8.7e-5, 12.4e-5], { unit: 1e-6, band: relative(0.15) }),
  row("minimum", [-9.2e-5, -11.7e-5, -15.6e-5], { unit: 1e-6, band: halfToDouble }),
  row("maximum", [59.8e-5, 23.6e-5, 38.5e-5], { unit: 1e-6, band: halfToDouble }),
  row("floorShare", [0.55, 0.51, 0.48], { unit: 0.01, band: around(0.05) }),
  row("lag1", [0.87, 0.86, 0.91], { unit: 0.01, band: around(0.05) }),
];
