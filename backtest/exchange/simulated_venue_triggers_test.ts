import type { CandleRow } from "../testing/market.ts";
import { cancel, limit, market, place, trigger, venueSituations } from "../testing/venue_situation.ts";
import { fixedSlippage } from "./slippage/fixed_slippage.ts";
import { IMPACT_SLIPPAGE } from "./slippage/impact_slippage.ts";

const NO_MATCH = "Order could not immediately match against any resting orders.";

/** A candle that does not move. */
function flat(minute: number, price = 100, volume = 1): CandleRow {
  return [minute, price, price, price, price, volume];
}

venueSituations("a trigger", [
  {
    what: "on its own is resting, and may come before the position it is for",
    candles: [flat(0), [5, 100, 100, 94, 96]],
    does: [[0, place([trigger("stop", "sell", { size: 1, price: 95 })])], [1, place([market("buy", 1)])]],
    then: [
      "0m+1: resting",
      "1m+1: filled 1 @100",
      "1m+1 buy 1 @100",
      "10m sell 1 @95 pnl -5",
      "#1 fired, filled, #2 filled",
    ],
  },
  {
    what: "that may only reduce ends when it fires and nothing is held",
    candles: [flat(0), [5, 100, 100, 94, 96]],
    does: [[0, place([trigger("stop", "sell", { size: 1, price: 95 })])]],
    then: ["0m+1: resting", "#1 reduce-only-canceled"],
  },
  {
    what: "that may add is an entry by stop, with slippage on the way",
    candles: [flat(0), [5, 100, 106, 99, 104]],
    options: { slippage: fixedSlippage(10) },
    does: [[0, place([trigger("stop", "buy", { size: 2, price: 105, reduceOnly: false })])]],
    then: ["0m+1: resting", "10m buy 2 @105.11", "#1 fired, filled", "long 2"],
  },
  {
    what: "that may add fills at the open where the market gaps over it",
    candles: [flat(0), flat(5, 107)],
    does: [[0, place([trigger("stop", "buy", { size: 2, price: 105, reduceOnly: false })])]],
    then: ["0m+1: resting", "10m buy 2 @107", "#1 fired, filled", "long 2"],
  },
  {
    what: "that may add and finds no margin when it fires is refused then",
    candles: [flat(0), [5, 100, 106, 99, 104]],
    does: [[0, place([trigger("stop", "buy", { size: 5000, price: 105, reduceOnly: false })])]],
    then: ["0m+1: resting", "#1 perp-margin-rejected"],
  },
  {
    what: "whose condition is true already fires at once",
    candles: [flat(0)],
    does: [[0, place([trigger("stop", "buy", { size: 1, price: 99, reduceOnly: false })])]],
    then: ["0m+1: filled 1 @100", "0m+1 buy 1 @100", "#1 fired, filled", "long 1"],
  },
  {
    what: "beyond its worst price behind a gap is gone, and the position is naked",
    candles: [flat(0), flat(5, 80)],
    does: [[0, place([market("buy", 1), trigger("stop", "sell", { size: 1, price: 95, worst: 86 })])]],
    then: [
      "0m+1: filled 1 @100 | resting",
      "0m+1 buy 1 @100",
      "#1 filled, #2 fired, ioc-cancel-rejected",
      "long 1",
    ],
  },
  {
    what: "fills partly where fills are partial: the rest is gone",
    candles: [flat(0, 100, 40), [5, 100, 100, 94, 96, 4]],
    options: { partialFills: 0.25 },
    does: [[5, place([market("buy", 3), trigger("stop", "sell", { size: 3, price: 95 })])]],
    then: [
      "5m+1: filled 3 @100 | resting",
      "5m+1 buy 3 @100",
      "10m sell 1 @95 pnl -5",
      "#1 filled, #2 fired, canceled",
      "long 2",
    ],
  },
  {
    what: "slips by the volume and range of the candle it fires in, under the impact model",
    candles: [flat(0, 100, 100), [5, 100, 100, 94, 96, 100]],
    options: { slippage: IMPACT_SLIPPAGE },
    does: [[5, place([market("buy", 1), trigger("stop", "sell", { size: 1, price: 95 })])]],
    then: [
      // A range of 6 % is a deviation of 3.603 %, a hundredth of the volume moves a tenth of it: 94.6529.
      "5m+1: filled 1 @100.01 | resting",
      "5m+1 buy 1 @100.01",
      "10m sell 1 @94.652 pnl -5.358",
      "#1 filled, #2 fired, filled",
    ],
  },
  {
    what: "that becomes a limit order fills at once where the price is within it",
    candles: [flat(0), [5, 100, 106, 100, 104]],
    does: [[0, place([market("buy", 1), trigger("target", "sell", { size: 1, price: 105, limit: 104 })])]],
    then: [
      "0m+1: filled 1 @100 | resting",
      "0m+1 buy 1 @100",
      "10m sell 1 @105 pnl 5",
      "#1 filled, #2 fired, filled",
    ],
  },
  {
    what: "that becomes a limit order at once and finds no price within it rests",
    candles: [flat(0), flat(5)],
    does: [[0, place([market("buy", 1), trigger("stop", "sell", { size: 1, price: 101, limit: 102 })])]],
    then: [
      "0m+1: filled 1 @100 | resting",
      "0m+1 buy 1 @100",
      "#1 filled, #2 fired, triggered 1/1",
      "long 1",
    ],
  },
  {
    what: "that becomes a limit order at once, and misses it by slippage alone, is met at its limit",
    candles: [flat(0), flat(5)],
    options: { slippage: fixedSlippage(10) },
    does: [[0, place([market("buy", 1), trigger("stop", "sell", { size: 1, price: 101, limit: 99.95 })])]],
    then: [
      "0m+1: filled 1 @100.1 | resting",
      "0m+1 buy 1 @100.1",
      "5m sell 1 @99.95 pnl -0.15",
      "#1 filled, #2 fired, filled",
    ],
  },
  {
    what: "may have its worst price at the trigger itself",
    candles: [flat(0), [5, 100, 106, 99, 104]],
    does: [[0, place([trigger("stop", "buy", { size: 1, price: 105, worst: 105, reduceOnly: false })])]],
    then: ["0m+1: resting", "10m buy 1 @105", "#1 fired, filled", "long 1"],
  },
  {
    what: "that becomes a limit order rests where the price is not, and fills when it comes",
    candles: [flat(0), [5, 100, 100, 94, 94], [10, 94, 97, 94, 97]],
    options: { slippage: fixedSlippage(10) },
    does: [[0, place([market("buy", 1), trigger("stop", "sell", { size: 1, price: 95, limit: 96 })])]],
    then: [
      "0m+1: filled 1 @100.1 | resting",
      "0m+1 buy 1 @100.1",
      "15m sell 1 @96 pnl -4.1",
      "#1 filled, #2 fired, filled",
    ],
  },
  {
    what: "that becomes a limit order is met on the way on in the same candle",
    candles: [flat(0), [5, 100, 110, 100, 108]],
    does: [[0, place([market("buy", 1), trigger("target", "sell", { size: 1, price: 105, limit: 107 })])]],
    then: [
      "0m+1: filled 1 @100 | resting",
      "0m+1 buy 1 @100",
      "10m sell 1 @107 pnl 7",
      "#1 filled, #2 fired, filled",
    ],
  },
  {
    what: "that has fired and rests is cancelled like any limit order",
    candles: [flat(0), [5, 100, 100, 94, 94], flat(10, 94)],
    does: [
      [0, place([market("buy", 1), trigger("stop", "sell", { size: 1, price: 95, limit: 96 })])],
      [12, cancel(2)],
    ],
    then: [
      "0m+1: filled 1 @100 | resting",
      "12m+1: success",
      "0m+1 buy 1 @100",
      "#1 filled, #2 fired, canceled",
      "long 1",
    ],
  },
  {
    what: "whose condition is true already and that finds no volume says so",
    candles: [flat(0, 100, 40), flat(5, 100, 0), flat(10, 100, 0)],
    options: { partialFills: 0.25 },
    does: [
      [5, place([market("buy", 1)])],
      [10, place([trigger("stop", "sell", { size: 1, price: 101, worst: 90 })])],
    ],
    then: [
      "5m+1: filled 1 @100",
      `10m+1: ${NO_MATCH}`,
      "5m+1 buy 1 @100",
      "#1 filled, #2 fired, ioc-cancel-rejected",
      "long 1",
    ],
  },
  {
    what: "that becomes a limit order gets its share of that candle once, and more of the next",
    candles: [flat(0, 100, 40), [5, 100, 100, 94, 94.5, 4], flat(10, 94, 4)],
    options: { partialFills: 0.25 },
    does: [[5, place([market("buy", 3), trigger("stop", "sell", { size: 3, price: 95, limit: 93 })])]],
    then: [
      "5m+1: filled 3 @100 | resting",
      "5m+1 buy 3 @100",
      "10m sell 1 @95 pnl -5",
      "15m sell 1 @94 pnl -6",
      "#1 filled, #2 fired, triggered 1/3",
      "long 1",
    ],
  },
  {
    what: "that reduces a short waits though a long is held, and goes with the long",
    candles: [flat(0), flat(5)],
    does: [
      [0, place([market("buy", 1), trigger("stop", "buy", { size: 1, price: 105 })])],
      [1, place([market("sell", 1)])],
    ],
    then: [
      "0m+1: filled 1 @100 | resting",
      "1m+1: filled 1 @100",
      "0m+1 buy 1 @100",
      "1m+1 sell 1 @100",
      "#1 filled, #2 reduce-only-canceled, #3 filled",
    ],
  },
  {
    what: "that reduces a short stays where a long is opened",
    candles: [flat(0), flat(5)],
    does: [[0, place([trigger("stop", "buy", { size: 1, price: 105 }), market("buy", 1)])]],
    then: ["0m+1: resting | filled 1 @100", "0m+1 buy 1 @100", "#1 open 1/1, #2 filled", "long 1"],
  },
  {
    what: "that reduces a short stays where a long is turned into one",
    candles: [flat(0), flat(5)],
    does: [
      [0, place([market("buy", 1), trigger("stop", "buy", { size: 1, price: 105 })])],
      [1, place([market("sell", 2)])],
    ],
    then: [
      "0m+1: filled 1 @100 | resting",
      "1m+1: filled 2 @100",
      "0m+1 buy 1 @100",
      "1m+1 sell 2 @100",
      "#1 filled, #2 open 1/1, #3 filled",
      "short 1",
    ],
  },
  {
    what: "that has fired is younger than a limit order placed before that: the other goes",
    candles: [flat(0), [5, 96, 96, 94, 94]],
    does: [
      [0, place([market("buy", 1), trigger("stop", "sell", { size: 1, price: 95, limit: 97 })])],
      [1, place([limit("sell", 1, 101, { reduceOnly: true })])],
    ],
    then: [
      "0m+1: filled 1 @100 | resting",
      "1m+1: resting",
      "0m+1 buy 1 @100",
      "#1 filled, #2 fired, triggered 1/1, #3 reduce-only-canceled",
      "long 1",
    ],
  },
]);

venueSituations("an entry with exits", [
  {
    what: "that fills at once places them at once",
    candles: [flat(0), flat(5)],
    does: [[
      0,
      place([
        market("buy", 1),
        trigger("target", "sell", { size: 1, price: 110 }),
        trigger("stop", "sell", { size: 1, price: 95 }),
      ], "entry-with-exits"),
    ]],
    then: [
      "0m+1: filled 1 @100 | waiting-for-trigger | waiting-for-trigger",
      "0m+1 buy 1 @100",
      "#1 filled, #2 open 1/1, #3 open 1/1",
      "long 1",
    ],
  },
  {
    what: "that rests has them wait, and they do not fire before it has filled",
    candles: [flat(0), [5, 100, 111, 96, 100], flat(10)],
    does: [[
      0,
      place([
        limit("buy", 1, 95),
        trigger("target", "sell", { size: 1, price: 110 }),
        trigger("stop", "sell", { size: 1, price: 90 }),
      ], "entry-with-exits"),
    ]],
    then: ["0m+1: resting | waiting-for-fill | waiting-for-fill", "#1 open 1/1, #2 open 1/1, #3 open 1/1"],
  },
  {
    what: "that fills inside a candle has its stop judged by the whole of it",
    candles: [flat(0), [5, 100, 101, 89, 100]],
    does: [[
      0,
      place([limit("buy", 1, 95), trigger("stop", "sell", { size: 1, price: 90 })], "entry-with-exits"),
    ]],
    then: [
      "0m+1: resting | waiting-for-fill",
      "10m buy 1 @95",
      "10m sell 1 @90 pnl -5",
      "#1 filled, #2 fired, filled",
    ],
  },
  {
    what: "that fills inside a candle has its target judged by the way to the close only",
    candles: [flat(0), [5, 100, 120, 94, 100], flat(10), [15, 100, 111, 100, 100]],
    does: [[
      0,
      place([limit("buy", 1, 95), trigger("target", "sell", { size: 1, price: 110 })], "entry-with-exits"),
    ]],
    then: [
      "0m+1: resting | waiting-for-fill",
      "10m buy 1 @95",
      "20m sell 1 @110 pnl 15",
      "#1 filled, #2 fired, filled",
    ],
  },
  {
    what:
      "that fills on the way to the close of the candle it was placed in still has that candle's low behind it",
    candles: [[0, 100, 100, 80, 94], flat(5, 94)],
    does: [[
      1,
      place([limit("buy", 1, 95), trigger("stop", "sell", { size: 1, price: 90 })], "entry-with-exits"),
    ]],
    then: [
      "1m+1: resting | waiting-for-fill",
      "5m buy 1 @95",
      "5m sell 1 @90 pnl -5",
      "#1 filled, #2 fired, filled",
    ],
  },
  {
    what: "that fills at the open behind a gap over its own stop is stopped there at once",
    candles: [flat(0), flat(5, 88)],
    does: [[
      0,
      place([limit("buy", 1, 95), trigger("stop", "sell", { size: 1, price: 90 })], "entry-with-exits"),
    ]],
    then: [
      "0m+1: resting | waiting-for-fill",
      "10m buy 1 @88",
      "10m sell 1 @88",
      "#1 filled, #2 fired, filled",
    ],
  },
  {
    what: "whose stop lies on the wrong side of its limit is stopped where it filled, not better",
    candles: [flat(0), [5, 100, 100, 94, 96]],
    does: [[
      0,
      place([limit("buy", 1, 95), trigger("stop", "sell", { size: 1, price: 97 })], "entry-with-exits"),
    ]],
    then: [
      "0m+1: resting | waiting-for-fill",
      "10m buy 1 @95",
      "10m sell 1 @95",
      "#1 filled, #2 fired, filled",
    ],
  },
  {
    what: "that is cancelled takes them with it",
    candles: [flat(0), flat(5)],
    does: [
      [
        0,
        place([limit("buy", 1, 95), trigger("stop", "sell", { size: 1, price: 90 })], "entry-with-exits"),
      ],
      [1, cancel(1, 2)],
    ],
    then: [
      "0m+1: resting | waiting-for-fill",
      "1m+1: success | Order was never placed, already canceled, or filled.",
      "#1 canceled, #2 canceled",
    ],
  },
  {
    what: "stays where one of them is cancelled",
    candles: [flat(0), [5, 100, 100, 89, 96]],
    does: [
      [
        0,
        place([limit("buy", 1, 95), trigger("stop", "sell", { size: 1, price: 90 })], "entry-with-exits"),
      ],
      [1, cancel(2)],
    ],
    then: [
      "0m+1: resting | waiting-for-fill",
      "1m+1: success",
      "10m buy 1 @95",
      "#1 filled, #2 canceled",
      "long 1",
    ],
  },
  {
    what: "that fills nothing takes them with it",
    candles: [flat(0)],
    does: [[
      0,
      place(
        [market("buy", 1, { worst: 99 }), trigger("stop", "sell", { size: 1, price: 90 })],
        "entry-with-exits",
      ),
    ]],
    then: [`0m+1: ${NO_MATCH} | ${NO_MATCH}`, "#1 ioc-cancel-rejected, #2 canceled"],
  },
  {
    what: "that takes at once only in part loses them",
    candles: [flat(0, 100, 4), flat(5)],
    options: { partialFills: 0.25 },
    does: [[
      5,
      place([market("buy", 3), trigger("stop", "sell", { size: 3, price: 90 })], "entry-with-exits"),
    ]],
    then: [
      "5m+1: filled 1 @100 | waiting-for-fill",
      "5m+1 buy 1 @100",
      "#1 canceled, #2 canceled",
      "long 1",
    ],
  },
  {
    what: "that finds no margin and has filled nothing takes them with it",
    candles: [flat(0), [5, 100, 100, 95, 98]],
    does: [
      [0, place([market("buy", 1000, { worst: 101 })])],
      [
        1,
        place([limit("buy", 900, 96), trigger("stop", "sell", { size: 900, price: 80 })], "entry-with-exits"),
      ],
    ],
    then: [
      "0m+1: filled 1000 @100",
      "1m+1: resting | waiting-for-fill",
      "0m+1 buy 1000 @100",
      "#1 filled, #2 margin-canceled, #3 canceled",
      "long 1000",
    ],
  },
  {
    what: "that is partly filled and then short of margin brings them to life",
    candles: [flat(0, 100, 2000), [5, 100, 100, 94.9, 96, 2000], flat(10, 91, 2000)],
    options: { partialFills: 0.5 },
    does: [[
      0,
      place([limit("buy", 1900, 95), trigger("stop", "sell", { size: 1900, price: 80 })], "entry-with-exits"),
    ]],
    then: [
      "0m+1: resting | waiting-for-fill",
      "10m buy 1000 @95",
      "#1 margin-canceled, #2 open 1900/1900",
      "long 1000",
    ],
  },
]);

venueSituations("exits of a position", [
  {
    what: "are refused where nothing is held",
    candles: [flat(0)],
    does: [[0, place([trigger("stop", "sell", { size: null, price: 95 })], "position-exits")]],
    then: ["0m+1: Reduce only order would increase position.", "#1 reduce-only-rejected"],
  },
  {
    what: "for the whole of it follow its size, and the one that fills ends the other",
    candles: [flat(0), [5, 100, 111, 100, 110]],
    does: [
      [0, place([market("buy", 1)])],
      [
        1,
        place([
          trigger("stop", "sell", { size: null, price: 95 }),
          trigger("target", "sell", { size: null, price: 110 }),
        ], "position-exits"),
      ],
      [2, place([market("buy", 2)])],
    ],
    then: [
      "0m+1: filled 1 @100",
      "1m+1: waiting-for-trigger | waiting-for-trigger",
      "2m+1: filled 2 @100",
      "0m+1 buy 1 @100",
      "2m+1 buy 2 @100",
      "10m sell 3 @110 pnl 30",
      "#1 filled, #2 sibling-filled-canceled, #3 fired, filled, #4 filled",
    ],
  },
  {
    what: "of a fixed size leave the rest, and an add beside them",
    candles: [flat(0), [5, 100, 100, 94, 96]],
    does: [
      [0, place([market("buy", 2)])],
      [1, place([trigger("stop", "sell", { size: 1, price: 95 })], "position-exits")],
    ],
    then: [
      "0m+1: filled 2 @100",
      "1m+1: waiting-for-trigger",
      "0m+1 buy 2 @100",
      "10m sell 1 @95 pnl -5",
      "#1 filled, #2 fired, filled",
      "long 1",
    ],
  },
  {
    what: "go with the position where it is closed otherwise",
    candles: [flat(0), flat(5)],
    does: [
      [0, place([market("buy", 1)])],
      [1, place([trigger("stop", "sell", { size: null, price: 95 })], "position-exits")],
      [2, place([market("sell", 1, { reduceOnly: true })])],
    ],
    then: [
      "0m+1: filled 1 @100",
      "1m+1: waiting-for-trigger",
      "2m+1: filled 1 @100",
      "0m+1 buy 1 @100",
      "2m+1 sell 1 @100",
      "#1 filled, #2 reduce-only-canceled, #3 filled",
    ],
  },
]);

venueSituations("the path of a candle", [
  {
    what: "pessimistic: an add on the way down comes before the stop below it",
    candles: [flat(0), [5, 100, 100, 90, 95]],
    does: [[
      0,
      place([
        market("buy", 1),
        limit("buy", 1, 97),
        trigger("stop", "sell", { size: null, price: 94 }),
      ]),
    ]],
    then: [
      "0m+1: filled 1 @100 | resting | resting",
      "0m+1 buy 1 @100",
      "10m buy 1 @97",
      "10m sell 2 @94 pnl -9",
      "#1 filled, #2 filled, #3 fired, filled",
    ],
  },
  {
    what: "pessimistic: the stop goes before the target though the candle rises",
    candles: [flat(0), [5, 100, 111, 94, 108]],
    does: [[0, place([market("buy", 1)])], [
      0,
      place([
        trigger("stop", "sell", { size: null, price: 95 }),
        trigger("target", "sell", { size: null, price: 110 }),
      ], "position-exits"),
      2,
    ]],
    then: [
      "0m+1: filled 1 @100",
      "0m+2: waiting-for-trigger | waiting-for-trigger",
      "0m+1 buy 1 @100",
      "10m sell 1 @95 pnl -5",
      "#1 filled, #2 fired, filled, #3 sibling-filled-canceled",
    ],
  },
  {
    what: "ohlc: a candle that falls goes up first, so the target goes before the stop",
    candles: [flat(0), [5, 100, 111, 94, 96]],
    options: { path: "ohlc" },
    does: [[0, place([market("buy", 1)])], [
      0,
      place([
        trigger("stop", "sell", { size: null, price: 95 }),
        trigger("target", "sell", { size: null, price: 110 }),
      ], "position-exits"),
      2,
    ]],
    then: [
      "0m+1: filled 1 @100",
      "0m+2: waiting-for-trigger | waiting-for-trigger",
      "0m+1 buy 1 @100",
      "10m sell 1 @110 pnl 10",
      "#1 filled, #2 sibling-filled-canceled, #3 fired, filled",
    ],
  },
  {
    what: "ohlc: a candle that rises goes down first",
    candles: [flat(0), [5, 100, 111, 94, 101]],
    options: { path: "ohlc" },
    does: [[0, place([market("buy", 1)])], [
      0,
      place([
        trigger("stop", "sell", { size: null, price: 95 }),
        trigger("target", "sell", { size: null, price: 110 }),
      ], "position-exits"),
      2,
    ]],
    then: [
      "0m+1: filled 1 @100",
      "0m+2: waiting-for-trigger | waiting-for-trigger",
      "0m+1 buy 1 @100",
      "10m sell 1 @95 pnl -5",
      "#1 filled, #2 fired, filled, #3 sibling-filled-canceled",
    ],
  },
  {
    what: "ohlc: an entry that fills on the way down has its stop below it on the same way",
    candles: [flat(0), [5, 100, 101, 89, 100]],
    options: { path: "ohlc" },
    does: [[
      0,
      place([limit("buy", 1, 95), trigger("stop", "sell", { size: 1, price: 90 })], "entry-with-exits"),
    ]],
    then: [
      "0m+1: resting | waiting-for-fill",
      "10m buy 1 @95",
      "10m sell 1 @90 pnl -5",
      "#1 filled, #2 fired, filled",
    ],
  },
  {
    what:
      "ohlc: what arrives in the second third of a rising candle has its low behind it and its high before it",
    candles: [[0, 100, 111, 90, 106], flat(5, 106)],
    options: { path: "ohlc" },
    does: [
      [2, place([market("buy", 1)])],
      [
        2,
        place([
          trigger("stop", "sell", { size: null, price: 95 }),
          trigger("target", "sell", { size: null, price: 110 }),
        ], "position-exits"),
        2,
      ],
    ],
    then: [
      "2m+1: filled 1 @102.4",
      "2m+2: waiting-for-trigger | waiting-for-trigger",
      "2m+1 buy 1 @102.4",
      "5m sell 1 @110 pnl 7.6",
      "#1 filled, #2 sibling-filled-canceled, #3 fired, filled",
    ],
  },
  {
    what: "both assets are at their first extreme together",
    candles: [flat(0), [5, 100, 111, 94, 100]],
    dime: [flat(0), [5, 100, 111, 94, 100]],
    does: [[
      0,
      place([
        market("buy", 1),
        market("sell", 1, { asset: "DIME" }),
        trigger("stop", "sell", { size: null, price: 95 }),
        trigger("stop", "buy", { size: null, price: 105, asset: "DIME" }),
      ]),
    ]],
    then: [
      "0m+1: filled 1 @100 | filled 1 @100 | resting | resting",
      "0m+1 buy 1 @100",
      "0m+1 DIME sell 1 @100",
      "10m sell 1 @95 pnl -5",
      "10m DIME buy 1 @105 pnl -5",
      "#1 filled, #2 filled, #3 fired, filled, #4 fired, filled",
    ],
  },
]);
