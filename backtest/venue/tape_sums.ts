import { type Instrument, sizeScale, type Turnover } from "../../engine/mod.ts";

/** Sums over trades, in size units and in size units × USD: sums of sums are the sums of all. */
export class TapeSums {
  #trades = 0;
  #units = 0;
  #notional = 0;
  #takerBuyUnits = 0;
  #takerBuyNotional = 0;

  /** Takes in a trade. */
  add(trade: { readonly price: number; readonly size: number }, buyerTakes: boolean): void {
    const notional = trade.size * trade.price;
    this.#trades++;
    this.#units += trade.size;
    this.#notional += notional;
    if (!buyerTakes) return;
    this.#takerBuyUnits += trade.size;
    this.#takerBuyNotional += notional;
  }

  /** Takes in all that others summed. */
  join(others: TapeSums): void {
    this.#trades += others.#trades;
    this.#units += others.#units;
    this.#notional += others.#notional;
    this.#takerBuyUnits += others.#takerBuyUnits;
    this.#takerBuyNotional += others.#takerBuyNotional;
  }

  /** In coins and USD. */
  told(instrument: Instrument): Turnover {
    const scale = sizeScale(instrument);
    return {
      trades: this.#trades,
      volume: this.#units / scale,
      notionalUsd: this.#notional / scale,
      takerBuyVolume: this.#takerBuyUnits / scale,
      takerBuyNotionalUsd: this.#takerBuyNotional / scale,
    };
  }
}
