import type { Instrument } from "../model/instrument.ts";

/** BTC as the venue lists it. Source: exchange-rules 1.8. */
export const BTC: Instrument = {
  symbol: "BTC",
  szDecimals: 5,
  maxLeverage: 40,
  marginTiers: [{ lowerBoundUsd: 0, maxLeverage: 40 }, { lowerBoundUsd: 150_000_000, maxLeverage: 20 }],
};

/** ETH as the venue lists it. Source: exchange-rules 1.8. */
export const ETH: Instrument = {
  symbol: "ETH",
  szDecimals: 4,
  maxLeverage: 25,
  marginTiers: [{ lowerBoundUsd: 0, maxLeverage: 25 }, { lowerBoundUsd: 100_000_000, maxLeverage: 15 }],
};

/** SOL as the venue lists it. Source: exchange-rules 1.8. */
export const SOL: Instrument = {
  symbol: "SOL",
  szDecimals: 2,
  maxLeverage: 20,
  marginTiers: [{ lowerBoundUsd: 0, maxLeverage: 20 }, { lowerBoundUsd: 70_000_000, maxLeverage: 10 }],
};

/** An instrument of one's own: one margin tier, and only what matters given. */
export function instrumentOf(given: Partial<Instrument>): Instrument {
  const maxLeverage = given.maxLeverage ?? 20;
  return {
    symbol: "X",
    szDecimals: 2,
    maxLeverage,
    marginTiers: [{ lowerBoundUsd: 0, maxLeverage }],
    ...given,
  };
}

/** Instruments by their symbols. */
export function bySymbol(...instruments: readonly Instrument[]): ReadonlyMap<string, Instrument> {
  return new Map(instruments.map((instrument) => [instrument.symbol, instrument]));
}
