import {
  BOOK,
  bookGrouping,
  CANDLES,
  FUNDING_RATES,
  NOTHING,
  OF_COIN,
  OF_DEX,
  OF_TABLE,
} from "./info_requests_wire.ts";
import { FAILURE, type InfoSources, type InfoType, infoType } from "./info_types_wire.ts";
import { BOOK_LEVELS, fundingRateRow } from "./market_wire.ts";
import { marginTable, SPOT_CONTEXTS, SPOT_META } from "./meta_wire.ts";

const LIGHT = { weight: 2 };
/** Rows of a history of rates. */
const MOST_RATES = 500;
/** By the highest leverage of an asset: what a market order may be worth, USD. Source: exchange-rules 1.6. */
const MARKET_ORDER_CAPS = [[25, "30000000.0"], [20, "5000000.0"], [10, "2000000.0"], [
  1,
  "500000.0",
]] as const;

/** Questions about the market. Source: exchange-rules 5.2. */
export const MARKET_TYPES: Readonly<Record<string, InfoType>> = {
  meta: infoType(OF_DEX, (_, { market }) => market.meta),
  metaAndAssetCtxs: infoType(OF_DEX, (_, { market }) => [market.meta, market.contexts()]),
  allPerpMetas: infoType(NOTHING, (_, { market }) => [market.meta]),
  perpDexs: infoType(NOTHING, () => [null]),
  perpsAtOpenInterestCap: infoType(OF_DEX, () => []),
  marginTable: infoType(
    OF_TABLE,
    ({ id }, { parts }) => marginTable(parts.house.world.market.instruments, id) ?? FAILURE,
  ),
  maxMarketOrderNtls: infoType(NOTHING, () => MARKET_ORDER_CAPS),
  outcomeMeta: infoType(NOTHING, () => ({ outcomes: [], questions: [] })),
  allMids: infoType(OF_DEX, (_, { market }) => market.mids(), LIGHT),
  l2Book: infoType(BOOK, ({ coin, nSigFigs, mantissa }, { market }) => {
    const grouping = bookGrouping(nSigFigs, mantissa);
    if (grouping === undefined) return FAILURE;
    return market.instrument(coin) === null ? null : market.book(coin, { grouping, levels: BOOK_LEVELS });
  }, LIGHT),
  recentTrades: infoType(
    OF_COIN,
    ({ coin }, { market, parts }) =>
      market.instrument(coin) === null
        ? FAILURE
        : [...market.recentTrades(coin, parts.house.now())].reverse(),
    { rowsAWeight: 20 },
  ),
  candleSnapshot: infoType(
    CANDLES,
    ({ req: { coin, interval, startTime, endTime } }, { market, parts }) =>
      market.instrument(coin) === null ? FAILURE : market.candles(coin, interval, {
        from: startTime,
        until: endTime ?? parts.house.now(),
      }),
    { rowsAWeight: 60 },
  ),
  fundingHistory: infoType(FUNDING_RATES, fundingRates, { rowsAWeight: 20 }),
  predictedFundings: infoType(NOTHING, (_, { market }) => market.predictedFundings()),
  spotMeta: infoType(NOTHING, () => SPOT_META),
  spotMetaAndAssetCtxs: infoType(NOTHING, () => [SPOT_META, SPOT_CONTEXTS]),
  exchangeStatus: infoType(
    NOTHING,
    (_, { parts }) => ({ specialStatuses: null, time: parts.house.now() }),
    LIGHT,
  ),
};

function fundingRates(
  { coin, startTime, endTime }: { coin: string; startTime: number; endTime?: number | null | undefined },
  { market, parts: { house } }: InfoSources,
): unknown {
  if (market.instrument(coin) === null) return FAILURE;
  const rates = house.world.market.funding(coin, { from: startTime, until: endTime ?? house.now() });
  return rates.slice(0, MOST_RATES).map((rate) => fundingRateRow(coin, rate));
}
