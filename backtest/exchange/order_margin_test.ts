import { type CandleRow, COIN } from "../testing/market.ts";
import { limit, market, place, trigger, venueSituations } from "../testing/venue_situation.ts";

/** From 5,000 USD on at most ten times leverage. */
const TIERED = {
  ...COIN,
  marginTiers: [{ lowerBoundUsd: 0, maxLeverage: 20 }, { lowerBoundUsd: 5000, maxLeverage: 10 }],
};

/** A candle that does not move. */
function flat(minute: number, price = 100): CandleRow {
  return [minute, price, price, price, price];
}

venueSituations("the margin of an order", [
  {
    what: "that only closes is none, whatever exits and orders of the other side rest",
    candles: [flat(0), flat(5)],
    options: { depositUsd: 960 },
    does: [
      [0, place([market("buy", 100, { worst: 101 })])],
      [
        1,
        place([
          limit("buy", 100, 90),
          trigger("stop", "sell", { size: 100, price: 80 }),
          limit("sell", 100, 110, { reduceOnly: true }),
        ]),
      ],
      [2, place([market("sell", 100)])],
    ],
    then: [
      "0m+1: filled 100 @100",
      "1m+1: resting | resting | resting",
      "2m+1: filled 100 @100",
      "0m+1 buy 100 @100",
      "2m+1 sell 100 @100",
      "#1 filled, #2 open 100/100, #3 reduce-only-canceled, #4 reduce-only-canceled, #5 filled",
    ],
  },
  {
    what: "that only closes, in part or all, is none, though another position has lost more than its own",
    candles: [flat(0), flat(5), flat(10)],
    dime: [flat(0), [5, 100, 100, 97.5, 97.5], flat(10, 97.5)],
    options: { depositUsd: 1000 },
    does: [
      [0, place([market("buy", 10, { worst: 101 }), market("buy", 180, { worst: 101, asset: "DIME" })])],
      [11, place([market("sell", 4)])],
      [12, place([market("sell", 6)])],
    ],
    then: [
      "0m+1: filled 10 @100 | filled 180 @100",
      "11m+1: filled 4 @100",
      "12m+1: filled 6 @100",
      "0m+1 buy 10 @100",
      "0m+1 DIME buy 180 @100",
      "11m+1 sell 4 @100",
      "12m+1 sell 6 @100",
      "#1 filled, #2 filled, #3 filled, #4 filled",
      "DIME long 180",
    ],
  },
  {
    what: "that is met is asked for without those behind it: here it only closes",
    candles: [flat(0), [5, 100, 100.8, 100, 100.8]],
    options: { depositUsd: 510 },
    does: [
      [0, place([market("buy", 100, { worst: 101 })])],
      [1, place([limit("sell", 60, 100.5), limit("sell", 60, 101)])],
    ],
    then: [
      "0m+1: filled 100 @100",
      "1m+1: resting | resting",
      "0m+1 buy 100 @100",
      "10m sell 60 @100.5 pnl 30",
      "#1 filled, #2 filled, #3 open 60/60",
      "long 40",
    ],
  },
  {
    what: "that may only reduce is none, though another against the position rests",
    candles: [flat(0), flat(5)],
    options: { depositUsd: 510 },
    does: [
      [0, place([market("buy", 100, { worst: 101 })])],
      [1, place([limit("sell", 100, 110), market("sell", 100, { reduceOnly: true })])],
    ],
    then: [
      "0m+1: filled 100 @100",
      "1m+1: resting | filled 100 @100",
      "0m+1 buy 100 @100",
      "1m+1 sell 100 @100",
      "#1 filled, #2 open 100/100, #3 filled",
    ],
  },
  {
    what: "that buys back a short is held back beyond the short only",
    candles: [flat(0), flat(5)],
    does: [
      [0, place([market("sell", 1500, { worst: 99 })])],
      [1, place([limit("buy", 1500, 90), limit("buy", 400, 89)])],
      [2, place([limit("sell", 100, 150)])],
      [3, place([limit("sell", 90, 150)])],
    ],
    then: [
      "0m+1: filled 1500 @100",
      "1m+1: resting | resting",
      "2m+1: Insufficient margin to place order.",
      "3m+1: resting",
      "0m+1 sell 1500 @100",
      "#1 filled, #2 open 1500/1500, #3 open 400/400, #4 perp-margin-rejected, #5 open 90/90",
      "short 1500",
    ],
  },
  {
    what: "that turns a position round has the tier of what it leaves, not of both",
    candles: [flat(0), flat(5)],
    coin: TIERED,
    does: [[0, place([market("buy", 40, { worst: 101 })])], [1, place([market("sell", 60, { worst: 99 })])]],
    then: [
      "0m+1: filled 40 @100",
      "1m+1: filled 60 @100",
      "0m+1 buy 40 @100",
      "1m+1 sell 60 @100",
      "#1 filled, #2 filled",
      "short 20",
    ],
  },
]);
