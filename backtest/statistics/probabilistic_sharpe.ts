import type { Moments } from "./moments.ts";
import { normalCdf, normalQuantile } from "./normal.ts";

/** What a Sharpe ratio's error depends on; the ratio per observation, kurtosis not in excess (a normal one has 3). */
export interface SharpeShape extends Pick<Moments, "count" | "skewness" | "kurtosis"> {
  readonly sharpe: number;
}

/**
 * The probabilistic Sharpe ratio, in the form of 2012: the chance that the true ratio is above `threshold`,
 * Φ[(SR − SR*)·√(T − 1) ÷ √(1 − γ₃·SR + (γ₄ − 1)/4·SR²)]; all ratios per observation. Null where the root has no value.
 * Source: methods.md A3 (Bailey and López de Prado 2012).
 */
export function probabilisticSharpe(shape: SharpeShape, threshold = 0): number | null {
  const spread = spreadOf(shape);
  if (spread === null) return null;
  return normalCdf((shape.sharpe - threshold) * Math.sqrt(shape.count - 1) / Math.sqrt(spread));
}

/**
 * The minimum track record length: how many observations tell a ratio like this from `threshold` at 5 %, one-sided; null where
 * it is not above it. Source: methods.md A3.
 */
export function minimumTrackRecord(shape: SharpeShape, threshold = 0): number | null {
  const spread = spreadOf(shape);
  if (spread === null || shape.sharpe <= threshold) return null;
  return 1 + spread * (normalQuantile(0.95) / (shape.sharpe - threshold)) ** 2;
}

/** 1 − γ₃·SR + (γ₄ − 1)/4·SR². */
function spreadOf({ sharpe, skewness, kurtosis }: SharpeShape): number | null {
  const spread = 1 - skewness * sharpe + (kurtosis - 1) / 4 * sharpe ** 2;
  return spread > 0 ? spread : null;
}
