/** The three assets: what each is pinned to, and how it differs from the others. */

export const SYMBOLS = ["BTC", "ETH", "SOL"] as const;
export type TradedSymbol = typeof SYMBOLS[number];

export interface AssetParameters {
  /** Public prices in USD at the starts of the months from December 2023 to January 2025. */
  pins: number[];
  /** Decimals that prices and volumes are printed with. */
  priceDecimals: number;
  volumeDecimals: number;
  /** Yearly volatility of the steady part of the price; the jumps come on top. */
  volatility: number;
  /** Scale of the hours' rhythm and of the weekend's calm, 1 = BTC's. */
  rhythm: number;
  weekend: number;
  /** Size of a common jump, BTC = 1. */
  jumpFactor: number;
  /** Median volume of 15 minutes, base coin. */
  volume15m: number;
  /** Open interest in base coin at the start and at the end, a public order of magnitude. */
  openInterest: [number, number];
  /** Share of minutes that open exactly at the close before, and the mean gap (a fraction) of the rare wide ones. */
  sameOpen: number;
  wideOpen: number;
  /** Distribution of hourly funding: [share of hours below, rate in 1e-5]. The flat part is the floor. */
  funding: [number, number][];
  /** Deviation of the hourly noise in the demand behind the funding. */
  fundingNoise: number;
}

export const ASSETS: Record<TradedSymbol, AssetParameters> = {
  BTC: {
    pins: [37717, 42314, 42560, 61203, 71363, 60651, 67578, 62766, 64602, 58942, 63309, 70322, 96475, 93549],
    priceDecimals: 1,
    volumeDecimals: 3,
    volatility: 0.535,
    rhythm: 1,
    weekend: 1,
    jumpFactor: 1,
    volume15m: 1714,
    openInterest: [72_000, 88_000],
    sameOpen: 0.7,
    wideOpen: 1.2e-5,
    fundingNoise: 0.22,
    funding: [
      [0, -9.2],
      [0.001, -4.9],
      [0.01, -1.9],
      [0.05, 0.46],
      [0.073, 1.25],
      [0.626, 1.25],
      [0.7, 2.4],
      [0.8, 4.1],
      [0.9, 7],
      [0.95, 9.7],
      [0.98, 13],
      [0.99, 16],
      [0.995, 19],
      [0.999, 30],
      [0.9995, 36],
      [1, 59.8],
    ],
  },
  ETH: {
    pins: [
      2052,
      2283.8,
      2282,
      3343.2,
      3648.8,
      3012.6,
      3764.4,
      3436.7,
      3231.5,
      2511.9,
      2601.5,
      2518.4,
      3705.7,
      3336.6,
    ],
    priceDecimals: 2,
    volumeDecimals: 3,
    volatility: 0.64,
    rhythm: 0.9,
    weekend: 0.85,
    jumpFactor: 1.45,
    volume15m: 18_724,
    openInterest: [900_000, 1_500_000],
    sameOpen: 0.65,
    wideOpen: 2.1e-5,
    fundingNoise: 0.3,
    funding: [
      [0, -11.7],
      [0.001, -7.1],
      [0.01, -3.1],
      [0.05, -0.66],
      [0.127, 1.25],
      [0.638, 1.25],
      [0.7, 2.4],
      [0.8, 4.4],
      [0.9, 6.7],
      [0.95, 8.7],
      [0.98, 11.2],
      [0.99, 13],
      [0.999, 18],
      [1, 23.6],
    ],
  },
  SOL: {
    pins: [
      59.2,
      101.78,
      96.91,
      125.77,
      202.68,
      126.69,
      165.76,
      146.58,
      171.63,
      135.27,
      152.43,
      168.62,
      237.73,
      189.22,
    ],
    priceDecimals: 3,
    volumeDecimals: 0,
    volatility: 0.955,
    rhythm: 0.75,
    weekend: 0.65,
    jumpFactor: 1.7,
    volume15m: 144_601,
    openInterest: [7_000_000, 12_000_000],
    sameOpen: 0.35,
    wideOpen: 8.6e-5,
    fundingNoise: 0.22,
    funding: [
      [0, -15.6],
      [0.001, -8.2],
      [0.01, -4.2],
      [0.05, -0.84],
      [0.106, 1.25],
      [0.589, 1.25],
      [0.7, 3.2],
      [0.8, 5.3],
      [0.9, 8.8],
      [0.95, 12.4],
      [0.98, 16.9],
      [0.99, 20.7],
      [0.999, 30],
      [1, 38.5],
    ],
  },
};
