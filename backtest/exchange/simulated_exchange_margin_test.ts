import { tieredFees } from "./fees/tiered_fees.ts";
import { type CandleRow, COIN } from "../testing/market.ts";
import { at, type Sending, situations } from "../testing/situation.ts";

/** Maintenance is 2.5 % of the notional: 1000 USD carry 100 coins bought at 100 down to 92.307…. */
const THOUSAND = { depositUsd: 1000 };

/** A candle that does not move. */
function flat(minute: number, price = 100): CandleRow {
  return [minute, price, price, price, price];
}

function buy(size: number, exits: { stop?: number; target?: number } = {}): Sending {
  return { do: "open", side: "buy", size, ...exits };
}

function sell(size: number, exits: { stop?: number; target?: number } = {}): Sending {
  return { do: "open", side: "sell", size, ...exits };
}

situations("liquidation", [
  {
    what: "of a long by a wick fills at the liquidation price; what is left stays on the account",
    candles: [flat(0), [5, 100, 101, 92, 99]],
    options: THOUSAND,
    does: [at(0, buy(100))],
    then: ["0m+1 buy 100 @100", "10m liquidated: sell 100 @92.307 pnl -769.3"],
  },
  {
    what: "does not come where the wick stays above the liquidation price",
    candles: [flat(0), [5, 100, 101, 92.31, 99]],
    options: THOUSAND,
    does: [at(0, buy(100))],
    then: ["0m+1 buy 100 @100", "open: long 100 @100"],
  },
  {
    what: "of a short by a wick fills at the liquidation price",
    candles: [flat(0), [5, 100, 108, 99, 101]],
    options: THOUSAND,
    does: [at(0, sell(100))],
    then: ["0m+1 sell 100 @100", "10m liquidated: buy 100 @107.32 pnl -732"],
  },
  {
    what: "behind a gap fills at the open where that is worse",
    candles: [flat(0), flat(5, 91.7)],
    options: THOUSAND,
    does: [at(0, buy(100))],
    then: ["0m+1 buy 100 @100", "10m liquidated: sell 100 @91.7 pnl -830"],
  },
  {
    what: "behind a gap fills at the open and no lower, however low the candle goes",
    candles: [flat(0), [5, 91.7, 92, 80, 91]],
    options: THOUSAND,
    does: [at(0, buy(100))],
    then: ["0m+1 buy 100 @100", "10m liquidated: sell 100 @91.7 pnl -830"],
  },
  {
    what: "does not come where the account is worth exactly the maintenance margin",
    candles: [flat(0), [5, 100, 101, 92, 99]],
    options: { depositUsd: 1030 },
    does: [at(0, buy(100))],
    then: ["0m+1 buy 100 @100", "open: long 100 @100"],
  },
  {
    what: "that does not come leaves the orders alone, though not a cent is missing",
    candles: [flat(0), [5, 100, 101, 92, 99]],
    options: { depositUsd: 1030 },
    does: [at(0, buy(100, { stop: 91 }))],
    then: ["0m+1 buy 100 @100", "open: long 100 @100, stop 100 @91"],
  },
  {
    what: "that the stop of another asset brings about fills at the mark of that instant",
    candles: [flat(0), [5, 100, 100, 87, 100]],
    dime: [flat(0), [5, 100, 100, 99, 100]],
    options: THOUSAND,
    does: [at(0, buy(70, { stop: 87.72 })), at(1, buy(60), { asset: "DIME" })],
    then: [
      "0m+1 buy 70 @100",
      "1m+1 DIME buy 60 @100",
      "10m sell 70 @87.72 pnl -859.6",
      "10m DIME liquidated: sell 60 @99 pnl -60 fee 80.4",
    ],
  },
  {
    what: "that leaves less than two thirds of the maintenance margin forfeits it",
    candles: [flat(0), flat(5, 91)],
    options: THOUSAND,
    does: [at(0, buy(100))],
    then: ["0m+1 buy 100 @100", "10m liquidated: sell 100 @91 pnl -900 fee 100"],
  },
  {
    what: "that leaves less than nothing ends at zero: the venue bears the rest",
    candles: [flat(0), flat(5, 85)],
    options: THOUSAND,
    does: [at(0, buy(100))],
    then: ["0m+1 buy 100 @100", "10m liquidated: sell 100 @85 pnl -1500 fee -500"],
  },
  {
    what: "pays the taker fee",
    candles: [flat(0), [5, 100, 101, 92, 99]],
    options: { ...THOUSAND, fees: tieredFees(0) },
    does: [at(0, buy(100))],
    then: ["0m+1 buy 100 @100 fee 4.5", "10m liquidated: sell 100 @92.353 pnl -764.7 fee 4.155885"],
  },
  {
    what: "cancels the exits that wait",
    candles: [flat(0), [5, 100, 101, 92, 99], [10, 99, 130, 99, 130]],
    options: THOUSAND,
    does: [at(0, buy(100, { target: 120 }))],
    then: ["0m+1 buy 100 @100", "10m liquidated: sell 100 @92.307 pnl -769.3"],
  },
  {
    what: "does not come where the stop is nearer",
    candles: [flat(0), [5, 100, 101, 90, 99]],
    options: THOUSAND,
    does: [at(0, buy(100, { stop: 93 }))],
    then: ["0m+1 buy 100 @100", "10m sell 100 @93 pnl -700"],
  },
  {
    what: "takes both assets when their wicks come in one candle, at the moment when the margin was gone",
    candles: [flat(0), [5, 100, 101, 92, 99]],
    dime: [flat(0), [5, 100, 101, 92, 99]],
    options: THOUSAND,
    does: [at(0, buy(50)), at(1, buy(50), { asset: "DIME" })],
    then: [
      "0m+1 buy 50 @100",
      "1m+1 DIME buy 50 @100",
      "10m liquidated: sell 50 @92.307 pnl -384.65",
      "10m DIME liquidated: sell 50 @92.307 pnl -384.65",
    ],
  },
  {
    what: "does not come when the wicks of both assets come in candles of their own",
    candles: [flat(0), [5, 100, 101, 92, 100], flat(10)],
    dime: [flat(0), flat(5), [10, 100, 101, 92, 100]],
    options: THOUSAND,
    does: [at(0, buy(50)), at(1, buy(50), { asset: "DIME" })],
    then: [
      "0m+1 buy 50 @100",
      "1m+1 DIME buy 50 @100",
      "open: long 50 @100, DIME long 50 @100",
    ],
  },
  {
    what: "sees a long's low and a short's high at the same instant",
    candles: [flat(0), [5, 100, 108, 92, 100]],
    dime: [flat(0), [5, 100, 108, 92, 100]],
    options: THOUSAND,
    does: [at(0, buy(60)), at(1, sell(60), { asset: "DIME" })],
    then: [
      "0m+1 buy 60 @100",
      "1m+1 DIME sell 60 @100",
      "10m liquidated: sell 60 @94.166 pnl -350.04",
      "10m DIME liquidated: buy 60 @105.84 pnl -350.4",
    ],
  },
  {
    what: "counts an asset without a candle at its last price",
    candles: [flat(0), flat(5, 93), flat(10, 93), flat(15, 93)],
    dime: [flat(0), flat(15, 92)],
    options: THOUSAND,
    does: [at(0, buy(50)), at(1, buy(50), { asset: "DIME" })],
    then: [
      "0m+1 buy 50 @100",
      "1m+1 DIME buy 50 @100",
      "open: long 50 @100, DIME long 50 @100",
    ],
  },
  {
    what: "fills an asset without a candle at its last price",
    candles: [flat(0), [5, 100, 100, 93, 93], [10, 93, 93, 84.9, 93], flat(15, 93)],
    dime: [flat(0), flat(5, 97), flat(15, 120)],
    options: THOUSAND,
    does: [at(0, buy(50)), at(1, buy(50), { asset: "DIME" })],
    then: [
      "0m+1 buy 50 @100",
      "1m+1 DIME buy 50 @100",
      "15m liquidated: sell 50 @87.615 pnl -619.25",
      "15m DIME liquidated: sell 50 @97 pnl -150",
    ],
  },
  {
    what: "comes though nobody looked before the other asset had recovered behind a hole",
    candles: [flat(0), flat(5), [10, 100, 100, 92, 100], flat(15)],
    dime: [flat(0), flat(5, 92), flat(15, 120)],
    options: THOUSAND,
    does: [at(0, buy(50)), at(1, buy(50), { asset: "DIME" }), at(10, { do: "look" })],
    then: [
      "0m+1 buy 50 @100",
      "1m+1 DIME buy 50 @100",
      "15m liquidated: sell 50 @92.615 pnl -369.25",
      "15m DIME liquidated: sell 50 @92 pnl -400",
    ],
  },
  {
    what: "counts an asset on longer candles at its last settled price, however often somebody looked since",
    candles: [],
    coarser: { "15m": [flat(0), [15, 100, 100, 94, 94]] },
    dime: [flat(0), flat(5), flat(10), flat(15), [20, 100, 100, 86, 100], flat(25)],
    options: THOUSAND,
    does: [at(0, buy(50)), at(1, buy(50), { asset: "DIME" })],
    then: ["0m+1 buy 50 @100", "1m+1 DIME buy 50 @100", "open: long 50 @100, DIME long 50 @100"],
  },
  {
    what: "counts an asset in a hole at its last price as the venue prints it: 92.004",
    candles: [flat(0), flat(5), [10, 100, 100, 91.996, 100]],
    dime: [flat(0), [5, 100, 100, 92.0036, 92.0036]],
    options: { depositUsd: 1030 },
    does: [at(0, buy(50)), at(1, buy(50), { asset: "DIME" })],
    then: ["0m+1 buy 50 @100", "1m+1 DIME buy 50 @100", "open: long 50 @100, DIME long 50 @100"],
  },
  {
    what: "goes by the tier that holds the notional: 5 % above 5000 USD less what the first tier saves",
    candles: [flat(0), [5, 100, 101, 93.18, 99], [10, 99, 99, 93.179, 99]],
    coin: {
      ...COIN,
      marginTiers: [{ lowerBoundUsd: 0, maxLeverage: 20 }, { lowerBoundUsd: 5000, maxLeverage: 10 }],
    },
    options: THOUSAND,
    does: [at(0, { do: "leverage", leverage: 10 }), at(1, buy(98))],
    then: ["1m+1 buy 98 @100", "15m liquidated: sell 98 @93.179 pnl -668.458"],
  },
  {
    what: "does not judge a position by the open of the candle it was entered in: the stop goes first",
    candles: [[0, 100, 150, 100, 150]],
    options: THOUSAND,
    does: [at(4, buy(70, { stop: 138 }))],
    then: ["4m+1 buy 70 @140", "5m sell 70 @138 pnl -140"],
  },
  {
    what: "judges a position without a stop by the whole extreme of the candle it was entered in",
    candles: [[0, 100, 150, 100, 150]],
    options: THOUSAND,
    does: [at(4, buy(70))],
    then: ["4m+1 buy 70 @140", "5m liquidated: sell 70 @128.93 pnl -774.9"],
  },
  {
    what: "comes with the funding of many hours in a hole",
    candles: [
      flat(0),
      ...[60, 65].map((minute) => flat(minute)),
      ...[420, 425].map((minute) => flat(minute)),
    ],
    funding: [1, 2, 3, 4, 5, 6, 7].map((hour) => [hour, 0.02]),
    options: THOUSAND,
    does: [at(1, buy(100))],
    then: [
      "1m+1 buy 100 @100",
      ...[60, 120, 180, 240, 300, 360, 420].map((minute) => `${minute}m funding -200`),
      "425m liquidated: sell 100 @100 fee -400",
    ],
  },
  {
    what: "does not come at a candle of an asset that was closed before",
    candles: [flat(0), flat(420), flat(425)],
    dime: [
      flat(0),
      [5, 100, 100, 94, 100],
      ...Array.from({ length: 84 }, (_, index) => flat(10 + index * 5)),
    ],
    funding: [1, 2, 3, 4, 5, 6, 7].map((hour) => [hour, 0.02]),
    options: THOUSAND,
    does: [at(1, buy(100)), at(2, buy(1, { stop: 95 }), { asset: "DIME" })],
    then: [
      "1m+1 buy 100 @100",
      "2m+1 DIME buy 1 @100",
      "10m DIME sell 1 @95 pnl -5",
      ...[60, 120, 180, 240, 300, 360, 420].map((minute) => `${minute}m funding -200`),
      "425m liquidated: sell 100 @100 fee -405",
    ],
  },
]);
