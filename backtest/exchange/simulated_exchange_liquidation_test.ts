import { type CandleRow, COIN } from "../testing/market.ts";
import { at, type Sending, situations } from "../testing/situation.ts";
import { tieredFees } from "./fees/tiered_fees.ts";

/** Maintenance is 2.5 % of the notional: 20,000 USD carry 2000 coins bought at 100 down to 92.307…. */
const TWENTY_THOUSAND = { depositUsd: 20_000 };
/** COIN with a margin of its own: at 20× what is bought at 100 is carried down to 97.435…. */
const ALONE = { ...COIN, marginMode: "noCross" } as const;

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

situations("liquidation in parts", [
  {
    what: "takes a fifth of more than 100,000 USD, and leaves the rest where that is enough",
    candles: [flat(0), [5, 100, 101, 92, 99]],
    options: TWENTY_THOUSAND,
    does: [at(0, buy(2000))],
    then: ["0m+1 buy 2000 @100", "10m liquidated: sell 400 @92.307 pnl -3077.2", "open: long 1600 @100"],
  },
  {
    what:
      "a flip inside a candle is carried from its own price on, not from the open that its side never saw",
    candles: [flat(0), [5, 100, 100, 80, 80]],
    options: { depositUsd: 500 },
    does: [at(0, buy(1)), at(8, sell(101))],
    // 488 + 100 · (88 − p) is 2.5 % of 100 · p at 90.614….
    then: ["0m+1 buy 1 @100", "8m+1 sell 101 @88 pnl -12", "10m liquidated: buy 100 @90.615 pnl -261.5"],
  },
  {
    what: "takes the rest as a whole where the margin is gone again further down the same candle",
    candles: [flat(0), [5, 100, 101, 91, 99]],
    options: TWENTY_THOUSAND,
    does: [at(0, buy(2000))],
    // 4614 + 1600 · (p − 92.307) is 2.5 % of 1600 · p at 91.716.
    then: [
      "0m+1 buy 2000 @100",
      "10m liquidated: sell 400 @92.307 pnl -3077.2",
      "10m liquidated: sell 1600 @91.716 pnl -13254.4",
    ],
  },
  {
    what: "takes a fifth again in the next candle, when 30 seconds are over",
    candles: [flat(0), [5, 100, 101, 92, 99], [10, 99, 99, 91.5, 99]],
    options: TWENTY_THOUSAND,
    does: [at(0, buy(2000))],
    then: [
      "0m+1 buy 2000 @100",
      "10m liquidated: sell 400 @92.307 pnl -3077.2",
      "15m liquidated: sell 320 @91.716 pnl -2650.88",
      "open: long 1280 @100",
    ],
  },
  {
    what: "takes a fifth of a short by its high",
    candles: [flat(0), [5, 100, 107.5, 99, 101]],
    options: TWENTY_THOUSAND,
    does: [at(0, sell(2000))],
    then: ["0m+1 sell 2000 @100", "10m liquidated: buy 400 @107.32 pnl -2928", "open: short 1600 @100"],
  },
  {
    what: "does not come to exactly 100,000 USD: they go as a whole",
    candles: [flat(0), flat(5, 80)],
    options: { depositUsd: 27_100 },
    does: [at(0, buy(1250))],
    then: ["0m+1 buy 1250 @100", "10m liquidated: sell 1250 @80 pnl -25000"],
  },
  {
    what: "comes to a little more than 100,000 USD",
    candles: [flat(0), flat(5, 80)],
    options: { depositUsd: 27_100 },
    does: [at(0, buy(1250.01))],
    then: ["0m+1 buy 1250.01 @100", "10m liquidated: sell 250 @80 pnl -5000", "open: long 1000.01 @100"],
  },
  {
    what: "is not enough behind a gap: the rest goes at the same price",
    candles: [flat(0), flat(5, 80)],
    options: { depositUsd: 27_000 },
    does: [at(0, buy(1250.01))],
    then: [
      "0m+1 buy 1250.01 @100",
      "10m liquidated: sell 250 @80 pnl -5000",
      "10m liquidated: sell 1000.01 @80 pnl -20000.2",
    ],
  },
  {
    what: "takes a fifth of the large position and all of the small one at the same moment",
    candles: [flat(0), [5, 100, 101, 92, 99]],
    dime: [flat(0), [5, 100, 101, 99, 100]],
    options: { depositUsd: 20_050 },
    does: [at(0, buy(2000)), at(1, buy(50), { asset: "DIME" })],
    then: [
      "0m+1 buy 2000 @100",
      "1m+1 DIME buy 50 @100",
      "10m liquidated: sell 400 @92.369 pnl -3052.4",
      "10m DIME liquidated: sell 50 @99.046 pnl -47.7",
      "open: long 1600 @100",
    ],
  },
  {
    what: "cancels the exits of what is left, too",
    candles: [flat(0), [5, 100, 101, 92, 99], [10, 99, 130, 99, 130]],
    options: TWENTY_THOUSAND,
    does: [at(0, buy(2000, { target: 120 }))],
    then: ["0m+1 buy 2000 @100", "10m liquidated: sell 400 @92.307 pnl -3077.2", "open: long 1600 @100"],
  },
  {
    what: "pays the taker fee on the part alone",
    candles: [flat(0), [5, 100, 101, 92.1, 99]],
    options: { depositUsd: 20_090, fees: tieredFees(0) },
    does: [at(0, buy(2000))],
    then: [
      "0m+1 buy 2000 @100 fee 90",
      "10m liquidated: sell 400 @92.307 pnl -3077.2 fee 16.61526",
      "open: long 1600 @100",
    ],
  },
]);

situations("takeover", [
  {
    what: "does not come where exactly two thirds of the maintenance margin are left",
    candles: [flat(0), flat(5, 80)],
    options: { depositUsd: 25_600 },
    does: [at(0, buy(1200))],
    then: ["0m+1 buy 1200 @100", "10m liquidated: sell 1200 @80 pnl -24000"],
  },
  {
    what: "takes all margin where a millionth of a dollar less is left",
    candles: [flat(0), flat(5, 80)],
    options: { depositUsd: 25_599.999999 },
    does: [at(0, buy(1200))],
    then: ["0m+1 buy 1200 @100", "10m liquidated: sell 1200 @80 pnl -24000 fee 1599.999999"],
  },
  {
    what: "takes a large position as a whole: a fifth would not have helped",
    candles: [flat(0), flat(5, 91)],
    options: TWENTY_THOUSAND,
    does: [at(0, buy(2000))],
    then: ["0m+1 buy 2000 @100", "10m liquidated: sell 2000 @91 pnl -18000 fee 2000"],
  },
  {
    what: "of a short goes by what is left where the margin was gone, however high the wick",
    candles: [flat(0), [5, 100, 200, 99, 101]],
    options: { depositUsd: 1000 },
    does: [at(0, sell(100))],
    then: ["0m+1 sell 100 @100", "10m liquidated: buy 100 @107.32 pnl -732"],
  },
  {
    what: "of two positions takes what is left when both are closed",
    candles: [flat(0), flat(5, 91)],
    dime: [flat(0), flat(5, 91)],
    options: { depositUsd: 1000 },
    does: [at(0, buy(50)), at(1, buy(50), { asset: "DIME" })],
    then: [
      "0m+1 buy 50 @100",
      "1m+1 DIME buy 50 @100",
      "10m liquidated: sell 50 @91 pnl -450",
      "10m DIME liquidated: sell 50 @91 pnl -450 fee 100",
    ],
  },
  {
    what: "counts the taker fee: what it takes below two thirds is lost",
    candles: [flat(0), flat(5, 80)],
    options: { depositUsd: 25_654 + 43.1, fees: tieredFees(0) },
    does: [at(0, buy(1200))],
    // 1643.1 USD are left at 80, of which the fee of 43.2 would take 1599.9.
    then: ["0m+1 buy 1200 @100 fee 54", "10m liquidated: sell 1200 @80 pnl -24000 fee 1643.1"],
  },
]);

situations("isolated margin", [
  {
    what: "is liquidated by a wick of its own; what is left comes back, and the rest is left alone",
    candles: [flat(0), [5, 100, 101, 97, 99]],
    coin: ALONE,
    dime: [flat(0), [5, 100, 101, 97, 99]],
    does: [at(0, buy(100)), at(1, buy(100, { stop: 90 }), { asset: "DIME" })],
    then: [
      "0m+1 buy 100 @100",
      "1m+1 DIME buy 100 @100",
      "10m liquidated: sell 100 @97.435 pnl -256.5",
      "open: DIME long 100 @100, DIME stop 100 @90",
    ],
  },
  {
    what: "is liquidated with the exits of its asset",
    candles: [flat(0), [5, 100, 101, 97, 99], [10, 99, 130, 99, 130]],
    coin: ALONE,
    does: [at(0, buy(100, { stop: 90, target: 120 }))],
    then: ["0m+1 buy 100 @100", "10m liquidated: sell 100 @97.435 pnl -256.5"],
  },
  {
    what: "of a short is liquidated by its high",
    candles: [flat(0), [5, 100, 103, 99, 100]],
    coin: ALONE,
    does: [at(0, sell(100))],
    then: ["0m+1 sell 100 @100", "10m liquidated: buy 100 @102.44 pnl -244"],
  },
  {
    what: "does not come to where the wick stays above its liquidation price",
    candles: [flat(0), [5, 100, 101, 97.436, 99]],
    coin: ALONE,
    does: [at(0, buy(100))],
    then: ["0m+1 buy 100 @100", "open: long 100 @100"],
  },
  {
    what: "is lost as a whole behind a gap, and no more",
    candles: [flat(0), flat(5, 96)],
    coin: ALONE,
    does: [at(0, buy(100))],
    then: ["0m+1 buy 100 @100", "10m liquidated: sell 100 @96 pnl -400 fee 100"],
  },
  {
    what: "is all that is lost, though the gap goes beyond it: the venue bears the rest",
    candles: [flat(0), flat(5, 90)],
    coin: ALONE,
    does: [at(0, buy(100))],
    then: ["0m+1 buy 100 @100", "10m liquidated: sell 100 @90 pnl -1000 fee -500"],
  },
  {
    what: "carries further at a lower leverage",
    candles: [flat(0), [5, 100, 101, 92.31, 99], [10, 99, 99, 92, 99]],
    coin: ALONE,
    does: [at(0, { do: "leverage", leverage: 10 }), at(0, buy(100))],
    then: ["0m+1 buy 100 @100", "15m liquidated: sell 100 @92.307 pnl -769.3"],
  },
  {
    what: "grows with what is added, at the leverage of that moment",
    candles: [flat(0), [5, 100, 101, 94.88, 99], [10, 99, 99, 94, 99]],
    coin: ALONE,
    does: [
      at(0, { do: "leverage", leverage: 10 }),
      at(0, buy(100)),
      at(1, { do: "leverage", leverage: 20 }),
      at(2, buy(100)),
    ],
    // 1000 + 500 + 200 · (p − 100) is 2.5 % of 200 · p at 94.871….
    then: [
      "0m+1 buy 100 @100",
      "2m+1 buy 100 @100",
      "15m liquidated: sell 200 @94.871 pnl -1025.8",
    ],
  },
  {
    what: "gives back the share of what is closed; the rest is carried as far",
    candles: [flat(0), [5, 100, 101, 97.436, 99], [10, 99, 99, 97, 99]],
    coin: ALONE,
    does: [at(0, buy(100)), at(1, { do: "close", side: "sell", size: 40 })],
    then: ["0m+1 buy 100 @100", "1m+1 sell 40 @100", "15m liquidated: sell 60 @97.435 pnl -153.9"],
  },
  {
    what: "is taken anew by what turns the position round",
    candles: [flat(0), [5, 100, 103, 97, 99]],
    coin: ALONE,
    does: [at(0, buy(100)), at(1, sell(300))],
    then: [
      "0m+1 buy 100 @100",
      "1m+1 sell 300 @100",
      "10m liquidated: buy 200 @102.44 pnl -488",
    ],
  },
  {
    what: "pays its funding: many hours of it bring the liquidation",
    candles: [flat(0), ...[60, 120, 180].flatMap((minute) => [flat(minute - 5), flat(minute)])],
    coin: ALONE,
    funding: [[1, 0.01], [2, 0.01], [3, 0.01]],
    does: [at(0, buy(100))],
    then: [
      "0m+1 buy 100 @100",
      "60m funding -100",
      "120m funding -100",
      "180m funding -100",
      "185m liquidated: sell 100 @100",
    ],
  },
  {
    what: "of a large position goes by a fifth, and what is left keeps the whole margin",
    candles: [flat(0), [5, 100, 101, 97, 99]],
    coin: ALONE,
    options: { depositUsd: 100_000 },
    does: [at(0, buy(2000))],
    then: ["0m+1 buy 2000 @100", "10m liquidated: sell 400 @97.435 pnl -1026", "open: long 1600 @100"],
  },
  {
    what: "of a large position is lost as a whole behind a gap; the cash beside it trades on",
    candles: [flat(0), flat(5, 96), flat(10, 96)],
    coin: ALONE,
    options: { depositUsd: 100_000 },
    does: [at(0, buy(2000)), at(10, buy(1))],
    then: [
      "0m+1 buy 2000 @100",
      "10m liquidated: sell 2000 @96 pnl -8000 fee 2000",
      "10m+1 buy 1 @96",
      "open: long 1 @96",
    ],
  },
  {
    what: "stays when the cross account is liquidated, but its exits go with the account's orders",
    candles: [flat(0), flat(5)],
    coin: ALONE,
    dime: [flat(0), [5, 100, 101, 90, 91]],
    options: { depositUsd: 1000 },
    does: [at(0, buy(20, { stop: 98 })), at(1, buy(90), { asset: "DIME" })],
    then: [
      "0m+1 buy 20 @100",
      "1m+1 DIME buy 90 @100",
      "10m DIME liquidated: sell 90 @92.307 pnl -692.37",
      "open: long 20 @100",
    ],
  },
  {
    what: "does not carry the cross account: its gain is its own",
    candles: [flat(0), [5, 100, 150, 100, 150]],
    coin: ALONE,
    dime: [flat(0), [5, 100, 101, 90, 91]],
    options: { depositUsd: 1000 },
    does: [at(0, buy(20)), at(1, buy(90), { asset: "DIME" })],
    then: [
      "0m+1 buy 20 @100",
      "1m+1 DIME buy 90 @100",
      "10m DIME liquidated: sell 90 @92.307 pnl -692.37",
      "open: long 20 @100",
    ],
  },
  {
    what: "must be there in cash when the order comes",
    candles: [flat(0)],
    coin: ALONE,
    options: { depositUsd: 500 },
    does: [at(0, buy(100)), at(1, buy(99))],
    then: ["entry: Insufficient margin to place order.", "1m+1 buy 99 @100", "open: long 99 @100"],
  },
  {
    what: "and its fee may take the last cash: that is a debt, and no reason to cancel the exits",
    // A sell's margin is asked for at its worst price, which is lower than the one it fills at.
    candles: [flat(0), [5, 100, 101, 98, 99]],
    coin: ALONE,
    options: { depositUsd: 500, fees: tieredFees(0) },
    does: [at(0, sell(100, { stop: 102, target: 80 }))],
    then: ["0m+1 sell 100 @100 fee 4.5", "open: short 100 @100, stop 100 @102, target 100 @80"],
  },
  {
    what: "that a flip sets free is there for what it opens",
    candles: [flat(0)],
    coin: ALONE,
    options: { depositUsd: 700 },
    does: [at(0, buy(100)), at(1, sell(200)), at(2, buy(220))],
    then: [
      "0m+1 buy 100 @100",
      "1m+1 sell 200 @100",
      "2m+1 buy 220 @100",
      "open: long 120 @100",
    ],
  },
  {
    what: "cannot be spread thinner than it is: a lower leverage is refused while the position stands",
    candles: [flat(0), [5, 100, 101, 97, 99]],
    coin: ALONE,
    does: [at(0, buy(100)), at(1, { do: "leverage", leverage: 10 })],
    then: [
      "leverage: Isolated position does not have sufficient margin available to decrease leverage. " +
      "To decrease leverage, add margin to the position.",
      "0m+1 buy 100 @100",
      "10m liquidated: sell 100 @97.435 pnl -256.5",
    ],
  },
]);
