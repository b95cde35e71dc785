/** Trading rules of the three coins, as the venue publishes them. */

export interface MarginTier {
  /** Notional position value in USD from which the tier holds. */
  lowerBoundUsd: number;
  maxLeverage: number;
}

export interface InstrumentEntry {
  symbol: string;
  szDecimals: number;
  maxLeverage: number;
  marginTiers: MarginTier[];
  source: string;
  date: string;
}

const SOURCE =
  "Hyperliquid: margin tiers from its documentation (trading/margin-tiers, mirror dzmbs/hyperliquid-docs " +
  'as of the date), szDecimals from the mainnet info request "meta" (official Python SDK\'s recording, 2023-07-17)';
const DATE = "2026-08-22";

function instrument(symbol: string, szDecimals: number, marginTiers: MarginTier[]): InstrumentEntry {
  return {
    symbol,
    szDecimals,
    maxLeverage: marginTiers[0].maxLeverage,
    marginTiers,
    source: SOURCE,
    date: DATE,
  };
}

/** Content of `fixtures/instruments.json`. */
export const INSTRUMENTS: { schema: number; instruments: InstrumentEntry[] } = {
  schema: 1,
  instruments: [
    instrument("BTC", 5, [{ lowerBoundUsd: 0, maxLeverage: 40 }, {
      lowerBoundUsd: 150_000_000,
      maxLeverage: 20,
    }]),
    instrument("ETH", 4, [{ lowerBoundUsd: 0, maxLeverage: 25 }, {
      lowerBoundUsd: 100_000_000,
      maxLeverage: 15,
    }]),
    instrument("SOL", 2, [{ lowerBoundUsd: 0, maxLeverage: 20 }, {
      lowerBoundUsd: 70_000_000,
      maxLeverage: 10,
    }]),
  ],
};
