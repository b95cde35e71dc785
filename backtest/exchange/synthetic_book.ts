import {
  type Book,
  type BookLevel,
  type Instrument,
  priceStep,
  priceToUnits,
  sizeScale,
  unitsToPrice,
  unitsToSize,
} from "../../engine/mod.ts";

/** The part of the last closed candle's volume that stands at each level. */
const LEVEL_SHARE = 0.01;

/** What a book is laid from. */
export interface BookPlan {
  readonly time: number;
  /** Best prices, USD, on the grid. */
  readonly bid: number;
  readonly ask: number;
  /** Of the last closed candle, in coins. */
  readonly volume: number;
  /** So many a side. */
  readonly levels: number;
}

/**
 * A book that candles cannot tell: levels one tick apart from the best prices outwards, at each a hundredth of the last
 * closed candle's volume. It is for clients to look at; fills go by the price of the moment and the slippage model.
 */
export function syntheticBook({ time, bid, ask, volume, levels }: BookPlan, instrument: Instrument): Book {
  const units = Math.max(1, Math.floor(volume * LEVEL_SHARE * sizeScale(instrument)));
  const size = unitsToSize(units, instrument);
  const side = (best: number, up: boolean): BookLevel[] => {
    const laid: BookLevel[] = [];
    let price = priceToUnits(best, instrument);
    while (laid.length < levels && price > 0) {
      laid.push({ price: unitsToPrice(price, instrument), size });
      price += up ? priceStep(price, instrument) : -priceStep(price - 1, instrument);
    }
    return laid;
  };
  return { time, bids: side(bid, false), asks: side(ask, true) };
}
