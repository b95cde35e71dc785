import {
  type Book,
  type BookLevel,
  type CandleWindow,
  chanceOf,
  type Instrument,
  priceStep,
  priceToUnits,
  sizeScale,
  unitsToPrice,
  unitsToSize,
} from "../../engine/mod.ts";
import { bestPrices, lastLiquidity } from "./best_prices.ts";
import type { SlippageModel } from "./slippage/slippage_model.ts";

/** The part of the last closed candle's volume that stands at a level, on average; each has from half to one and a half of it. */
const LEVEL_SHARE = 0.01;
/** What its chance is drawn from, beside the asset and the candle. */
const SEED = 1;

/** What a book is laid from. */
export interface BookPlan {
  readonly time: number;
  /** The price of the moment, USD, on the grid; null: none, and the book is empty. */
  readonly mid: number | null;
  /** The settled candles closed in the day before. */
  readonly window: CandleWindow;
  readonly slippage: SlippageModel;
  /** So many a side. */
  readonly levels: number;
}

/**
 * A book that candles cannot tell: the best prices are those a taker of the least size gets, the levels lie one tick apart
 * outwards, and at each stands about a hundredth of the last closed candle's volume. It is for clients to look at; fills go by the price of the moment and the slippage model.
 */
export function syntheticBook(plan: BookPlan, instrument: Instrument): Book {
  const { time, mid, window, slippage, levels } = plan;
  if (mid === null) return { time, bids: [], asks: [] };
  const liquidity = lastLiquidity(window);
  const { bid, ask } = bestPrices(slippage, instrument, { price: mid, liquidity });
  // Until the next candle closes the sizes stay.
  const since = window.length === 0 ? 0 : window.closeTime(window.length - 1);
  const chance = chanceOf(SEED, instrument.symbol, since);
  const mean = (liquidity?.volume ?? 0) * LEVEL_SHARE * sizeScale(instrument);
  const bids: BookLevel[] = [];
  const asks: BookLevel[] = [];
  const lay = (side: BookLevel[], price: number): void => {
    const units = Math.max(1, Math.floor(mean * (0.5 + chance())));
    if (price > 0) {
      side.push({ price: unitsToPrice(price, instrument), size: unitsToSize(units, instrument) });
    }
  };
  let [below, above] = [priceToUnits(bid, instrument), priceToUnits(ask, instrument)];
  // Level by level and both sides in turn, so that a deeper book begins like a shallow one.
  for (let level = 0; level < levels; level++) {
    lay(bids, below);
    lay(asks, above);
    if (below > 0) below -= priceStep(below - 1, instrument);
    above += priceStep(above, instrument);
  }
  return { time, bids, asks };
}
