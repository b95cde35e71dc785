import assert from "node:assert/strict";
import { isRead, type NamedFile, readFileName } from "./file_name.ts";

/** What a name is understood as, in one line. */
function told(name: string, folder = "data"): string {
  const named = readFileName(folder, name);
  return isRead(named) ? [named.format, named.source, named.asset, ...whatOf(named)].join(" ") : named.why;
}

function whatOf({ kind, interval }: NamedFile): readonly string[] {
  return [...(kind === "candles" ? [] : [kind]), ...(interval === null ? [] : [interval])];
}

const UNKNOWN = "its name is none that candles, funding or open interest come under";

const NAMES: readonly (readonly [name: string, told: string, folder?: string])[] = [
  ["binance-perp-BTCUSDT-5m.csv.gz", "csv binance-perp BTC 5m"],
  ["binance-perp-ETHUSDT-5m-20241001.csv", "csv binance-perp ETH 5m"],
  ["hyperliquid-perp-BTC-funding.csv.gz", "csv hyperliquid-perp BTC funding"],
  ["synthetic-perp-SOL-open-interest.csv", "csv synthetic-perp SOL open-interest"],
  ["binance-perp-BTCUSDT-5m-mark.csv.gz", "csv binance-perp BTC mark 5m"],
  ["hyperliquid-perp-ETH-1h-mark-2024.csv", "csv hyperliquid-perp ETH mark 1h"],
  ["binance-perp-BTCUSDT-7m-mark.csv", '"7m" is no interval that Reprise knows'],
  ["hyperliquid-perp-BTC-oracle.csv.gz", "csv hyperliquid-perp BTC oracle"],
  ["hyperliquid-perp-BTC-oracle-2.csv", "csv hyperliquid-perp BTC oracle"],
  ["hyperliquid-perp-BTC-oracle-mark.csv", "oracle has no mark"],
  ["BTCUSDT-5m-2024-01.zip", "index prices, not candles of trades", "um/daily/indexPriceKlines/BTCUSDT/5m"],
  ["binance-spot-USDCUSDT-1d.csv", "csv binance-spot USDC 1d"],
  ["binance-perp-BTCUSDT-7m.csv", '"7m" is no interval that Reprise knows'],
  ["binance-perp-BTCUSDT-1w.csv", '"1w" is no interval that Reprise knows'],
  ["binance-perp-BTCUSDT-5m.csv.bak", UNKNOWN],
  ["BTC-5m.csv", UNKNOWN],
  ["BTCUSDT-5m-2024-01.zip", "binance binance-perp BTC 5m"],
  ["BTCUSDT-5m-2024-01-02.zip", "binance binance-perp BTC 5m"],
  ["ETHUSDC-1h-2024-01.csv", "binance binance-perp ETH 1h"],
  ["BTCUSDT-1m-2024-01.zip", "binance binance-spot BTC 1m", "x/spot/monthly"],
  ["BTCUSDT-1m-2024-01.zip", "binance binance-perp BTC 1m", "x/hotspot"],
  ["BTCUSDT-fundingRate-2024-01.zip", "binance binance-perp BTC funding"],
  ["BTCUSDT-fundingRate-2024-01.zip", "spot pays no funding", "spot"],
  ["BTCUSDT-1mo-2024-01.zip", '"1mo" is no interval that Reprise knows'],
  ["BTCUSDT-1s-2024-01.zip", '"1s" is no interval that Reprise knows'],
  ["BTCUSDT-aggTrades-2024-01.zip", '"aggTrades" is no interval that Reprise knows'],
  ["ETHBTC-5m-2024-01.zip", "quoted in neither USDT nor USDC"],
  ["USDT-5m-2024-01.zip", "quoted in neither USDT nor USDC"],
  ["BTCUSD_PERP-5m-2024-01.zip", "a dated or coin-margined contract, no USD-margined perpetual"],
  [
    "BTCUSDT-5m-2024-01.zip",
    "binance binance-perp BTC mark 5m",
    "futures/um/daily/markPriceKlines/BTCUSDT/5m",
  ],
  ["BTCUSDT-5m-2024-01.zip", "coin-margined: its volume is in contracts", "futures/cm/daily"],
  ["BTCUSDT-5m-2024-01.csv.gz", UNKNOWN],
  ["BTC_USDT_USDT-5m-futures.json", "freqtrade freqtrade-perp BTC 5m"],
  ["BTC_USDC_USDC-1h-futures.json.gz", "freqtrade freqtrade-perp BTC 1h"],
  ["BTC_USDT-5m.json", "freqtrade freqtrade-spot BTC 5m"],
  ["BTC_USDT_USDT-8h-mark.json", '"mark" holds no candles of trades'],
  ["BTC_USDT_USDT-1h-funding_rate.json", '"funding_rate" holds no candles of trades'],
  ["BTC_USDT_USDT-5m.json", "freqtrade names a perpetual's candles …-futures.json"],
  ["BTC_USDT-5m-futures.json", '"futures" holds no candles of trades'],
  ["ETH_BTC-5m.json", "quoted in neither USDT nor USDC"],
  ["BTC_USDT-1w.json", '"1w" is no interval that Reprise knows'],
];

for (const [name, wanted, folder] of NAMES) {
  Deno.test(`${folder ?? "data"}/${name} is told: ${wanted}`, () => assert.equal(told(name, folder), wanted));
}
