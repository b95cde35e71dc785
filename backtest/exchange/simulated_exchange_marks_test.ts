import { fixedSlippage } from "./slippage/fixed_slippage.ts";
import { at, type Situation, situations } from "../testing/situation.ts";
import type { CandleRow } from "../testing/market.ts";

/** A quiet candle that a position is opened in. */
const QUIET: CandleRow = [0, 100, 100.5, 99.5, 100];
const STILL: CandleRow = [0, 100, 100, 100, 100];
const LONG = at(0, { do: "open", side: "buy", size: 1, stop: 95, target: 110 });
const SHORT = at(0, { do: "open", side: "sell", size: 1, stop: 105, target: 90 });
const BOUGHT = "0m+1 buy 1 @100";
const SOLD = "0m+1 sell 1 @100";

const TRIGGERS: readonly Situation[] = [
  {
    what: "the mark falls through a stop and trades do not: it fires, at the price of trades of that moment",
    candles: [QUIET, [5, 100, 101, 99, 100]],
    mark: [STILL, [5, 100, 100, 94, 100]],
    does: [LONG],
    then: [BOUGHT, "10m sell 1 @99.167 pnl -0.833"],
  },
  {
    what: "trades fall through a stop and the mark does not: it waits",
    candles: [QUIET, [5, 100, 101, 90, 100]],
    mark: [STILL, [5, 100, 101, 96, 100]],
    does: [LONG],
    then: [BOUGHT, "open: long 1 @100, stop 1 @95, target 1 @110"],
  },
  {
    what: "trades and mark fall through a stop alike: it is met at its own price",
    candles: [QUIET, [5, 100, 101, 94, 100]],
    mark: [QUIET, [5, 100, 101, 94, 100]],
    does: [LONG],
    then: [BOUGHT, "10m sell 1 @95 pnl -5"],
  },
  {
    what: "trades have fallen further than the mark when the stop fires",
    candles: [QUIET, [5, 100, 101, 91, 100]],
    mark: [STILL, [5, 100, 101, 94, 100]],
    does: [LONG],
    then: [BOUGHT, "10m sell 1 @92.5 pnl -7.5"],
  },
  {
    what: "the mark opens behind a stop: it is met at the open of trades",
    candles: [QUIET, [5, 98, 99, 97, 98]],
    mark: [STILL, [5, 94, 96, 93, 94]],
    does: [LONG],
    then: [BOUGHT, "10m sell 1 @98 pnl -2"],
  },
  {
    what: "a short's stop fires by the mark",
    candles: [QUIET, [5, 100, 102, 99, 100]],
    mark: [STILL, [5, 100, 110, 99, 100]],
    does: [SHORT],
    then: [SOLD, "10m buy 1 @101 pnl -1"],
  },
  {
    what: "a target fires by the mark, at what trades give",
    candles: [QUIET, [5, 100, 104, 99, 100]],
    mark: [STILL, [5, 100, 120, 100, 100]],
    does: [LONG],
    then: [BOUGHT, "10m sell 1 @101.5 pnl 1.5"],
  },
  {
    what: "stop and target by the mark in one candle: the stop",
    candles: [QUIET, [5, 100, 101, 99, 100]],
    mark: [STILL, [5, 100, 120, 90, 100]],
    does: [LONG],
    then: [BOUGHT, "10m sell 1 @99.5 pnl -0.5"],
  },
  {
    what: "the mark of the entry's own candle fires its stop",
    candles: [[0, 100, 101, 98, 100]],
    mark: [[0, 100, 101, 90, 100]],
    does: [LONG],
    then: [BOUGHT, "5m sell 1 @99 pnl -1"],
  },
  {
    what: "entered inside a candle, both ways begin where they were then: trades at 105, the mark at 85",
    candles: [[0, 100, 110, 99, 110]],
    mark: [[0, 80, 91, 79, 90]],
    does: [at(2, { do: "open", side: "buy", size: 1, stop: 82 }, { ms: 30_000 })],
    then: ["2m+30000 buy 1 @105", "5m sell 1 @102 pnl -3"],
  },
  {
    what: "a trigger that the mark has passed already fires on arrival, at the price of trades",
    candles: [QUIET, [5, 100, 100.5, 99.5, 100]],
    mark: [STILL, [5, 94, 94.5, 93.5, 94]],
    does: [
      at(0, { do: "open", side: "buy", size: 1 }),
      at(7, { do: "protect", side: "sell", size: 1, stop: 95 }),
    ],
    then: [BOUGHT, "7m+1 sell 1 @100"],
  },
  {
    what: "a stop's worst price is held against trades",
    candles: [QUIET, [5, 80, 81, 79, 80]],
    mark: [STILL, [5, 94, 95, 93, 94]],
    does: [at(0, { do: "open", side: "buy", size: 1, stop: 95, worstExit: 85 })],
    then: [BOUGHT, "open: long 1 @100"],
  },
  {
    what: "a hole in the mark: trades stand for it in that candle",
    candles: [QUIET, [5, 100, 101, 94, 100], [10, 100, 101, 99, 100]],
    mark: [STILL, [10, 100, 100, 100, 100]],
    does: [LONG],
    then: [BOUGHT, "10m sell 1 @95 pnl -5"],
  },
  {
    what: "slippage comes on top of the price of trades",
    candles: [QUIET, [5, 100, 101, 99, 100]],
    mark: [STILL, [5, 100, 100, 90, 100]],
    options: { path: "ohlc", slippage: fixedSlippage(100) },
    does: [LONG],
    then: ["0m+1 buy 1 @101", "10m sell 1 @98.505 pnl -2.495"],
  },
];

situations("SimulatedExchange, triggers by a recorded mark", TRIGGERS);

/** 10 USD for 100: the margin is gone where 0.975 × mark is 90. */
const THIN = { depositUsd: 10 };
const GEARED = [at(0, { do: "leverage", leverage: 20 }), at(0, { do: "open", side: "buy", size: 1 })];

const LIQUIDATIONS: readonly Situation[] = [
  {
    what: "the mark alone takes the margin: closed at the price of trades of that moment",
    candles: [QUIET, [5, 100, 101, 98, 100]],
    mark: [STILL, [5, 100, 100, 90, 100]],
    options: THIN,
    does: GEARED,
    then: [BOUGHT, "10m liquidated: sell 1 @98.461 pnl -1.539"],
  },
  {
    what: "trades alone would have taken the margin: nothing is closed",
    candles: [QUIET, [5, 100, 101, 90, 100]],
    mark: [STILL, [5, 100, 100, 95, 100]],
    options: THIN,
    does: GEARED,
    then: [BOUGHT, "open: long 1 @100"],
  },
  {
    what: "the mark opens behind the liquidation price: closed at the open of trades",
    candles: [QUIET, [5, 97, 98, 96, 97]],
    mark: [STILL, [5, 90, 91, 89, 90]],
    options: THIN,
    does: GEARED,
    then: [BOUGHT, "10m liquidated: sell 1 @97 pnl -3"],
  },
  {
    what: "what has no candle goes at its last price of trades, not at its mark",
    candles: [QUIET, [5, 100, 100, 98, 98]],
    mark: [STILL, [5, 100, 100, 93, 93]],
    dime: [[0, 100, 100, 100, 100], [5, 100, 100, 100, 100], [10, 100, 100, 88, 100]],
    options: { depositUsd: 14 },
    does: [...GEARED, at(0, { do: "open", side: "buy", size: 0.5 }, { asset: "DIME" })],
    then: [
      BOUGHT,
      "0m+1 DIME buy 0.5 @100",
      "15m liquidated: sell 1 @98 pnl -2",
      "15m DIME liquidated: sell 0.5 @92.974 pnl -3.513",
    ],
  },
];

situations("SimulatedExchange, liquidation by a recorded mark", LIQUIDATIONS);

/** Twelve candles from one minute on, all alike but the last close. */
function hourOf(first: number, price: number, last: number = price): CandleRow[] {
  return Array.from({ length: 12 }, (_, index) => {
    const close = index === 11 ? last : price;
    return [first + index * 5, price, Math.max(price, close), Math.min(price, close), close];
  });
}

const FUNDING: readonly Situation[] = [
  {
    what: "an hour is paid on its recorded oracle price, neither on the mark nor on trades",
    candles: hourOf(0, 100),
    mark: hourOf(0, 101),
    oracle: [[0, 99], [1, 110], [2, 120]],
    funding: [[1, 0.001]],
    does: [at(0, { do: "open", side: "buy", size: 1 })],
    then: ["0m+1 buy 1 @100", "60m funding -0.11", "open: long 1 @100"],
  },
  {
    what: "the oracle of an hour is the last value before it, as long as that is less than an hour old",
    candles: hourOf(0, 100),
    oracle: [[0.5, 99], [1.01, 120]],
    funding: [[1, 0.001]],
    does: [at(0, { do: "open", side: "buy", size: 1 })],
    then: ["0m+1 buy 1 @100", "60m funding -0.099", "open: long 1 @100"],
  },
  {
    what: "a hole in the oracle: the hour is paid on the price of trades",
    candles: [...hourOf(0, 100), ...hourOf(60, 100, 104)],
    oracle: [[1, 110], [3, 120]],
    funding: [[1, 0.001], [2, 0.001]],
    does: [at(0, { do: "open", side: "buy", size: 1 })],
    then: [
      "0m+1 buy 1 @100",
      "60m funding -0.11",
      "120m funding -0.104",
      "open: long 1 @100",
    ],
  },
  {
    what: "the mark is recorded and the oracle is not: the hour is paid on trades, in a gap on the last one",
    candles: [...hourOf(0, 100, 102), [125, 100, 100, 100, 100]],
    mark: hourOf(0, 90),
    funding: [[1, 0.001], [2, 0.001]],
    does: [at(0, { do: "open", side: "buy", size: 1 })],
    then: [
      "0m+1 buy 1 @100",
      "60m funding -0.102",
      "120m funding -0.102",
      "open: long 1 @100",
    ],
  },
];

situations("SimulatedExchange, funding on a recorded oracle", FUNDING);
