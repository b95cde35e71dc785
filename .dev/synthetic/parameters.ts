/** Everything that is chosen about the synthetic market. Changing a number here changes the fixtures: raise VERSION. */

export * from "./assets.ts";

export const VERSION = 1;
/** Taken from 90 tried: its moments and its highs and lows of each month are nearest to those of 2024. */
export const SEED = 1038;
export const SOURCE = "synthetic-perp";
export const MINUTE_MS = 60_000;
export const START_MS = Date.UTC(2023, 11, 1);
export const END_MS = Date.UTC(2025, 0, 1);
export const MINUTES = (END_MS - START_MS) / MINUTE_MS;
export const HOURS = MINUTES / 60;
/** The venue was down: no candle opens in this hour, for any asset (open times in ms UTC, the end not included). */
export const OUTAGE = { fromMs: Date.UTC(2024, 4, 19, 3), toMs: Date.UTC(2024, 4, 19, 4) };
/** One-minute candles are shipped for these months. */
export const FINE = { fromMs: Date.UTC(2024, 0, 1), toMs: Date.UTC(2024, 2, 1) };

/** Starts of the months from December 2023 to January 2025, ms UTC: the moments at which the price is known. */
export const MONTH_STARTS_MS = Array.from({ length: 14 }, (_, month) => Date.UTC(2023, 11 + month, 1));

/** A mean-reverting part of a logarithm: steps (minutes, or hours where said) until half is forgotten; deviation. */
export interface Wave {
  halfLifeSteps: number;
  deviation: number;
}

/** Moods of the whole market, and of each asset alone: together they give the clustering of volatility. */
export const COMMON_WAVES: Wave[] = [
  { halfLifeSteps: 12, deviation: 0.28 },
  { halfLifeSteps: 120, deviation: 0.35 },
  { halfLifeSteps: 1_500, deviation: 0.3 },
  { halfLifeSteps: 14_400, deviation: 0.22 },
];
export const OWN_WAVES: Wave[] = [
  { halfLifeSteps: 10, deviation: 0.16 },
  { halfLifeSteps: 180, deviation: 0.14 },
  { halfLifeSteps: 5_000, deviation: 0.1 },
];
/** No mood lifts volatility more than this above its level (as a logarithm). */
export const MOOD_LIMIT = 2.1;

/** Mean activity of each hour UTC for BTC, 1 = the day's. */
export const HOUR_RHYTHM = [
  1.02,
  1.06,
  0.95,
  0.82,
  0.76,
  0.73,
  0.77,
  0.83,
  0.87,
  0.8,
  0.81,
  0.84,
  0.98,
  1.24,
  1.55,
  1.36,
  1.24,
  1.17,
  1.12,
  1.1,
  1.08,
  1.04,
  1.02,
  0.91,
];
/** Activity of Saturday and Sunday against a weekday, for BTC. */
export const WEEKEND_ACTIVITY = 0.62;
/** Activity at the middle of each month from November 2023 to January 2025. */
export const MONTH_ACTIVITY = [
  1,
  1.05,
  1.1,
  0.92,
  1.22,
  1.1,
  0.92,
  0.75,
  0.92,
  1.18,
  0.83,
  0.8,
  1.06,
  1.02,
  1,
];

/** Correlation of the steady parts of the minute returns. */
export const CORRELATION = { btcEth: 0.845, btcSol: 0.765, ethSol: 0.765 };

/** News: jumps of the whole market, sizes in log return of BTC, spread over a few minutes. */
export const JUMPS = {
  count: 34,
  smallest: 0.006,
  mean: 0.0055,
  downShare: 0.6,
  /** The year's largest two, at drawn times. */
  largest: [-0.042, 0.022],
  ownDeviation: 0.25,
  kick: 0.9,
  kickHalfLifeMinutes: 240,
};

/** Extremes inside a minute: 1 = those of a random walk. More than 1 makes longer wicks. */
export const WICK = 1.04;

export const VOLUME = {
  /** Power with which volume follows volatility, and the minute's range against what volatility expects. */
  volatilityPower: 1.2,
  rangePower: 1.3,
  waves: [
    { halfLifeSteps: 8, deviation: 0.2 },
    { halfLifeSteps: 300, deviation: 0.12 },
    { halfLifeSteps: 14_400, deviation: 0.14 },
  ] as Wave[],
  noise: 0.3,
};

/** Latent demand for leverage, by the hour; its ranks become the funding rates. */
export const FUNDING = {
  /** Mood at the middle of each month from November 2023 to January 2025: high in trends, none in ranges. */
  mood: [1.1, 1.2, 0.6, 0.7, 2.7, 0.4, 0.2, 0.3, -0.2, -0.3, -0.2, -0.1, 1.2, 0.9, 0.3],
  /** Weight of the recent trend, and the half-life of its memory in hours. */
  trendWeight: 0.5,
  trendHalfLifeHours: 96,
  /** Steps are hours here. */
  commonWaves: [{ halfLifeSteps: 36, deviation: 0.6 }, { halfLifeSteps: 7, deviation: 0.35 }] as Wave[],
  ownWaves: [{ halfLifeSteps: 16, deviation: 0.45 }] as Wave[],
};
