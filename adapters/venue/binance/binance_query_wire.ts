import {
  BinanceError,
  illegal,
  invalid,
  missing,
  unknownInterval,
  unknownSymbol,
} from "./binance_error_wire.ts";
import type { BinanceInterval, BinanceProduct } from "./binance_product.ts";
import type { BinanceListing, BinanceSymbols } from "./binance_symbols_wire.ts";

const DEFAULT_CANDLES = 500;
const DEFAULT_RATES = 100;
const MOST_RATES = 1000;
const WHOLE = /^[0-9]{1,20}$/;
/** From here on a time is in microseconds: in milliseconds it would lie beyond the year 5000. */
const FIRST_MICROS = 1e14;
const MIDNIGHTS_AT_UTC = new Set(["0", "0:00", "00:00", "+0", "+0:00", "+00:00", "-0:00", "-00:00"]);

/** Which rows of a history are wanted, by their times, ms; null: no such end. */
export interface BinanceRange {
  readonly start: number | null;
  readonly end: number | null;
  readonly limit: number;
}

/** A request for candles. */
export interface CandlesQuery extends BinanceRange {
  readonly listing: BinanceListing;
  readonly interval: BinanceInterval;
}

/** The parameters of a request, read by Binance's rules; each read throws a {@link BinanceError} where it breaks one. */
export class BinanceQuery {
  readonly #params: URLSearchParams;
  readonly #symbols: BinanceSymbols;

  constructor(params: URLSearchParams, symbols: BinanceSymbols) {
    this.#params = params;
    this.#symbols = symbols;
    for (const name of new Set(params.keys())) {
      if (params.getAll(name).length > 1) {
        throw new BinanceError(-1101, "Duplicate values for a parameter detected.");
      }
    }
  }

  /** Symbol, interval, times and limit of candles. */
  candles(product: BinanceProduct): CandlesQuery {
    const listing = this.symbol();
    const interval = this.#text("interval");
    if (interval === null) throw missing("interval");
    if (!product.intervals.has(interval)) throw unknownInterval();
    const zone = product.name === "spot" ? this.#text("timeZone") : null;
    // Days that begin at another hour would have to be put together from hours: that is not here.
    if (zone !== null && !MIDNIGHTS_AT_UTC.has(zone)) throw invalid("timeZone");
    const { mostCandles: most, refusesMore } = product;
    const limit = this.#limit({ usual: DEFAULT_CANDLES, most, refusesMore });
    return { listing, interval: interval as BinanceInterval, ...this.#times(product), limit };
  }

  /** Times and limit of funding rates. */
  rates(product: BinanceProduct): BinanceRange {
    const limit = this.#limit({ usual: DEFAULT_RATES, most: MOST_RATES, refusesMore: product.refusesMore });
    return { ...this.#times(product), limit };
  }

  /** The symbol, which must be there. */
  symbol(): BinanceListing {
    const listing = this.symbolIfAny();
    if (listing === null) throw missing("symbol");
    return listing;
  }

  /** The symbol; null where none is named. */
  symbolIfAny(): BinanceListing | null {
    const symbol = this.#text("symbol");
    if (symbol === null) return null;
    return this.#listed(symbol);
  }

  /** The symbols of `symbol` or of `symbols=["BTCUSDT"]`; all where none is named. */
  symbolsIfAny(): readonly BinanceListing[] {
    const one = this.symbolIfAny();
    const several = this.#text("symbols");
    if (one !== null) return [one];
    if (several === null) return this.#symbols.listings;
    if (!/^\["[A-Z0-9_.-]{1,20}"(,"[A-Z0-9_.-]{1,20}")*\]$/.test(several)) {
      throw illegal("symbols", '^\\["[A-Z0-9-_.]{1,20}"(,"[A-Z0-9-_.]{1,20}"){0,}\\]$');
    }
    return several.slice(2, -2).split('","').map((symbol) => this.#listed(symbol));
  }

  #listed(symbol: string): BinanceListing {
    if (!/^[A-Z0-9_.-]{1,20}$/.test(symbol)) throw illegal("symbol", "^[A-Z0-9-_.]{1,20}$");
    const listing = this.#symbols.find(symbol);
    if (listing === undefined) throw unknownSymbol();
    return listing;
  }

  /** The futures refuse times that are the wrong way round; at the spot market nothing lies between them. */
  #times({ name }: BinanceProduct): Pick<BinanceRange, "start" | "end"> {
    const [start, end] = [this.#time("startTime"), this.#time("endTime")];
    if (name === "futures" && start !== null && end !== null && start > end) {
      throw new BinanceError(-1023, "Start time is greater than end time.");
    }
    return { start, end };
  }

  #time(name: string): number | null {
    const time = this.#whole(name);
    return time !== null && time >= FIRST_MICROS ? Math.floor(time / 1000) : time;
  }

  #limit(
    { usual, most, refusesMore }: {
      readonly usual: number;
      readonly most: number;
      readonly refusesMore: boolean;
    },
  ): number {
    const limit = this.#whole("limit") ?? usual;
    if (limit < 1 || (limit > most && refusesMore)) throw invalid("limit");
    return Math.min(limit, most);
  }

  #whole(name: string): number | null {
    const text = this.#text(name);
    if (text === null) return null;
    if (!WHOLE.test(text)) throw illegal(name, "^[0-9]{1,20}$");
    return Number(text);
  }

  #text(name: string): string | null {
    const text = this.#params.get(name);
    if (text === "") throw new BinanceError(-1105, `Parameter '${name}' was empty.`);
    return text;
  }
}
