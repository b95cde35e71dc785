import type { Instrument } from "../../../engine/mod.ts";

const QUOTE = "USDT";

/** An asset under its name at Binance. */
export interface BinanceListing {
  readonly instrument: Instrument;
  /** `BTCUSDT`. */
  readonly symbol: string;
  /** `BTC`. */
  readonly base: string;
}

/** The venue's assets under Binance's names: BTC is `BTCUSDT`, and a thousand of a coin, `kPEPE`, is `1000PEPEUSDT`. */
export class BinanceSymbols {
  /** In the venue's order. */
  readonly listings: readonly BinanceListing[];
  readonly #bySymbol: ReadonlyMap<string, BinanceListing>;

  constructor(instruments: readonly Instrument[]) {
    this.listings = instruments.map((instrument) => {
      const base = instrument.symbol.replace(/^k(?=[A-Z])/, "1000");
      return { instrument, base, symbol: `${base}${QUOTE}` };
    });
    this.#bySymbol = new Map(this.listings.map((listing) => [listing.symbol, listing]));
  }

  /** What stands behind a name in capitals; undefined: nothing. */
  find(symbol: string): BinanceListing | undefined {
    return this.#bySymbol.get(symbol);
  }
}
