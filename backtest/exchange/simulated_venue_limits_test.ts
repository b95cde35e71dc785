import type { CandleRow } from "../testing/market.ts";
import {
  cancel,
  limit,
  market,
  modify,
  place,
  scheduleCancel,
  venueSituations,
} from "../testing/venue_situation.ts";
import { fixedSlippage } from "./slippage/fixed_slippage.ts";
import { IMPACT_SLIPPAGE } from "./slippage/impact_slippage.ts";

const NO_MATCH = "Order could not immediately match against any resting orders.";
const WOULD_INCREASE = "Reduce only order would increase position.";
const NEVER_PLACED = "Order was never placed, already canceled, or filled.";

/** A candle that does not move. */
function flat(minute: number, price = 100, volume = 1): CandleRow {
  return [minute, price, price, price, price, volume];
}

venueSituations("a resting limit order", [
  {
    what: "to buy fills at its price where a candle goes a tick through it",
    candles: [flat(0), [5, 100, 101, 94.999, 98]],
    does: [[0, place([limit("buy", 1, 95)])]],
    then: ["0m+1: resting", "10m buy 1 @95", "#1 filled", "long 1"],
  },
  {
    what: "to buy waits where a candle only touches its price",
    candles: [flat(0), [5, 100, 101, 95, 98]],
    does: [[0, place([limit("buy", 1, 95)])]],
    then: ["0m+1: resting", "#1 open 1/1"],
  },
  {
    what: "to buy fills where a candle touches its price and touching is enough",
    candles: [flat(0), [5, 100, 101, 95, 98]],
    options: { restingFill: "touch" },
    does: [[0, place([limit("buy", 1, 95)])]],
    then: ["0m+1: resting", "10m buy 1 @95", "#1 filled", "long 1"],
  },
  {
    what: "to sell fills at its price where a candle goes a tick through it",
    candles: [flat(0), [5, 100, 105.01, 99, 102]],
    does: [[0, place([limit("sell", 1, 105)])]],
    then: ["0m+1: resting", "10m sell 1 @105", "#1 filled", "short 1"],
  },
  {
    what: "to sell waits where a candle only touches its price",
    candles: [flat(0), [5, 100, 105, 99, 102]],
    does: [[0, place([limit("sell", 1, 105)])]],
    then: ["0m+1: resting", "#1 open 1/1"],
  },
  {
    what: "fills at the open where the market gaps over it: that is better",
    candles: [flat(0), flat(5, 92)],
    does: [[0, place([limit("buy", 1, 95)])]],
    then: ["0m+1: resting", "10m buy 1 @92", "#1 filled", "long 1"],
  },
  {
    what: "pays no slippage",
    candles: [flat(0), [5, 100, 101, 94, 98]],
    options: { slippage: fixedSlippage(50) },
    does: [[0, place([limit("buy", 1, 95)])]],
    then: ["0m+1: resting", "10m buy 1 @95", "#1 filled", "long 1"],
  },
  {
    what: "does not see the low of the candle it was placed in, only the way to its close",
    candles: [[0, 90, 100, 90, 100], flat(5)],
    does: [[4, place([limit("buy", 1, 95)])]],
    then: ["4m+1: resting", "#1 open 1/1"],
  },
  {
    what: "fills on the way to the close of the candle it was placed in",
    candles: [[0, 100, 100, 90, 90], flat(5, 90)],
    does: [[1, place([limit("buy", 1, 95)])]],
    then: ["1m+1: resting", "5m buy 1 @95", "#1 filled", "long 1"],
  },
  {
    what: "placed in a gap of the data rests, and fills at the open behind it where that is better",
    candles: [flat(0), flat(15, 94)],
    does: [[7, place([limit("buy", 1, 95)])]],
    then: ["7m+1: resting", "20m buy 1 @94", "#1 filled", "long 1"],
  },
  {
    what: "that is marketable takes at once, at the price of the moment",
    candles: [flat(0), flat(5)],
    does: [[0, place([limit("buy", 1, 103)])]],
    then: ["0m+1: filled 1 @100", "0m+1 buy 1 @100", "#1 filled", "long 1"],
  },
  {
    what: "that would be marketable but for slippage rests",
    candles: [flat(0), flat(5)],
    options: { slippage: fixedSlippage(10) },
    does: [[0, place([limit("buy", 1, 100.05)])]],
    then: ["0m+1: resting", "5m buy 1 @100.05", "#1 filled", "long 1"],
  },
  {
    what: "of two the one the price passes first fills first",
    candles: [flat(0), [5, 100, 100, 90, 92]],
    does: [[0, place([limit("buy", 1, 94), limit("buy", 2, 97)])]],
    then: ["0m+1: resting | resting", "10m buy 2 @97", "10m buy 1 @94", "#1 filled, #2 filled", "long 3"],
  },
  {
    what: "that fills while nobody looks pays the funding of the hours behind it",
    candles: [
      flat(0),
      [5, 100, 100, 94, 96],
      ...Array.from({ length: 23 }, (_, index) => flat(10 + index * 5, 96)),
    ],
    funding: [[1, 0.001], [2, 0.001]],
    does: [[0, place([limit("buy", 1, 95)])]],
    then: [
      "0m+1: resting",
      "10m buy 1 @95",
      "60m funding -0.096",
      "120m funding -0.096",
      "#1 filled",
      "long 1",
    ],
  },
  {
    what: "holds back its margin: a second one has none left",
    candles: [flat(0), flat(5)],
    does: [[0, place([limit("buy", 1500, 95)])], [1, place([limit("buy", 700, 95)])]],
    then: [
      "0m+1: resting",
      "1m+1: Insufficient margin to place order.",
      "#1 open 1500/1500, #2 perp-margin-rejected",
    ],
  },
  {
    what: "against the position holds back nothing up to its size",
    candles: [flat(0), flat(5)],
    does: [
      [0, place([market("buy", 1500, { worst: 101 })])],
      [1, place([limit("sell", 1500, 110), limit("sell", 800, 111)])],
    ],
    then: [
      "0m+1: filled 1500 @100",
      "1m+1: resting | Insufficient margin to place order.",
      "0m+1 buy 1500 @100",
      "#1 filled, #2 open 1500/1500, #3 perp-margin-rejected",
      "long 1500",
    ],
  },
  {
    what: "whose margin is gone when the price comes is cancelled",
    candles: [flat(0), [5, 100, 100, 95, 98]],
    does: [
      [0, place([market("buy", 1000, { worst: 101 })])],
      [1, place([limit("buy", 900, 96)])],
    ],
    then: [
      "0m+1: filled 1000 @100",
      "1m+1: resting",
      "0m+1 buy 1000 @100",
      "#1 filled, #2 margin-canceled",
      "long 1000",
    ],
  },
  {
    what: "that reaches beyond the position it is against holds back the rest",
    candles: [flat(0), flat(5)],
    does: [
      [0, place([market("buy", 1500, { worst: 101 })])],
      [1, place([limit("sell", 1500, 110), limit("sell", 400, 111)])],
      [2, place([limit("buy", 100, 95)])],
      [3, place([limit("buy", 50, 95)])],
    ],
    then: [
      "0m+1: filled 1500 @100",
      "1m+1: resting | resting",
      "2m+1: Insufficient margin to place order.",
      "3m+1: resting",
      "0m+1 buy 1500 @100",
      "#1 filled, #2 open 1500/1500, #3 open 400/400, #4 perp-margin-rejected, #5 open 50/50",
      "long 1500",
    ],
  },
  {
    what: "that turns a large position round has the margin of the one it closes",
    candles: [flat(0), flat(5)],
    does: [
      [0, place([market("buy", 1900, { worst: 101 })])],
      [1, place([market("sell", 3700, { worst: 99 })])],
    ],
    then: [
      "0m+1: filled 1900 @100",
      "1m+1: filled 3700 @100",
      "0m+1 buy 1900 @100",
      "1m+1 sell 3700 @100",
      "#1 filled, #2 filled",
      "short 1800",
    ],
  },
  {
    what: "that may add stays when the position is closed",
    candles: [flat(0), flat(5)],
    does: [
      [0, place([market("buy", 1)])],
      [1, place([limit("sell", 1, 110), limit("buy", 1, 90)])],
      [2, place([market("sell", 1, { reduceOnly: true })])],
    ],
    then: [
      "0m+1: filled 1 @100",
      "1m+1: resting | resting",
      "2m+1: filled 1 @100",
      "0m+1 buy 1 @100",
      "2m+1 sell 1 @100",
      "#1 filled, #2 open 1/1, #3 open 1/1, #4 filled",
    ],
  },
  {
    what: "of a flat account is reached by the extreme nearer to the open first: the high here",
    candles: [flat(0), [5, 100, 103, 94, 98]],
    does: [[0, place([limit("buy", 1, 95), limit("sell", 2, 102)])]],
    then: [
      "0m+1: resting | resting",
      "10m sell 2 @102",
      "10m buy 1 @95 pnl 7",
      "#1 filled, #2 filled",
      "short 1",
    ],
  },
  {
    what: "of a flat account is reached by the extreme nearer to the open first: the low here",
    candles: [flat(0), [5, 100, 107, 96, 98]],
    does: [[0, place([limit("buy", 1, 97), limit("sell", 2, 106)])]],
    then: [
      "0m+1: resting | resting",
      "10m buy 1 @97",
      "10m sell 2 @106 pnl 9",
      "#1 filled, #2 filled",
      "short 1",
    ],
  },
  {
    what: "of a flat account is reached by the low first where both extremes are equally far",
    candles: [flat(0), [5, 100, 105, 95, 98]],
    does: [[0, place([limit("buy", 1, 96), limit("sell", 2, 104)])]],
    then: [
      "0m+1: resting | resting",
      "10m buy 1 @96",
      "10m sell 2 @104 pnl 8",
      "#1 filled, #2 filled",
      "short 1",
    ],
  },
  {
    what: "may take the last of the margin",
    candles: [flat(0), flat(5)],
    does: [[0, place([limit("buy", 2000, 100, { timeInForce: "alo" })])], [1, place([limit("buy", 1, 50)])]],
    then: [
      "0m+1: resting",
      "1m+1: Insufficient margin to place order.",
      "#1 open 2000/2000, #2 perp-margin-rejected",
    ],
  },
  {
    what: "under ohlc is reached by the low first where the candle ends where it began",
    candles: [flat(0), [5, 100, 103, 94, 100]],
    options: { path: "ohlc" },
    does: [[0, place([limit("buy", 1, 95), limit("sell", 2, 102)])]],
    then: [
      "0m+1: resting | resting",
      "10m buy 1 @95",
      "10m sell 2 @102 pnl 7",
      "#1 filled, #2 filled",
      "short 1",
    ],
  },
  {
    what: "that turns the position round is one fill",
    candles: [flat(0), [5, 100, 106, 100, 105]],
    does: [[0, place([market("buy", 1)])], [1, place([limit("sell", 3, 105)])]],
    then: [
      "0m+1: filled 1 @100",
      "1m+1: resting",
      "0m+1 buy 1 @100",
      "10m sell 3 @105 pnl 5",
      "#1 filled, #2 filled",
      "short 2",
    ],
  },
]);

venueSituations("a post-only order", [
  {
    what: "that would match is refused with the best prices",
    candles: [flat(0), flat(5)],
    does: [[0, place([limit("buy", 1, 100.01, { timeInForce: "alo" })])]],
    then: [
      "0m+1: Post only order would have immediately matched, bbo was 99.999@100.01.",
      "#1 bad-alo-px-rejected",
    ],
  },
  {
    what: "inside the spread rests",
    candles: [flat(0), [5, 100, 100, 99, 100]],
    does: [[0, place([limit("buy", 1, 100, { timeInForce: "alo" })])]],
    then: ["0m+1: resting", "10m buy 1 @100", "#1 filled", "long 1"],
  },
  {
    what: "is held against what the least size would get, under the impact model",
    // A hundredth of a coin moves the price by 1.2 hundredths of a percent, beside the half of the spread.
    candles: [[0, 100, 101, 99, 100, 100], flat(5)],
    options: { slippage: IMPACT_SLIPPAGE },
    does: [[5, place([limit("buy", 1, 100.5, { timeInForce: "alo" })])]],
    then: [
      "5m+1: Post only order would have immediately matched, bbo was 99.982@100.02.",
      "#1 bad-alo-px-rejected",
    ],
  },
  {
    what: "that would match one's own resting order only is judged by the market, too",
    candles: [flat(0), flat(5)],
    options: { slippage: fixedSlippage(10) },
    does: [[
      0,
      place([
        limit("sell", 1, 99.9, { timeInForce: "alo" }),
        limit("sell", 1, 99.91, { timeInForce: "alo" }),
      ]),
    ]],
    then: [
      "0m+1: Post only order would have immediately matched, bbo was 99.9@100.1. | resting",
      "5m sell 1 @99.91",
      "#1 bad-alo-px-rejected, #2 filled",
      "short 1",
    ],
  },
]);

venueSituations("an order that takes at once or goes", [
  {
    what: "fills nothing beyond its limit",
    candles: [flat(0)],
    options: { slippage: fixedSlippage(10) },
    does: [[0, place([limit("buy", 1, 100.05, { timeInForce: "ioc" })])]],
    then: [`0m+1: ${NO_MATCH}`, "#1 ioc-cancel-rejected"],
  },
  {
    what: "fills exactly at its limit",
    candles: [flat(0)],
    options: { slippage: fixedSlippage(10) },
    does: [[0, place([limit("buy", 1, 100.1, { timeInForce: "ioc" })])]],
    then: ["0m+1: filled 1 @100.1", "0m+1 buy 1 @100.1", "#1 filled", "long 1"],
  },
  {
    what: "gets its share of the last candle's volume, the rest is cancelled",
    candles: [flat(0, 100, 8), flat(5)],
    options: { partialFills: 0.25 },
    does: [[5, place([market("buy", 3)])]],
    then: ["5m+1: filled 2 @100", "5m+1 buy 2 @100", "#1 canceled", "long 2"],
  },
  {
    what: "gets nothing where the last candle had no volume and fills are partial",
    candles: [flat(0, 100, 0), flat(5)],
    options: { partialFills: 0.25 },
    does: [[5, place([market("buy", 3)])]],
    then: [`5m+1: ${NO_MATCH}`, "#1 ioc-cancel-rejected"],
  },
  {
    what: "moves the price by its share of a candle's volume and range, under the impact model",
    candles: [[0, 100, 101, 99, 100, 400], flat(5)],
    options: { slippage: IMPACT_SLIPPAGE },
    does: [[5, place([market("buy", 4)])], [6, place([market("buy", 100)])]],
    then: [
      "5m+1: filled 4 @100.13",
      "6m+1: filled 100 @100.61",
      "5m+1 buy 4 @100.13",
      "6m+1 buy 100 @100.61",
      "#1 filled, #2 filled",
      "long 104",
    ],
  },
  {
    what: "finds nobody where nothing was traded, under the impact model",
    candles: [flat(0, 100, 0), flat(5)],
    options: { slippage: IMPACT_SLIPPAGE },
    does: [[5, place([market("buy", 1), market("sell", 1)])]],
    then: [`5m+1: ${NO_MATCH} | ${NO_MATCH}`, "#1 ioc-cancel-rejected, #2 ioc-cancel-rejected"],
  },
  {
    what: "cancels one's own resting order that it would meet, without a fill of that",
    candles: [flat(0), flat(5)],
    options: { slippage: fixedSlippage(50) },
    does: [[0, place([limit("sell", 1, 100.2)])], [1, place([market("buy", 2)])]],
    then: [
      "0m+1: resting",
      "1m+1: filled 2 @100.5",
      "1m+1 buy 2 @100.5",
      "#1 self-trade-canceled, #2 filled",
      "long 2",
    ],
  },
]);

venueSituations("partial fills of a resting order", [
  {
    what: "are none where nothing was traded",
    candles: [flat(0, 100, 40), [5, 100, 101, 94, 98, 0]],
    options: { partialFills: 0.25 },
    does: [[0, place([limit("buy", 1, 95)])]],
    then: ["0m+1: resting", "#1 open 1/1"],
  },
  {
    what: "take a share of each candle that goes through it",
    candles: [flat(0), [5, 100, 100, 94, 94, 4], [10, 94, 94, 94, 94, 4]],
    options: { partialFills: 0.25 },
    does: [[0, place([limit("buy", 1.5, 95)])]],
    then: ["0m+1: resting", "10m buy 1 @95", "15m buy 0.5 @94", "#1 filled", "long 1.5"],
  },
  {
    what:
      "of one that rests beyond the price, for it took a part only, are at the price and not at its limit",
    candles: [flat(0, 100, 4), flat(5, 100, 4), flat(10, 100, 4)],
    options: { partialFills: 0.25 },
    does: [[5, place([limit("buy", 3, 102)])]],
    then: [
      "5m+1: filled 1 @100",
      "5m+1 buy 1 @100",
      "10m buy 1 @100",
      "15m buy 1 @100",
      "#1 filled",
      "long 3",
    ],
  },
  {
    what: "leave the rest open",
    candles: [flat(0), [5, 100, 100, 94, 96, 4]],
    options: { partialFills: 0.25 },
    does: [[0, place([limit("buy", 3, 95)])]],
    then: ["0m+1: resting", "10m buy 1 @95", "#1 open 2/3", "long 1"],
  },
]);

venueSituations("a reduce-only order", [
  {
    what: "without a position is refused",
    candles: [flat(0)],
    does: [[0, place([limit("sell", 1, 105, { reduceOnly: true })])]],
    then: [`0m+1: ${WOULD_INCREASE}`, "#1 reduce-only-rejected"],
  },
  {
    what: "larger than the position rests with the position's size",
    candles: [flat(0), flat(5)],
    does: [[0, place([market("buy", 2)])], [1, place([limit("sell", 5, 105, { reduceOnly: true })])]],
    then: [
      "0m+1: filled 2 @100",
      "1m+1: resting",
      "0m+1 buy 2 @100",
      "#1 filled, #2 open 2/5",
      "long 2",
    ],
  },
  {
    what: "shrinks as the position does",
    candles: [flat(0), flat(5)],
    does: [
      [0, place([market("buy", 3)])],
      [1, place([limit("sell", 3, 105, { reduceOnly: true })])],
      [2, place([market("sell", 2)])],
    ],
    then: [
      "0m+1: filled 3 @100",
      "1m+1: resting",
      "2m+1: filled 2 @100",
      "0m+1 buy 3 @100",
      "2m+1 sell 2 @100",
      "#1 filled, #2 open 1/3, #3 filled",
      "long 1",
    ],
  },
  {
    what: "goes when the position is closed",
    candles: [flat(0), flat(5)],
    does: [
      [0, place([market("buy", 2)])],
      [1, place([limit("sell", 1, 105, { reduceOnly: true })])],
      [2, place([market("sell", 2)])],
    ],
    then: [
      "0m+1: filled 2 @100",
      "1m+1: resting",
      "2m+1: filled 2 @100",
      "0m+1 buy 2 @100",
      "2m+1 sell 2 @100",
      "#1 filled, #2 reduce-only-canceled, #3 filled",
    ],
  },
  {
    what: "goes when the position is turned round",
    candles: [flat(0), flat(5)],
    does: [
      [0, place([market("buy", 2)])],
      [1, place([limit("sell", 1, 105, { reduceOnly: true })])],
      [2, place([market("sell", 3)])],
    ],
    then: [
      "0m+1: filled 2 @100",
      "1m+1: resting",
      "2m+1: filled 3 @100",
      "0m+1 buy 2 @100",
      "2m+1 sell 3 @100",
      "#1 filled, #2 reduce-only-canceled, #3 filled",
      "short 1",
    ],
  },
  {
    what: "that makes all of them larger than the position ends the oldest",
    candles: [flat(0), flat(5)],
    does: [
      [0, place([market("buy", 2)])],
      [1, place([limit("sell", 1, 105, { reduceOnly: true })])],
      [2, place([limit("sell", 1, 106, { reduceOnly: true })])],
      [3, place([limit("sell", 1, 107, { reduceOnly: true })])],
    ],
    then: [
      "0m+1: filled 2 @100",
      "1m+1: resting",
      "2m+1: resting",
      "3m+1: resting",
      "0m+1 buy 2 @100",
      "#1 filled, #2 reduce-only-canceled, #3 open 1/1, #4 open 1/1",
      "long 2",
    ],
  },
  {
    what: "of two that came together the one that was written first is the oldest",
    candles: [flat(0), flat(5)],
    does: [
      [0, place([market("buy", 1)])],
      [1, place([limit("sell", 1, 106, { reduceOnly: true }), limit("sell", 1, 105, { reduceOnly: true })])],
    ],
    then: [
      "0m+1: filled 1 @100",
      "1m+1: resting | resting",
      "0m+1 buy 1 @100",
      "#1 filled, #2 reduce-only-canceled, #3 open 1/1",
      "long 1",
    ],
  },
  {
    what: "fills within the position and never turns it round",
    candles: [flat(0), [5, 100, 111, 100, 110]],
    does: [
      [0, place([market("buy", 2)])],
      [1, place([limit("sell", 9, 105, { reduceOnly: true })])],
    ],
    then: [
      "0m+1: filled 2 @100",
      "1m+1: resting",
      "0m+1 buy 2 @100",
      "10m sell 2 @105 pnl 10",
      "#1 filled, #2 filled",
    ],
  },
]);

venueSituations("changing one's mind", [
  {
    what: "a modified order has a new number and the price of the new one",
    candles: [flat(0), [5, 100, 100, 94, 98]],
    does: [[0, place([limit("buy", 1, 90)])], [1, modify(1, limit("buy", 2, 95))]],
    then: ["0m+1: resting", "1m+1: resting", "10m buy 2 @95", "#1 canceled, #2 filled", "long 2"],
  },
  {
    what: "an order that has filled cannot be modified",
    candles: [flat(0)],
    does: [[0, place([market("buy", 1)])], [1, modify(1, limit("buy", 2, 95))]],
    then: [
      "0m+1: filled 1 @100",
      "1m+1: refused: Cannot modify canceled or filled order",
      "0m+1 buy 1 @100",
      "#1 filled",
      "long 1",
    ],
  },
  {
    what: "an order that is gone can be replaced where the new one is to be placed always",
    candles: [flat(0)],
    does: [[0, place([market("buy", 1)])], [1, modify(1, limit("buy", 2, 95), true)]],
    then: ["0m+1: filled 1 @100", "1m+1: resting", "0m+1 buy 1 @100", "#1 filled, #2 open 2/2", "long 1"],
  },
  {
    what: "under the strict rule what takes or triggers stands in nobody's stead, unless always",
    candles: [flat(0), flat(5)],
    options: { gates: { strictModify: true } },
    does: [
      [0, place([limit("buy", 1, 90)])],
      [1, modify(1, market("buy", 1))],
      [2, modify(1, market("buy", 1), true)],
    ],
    then: [
      "0m+1: resting",
      "1m+1: refused: Attempted to modify to invalid new order",
      "2m+1: filled 1 @100",
      "2m+1 buy 1 @100",
      "#1 canceled, #2 filled",
      "long 1",
    ],
  },
  {
    what: "a cancel is scheduled only after a million dollars where that is asked for",
    candles: [flat(0), flat(5)],
    options: { depositUsd: 2_000_000, gates: { scheduledCancelVolume: true } },
    does: [
      [0, place([market("buy", 120.67)])],
      [1, scheduleCancel(60_000)],
      [2, place([market("buy", 9879.33)])],
      [2, scheduleCancel(60_000), 2],
    ],
    then: [
      "0m+1: filled 120.67 @100",
      "1m+1: refused: Cannot set scheduled cancel time until enough volume traded. Required: $1000000. Traded: $12067.00.",
      "2m+1: filled 9879.33 @100",
      "2m+2: done",
      "0m+1 buy 120.67 @100",
      "2m+1 buy 9879.33 @100",
      "#1 filled, #2 filled",
      "long 10000",
    ],
  },
  {
    what: "an order is modified by its client order id, and the newest of that id is meant",
    candles: [flat(0), flat(5)],
    does: [
      [0, place([limit("buy", 1, 90, { clientOrderId: "0xa" })])],
      [1, modify("0xa", limit("buy", 1, 91, { clientOrderId: "0xa" }))],
      [2, cancel("0xa")],
    ],
    then: ["0m+1: resting", "1m+1: resting", "2m+1: success", "#1 canceled, #2 canceled"],
  },
  {
    what: "cancels name what is not open any more, and do the rest",
    candles: [flat(0), flat(5)],
    does: [
      [0, place([limit("buy", 1, 90), limit("buy", 1, 91)])],
      [1, cancel(1)],
      [2, cancel(1, 2, 3, "0xb")],
    ],
    then: [
      "0m+1: resting | resting",
      "1m+1: success",
      `2m+1: ${NEVER_PLACED} | success | ${NEVER_PLACED} | ${NEVER_PLACED}`,
      "#1 canceled, #2 canceled",
    ],
  },
  {
    what: "a scheduled cancel ends all orders before the candle that closes behind it",
    candles: [flat(0), [5, 100, 100, 90, 100]],
    does: [[0, place([limit("buy", 1, 95)])], [1, scheduleCancel(5 * 60_000)]],
    then: ["0m+1: resting", "1m+1: done", "#1 scheduled-cancel"],
  },
  {
    what: "a scheduled cancel comes after the candle that closes before it",
    candles: [flat(0), [5, 100, 100, 90, 100], flat(10)],
    does: [[0, place([limit("buy", 1, 95), limit("buy", 1, 80)])], [1, scheduleCancel(9 * 60_000)]],
    then: [
      "0m+1: resting | resting",
      "1m+1: done",
      "10m buy 1 @95",
      "#1 filled, #2 scheduled-cancel",
      "long 1",
    ],
  },
  {
    what: "a scheduled cancel can be taken back, and must be five seconds ahead",
    candles: [flat(0), flat(5)],
    does: [
      [0, place([limit("buy", 1, 95)])],
      [1, scheduleCancel(60_000)],
      [1, scheduleCancel(4_999), 2],
      [1, scheduleCancel(null), 3],
    ],
    then: [
      "0m+1: resting",
      "1m+1: done",
      "1m+2: refused: Scheduled cancel time must be at least 5 seconds in the future.",
      "1m+3: done",
      "#1 open 1/1",
    ],
  },
]);
