import type { House } from "../house.ts";
import type { HeadedAnswer } from "../wire_answer.ts";
import { binanceCandles } from "./binance_candles.ts";
import { BinanceError, overWeight, unknownPath } from "./binance_error_wire.ts";
import { type BinanceProduct, FUTURES, SPOT } from "./binance_product.ts";
import { BinanceQuery } from "./binance_query_wire.ts";
import { BinanceSymbols } from "./binance_symbols_wire.ts";
import { candleRow, futuresDecimals, SPOT_DECIMALS } from "./candle_wire.ts";
import { exchangeInfo } from "./exchange_info_wire.ts";
import { fundingRates, premiumIndex } from "./funding_wire.ts";
import { WeightLimits, type WeightVerdict } from "./weight_limits.ts";

/** What a request weighs and how it is answered. */
interface Answering {
  readonly weight: number;
  readonly answer: () => unknown;
}

/**
 * Binance's market data from the venue's recorded market: `/api/v3` and `/fapi/v1` at market time, weights by the wall's.
 * The spot market and the perpetuals show the same candles. Source: exchange-rules 8.
 */
export class BinanceDesk {
  readonly #house: House;
  readonly #symbols: BinanceSymbols;
  readonly #weights: ReadonlyMap<BinanceProduct, WeightLimits>;

  constructor(house: House) {
    this.#house = house;
    this.#symbols = new BinanceSymbols(house.world.market.instruments);
    this.#weights = new Map(
      [SPOT, FUTURES].map((product) => [product, new WeightLimits(product.weightLimit)]),
    );
  }

  /** Answers a GET request. */
  handle(url: URL, from: { readonly ip: string }): HeadedAnswer {
    const product = url.pathname.startsWith(FUTURES.path) ? FUTURES : SPOT;
    let headers: Record<string, string> = {};
    try {
      // What cannot be read weighs as little as can be: it is counted, too.
      const answering = this.#answering(product, url);
      const weight = answering instanceof BinanceError ? 1 : answering.weight;
      const verdict = this.#weigh(product, weight, from.ip);
      headers = weightHeaders(product, verdict, this.#house.wallNow());
      if (verdict.refusal !== null) throw overWeight(product.weightLimit, verdict.refusal);
      if (answering instanceof BinanceError) throw answering;
      return { status: 200, json: answering.answer(), headers };
    } catch (error) {
      if (!(error instanceof BinanceError)) throw error;
      return { status: error.status, json: { code: error.code, msg: error.message }, headers };
    }
  }

  #weigh(product: BinanceProduct, weight: number, ip: string): WeightVerdict {
    const { enforceLimits: isEnforced } = this.#house;
    return this.#weights.get(product)!.take(ip, weight, { now: this.#house.wallNow(), isEnforced });
  }

  #answering(product: BinanceProduct, url: URL): Answering | BinanceError {
    try {
      return this.#read(product, url);
    } catch (error) {
      if (error instanceof BinanceError) return error;
      throw error;
    }
  }

  #read(product: BinanceProduct, { pathname, searchParams }: URL): Answering {
    const query = new BinanceQuery(searchParams, this.#symbols);
    const { market } = this.#house.world;
    const now = this.#house.now();
    const name = pathname.slice(product.path.length);
    if (name === "ping") return { weight: 1, answer: () => ({}) };
    if (name === "time") return { weight: 1, answer: () => ({ serverTime: now }) };
    if (name === "klines") return this.#candles(product, query);
    if (name === "exchangeInfo") {
      const listings = product.name === "spot" ? query.symbolsIfAny() : this.#symbols.listings;
      const times = { now, from: market.span.from };
      return { weight: product.infoWeight, answer: () => exchangeInfo(product, listings, times) };
    }
    if (product.name === "futures" && name === "premiumIndex") return this.#premiumIndex(query);
    if (product.name === "futures" && name === "fundingRate") return this.#fundingRates(query);
    throw unknownPath(pathname);
  }

  #candles(product: BinanceProduct, query: BinanceQuery): Answering {
    const { listing: { instrument }, interval, ...range } = query.candles(product);
    const decimals = product.name === "spot" ? SPOT_DECIMALS : futuresDecimals(instrument);
    const of = { asset: instrument.symbol, interval };
    const answer = (): unknown =>
      binanceCandles(this.#house.world.market, of, range).map((candle) => candleRow(candle, decimals));
    return { weight: product.candlesWeight(range.limit), answer };
  }

  #premiumIndex(query: BinanceQuery): Answering {
    const { world: { market } } = this.#house;
    const now = this.#house.now();
    const one = query.symbolIfAny();
    if (one !== null) return { weight: 1, answer: () => premiumIndex(market, one, now) };
    return {
      weight: 10,
      answer: () => this.#symbols.listings.map((listing) => premiumIndex(market, listing, now)),
    };
  }

  /** Weighs nothing: at Binance it has a limit of its own, which is not kept here. */
  #fundingRates(query: BinanceQuery): Answering {
    const one = query.symbolIfAny();
    const range = { ...query.rates(FUTURES), now: this.#house.now() };
    const listings = one === null ? this.#symbols.listings : [one];
    const answer = (): unknown => {
      const rows = listings.flatMap((listing) => fundingRates(this.#house.world.market, listing, range));
      const byTime = rows.sort((a, b) => a.fundingTime - b.fundingTime);
      return range.start === null ? byTime.slice(-range.limit) : byTime.slice(0, range.limit);
    };
    return { weight: 0, answer };
  }
}

function weightHeaders(
  { name }: BinanceProduct,
  { used, refusal }: WeightVerdict,
  wallNow: number,
): Record<string, string> {
  const headers: Record<string, string> = { "x-mbx-used-weight-1m": String(used) };
  if (name === "spot") headers["x-mbx-used-weight"] = String(used);
  if (refusal !== null) {
    headers["retry-after"] = String(Math.max(1, Math.ceil((refusal.until - wallNow) / 1000)));
  }
  return headers;
}
