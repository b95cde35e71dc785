import { type Instrument, MINIMUM_ORDER_USD, priceScale, sizeScale } from "../../../engine/mod.ts";
import type { BinanceProduct } from "./binance_product.ts";
import type { BinanceListing } from "./binance_symbols_wire.ts";
import { futuresDecimals } from "./candle_wire.ts";
import { fixedText } from "./fixed_text.ts";

/** When a perpetual ends: never, in Binance's words. */
const NO_DELIVERY = 4_133_404_800_000;
const HIGHEST_PRICE = "1000000.00000000";
const LARGEST_SIZE = "1000000.00000000";

/** What is listed, in the form of the market that is asked. */
export function exchangeInfo(
  product: BinanceProduct,
  listings: readonly BinanceListing[],
  { now, from }: { readonly now: number; readonly from: number },
): unknown {
  const weight = { rateLimitType: "REQUEST_WEIGHT", interval: "MINUTE", intervalNum: 1 };
  const shared = {
    timezone: "UTC",
    serverTime: now,
    rateLimits: [{ ...weight, limit: product.weightLimit }],
    exchangeFilters: [],
  };
  if (product.name === "spot") return { ...shared, symbols: listings.map(spotSymbol) };
  return {
    ...shared,
    futuresType: "U_MARGINED",
    assets: [{ asset: "USDT", marginAvailable: true, autoAssetExchange: "-10000" }],
    symbols: listings.map((listing) => futuresSymbol(listing, from)),
  };
}

function spotSymbol({ instrument, symbol, base }: BinanceListing): unknown {
  return {
    symbol,
    status: "TRADING",
    baseAsset: base,
    baseAssetPrecision: 8,
    quoteAsset: "USDT",
    quotePrecision: 8,
    quoteAssetPrecision: 8,
    baseCommissionPrecision: 8,
    quoteCommissionPrecision: 8,
    orderTypes: ["LIMIT", "LIMIT_MAKER", "MARKET"],
    icebergAllowed: false,
    ocoAllowed: false,
    isSpotTradingAllowed: true,
    isMarginTradingAllowed: false,
    filters: [
      ...gridFilters(instrument),
      {
        filterType: "NOTIONAL",
        minNotional: fixedText(MINIMUM_ORDER_USD, 8),
        applyMinToMarket: true,
        maxNotional: "9000000.00000000",
        applyMaxToMarket: false,
        avgPriceMins: 5,
      },
    ],
    permissions: [],
    permissionSets: [["SPOT"]],
    defaultSelfTradePreventionMode: "EXPIRE_MAKER",
    allowedSelfTradePreventionModes: ["EXPIRE_TAKER", "EXPIRE_MAKER", "EXPIRE_BOTH"],
  };
}

function futuresSymbol({ instrument, symbol, base }: BinanceListing, from: number): unknown {
  const { maxLeverage, szDecimals } = instrument;
  return {
    symbol,
    pair: symbol,
    contractType: "PERPETUAL",
    deliveryDate: NO_DELIVERY,
    onboardDate: from,
    status: "TRADING",
    // Half of the initial margin at the highest leverage, as the venue has it.
    maintMarginPercent: (50 / maxLeverage).toFixed(4),
    requiredMarginPercent: (100 / maxLeverage).toFixed(4),
    baseAsset: base,
    quoteAsset: "USDT",
    marginAsset: "USDT",
    pricePrecision: futuresDecimals(instrument).price,
    quantityPrecision: szDecimals,
    baseAssetPrecision: 8,
    quotePrecision: 8,
    underlyingType: "COIN",
    underlyingSubType: [],
    triggerProtect: "0.0500",
    liquidationFee: "0.000000",
    marketTakeBound: "0.05",
    maxMoveOrderLimit: 10_000,
    filters: [...gridFilters(instrument), {
      filterType: "MIN_NOTIONAL",
      notional: String(MINIMUM_ORDER_USD),
    }],
    orderTypes: ["LIMIT", "MARKET", "STOP", "STOP_MARKET", "TAKE_PROFIT", "TAKE_PROFIT_MARKET"],
    timeInForce: ["GTC", "IOC", "GTX"],
  };
}

function gridFilters(instrument: Instrument): unknown[] {
  const tickSize = fixedText(1 / priceScale(instrument), 8);
  const stepSize = fixedText(1 / sizeScale(instrument), 8);
  const lots = { minQty: stepSize, maxQty: LARGEST_SIZE, stepSize };
  return [
    { filterType: "PRICE_FILTER", minPrice: tickSize, maxPrice: HIGHEST_PRICE, tickSize },
    { filterType: "LOT_SIZE", ...lots },
    { filterType: "MARKET_LOT_SIZE", ...lots },
  ];
}
