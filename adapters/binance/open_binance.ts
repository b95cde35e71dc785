import type { CandleSource, Clock, ClosedCandle, Interval } from "../../engine/mod.ts";
import { BinanceArchive } from "./binance_archive.ts";
import { BinanceRefusal, UNKNOWN_SYMBOL } from "./binance_http.ts";
import { FUTURES, SPOT } from "./binance_product.ts";
import { BinanceReader } from "./binance_reader.ts";

/** Which of Binance's markets is read for a recording, and where. */
export interface BinanceOpened {
  readonly market: "perp" | "spot";
  readonly clock: Clock;
  /** Other addresses than Binance's own, without a slash at the end. */
  readonly baseUrl?: string | undefined;
  readonly archiveUrl?: string | undefined;
  /** How long a request may wait for weight, ms. */
  readonly patienceMs?: number | undefined;
  /** The wait before a second attempt, ms; it doubles each time. */
  readonly backoffMs?: number | undefined;
}

/** A market of Binance's with its archive and what it answers. */
export interface BinanceMarket {
  readonly source: string;
  readonly archive: BinanceArchive;
  readonly reader: { source(asset: string, interval: Interval): Pick<CandleSource, "later"> };
}

/** Opens a market of Binance's for a recording; of an asset it does not list there are no candles. */
export function openBinance({ market, archiveUrl, ...options }: BinanceOpened): BinanceMarket {
  const product = market === "spot" ? SPOT : FUTURES;
  const reader = new BinanceReader({ ...options, product });
  return {
    source: product.source,
    archive: new BinanceArchive({ ...options, product, url: archiveUrl }),
    reader: {
      source: (asset, interval) => ({
        later: (from, until) => reader.source(asset, interval).later(from, until).catch(noneOfUnknown),
      }),
    },
  };
}

function noneOfUnknown(error: unknown): readonly ClosedCandle[] {
  if (error instanceof BinanceRefusal && error.code === UNKNOWN_SYMBOL) return [];
  throw error;
}
