import { deepStrictEqual } from "node:assert/strict";
import { recordLines } from "./record_command.ts";

const OPTIONS = {
  assets: ["BTC", "NEW"],
  interval: "5m",
  from: Date.UTC(2024, 0),
  until: Date.UTC(2024, 1),
} as const;

Deno.test("recordLines: counts, gaps, coins without a market, and what is lacking", () => {
  const result = { candles: 8_928, hours: 744, gaps: 2, faults: ["a fault"], withoutMarket: ["NEW"] };
  deepStrictEqual(recordLines({ options: OPTIONS, folder: ".data", result }), [
    "BTC, NEW · 5m · 2024-01-01 00:00 to 2024-02-01 00:00",
    "  8,928 candles, 744 hours of funding in .data",
    "  2 gaps that nobody has candles of",
    "  Binance has no market of NEW: of it there are Hyperliquid's own candles only",
    "  Not all could be had; the same command again goes on from here.",
    "",
    "next:  deno task data     deno task backtest --from 2024-01",
  ]);
});

Deno.test("recordLines: where there is nothing, the help", () => {
  const result = { candles: 0, hours: 0, gaps: 0, faults: [], withoutMarket: [] };
  deepStrictEqual(recordLines({ options: OPTIONS, folder: "mine", result }).slice(1), [
    "  0 candles, 0 hours of funding in mine",
    "",
    "next:  deno task record --help",
  ]);
});
