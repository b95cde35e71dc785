import { drawnMarket, MINUTE } from "../../../backtest/testing/market.ts";
import { drawAssets } from "../../../backtest/testing/random_market.ts";

/** The decision interval of a storm, ms. */
export const QUARTER = 15 * MINUTE;

const PLAN = {
  szDecimals: 2,
  magnitude: 2,
  maxLeverage: 20,
  tiered: false,
  volatility: 0.004,
  maxRate: 0.0001,
};

/** A market without holes for so many closes of 15m, an asset for each seed, in candles of 5m. */
export function stormMarket(seeds: readonly number[], closes: number) {
  const drawn = drawAssets(
    seeds.map((seed) => ({ ...PLAN, seed, holes: "none" as const })),
    3 * (closes + 8),
  );
  const market = drawnMarket(...drawn.map((one) => ({ ...one, candles: { "5m": one.candles["5m"]! } })));
  return { drawn, market };
}
